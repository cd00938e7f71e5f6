"""A coach's stop order with what bounds its clock: the question put to ``routing.duties``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaskStop:
    """A stop and the instants that bound it, in seconds from the horizon's start.

    Attributes:
        place: place id.
        service_s: least time the coach stands here for boarding and alighting.
        board_from_s: boarding starts no earlier (the latest ``ready_from`` of who boards here, or
            a service's arrival plus its egress time); None where nobody boards.
        arrive_from_s, arrive_by_s: bounds on the coach's arrival.
        depart_by_s: bound on the coach's departure (a service's departure less its check-in).
        open_s: windows that must hold both arrival and departure; empty means always.
    """

    place: str
    service_s: int
    board_from_s: int | None = None
    arrive_from_s: int | None = None
    arrive_by_s: int | None = None
    depart_by_s: int | None = None
    open_s: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RideLimit:
    """The longest time people may be on board between two stops of the task.

    It is measured from the ``departs`` of stop ``board`` to the ``arrives`` of stop ``alight``.
    """

    board: int
    alight: int
    limit_s: int


@dataclass(frozen=True, slots=True)
class RestPlace:
    """A service area on the way.

    Attributes:
        leg: index into ``drive_s``.
        after_s: driving from the start of the leg until it is reached.
        place: place id.
    """

    leg: int
    after_s: int
    place: str


@dataclass(frozen=True, slots=True)
class RelayPlace:
    """A place on the way where fresh drivers may take the coach over.

    Attributes:
        leg: index into ``drive_s``.
        after_s, after_m: driving from the start of the leg until it is reached.
        place: place id.
        fen: price of each fresh driver, beside their day.
    """

    leg: int
    after_s: int
    after_m: int
    place: str
    fen: int


@dataclass(frozen=True, slots=True)
class RelayTerms:
    """Where a route may be relayed, and what a driver's day costs to weigh it against."""

    places: tuple[RelayPlace, ...]
    driver_day_fen: int


@dataclass(frozen=True, slots=True)
class RelayCrew:
    """Drivers of a relayed coach: so many up to a place, so many fresh ones from it on."""

    at: RelayPlace
    before: int
    after: int

    @property
    def drivers(self) -> int:
        """All of them."""
        return self.before + self.after

    @property
    def fen(self) -> int:
        """Price of the hand-over."""
        return self.at.fen * self.after


@dataclass(frozen=True, slots=True)
class RouteTask:
    """A coach's route whose times are to be found.

    Attributes:
        stops: in driving order, at least two.
        drive_s, drive_m: driving between stops that follow one another, one fewer than ``stops``.
        lead_in_s, lead_in_m: the empty drive from the base to the first stop.
        lead_out_s, lead_out_m: the empty drive back to the base; zero unless ``returns_empty``.
        halts_at_night: whether the night halt binds (feeders and last miles that are short enough
            are exempt).
        ride_limits: limits on time on board.
        span_limits: limits on the time from one stop's ``departs`` to another's, for a fleet row's
            pickup and drop detours; ``alight`` names the later stop.
        available_s: windows of the vehicle; each holds the whole span from leaving the base to the
            end (to the base again when it returns empty); empty means always.
        rest_places: service areas where breaks are to be taken if that costs no time, sorted by
            leg and driving time.
        prior_drive_s: seconds of driving each driver already has in the seven days before, in the
            order of preference; missing entries are zero.
        relay: where fresh drivers may take over; None where no relay is allowed or arranged.
    """

    stops: tuple[TaskStop, ...]
    drive_s: tuple[int, ...]
    drive_m: tuple[int, ...]
    lead_in_s: int = 0
    lead_in_m: int = 0
    lead_out_s: int = 0
    lead_out_m: int = 0
    halts_at_night: bool = True
    ride_limits: tuple[RideLimit, ...] = ()
    span_limits: tuple[RideLimit, ...] = ()
    available_s: tuple[tuple[int, int], ...] = ()
    prior_drive_s: tuple[int, ...] = ()
    rest_places: tuple[RestPlace, ...] = ()
    relay: RelayTerms | None = None
