"""Every coach run of the space whose price could matter, with the least it can cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise, permutations, product

from routing.artefacts.route_task import RideLimit, RouteTask, TaskStop
from routing.artefacts.timetable import Refusal, Timetable
from routing.certify.repeats import Repeats, find_repeats
from routing.certify.season_space import lies_in
from routing.certify.space import Space, Stop, Trip, clock_s
from routing.certify.under_way import UnderWay
from routing.costing.coaches import coach_terms, total_fen
from routing.duties.crew_choice import find_timetable
from routing.duties.relay_terms import with_relay
from routing.model.certificate import StopSpace
from routing.model.fleet import FleetRow, HireBasis
from routing.model.places import Place
from routing.units import SECONDS_PER_DAY

COUNTY, PREFECTURE = 3, 2
"""Parts of ``admin`` that pickups, and drops, share where the certificate says so."""
FAR = 10**10
"""Seconds or metres of a pair that no road joins."""
DAYS = 12
"""Days after the last readiness for which nights are written out."""

Sides = tuple[tuple[Stop, ...], tuple[Stop, ...]]
"""Pickups and drops."""


@dataclass(frozen=True, slots=True)
class Manned:
    """A crew, the started 24 h that each of it is paid, and a hand-over's price."""

    drivers: int
    driver_days: int
    relay_fen: int = 0


def _manned(table: Timetable) -> Manned:
    return Manned(table.drivers, table.driver_days, table.relay_fen)


