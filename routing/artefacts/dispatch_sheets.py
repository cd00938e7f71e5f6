"""A plan as a dispatch workbook states it: what was typed, before anything is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SheetStop:
    """One line of the stops: place by id or name, local times, people by group."""

    place: str
    arrives: datetime
    departs: datetime
    board: dict[str, int]
    alight: dict[str, int]


@dataclass(frozen=True, slots=True)
class SheetActivity:
    """One line of the duties."""

    driver: str
    kind: str
    starts: datetime
    ends: datetime
    place: str | None


@dataclass(frozen=True, slots=True)
class SheetRun:
    """A run as its lines state it.

    Attributes:
        vehicle: a fleet row or service by id or name, a coach with ``#number`` behind it.
        at: cell of its first line, for findings.
        drivers: how many, where the workbook says so and gives no duties.
    """

    id: str
    vehicle: str
    at: str
    stops: tuple[SheetStop, ...]
    activities: tuple[SheetActivity, ...] = ()
    drivers: int = 1


@dataclass(frozen=True, slots=True)
class SheetJourney:
    """People of one group and the runs they take, in order; none is own travel."""

    group: str
    people: int
    runs: tuple[str, ...]
    night: str | None
    at: str


@dataclass(frozen=True, slots=True)
class SheetSeats:
    """People on an offer of a service, by carriage; None where it has none."""

    run: str
    offer: str
    carriage: int | None
    people: int


@dataclass(frozen=True, slots=True)
class DispatchSheets:
    """Everything that a dispatch workbook states; ``left_out`` is people by group."""

    runs: tuple[SheetRun, ...]
    journeys: tuple[SheetJourney, ...]
    seats: tuple[SheetSeats, ...]
    left_out: dict[str, int]
