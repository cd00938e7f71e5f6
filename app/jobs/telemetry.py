"""The ``Tracing`` port over OpenTelemetry, loaded only where an operator names a collector.

The usual variables decide: ``OTEL_EXPORTER_OTLP_ENDPOINT`` (or ``…_TRACES_ENDPOINT``) with
``…_HEADERS`` and ``…_CERTIFICATE``, ``OTEL_SERVICE_NAME``, ``OTEL_SDK_DISABLED``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.ports.tracing import Facts, NoTracing, Tracing, check_facts
from app.settings import SettingsRefused

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
FLUSH_MS = 2_000


class OtelTracing:
    """Spans to one processor; see ``open_tracing``."""

    def __init__(self, processor: SpanProcessor, *, service: str) -> None:
        from opentelemetry import trace
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._trace = trace
        self._wire = TraceContextTextMapPropagator()
        self._provider = TracerProvider(resource=Resource.create({"service.name": service}))
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("zhida")

    @contextmanager
    def span(self, name: str, facts: Facts, *, parent: str | None = None) -> Iterator[None]:
        """See ``Tracing.span``; of an exception only the kind is told, never its words."""
        check_facts(facts)
        context = None if parent is None else self._wire.extract({"traceparent": parent})
        with self._tracer.start_as_current_span(
            name,
            context,
            attributes=dict(facts),
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            except Exception as error:
                span.set_status(self._trace.StatusCode.ERROR, type(error).__name__)
                raise

    def note(self, facts: Facts) -> None:
        """See ``Tracing.note``."""
        check_facts(facts)
        self._trace.get_current_span().set_attributes(dict(facts))

    def current(self) -> str | None:
        """See ``Tracing.current``."""
        carrier: dict[str, str] = {}
        self._wire.inject(carrier)
        return carrier.get("traceparent")

    def flush(self) -> None:
        """See ``Tracing.flush``."""
        self._provider.force_flush(FLUSH_MS)


def open_tracing(environment: Mapping[str, str]) -> Tracing:
    """Tracing as the environment asks for it; none by default.

    Raises:
        SettingsRefused: a collector is named, and the extra ``otel`` is not installed.
    """
    disabled = environment.get("OTEL_SDK_DISABLED", "").lower() == "true"
    if disabled or not any(environment.get(name) for name in ENDPOINTS):
        return NoTracing()
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as missing:
        raise SettingsRefused(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and OpenTelemetry is not installed: "
            "install zhida[otel]"
        ) from missing
    service = environment.get("OTEL_SERVICE_NAME") or "zhida"
    return OtelTracing(BatchSpanProcessor(OTLPSpanExporter()), service=service)
