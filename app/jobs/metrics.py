"""Figures of this process for Prometheus."""

from prometheus_client import Counter, Histogram

SOLVE_SECONDS = Histogram(
    "zhida_solve_seconds",
    "Wall-clock time of one solve attempt",
    buckets=(0.5, 1, 2, 5, 10, 30, 60, 300, 1_800),
)
GAPS = Histogram(
    "zhida_plan_gap",
    "Proven gap of finished plans, 0 to 1",
    buckets=(0.0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
)
FAILURES = Counter("zhida_job_failures_total", "Jobs that failed, by code", ["code"])
REQUESTS = Counter("zhida_http_requests_total", "Requests answered", ["method", "status"])
REVIVED = Counter("zhida_jobs_revived_total", "Jobs taken over from a dead process")