class Coaches:
    """Stop sets, their orders, and costs from below."""

    def __init__(self, space: Space, stops: StopSpace) -> None:
        self.space = space
        self.stops = stops
        self.values = space.problem.policy.values
        self.places = {p.id: p for p in space.problem.scenario.places}
        self.index = space.problem.matrix.index
        self.under_way = UnderWay(space)
        self._true: dict[RouteTask, Manned | None] = {}

    @cached_property
    def repeats(self) -> Repeats:
        """What each fleet row's vehicles can do several times."""
        return find_repeats(self.space) if self.stops.repeats else Repeats({})

    @cached_property
    def trips_at(self) -> dict[tuple[Stop, Stop], list[int]]:
        """Trips by pickup and drop, without those that are late even alone."""
        found: dict[tuple[Stop, Stop], list[int]] = {}
        for n, trip in enumerate(self.space.trips):
            if frozenset((n,)) not in self.space.apart:
                found.setdefault((trip.pick, trip.drop), []).append(n)
        return found

    def stop_sets(self) -> Iterator[tuple[tuple[Stop, ...], tuple[Stop, ...], list[int]]]:
        """Pickups, drops and trips, wherever each stop has somebody."""
        drops_of: dict[Stop, set[Stop]] = {}
        for pick, drop in self.trips_at:
            drops_of.setdefault(pick, set()).add(drop)
        for picks in self.sets(sorted(drops_of, key=_key), self.stops.max_pickups, COUNTY):
            reach = sorted(set().union(*(drops_of[p] for p in picks)), key=_key)
            for drops in self.sets(reach, self.stops.max_drops, PREFECTURE):
                served = all(drops_of[p] & set(drops) for p in picks)
                trips = [n for p, d in product(picks, drops) for n in self.trips_at.get((p, d), ())]
                reached = {self.space.trips[n].drop for n in trips}
                if served and len(reached) == len(drops):
                    yield picks, drops, trips

    def least_fen(
        self, row: FleetRow, sides: Sides, trips: list[int], *, enough: int
    ) -> int | None:
        """The least cost over all orders; None when none is allowed, or a stop would be in vain.

        ``trips`` are those on the coach at most: who else travels between its stops may have to
        stay apart from them. Orders that cost at least ``enough`` before their clock is known are
        not timed.
        """
        picks, drops = sides
        best: int | None = None
        held = [self.space.trips[n] for n in trips if row.id in self.space.trips[n].rows]
        if {t.pick for t in held} < set(picks) or {t.drop for t in held} < set(drops):
            return None
        linked = not self.repeats.of(row).linked.isdisjoint(trips)
        for first, last in product(permutations(picks), permutations(drops)):
            if not self.is_allowed(row, first, last):
                continue
            floor = self.floor_fen(row, first, last, linked=linked)
            if floor is None:
                continue
            fen: int | None = floor
            if floor < enough and (best is None or floor < best):
                fen = self._timed_fen(row, (first, last), held, floor, linked=linked)
            if fen is not None and (best is None or fen < best):
                best = fen
        return best

    def sets(self, stops: list[Stop], most: int, depth: int) -> Iterator[tuple[Stop, ...]]:
        """Single stops, and sets of stops that are no stations; within an area if so certified."""
        yield from ((s,) for s in stops)
        areas: dict[tuple[str, ...], list[Stop]] = {}
        for stop in stops:
            if stop.service is None:
                parts = (self.places[stop.place].admin or "").split("/")
                area = tuple(parts[:depth]) if self.stops.within_areas else ()
                areas.setdefault(area, []).append(stop)
        for size, members in product(range(2, most + 1), areas.values()):
            yield from combinations(members, size)

    def drive(self, start: str, end: str) -> tuple[int, int]:
        """Seconds and metres from place to place, ``FAR`` where no road joins them."""
        a, b = self.index[start], self.index[end]
        matrix = self.space.problem.matrix
        return int(min(matrix.duration_s[a, b], FAR)), int(min(matrix.distance_m[a, b], FAR))

    def is_allowed(self, row: FleetRow, picks: tuple[Stop, ...], drops: tuple[Stop, ...]) -> bool:
        """Whether a row may drive an order: stops, access, detours, home area."""
        if len(picks) > row.max_pickups or len(drops) > row.max_drops:
            return False
        for stop in (*picks, *drops):
            limit = self.places[stop.place].max_coach_seats
            if limit is not None and row.seats > limit:
                return False
        sides = ((picks, row.max_pickup_detour_s), (drops, row.max_drop_detour_s))
        for stops, extra_s in sides:
            path_s = sum(self.drive(a.place, b.place)[0] for a, b in _legs(stops))
            path_s += (len(stops) - 1) * int(self.values.stop_fixed_s)
            straight_s = self.drive(stops[0].place, stops[-1].place)[0] if len(stops) > 1 else 0
            if extra_s is not None and path_s - straight_s > extra_s:
                return False
        return self.is_at_home(row, (picks[0].place, drops[-1].place))

    def is_at_home(self, row: FleetRow, places: tuple[str, ...]) -> bool:
        """Whether one of some places lies in a row's home area."""
        area = row.home_area
        return area is None or any(lies_in(self.places[p], area) for p in places)

    def _lengths(
        self, row: FleetRow, picks: tuple[Stop, ...], drops: tuple[Stop, ...], *, linked: bool
    ) -> tuple[int, int, int] | None:
        """Seconds and metres with people, metres without; None where no road joins."""
        legs = [self.drive(a.place, b.place) for a, b in _legs((*picks, *drops))]
        come_m = self.drive(row.base, picks[0].place)[1]
        leave_m = self.drive(drops[-1].place, row.base)[1] if row.returns_empty else 0
        if linked:
            come_m, leave_m = self._shared_ways(row, picks[0], drops[-1], (come_m, leave_m))
        empty_m = come_m + leave_m
        drive_s, loaded_m = sum(s for s, _ in legs), sum(m for _, m in legs)
        return None if max(drive_s, loaded_m, empty_m) >= FAR else (drive_s, loaded_m, empty_m)

    def _shared_ways(
        self, row: FleetRow, first: Stop, last: Stop, alone_m: tuple[int, int]
    ) -> tuple[int, int]:
        """Empty metres that a run pays at least: its part of a way from or to another run.

        The later run pays the whole way, or a quarter where the vehicle returns empty; the earlier
        one the rest.
        """
        known = self.repeats.of(row)
        to_m, from_m = known.come_m.get(first.place), known.leave_m.get(last.place)
        part, whole = (1, 4) if row.returns_empty else (1, 1)
        come_m = alone_m[0] if to_m is None else min(alone_m[0], to_m * part // whole)
        rest = whole - part
        leave_m = alone_m[1] if from_m is None else min(alone_m[1], from_m * rest // whole)
        return come_m, leave_m

    def floor_fen(
        self, row: FleetRow, picks: tuple[Stop, ...], drops: tuple[Stop, ...], *, linked: bool
    ) -> int | None:
        """Cost with the least crew that the distance, 24 h and the night halt leave possible."""
        lengths = self._lengths(row, picks, drops, linked=linked)
        if lengths is None:
            return None
        stops = len(picks) + len(drops)
        found = self.crewed_fen(row, lengths, stops, station=_meets(picks, drops))
        if found is None or not linked:
            return None if found is None else found[0]
        alone, driver_days, days, elapsed_s = found
        crew = (driver_days, 2 if lengths[1] > self.values.two_drivers_beyond_m else 1)
        return alone - self._shared_fen(row, crew, days, elapsed_s)

    def crewed_fen(
        self,
        row: FleetRow,
        lengths: tuple[int, int, int],
        stops: int,
        *,
        station: bool,
        partial: bool = False,
    ) -> tuple[int, int, int, int] | None:
        """Cost with the least crew, its driver days, days and seconds; None without a crew.

        ``lengths`` are seconds and metres with people, and metres without. Where they are
        ``partial``, those of all runs over some stops at least, the hours of a week are left aside:
        they bind no run that takes longer.
        """
        drive_s, loaded_m, empty_m = lengths
        halt_s = 0 if self.space.relays else self._halt_s(loaded_m, station=station)
        elapsed_s = self.under_way.least_s(drive_s, stops, halt_s)
        most = self.values.max_drivers * (2 if self.space.relays else 1)
        days = max(1, -(-elapsed_s // SECONDS_PER_DAY))
        crews = [
            (n * max(days, -(-drive_s // (n * int(self.values.drive_24h_max_s)))), n)
            for n in range(1, most + 1)
            if n > 1 or loaded_m <= self.values.two_drivers_beyond_m
            if partial
            or drive_s <= n * self.values.drive_7d_max_s
            or elapsed_s > 7 * SECONDS_PER_DAY
        ]
        if not crews:
            return None
        driver_days, drivers = min(crews)
        alone = self._fen(
            row, (loaded_m, empty_m, stops), Manned(drivers, driver_days // drivers), days
        )
        return alone, driver_days, days, elapsed_s

    def _shared_fen(self, row: FleetRow, crew: tuple[int, int], days: int, elapsed_s: int) -> int:
        """What a linked run need not pay of crew and hire by the day, and a fen for rounding.

        ``crew`` is (driver days, fewest drivers).
        """
        known = self.repeats.of(row)
        driver_days, drivers = crew
        crew_fen = int(row.driver_day_fen) * driver_days
        hire_fen = int(row.hire_fen) * days if row.hire_basis is HireBasis.DAY else 0
        part, whole = elapsed_s + known.pause_s, max(1, known.span_s + known.pause_s)
        crew_part = int(row.driver_day_fen) * drivers * part // whole
        hire_part = int(row.hire_fen) * part // whole if hire_fen else 0
        return crew_fen - min(crew_fen, crew_part) + hire_fen - min(hire_fen, hire_part) + 1

    def _halt_s(self, loaded_m: int, *, station: bool) -> int:
        halt = self.values.night_halt
        if halt is None or (station and loaded_m < self.values.night_halt_exempt_m):
            return 0
        return (clock_s(halt.end) - clock_s(halt.start)) % SECONDS_PER_DAY

    def _fen(
        self,
        row: FleetRow,
        lengths: tuple[int, int, int],
        crew: Manned,
        days: int,
    ) -> int:
        loaded_m, empty_m, stops = lengths
        terms = coach_terms(
            row,
            loaded_m=loaded_m,
            empty_m=empty_m,
            extra_stops=stops - 2,
            drivers=crew.drivers,
            driver_days=crew.driver_days,
            days=days if row.hire_basis is HireBasis.DAY else 1,
        )
        return int(total_fen(terms)) + crew.relay_fen

    def _timed_fen(
        self,
        row: FleetRow,
        orders: Sides,
        held: list[Trip],
        floor: int,
        *,
        linked: bool,
    ) -> int | None:
        """The cost with the crew of the loosest clock any load could ask for; None if unlawful.

        A linked run may come from anywhere and go anywhere, so that only its own way is timed.
        """
        task = self._task(row, orders, held)
        if linked:
            task = replace(task, lead_in_s=0, lead_in_m=0, lead_out_s=0, lead_out_m=0)
        if task not in self._true:
            answer = find_timetable(task, self.values)
            self._true[task] = None if isinstance(answer, Refusal) else _manned(answer)
        crew = self._true[task]
        lengths = self._lengths(row, *orders, linked=linked)
        if crew is None or lengths is None:
            return None
        if linked:
            return floor
        _, loaded_m, empty_m = lengths
        return max(floor, self._fen(row, (loaded_m, empty_m, len(task.stops)), crew, 1))

    def _task(self, row: FleetRow, orders: Sides, held: list[Trip]) -> RouteTask:
        """One person at each stop, and of the bounds at a stop only the weakest."""
        picks, drops = orders
        stops = (*picks, *drops)
        legs = [self.drive(a.place, b.place) for a, b in _legs(stops)]
        to_s = self.space.problem.horizon.to_seconds
        lead_s, lead_m = self.drive(row.base, picks[0].place)
        out_s, out_m = (0, 0)
        if row.returns_empty:
            out_s, out_m = self.drive(drops[-1].place, row.base)
        edge = len(picks)
        spans = []
        for a, b, extra in (
            (0, edge - 1, row.max_pickup_detour_s),
            (edge, len(stops) - 1, row.max_drop_detour_s),
        ):
            if extra is not None and b > a:
                straight_s = self.drive(stops[a].place, stops[b].place)[0]
                spans.append(RideLimit(a, b, straight_s + int(extra)))
        task = RouteTask(
            stops=tuple(self._task_stop(s, held, at < edge) for at, s in enumerate(stops)),
            drive_s=tuple(s for s, _ in legs),
            drive_m=tuple(m for _, m in legs),
            lead_in_s=lead_s,
            lead_in_m=lead_m,
            lead_out_s=out_s,
            lead_out_m=out_m,
            halts_at_night=self._halt_s(sum(m for _, m in legs), station=_meets(picks, drops)) > 0
            or self.values.night_halt is None,
            span_limits=tuple(spans),
            available_s=tuple((int(to_s(w.start)), int(to_s(w.end))) for w in row.available),
        )
        problem = self.space.problem
        if picks[0].service is not None or drops[0].service is not None:
            return task
        return with_relay(task, problem.scenario, row, matrix=problem.matrix, policy=self.values)

    def _task_stop(self, stop: Stop, held: list[Trip], boards: bool) -> TaskStop:
        service_s = int(self.values.stop_fixed_s) + int(self.values.stop_per_person_s)
        windows = self._open(self.places[stop.place])
        if boards:
            ready_s = min(t.ready_s for t in held if t.pick == stop)
            return TaskStop(stop.place, service_s, board_from_s=ready_s, open_s=windows)
        here = [t for t in held if t.drop == stop]
        due = [t.by_s for t in here if t.by_s is not None]
        early = [t.from_s for t in here if t.from_s is not None]
        bounds = [stop.from_s] if stop.from_s is not None else []
        if len(early) == len(here):
            bounds.append(min(early))
        return TaskStop(
            stop.place,
            service_s,
            arrive_from_s=max(bounds, default=None),
            arrive_by_s=max(due) if len(due) == len(here) else None,
            depart_by_s=stop.by_s,
            open_s=windows,
        )

    def _open(self, place: Place) -> tuple[tuple[int, int], ...]:
        """When a coach may stand at a place: its windows, without the nights it is closed."""
        to_s = self.space.problem.horizon.to_seconds
        windows = sorted((int(to_s(w.start)), int(to_s(w.end))) for w in place.open)
        if not place.no_night_access:
            return tuple(windows)
        night = self.values.night_access
        opens, closes = clock_s(night.end), clock_s(night.start)
        closes += SECONDS_PER_DAY if closes <= opens else 0
        last = max((t.ready_s for t in self.space.trips), default=0) // SECONDS_PER_DAY + DAYS
        days = [
            (day * SECONDS_PER_DAY + opens, day * SECONDS_PER_DAY + closes - 1)
            for day in range(-1, last)
        ]
        cuts = [(max(a, c), min(b, d)) for a, b in windows or [(-FAR, FAR)] for c, d in days]
        return tuple(sorted((a, b) for a, b in cuts if a <= b))


def _legs(stops: tuple[Stop, ...]) -> list[tuple[Stop, Stop]]:
    return list(pairwise(stops))


def _key(stop: Stop) -> tuple[str, str, int, str]:
    return stop.place, stop.service or "", stop.call, stop.hotel or ""


def _meets(picks: tuple[Stop, ...], drops: tuple[Stop, ...]) -> bool:
    """Whether a run calls at a station, which stands alone on its side."""
    return picks[0].service is not None or drops[0].service is not None
