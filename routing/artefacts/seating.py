"""Who sits where: people of a roster on the runs of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from routing.model.roster import Person


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place on one run.

    Attributes:
        run: run id.
        seat: number from 1, unique among those on board at the same time.
        board, alight: indices into the run's stops.
    """

    run: str
    seat: int
    board: int
    alight: int


@dataclass(frozen=True, slots=True)
class Seated:
    """A person with their seats from door to gate, in the order of travel.

    Attributes:
        person: as on the roster.
        group: group id of the scenario.
        seats: one for each run of their itinerary; empty for own travel.
        itinerary: index into the plan's itineraries.
    """

    person: Person
    group: str
    seats: tuple[Seat, ...]
    itinerary: int


@dataclass(frozen=True, slots=True)
class Seating:
    """Everyone of a roster exactly once: seated, or not and why.

    Attributes:
        seated: those who travel, in the order of the plan's itineraries.
        waiting: people who are not seated, with a code: ``ROSTER_NOT_CLEARED``,
            ``ROSTER_NO_GROUP``, ``ROSTER_NO_SEAT``.
    """

    seated: tuple[Seated, ...]
    waiting: tuple[tuple[Person, str], ...]
