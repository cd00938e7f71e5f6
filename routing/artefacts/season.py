"""A season in whole numbers, between the documents and the master that decides over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SeasonDemand:
    """People of one group.

    Attributes:
        first, last: day numbers between which they leave, both included.
        opens: first day number from which the plan may send them, so that no factory is still
            closed when they come; the bound does not use it.
        site: number of the place where they board.
        city: number of the far city.
        homeward: whether they come home.
    """

    group: str
    people: int
    first: int
    last: int
    opens: int
    site: int
    payer: str
    city: int
    homeward: bool
    left_fen: int


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """Direct coaches of one kind.

    Attributes:
        room: people one coach takes.
        counts: vehicles by day number.
        comes_back: the same vehicles go again.
    """

    fleet: str
    room: int
    counts: tuple[int, ...]
    comes_back: bool


@dataclass(frozen=True, slots=True)
class SeasonWay:
    """A row's coaches on the way to one city.

    Attributes:
        floor_days: days until the next departure of the same vehicle, at the very least.
        away_days: days until its next departure as planned.
        out_days, back_days: days from a departure until it stands empty in the city, and from a
            departure there until it can leave home again.
        home_fen: what the empty way home costs, from where it is dearest.
    """

    floor_days: int
    away_days: int
    out_days: int
    back_days: int
    home_fen: int


@dataclass(frozen=True, slots=True)
class CoachOption:
    """A demand on the direct coaches of a row.

    Attributes:
        floor_fen: the least a run costs that carries anybody of it, the empty way home included;
            for a homeward demand without it.
        fen: what a full run with them alone is expected to cost.
    """

    demand: int
    row: int
    floor_fen: int
    fen: int


@dataclass(frozen=True, slots=True)
class SeasonOffer:
    """What one train or flight sells.

    Attributes:
        least: fewest people for it to be bought.
        floor_milli_fen: the least one person's seat costs, in thousandths of a fen.
    """

    service: str
    offer: str
    day: int
    seats: int
    units: int
    least: int
    price_fen: int
    per_person_fen: int
    escorts: int

    @property
    def floor_milli_fen(self) -> int:
        """The least a seat costs, in thousandths of a fen: its share of a full unit."""
        return self.per_person_fen * 1_000 + self.price_fen * 1_000 // self.seats


@dataclass(frozen=True, slots=True)
class RideOption:
    """A demand on an offer.

    Attributes:
        floor_milli_fen: the least that feeder and last mile cost a person, thousandths of a fen.
        fen: what they are expected to cost a person.
    """

    demand: int
    offer: int
    floor_milli_fen: int
    fen: int


@dataclass(frozen=True)
class SeasonProblem:
    """Everything the master decides over.

    Attributes:
        days: day numbers run from 0 to ``days − 1``.
        ways: by row and city.
        loading: most people by site and day number; absent means no limit.
        escorts: by day number; None means no limit.
        fill: share of the seats that days can be expected to use, by city.
        shut: demands and day numbers on which they cannot go by coach, as days have shown.
        kept: people of an earlier plan by demand, day and lane; moving them has a price.
        kept_coaches: its coaches that go home empty, by row, city and day; another mix has a small
            price, so that days that need not change do not.
        standing: coaches that wait in a city from before, by row, city and the day from which they
            can be used.
    """

    days: int
    demands: tuple[SeasonDemand, ...]
    rows: tuple[SeasonRow, ...]
    ways: Mapping[tuple[int, int], SeasonWay]
    options: tuple[CoachOption, ...]
    offers: tuple[SeasonOffer, ...]
    rides: tuple[RideOption, ...]
    loading: Mapping[tuple[int, int], int]
    escorts: tuple[int | None, ...]
    fill: Mapping[int, float] = field(default_factory=dict)
    shut: frozenset[tuple[int, int]] = frozenset()
    wait_fen: int = 0
    uneven_fen: int = 0
    move_fen: int = 0
    kept: Mapping[tuple[int, int, str], int] = field(default_factory=dict)
    kept_coaches: Mapping[tuple[int, int, int], int] = field(default_factory=dict)
    standing: Mapping[tuple[int, int, int], int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """Everybody."""
        return sum(d.people for d in self.demands)


@dataclass(frozen=True)
class SeasonSituation:
    """What is over when a season is planned: nothing at first, more each evening.

    Attributes:
        from_day: day number before which everything is done already.
        people: people of each group that are still to leave; all of a group it does not name.
        missing: vehicles out of use, by row id and day number.
        cancelled: services that do not run.
        booked: units that are booked already, by service and offer.
        standing: coaches that wait in a city from before, by row id, city and the day number from
            which they can be used.
    """

    from_day: int = 0
    people: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[tuple[str, int], int] = field(default_factory=dict)
    cancelled: frozenset[str] = frozenset()
    booked: Mapping[tuple[str, str], int] = field(default_factory=dict)
    standing: Mapping[tuple[str, str, int], int] = field(default_factory=dict)


COACH = "coach"
"""The lane of all direct coaches of a day; the lane of an offer is its service's id."""


@dataclass(frozen=True)
class SeasonFlow:
    """What the master decided.

    Attributes:
        people: by demand, day and lane.
        returning, staying, backs: coaches by row, city and day.
        units: units bought by offer.
        left: people left out by demand.
        money_fen: what it is expected to cost.
    """

    people: Mapping[tuple[int, int, str], int]
    returning: Mapping[tuple[int, int, int], int]
    staying: Mapping[tuple[int, int, int], int]
    backs: Mapping[tuple[int, int, int], int]
    units: Mapping[int, int]
    left: Mapping[int, int]
    money_fen: int


@dataclass(frozen=True)
class SeasonBound:
    """A proven lower bound and the prices that prove it.

    Attributes:
        people_bound: the most that can be carried.
        duals: row name to price, thousandths of a fen.
    """

    bound_fen: int
    people_bound: int
    duals: Mapping[str, int]
