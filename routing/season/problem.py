"""The season in whole numbers for its master."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from routing.artefacts.season import (
    CoachOption,
    RideOption,
    SeasonDemand,
    SeasonOffer,
    SeasonProblem,
    SeasonRow,
    SeasonSituation,
    SeasonWay,
)
from routing.model.season import SeasonCoach, SeasonGroup
from routing.season.frame import Frame
from routing.season.part_scenarios import count_on
from routing.season.prices import DAY_S, Prices, Way

WEEK_DAYS = 7
MARGIN_S = 1_800
"""Driving beyond the direct way that a trip may take for more stops, per driver."""
FEEDER_FILL = 0.93
"""Share of a local coach's seats that is expected to be used."""


@dataclass(frozen=True)
class Numbering:
    """What the numbers of a season's problem stand for."""

    groups: tuple[SeasonGroup, ...]
    rows: tuple[SeasonCoach, ...]
    cities: tuple[str, ...]
    sites: tuple[str, ...]


@dataclass
class ProblemBuilder:
    """Builds a season's problem, and again with what days have taught.

    ``situation`` is what is over already; units that are booked stay when the booking closes.
    """

    frame: Frame
    situation: SeasonSituation = field(default_factory=SeasonSituation)

    def __post_init__(self) -> None:
        """Number groups, rows, cities and sites by their ids."""
        frame = self.frame
        self.prices = Prices(frame)
        groups = sorted(frame.season.groups, key=lambda g: g.id)
        groups = [g for g in groups if self.situation.people.get(g.id, g.people)]
        self.numbering = Numbering(
            groups=tuple(groups),
            rows=frame.direct,
            cities=tuple(sorted({frame.city(g) for g in groups})),
            sites=tuple(sorted({g.origin for g in groups})),
        )

    def build(self) -> SeasonProblem:
        """The whole problem; ``replace`` adds fill, kept people and prices of goals."""
        frame, days = self.frame, self.frame.calendar.days
        offers = tuple(self._offers())
        demands = tuple(self._demands())
        rows = tuple(
            SeasonRow(r.id, frame.room(r), self._counts(r), r.comes_back)
            for r in self.numbering.rows
        )
        options = tuple(self._options(demands))
        balance = frame.season.balance
        return SeasonProblem(
            days=days,
            demands=self._opened(demands),
            rows=rows,
            ways=self._ways(demands, options),
            options=options,
            offers=offers,
            rides=tuple(self._rides(demands, offers)),
            loading=self._loading(days),
            escorts=tuple(self._escorts(frame.calendar.date_of(d)) for d in range(days)),
            wait_fen=balance.wait_fen_per_person_day,
            uneven_fen=balance.uneven_wait_fen_per_person_day,
        )

    def _demands(self) -> Iterator[SeasonDemand]:
        frame, numbering = self.frame, self.numbering
        penalty = int(frame.season.goals.left_out_fen_per_person)
        for group in numbering.groups:
            first = max(self.situation.from_day, frame.calendar.number(group.first_day), 0)
            last = min(frame.calendar.days - 1, frame.calendar.number(group.last_day))
            yield SeasonDemand(
                group=group.id,
                people=self.situation.people.get(group.id, group.people),
                first=first,
                last=last,
                opens=first,
                site=numbering.sites.index(group.origin),
                payer=group.payer or "",
                city=numbering.cities.index(frame.city(group)),
                homeward=frame.homeward(group),
                left_fen=penalty * (1 + int(group.priority)),
            )

    def _opened(self, demands: tuple[SeasonDemand, ...]) -> tuple[SeasonDemand, ...]:
        """Demands whose people never stand before a factory that is still closed."""
        openings = {o.place: self.frame.calendar.number(o.day) for o in self.frame.season.openings}
        found = []
        for demand, group in zip(demands, self.numbering.groups, strict=True):
            opening = openings.get(group.destination)
            opens = demand.first
            if opening is not None:
                opens = max(opens, opening - self._ride_days(group))
            found.append(replace(demand, opens=opens))
        return tuple(found)

    def _ride_days(self, group: SeasonGroup) -> int:
        """Days from a departure by coach until the arrival, by the first row that can go."""
        for row in self.numbering.rows:
            way = self._way(row, group)
            clock = self.prices.clock(way, least=False, people=self.frame.room(row))
            if clock is not None:
                return clock.arrives_s // DAY_S - clock.departs_s // DAY_S
        return 1

    def _counts(self, row: SeasonCoach) -> tuple[int, ...]:
        calendar = self.frame.calendar
        return tuple(
            max(0, count_on(row, calendar.date_of(d)) - self.situation.missing.get((row.id, d), 0))
            if d >= self.situation.from_day
            else 0
            for d in range(calendar.days)
        )

    def _way(self, row: SeasonCoach, group: SeasonGroup) -> Way:
        frame = self.frame
        if frame.homeward(group):
            standing = frame.standing_places[frame.city(group)]
            return Way(row, standing, group.origin, group.destination, False)
        home = row.comes_back or row.returns_empty
        return Way(row, row.base, group.origin, group.destination, home)

    def _options(self, demands: tuple[SeasonDemand, ...]) -> Iterator[CoachOption]:
        for d, (demand, group) in enumerate(zip(demands, self.numbering.groups, strict=True)):
            for r, row in enumerate(self.numbering.rows):
                if not self._may(row, group, homeward=demand.homeward):
                    continue
                way = self._way(row, group)
                floor = self.prices.floor_fen(way)
                fen = self.prices.expected_fen(way, people=self.frame.room(row))
                if floor is not None and fen is not None:
                    yield CoachOption(d, r, min(floor, fen), fen)

    def _may(self, row: SeasonCoach, group: SeasonGroup, *, homeward: bool) -> bool:
        """Whether a row's coaches can be at both ends, and know this direction."""
        if homeward and not row.comes_back:
            return False
        ends = (self.frame.places[group.origin], self.frame.places[group.destination])
        return self.frame.room(row) > 0 and all(
            p.max_coach_seats is None or row.seats <= p.max_coach_seats for p in ends
        )

    def _ways(
        self, demands: tuple[SeasonDemand, ...], options: tuple[CoachOption, ...]
    ) -> dict[tuple[int, int], SeasonWay]:
        found: dict[tuple[int, int], SeasonWay] = {}
        for option in self._farthest(demands, options):
            key = option.row, demands[option.demand].city
            way = self._season_way(option, demands)
            before = found.get(key)
            found[key] = way if before is None else _widest(before, way)
        floors = self._least_days(demands, options)
        return {
            key: replace(
                way,
                floor_days=min(way.away_days, floors.get(key, way.away_days)),
                home_fen=self._dearest_home_fen(key, demands, options),
            )
            for key, way in found.items()
        }

    def _dearest_home_fen(
        self,
        key: tuple[int, int],
        demands: tuple[SeasonDemand, ...],
        options: tuple[CoachOption, ...],
    ) -> int:
        """The dearest empty way home of a row from a city: no coach that stays there saves more."""
        own = (o for o in options if (o.row, demands[o.demand].city) == key)
        outward = (o for o in own if not demands[o.demand].homeward)
        return max((self.prices.home_fen(self._option_way(o)) for o in outward), default=0)

    def _farthest(
        self, demands: tuple[SeasonDemand, ...], options: tuple[CoachOption, ...]
    ) -> list[CoachOption]:
        """The longest way of each row, city and direction."""
        found: dict[tuple[int, int, bool], tuple[int, CoachOption]] = {}
        for option in options:
            demand = demands[option.demand]
            key = option.row, demand.city, demand.homeward
            drive_s = sum(self.prices.lengths(self._option_way(option), least=False).seconds)
            if key not in found or found[key][0] < drive_s:
                found[key] = drive_s, option
        return [option for _, option in found.values()]

    def _option_way(self, option: CoachOption) -> Way:
        return self._way(self.numbering.rows[option.row], self.numbering.groups[option.demand])

    def _least_days(
        self, demands: tuple[SeasonDemand, ...], options: tuple[CoachOption, ...]
    ) -> dict[tuple[int, int], int]:
        """Days between two departures of a vehicle at the very least, by row and city."""
        season, calendar = self.frame.season, self.frame.calendar
        span_s = calendar.clock_s(season.loads_until) - calendar.clock_s(season.loads_from)
        found: dict[tuple[int, int], int] = {}
        for option in options:
            demand = demands[option.demand]
            if not demand.homeward:
                away_s = self.prices.least_away_s(self._option_way(option))
                key = option.row, demand.city
                days = max(0, -(-(away_s - span_s) // DAY_S))
                found[key] = min(days, found.get(key, days))
        return found

    def _season_way(self, option: CoachOption, demands: tuple[SeasonDemand, ...]) -> SeasonWay:
        way = self._option_way(option)
        table = self.prices.timetable(way, people=self.frame.room(way.row))
        if table is None:
            return SeasonWay(1, 1, 1, 1, 0)
        rest_s = int(self.frame.season.turnaround_s)
        leaves_day = table.departs_s[0] // DAY_S
        if demands[option.demand].homeward:
            home_s = table.base_returns_s + rest_s
            return SeasonWay(1, 1, 1, home_s // DAY_S - leaves_day + 1, 0)
        away_s = table.base_returns_s + rest_s - table.base_departs_s
        away = max(1, -(-away_s // DAY_S), self._week_days(table.drivers, way))
        out = (table.arrives_s[-1] + rest_s) // DAY_S - leaves_day + 1
        return SeasonWay(1, away, out, 1, self.prices.home_fen(way))

    def _week_days(self, drivers: int, way: Way) -> int:
        """Days between two trips that keep every driver inside the hours of seven days.

        A vehicle's crew are as many as one coach may have; each trip takes those of them who
        drove least.
        """
        values = self.frame.values
        drive_s = sum(self.prices.lengths(way, least=False).seconds)
        each_s = -(-drive_s // drivers) + MARGIN_S
        for days in range(1, WEEK_DAYS):
            trips = -(-WEEK_DAYS // days)
            if -(-trips * drivers // values.max_drivers) * each_s <= values.drive_7d_max_s:
                return days
        return WEEK_DAYS

    def _offers(self) -> Iterator[SeasonOffer]:
        frame = self.frame
        planned = frame.calendar.number(frame.season.planned_on)
        first = self.situation.from_day - 1 if self.situation.from_day else planned
        for service in sorted(frame.season.services, key=lambda s: s.id):
            departs = service.calls[0].departs
            if departs is None or service.id in self.situation.cancelled:
                continue
            day = frame.calendar.number_of(departs)
            late = service.book_by is not None and frame.calendar.number_of(service.book_by) < first
            if not max(0, self.situation.from_day) <= day < frame.calendar.days:
                continue
            for offer in sorted(service.offers, key=lambda o: o.id):
                booked = self.situation.booked.get((service.id, offer.id), 0)
                if late and not booked:
                    continue
                yield SeasonOffer(
                    service=service.id,
                    offer=offer.id,
                    day=day,
                    seats=offer.seats,
                    units=booked if late else int(offer.units),
                    least=int(offer.min_people),
                    price_fen=int(offer.price_fen),
                    per_person_fen=int(offer.per_person_fen),
                    escorts=int(frame.season.escorts_per_service),
                )

    def _rides(
        self, demands: tuple[SeasonDemand, ...], offers: tuple[SeasonOffer, ...]
    ) -> Iterator[RideOption]:
        services = {s.id: s for s in self.frame.season.services}
        for o, offer in enumerate(offers):
            calls = services[offer.service].calls
            for d, (demand, group) in enumerate(zip(demands, self.numbering.groups, strict=True)):
                if not demand.first <= offer.day <= demand.last:
                    continue
                ends = [
                    (self._local(group.origin, on.place), self._local(off.place, group.destination))
                    for i, on in enumerate(calls)
                    for off in calls[i + 1 :]
                ]
                fit = [
                    (a[0] + b[0], a[1] + b[1]) for a, b in ends if a is not None and b is not None
                ]
                if fit:
                    yield RideOption(d, o, min(f for f, _ in fit), min(e for _, e in fit))

    def _local(self, origin: str, destination: str) -> tuple[int, int] | None:
        """Least and expected cost of a short way for one person: thousandths of a fen, and fen."""
        if origin == destination:
            return 0, 0
        frame = self.frame
        at = frame.matrix.index
        if frame.matrix.distance_m[at[origin], at[destination]] > frame.season.feeder_max_m:
            return None
        found = []
        for row in frame.local:
            way = Way(row, row.base, origin, destination, row.returns_empty)
            room = frame.room(row)
            floor, fen = self.prices.floor_fen(way), self.prices.expected_fen(way, people=room)
            if floor is not None and fen is not None:
                found.append((floor * 1_000 // room, round(fen / (room * FEEDER_FILL))))
        return (min(f for f, _ in found), min(e for _, e in found)) if found else None

    def _loading(self, days: int) -> dict[tuple[int, int], int]:
        found: dict[tuple[int, int], int] = {}
        limits = sorted(self.frame.season.loading, key=lambda x: x.day is not None)
        for limit in limits:
            if limit.place not in self.numbering.sites:
                continue
            site = self.numbering.sites.index(limit.place)
            numbers = range(days) if limit.day is None else [self.frame.calendar.number(limit.day)]
            found |= {(site, d): int(limit.people) for d in numbers}
        return found

    def _escorts(self, day: date) -> int | None:
        staff = self.frame.season.staff
        own = [s.escorts for s in staff if s.day == day]
        return next(iter(own + [s.escorts for s in staff if s.day is None]), None)


def _widest(one: SeasonWay, other: SeasonWay) -> SeasonWay:
    """The way of a whole city: at least the quicker, as planned the slower of two groups'."""
    return SeasonWay(
        floor_days=min(one.floor_days, other.floor_days),
        away_days=max(one.away_days, other.away_days),
        out_days=max(one.out_days, other.out_days),
        back_days=max(one.back_days, other.back_days),
        home_fen=max(one.home_fen, other.home_fen),
    )
