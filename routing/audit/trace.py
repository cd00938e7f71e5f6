"""A plan's runs as dated events: where a vehicle stands, where it moves, who drives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from routing.audit.clock import instant
from routing.model.fleet import FleetRow
from routing.model.places import Place
from routing.model.runs import Activity, ActivityKind, Load, Run, RunStop
from routing.model.services import Service


@dataclass(frozen=True, slots=True)
class Stand:
    """A vehicle at a stop.

    Attributes:
        aboard: people on board after the stop, counted anew from those who board and alight.
    """

    pointer: str
    place: Place
    arrives: int
    departs: int
    on: int
    off: int
    aboard: int
    stop: RunStop


@dataclass(frozen=True, slots=True)
class Move:
    """A vehicle on its way between two places, with people (a leg) or empty."""

    pointer: str
    origin: str
    destination: str
    start: int
    end: int
    distance_m: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class Span:
    """A span of one driver's day."""

    pointer: str
    driver: str
    kind: ActivityKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A run as events in the order of time."""

    pointer: str
    run: Run
    stands: tuple[Stand, ...]
    legs: tuple[Move, ...]

    @property
    def first_departs(self) -> int:
        """When the first stop is left."""
        return self.stands[0].departs

    @property
    def last_arrives(self) -> int:
        """When the last stop is reached."""
        return self.stands[-1].arrives

    @property
    def loaded_m(self) -> int:
        """Metres from the first stop to the last."""
        return sum(leg.distance_m for leg in self.legs)


@dataclass(frozen=True)
class CoachTrace(Trace):
    """A coach's run with its fleet row, its empty drives and its crew."""

    row: FleetRow
    number: int
    empty: tuple[Move, ...]
    duties: tuple[tuple[Span, ...], ...]

    @property
    def vehicle(self) -> tuple[str, int]:
        """Fleet row id and number: the same for every run of one vehicle."""
        return self.row.id, self.number

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Legs and empty drives in the order of time."""
        return tuple(sorted((*self.legs, *self.empty), key=lambda m: (m.start, m.end, m.pointer)))

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """What all drivers do, in the order of time."""
        every = (span for duty in self.duties for span in duty)
        return tuple(sorted(every, key=lambda s: (s.start, s.end, s.pointer)))

    @cached_property
    def drives(self) -> tuple[Span, ...]:
        """Who is at the wheel when, in the order of time."""
        return tuple(span for span in self.spans if span.kind is ActivityKind.DRIVE)

    @property
    def starts(self) -> int:
        """When the vehicle leaves its base, or stands at the first stop if that comes first."""
        return min(self.stands[0].arrives, *(m.start for m in self.moves))

    @property
    def ends(self) -> int:
        """When the vehicle has finished: its last stop, or the empty way back."""
        return max(self.stands[-1].departs, *(m.end for m in self.moves))


@dataclass(frozen=True, slots=True)
class ServiceTrace(Trace):
    """A ride of a train or flight."""

    service: Service


def people_in(loads: tuple[Load, ...]) -> int:
    """Heads of several loads."""
    return sum(load.people for load in loads)


def stands_of(run: Run, pointer: str, *, places: dict[str, Place]) -> tuple[Stand, ...]:
    """Where a run stands; every place of it must be known."""
    stands: list[Stand] = []
    aboard = 0
    for i, stop in enumerate(run.stops):
        on, off = people_in(stop.board), people_in(stop.alight)
        aboard += on - off
        stands.append(
            Stand(
                pointer=f"{pointer}/stops/{i}",
                place=places[stop.place],
                arrives=instant(stop.arrives),
                departs=instant(stop.departs),
                on=on,
                off=off,
                aboard=aboard,
                stop=stop,
            )
        )
    return tuple(stands)


def legs_of(run: Run, pointer: str) -> tuple[Move, ...]:
    """How a run moves between stops; it must have one leg fewer than stops."""
    pairs = zip(run.stops[:-1], run.stops[1:], run.legs, strict=True)
    return tuple(
        Move(
            pointer=f"{pointer}/legs/{i}",
            origin=here.place,
            destination=there.place,
            start=instant(here.departs),
            end=instant(there.arrives),
            distance_m=leg.distance_m,
            duration_s=leg.duration_s,
        )
        for i, (here, there, leg) in enumerate(pairs)
    )


def empty_of(run: Run, pointer: str) -> tuple[Move, ...]:
    """How a run's vehicle moves without people."""
    return tuple(
        Move(
            pointer=f"{pointer}/positioning/{i}",
            origin=drive.origin,
            destination=drive.destination,
            start=instant(drive.departs),
            end=instant(drive.arrives),
            distance_m=drive.distance_m,
            duration_s=drive.duration_s,
        )
        for i, drive in enumerate(run.positioning)
    )


def duties_of(run: Run, pointer: str) -> tuple[tuple[Span, ...], ...]:
    """What each driver of a run does, in the order of the document."""
    return tuple(
        tuple(
            _span(activity, duty.driver, f"{pointer}/duties/{i}/activities/{j}")
            for j, activity in enumerate(duty.activities)
        )
        for i, duty in enumerate(run.duties)
    )


def _span(activity: Activity, driver: str, pointer: str) -> Span:
    return Span(pointer, driver, activity.kind, instant(activity.starts), instant(activity.ends))
