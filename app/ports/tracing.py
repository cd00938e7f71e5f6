"""Where time goes, told to whoever collects traces; to nobody unless the operator asks for it.

What a span may say is a closed list, so that no name, number, address, query or scenario text can
ever leave with one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Fact = str | int
Facts = Mapping[str, Fact]
FACTS = frozenset(
    {
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "zhida.attempt",
        "zhida.job",
        "zhida.kind",
        "zhida.part",
        "zhida.phase",
        "zhida.state",
    }
)
"""All that a span may say: methods, templates of addresses, ids made by the service, words of
its own lists."""


class UnknownFact(ValueError):
    """A span was to say something that is not on the list; a defect."""


class Tracing(Protocol):
    """Begins spans; the one begun last in this thread or task is the parent of the next."""

    def span(
        self, name: str, facts: Facts, *, parent: str | None = None
    ) -> AbstractContextManager[None]:
        """A span for as long as the context lasts.

        ``parent`` is a W3C traceparent, where it continues a trace begun elsewhere.

        Raises:
            UnknownFact: a fact is not on the list.
        """
        ...

    def note(self, facts: Facts) -> None:
        """Say more of the present span.

        Raises:
            UnknownFact: a fact is not on the list.
        """
        ...

    def current(self) -> str | None:
        """The present span as a W3C traceparent, to be continued elsewhere."""
        ...

    def flush(self) -> None:
        """Send what waits to be sent; called before the process ends itself."""
        ...


class NoTracing:
    """Tells nobody anything."""

    @contextmanager
    def span(self, name: str, facts: Facts, *, parent: str | None = None) -> Iterator[None]:
        """See ``Tracing.span``."""
        check_facts(facts)
        yield

    def note(self, facts: Facts) -> None:
        """See ``Tracing.note``."""
        check_facts(facts)

    def current(self) -> None:
        """See ``Tracing.current``."""
        return

    def flush(self) -> None:
        """See ``Tracing.flush``."""


def check_facts(facts: Facts) -> None:
    """Refuse what is not on the list.

    Raises:
        UnknownFact: a fact is not on the list.
    """
    unknown = facts.keys() - FACTS
    if unknown:
        raise UnknownFact(", ".join(sorted(unknown)))
