"""Traces go where an operator says, hold no people's data, and cost nothing where nobody asked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from app.ports.tracing import FACTS, NoTracing, UnknownFact
from tests.api.running import ROOT, Running, scenario_named, wait_for
from tests.api.test_parts import sweep

NAME = "韦大山"
ROSTER = "/v1/rosters/{roster_id}"
CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Collector(HTTPServer):
    """Takes spans in as OTLP over HTTP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.spans: list[Span] = []


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Collector)
        message = ExportTraceServiceRequest()
        message.ParseFromString(self.rfile.read(int(self.headers["content-length"])))
        for resource in message.resource_spans:
            for scope in resource.scope_spans:
                self.server.spans.extend(scope.spans)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """The test reads the spans instead."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def facts(span: Span) -> dict[str, str]:
    return {
        fact.key: fact.value.string_value or str(fact.value.int_value) for fact in span.attributes
    }


@pytest.mark.timeout(400)
def test_a_request_its_job_its_phases_and_its_parts_are_one_trace_without_people(
    state: Path, collector: Collector
) -> None:
    where = f"http://127.0.0.1:{collector.server_address[1]}"
    with Running(
        state,
        solver="steady",
        OTEL_EXPORTER_OTLP_ENDPOINT=where,
        OTEL_BSP_SCHEDULE_DELAY="100",
    ) as server:
        job = server.submit(scenario_named(NAME, tenths=2), traceparent=CALLER)
        server.wait_end(job)
        body = sweep(NAME, tenths=1, cells=1)
        table = server.client.post("/v1/sweeps", json=body, headers={"traceparent": CALLER}).json()
        server.wait_end(table)
        server.client.get("/v1/places", params={"q": NAME})
        server.client.get(f"/v1/rosters/{'t' * 20}")

        def states() -> list[tuple[str, str | None]]:
            return [(span.name, facts(span).get("zhida.state")) for span in collector.spans]

        wait_for(lambda: states().count(("job", "done")) == 2)
        wait_for(lambda: any(facts(s).get("http.route") == ROSTER for s in collector.spans))
    spans = list(collector.spans)
    trace = bytes.fromhex(CALLER.split("-")[1])
    ours = {s.span_id: s for s in spans if s.trace_id == trace}
    assert {s.name for s in ours.values()} == {"request", "job", "phase", "part"}
    jobs = [s for s in ours.values() if s.name == "job"]
    assert {facts(s)["zhida.job"] for s in jobs} == {job["id"], table["id"]}
    for span in ours.values():
        if span.name in ("job", "part"):
            assert ours[span.parent_span_id].name == "request"
        if span.name == "phase":
            assert ours[span.parent_span_id].name in ("job", "part")
    assert "search" in {facts(s).get("zhida.phase") for s in ours.values()}
    routes = {facts(s).get("http.route") for s in spans}
    assert {"/v1/plans", "/v1/places", ROSTER} <= routes
    for span in spans:
        assert facts(span).keys() <= FACTS
        assert not span.events
        told = span.SerializeToString()
        assert NAME.encode() not in told and b"tttt" not in told


def test_a_span_can_say_only_what_is_on_the_list() -> None:
    with pytest.raises(UnknownFact, match="title"), NoTracing().span("job", {"title": NAME}):
        pass
    with pytest.raises(UnknownFact):
        NoTracing().note({"url.query": f"q={NAME}"})


@pytest.mark.timeout(700)
def test_nothing_is_loaded_unless_asked_for_and_what_is_missing_is_named() -> None:
    code = """
import sys
import app.service
from app.jobs.telemetry import open_tracing
from app.settings import SettingsRefused
for environment in ({}, {"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, {
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"
}):
    assert type(open_tracing(environment)).__name__ == "NoTracing"
assert not [name for name in sys.modules if name.startswith("opentelemetry.sdk")]
sys.modules["opentelemetry.sdk.trace.export"] = None
try:
    open_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"})
except SettingsRefused as refused:
    assert "zhida[otel]" in str(refused)
else:
    raise AssertionError("taken without the extra")
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=600)
