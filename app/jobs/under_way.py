"""What this process works on, so that an orderly stop gives it back and blames nobody.

A piece of work is given up when it has died a few times with whoever did it. Whoever is told to
stop was not killed by its work, and says so before it goes: however often a service is restarted,
the work that it did meanwhile is not given up for that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from sqlalchemy.exc import DBAPIError

LOG = logging.getLogger("zhida.jobs")
Held = TypeVar("Held")


class UnderWay(Generic[Held]):
    """Attempts that this process holds; ``excuse`` takes the blame from one that it leaves."""

    def __init__(self, excuse: Callable[[Held], None]) -> None:
        self._excuse = excuse
        self._held: list[Held] = []

    @contextmanager
    def hold(self, attempt: Held) -> Iterator[None]:
        """Work on it."""
        self._held.append(attempt)
        try:
            yield
        finally:
            self._held.remove(attempt)

    def leave(self) -> None:
        """Take the blame from all that is held; where the database is away it stays."""
        for attempt in tuple(self._held):
            try:
                self._excuse(attempt)
            except DBAPIError as trouble:
                LOG.warning("a stop could not be written down: %s", trouble)
