"""Who writes a plan down."""

from __future__ import annotations

from typing import Literal, Protocol

from routing.model.plan import Plan
from routing.model.scenario import Scenario

Language = Literal["zh", "en"]


class Renderer(Protocol):
    """Turns a plan into the bytes of one file."""

    def render(self, scenario: Scenario, plan: Plan, *, language: Language) -> bytes:
        """The file's bytes; the same input gives the same bytes."""
        ...
