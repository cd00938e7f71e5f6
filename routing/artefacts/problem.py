"""All that an engine needs to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from routing.artefacts.candidates import Candidates
from routing.artefacts.horizon import Horizon
from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.rules import PolicyInForce
from routing.model.scenario import Scenario


@dataclass(frozen=True)
class Problem:
    """A validated scenario with its distances, law and candidates.

    Attributes:
        crowded: what a coach's stop at a place counts on top while searching, fen by place id:
            learnt where coaches found no bay. No money, and no part of any bound.
    """

    scenario: Scenario
    matrix: TravelMatrix
    policy: PolicyInForce
    horizon: Horizon
    candidates: Candidates
    crowded: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve has come."""

    phase: str
    share: float
    """Of the work budget, 0 to 1."""
    cost_fen: int | None = None
    bound_fen: int | None = None
    gap: float | None = None


Report = Callable[[Progress], bool]
"""Receives progress; returns False to ask the engine to stop with the best it has."""
