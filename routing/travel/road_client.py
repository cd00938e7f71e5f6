"""What a road engine is asked, whatever its dialect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from routing.errors import TravelProviderFailed
from routing.model.base import Coordinate

Answer = TypeVar("Answer", bound=BaseModel)

Cells = tuple[tuple[int | None, ...], ...]
"""Rows of whole numbers; None where no road joins the two points."""


@dataclass(frozen=True, slots=True)
class Block:
    """Distances and driving times from some points to some points.

    Attributes:
        distance_m: a row per source, a cell per target, metres.
        duration_s: likewise, seconds of driving.
    """

    distance_m: Cells
    duration_s: Cells


class RoadClient(Protocol):
    """A road engine: its tables, where it puts points, and its roads."""

    def identity(self) -> str:
        """Engine, profile and version of its map: equal words mean equal answers."""
        ...

    def snap_m(self, points: Sequence[Coordinate]) -> tuple[int | None, ...]:
        """Metres from each point to the road it is put on; None where there is none near.

        Raises:
            TravelProviderFailed: the engine is down or answers nonsense.
        """
        ...

    def block(self, sources: Sequence[Coordinate], targets: Sequence[Coordinate]) -> Block:
        """Distances and times between points that ``snap_m`` could place.

        Raises:
            TravelProviderFailed: the engine is down or answers nonsense.
        """
        ...

    def path(self, origin: Coordinate, destination: Coordinate) -> tuple[Coordinate, ...]:
        """The road between two points; empty where none joins them.

        Raises:
            TravelProviderFailed: the engine is down or answers nonsense.
        """
        ...


def understood(kind: type[Answer], raw: object) -> Answer:
    """An answer of the shape that the engine documents.

    Raises:
        TravelProviderFailed: it has another shape.
    """
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        raise TravelProviderFailed(f"the road engine's answer makes no sense: {error}") from error
