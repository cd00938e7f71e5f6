"""What is refused, and that every refusal is a problem document that says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.examples import BROKEN_SCENARIO, SMALL_SCENARIO
from app.api.problems import KINDS
from routing.pipeline import DataFolder, read_scenario
from tests.api.running import Running, scenario_named

JSON = {"content-type": "application/json"}


def check_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The answer is a problem document of that kind; its body."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"urn:zhida:problem:{code}"
    assert problem["title"]
    for finding in problem["findings"]:
        assert finding["cause"]["zh"] and finding["cause"]["en"]
        assert finding["remedy"]["zh"] and finding["remedy"]["en"]
    return problem


@pytest.mark.parametrize("path", ["/v1/plans", "/v1/plans:validate"])
def test_a_broken_scenario_is_refused_with_every_finding_the_command_line_gives(
    server: Running, root: Path, path: str
) -> None:
    problem = check_problem(server.client.post(path, json=BROKEN_SCENARIO), 422, "INPUT_REFUSED")
    body = json.dumps(BROKEN_SCENARIO).encode()
    expected = read_scenario(body, folder=DataFolder(root / "data")).findings
    assert len(expected) >= 4
    assert problem["findings"] == [f.model_dump(mode="json") for f in expected]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"id": 1, "id": 2}', b'{"id": NaN}', b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "cut", "list", "null", "twice", "nan", "bytes", "deep"],
)
def test_a_body_that_is_no_scenario_is_refused_cleanly(server: Running, body: bytes) -> None:
    answer = server.client.post("/v1/plans", content=body, headers=JSON)
    assert check_problem(answer, 422, "INPUT_REFUSED")["findings"]


def test_warnings_alone_are_accepted(server: Running) -> None:
    answer = server.client.post("/v1/plans:validate", json=SMALL_SCENARIO)
    assert answer.status_code == 200
    assert answer.json()["accepted"] is True
    scarce = json.loads(json.dumps(SMALL_SCENARIO))
    scarce["groups"][0]["people"] = 4_200
    answer = server.client.post("/v1/plans:validate", json=scarce)
    assert answer.status_code == 200
    severities = {finding["severity"] for finding in answer.json()["findings"]}
    assert severities == {"warning"}


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_over_the_limit_is_refused_whether_or_not_it_says_so(
    server: Running, declared: bool
) -> None:
    size = 20 * 1024 * 1024 + 1
    if declared:
        request: dict[str, Any] = {"content": b" " * size}
    else:

        def pieces() -> Iterator[bytes]:
            for _ in range(size // 65_536 + 1):
                yield b" " * 65_536

        request = {"content": pieces()}
    answer = server.client.post("/v1/plans", headers=JSON, **request)
    check_problem(answer, 413, "BODY_TOO_LARGE")


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", ""])
def test_another_content_type_is_refused(server: Running, media_type: str) -> None:
    answer = server.client.post("/v1/plans", content=b"{}", headers={"content-type": media_type})
    check_problem(answer, 415, "MEDIA_TYPE")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/plans/none", 404, "UNKNOWN_PLAN"),
        ("DELETE", "/v1/plans/none", 404, "UNKNOWN_PLAN"),
        ("POST", "/v1/plans/none:cancel", 404, "UNKNOWN_PLAN"),
        ("GET", "/v1/plans/none/events", 404, "UNKNOWN_PLAN"),
        ("GET", "/v1/plans/none/map.html", 404, "UNKNOWN_PLAN"),
        ("GET", "/v1/plans/none/secrets.txt", 404, "UNKNOWN_NAME"),
        ("GET", "/v1/samples/none", 404, "UNKNOWN_NAME"),
        ("GET", "/v1/samples/..%2f..%2fpyproject", 404, "NOT_FOUND"),
        ("GET", "/v1/schema/none", 404, "UNKNOWN_NAME"),
        ("GET", "/v1/nothing", 404, "NOT_FOUND"),
        ("PUT", "/v1/plans", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/v1/plans?limit=0", 422, "PARAMETER"),
        ("GET", "/v1/plans?limit=many", 422, "PARAMETER"),
    ],
)
def test_what_does_not_exist_is_said_with_its_own_code(
    server: Running, method: str, path: str, status: int, code: str
) -> None:
    check_problem(server.client.request(method, path), status, code)


def test_the_problem_speaks_the_language_asked_for(server: Running) -> None:
    path = "/v1/plans/none"
    said = [
        server.client.get(path, headers={"accept-language": wish}).json()["title"]
        for wish in ("zh-CN,en;q=0.5", "en-GB", "")
    ]
    assert said[0] == said[2] == KINDS["UNKNOWN_PLAN"].cause.zh
    assert said[1] == KINDS["UNKNOWN_PLAN"].cause.en
    assert server.client.get(f"{path}?lang=en").json()["title"] == said[1]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example"])
def test_a_strange_host_header_is_refused_so_that_rebinding_gains_nothing(
    server: Running, host: str
) -> None:
    check_problem(server.client.get("/v1/plans", headers={"host": host}), 421, "HOST_NOT_ALLOWED")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_change_asked_for_by_another_site_is_refused(
    server: Running, headers: dict[str, str]
) -> None:
    answer = server.client.post("/v1/plans", json=SMALL_SCENARIO, headers=headers)
    check_problem(answer, 403, "CROSS_SITE")


def test_a_tenant_with_too_many_unfinished_jobs_is_told_when_to_come_back(state: Path) -> None:
    with Running(state, solver="steady", slots=1, ZHIDA_QUEUED_MAX="2") as server:
        server.submit(scenario_named("a", tenths=300))
        server.submit(scenario_named("b", tenths=300))
        answer = server.client.post("/v1/plans", json=scenario_named("c"))
    check_problem(answer, 429, "TOO_MANY_JOBS")
    assert int(answer.headers["retry-after"]) > 0


def test_outputs_of_a_job_without_a_plan_are_a_conflict(state: Path) -> None:
    with Running(state, solver="steady") as server:
        job = server.submit(scenario_named("unfinished", tenths=300))
        answer = server.client.get(f"/v1/plans/{job['id']}/plan.json")
    check_problem(answer, 409, "NO_PLAN")


def test_every_answer_carries_the_security_headers(server: Running) -> None:
    for path in ("/", "/v1/plans", "/v1/plans/none", "/healthz", "/static/page.css"):
        headers = server.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
