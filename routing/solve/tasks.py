"""A column with a load as a route task: the question whose answer is its clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from routing.artefacts.route_task import RideLimit, RouteTask, TaskStop
from routing.duties.relay_terms import may_relay, with_relay
from routing.model.places import Place
from routing.model.runs import RunRole
from routing.solve.floors import DAY_S, window_s
from routing.solve.instance import Instance, Item
from routing.solve.stop_sets import Roads, roads_of

DAYS_AFTER = 9
"""Days of the horizon for which daily closings are written out."""


@dataclass(frozen=True, slots=True)
class Route:
    """Stops in driving order: indices of pickup nodes, then of drop nodes, and the fleet row."""

    row: int
    picks: tuple[int, ...]
    drops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StopPeople:
    """Who is handled at a stop: their items, and how many for the least time it takes."""

    items: tuple[int, ...]
    people: int


class TaskBuilder:
    """Builds route tasks for one instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.roads: Roads = roads_of(instance.problem.matrix)
        self.values = instance.problem.policy.values
        self.relays = may_relay(instance.problem.scenario, self.values)
        places = {p.id: p for p in instance.problem.scenario.places}
        self.place_ids = instance.problem.matrix.place_ids
        self.open_s = tuple(self._open(places[p]) for p in self.place_ids)

    def lawful(self, route: Route, load: Mapping[int, int]) -> RouteTask:
        """The task of a route with a load: every person's bounds hold, every person takes time."""
        items = self.instance.items
        picks = [
            _at(route.picks[x], load, {e: items[e].pick for e in load})
            for x in range(len(route.picks))
        ]
        drops = [
            _at(route.drops[x], load, {e: items[e].drop for e in load})
            for x in range(len(route.drops))
        ]
        return self._task(route, picks, drops, loosest=False)

    def loosest(self, route: Route, held: tuple[int, ...]) -> RouteTask:
        """A task that is no harder than that of any load of these items that uses every stop.

        One person boards or alights at each stop, and of the bounds at a stop only the weakest
        holds; no limit on anybody's time on board is kept.
        """
        items = self.instance.items
        picks = [StopPeople(tuple(e for e in held if items[e].pick == p), 1) for p in route.picks]
        drops = [StopPeople(tuple(e for e in held if items[e].drop == d), 1) for d in route.drops]
        return self._task(route, picks, drops, loosest=True)

    def _task(
        self, route: Route, picks: list[StopPeople], drops: list[StopPeople], *, loosest: bool
    ) -> RouteTask:
        places = self.places(route)
        stops = [
            self._pickup(place, who, loosest=loosest)
            for place, who in zip(places, picks, strict=False)
        ]
        stops += [
            self._drop(node, who, loosest=loosest)
            for node, who in zip(route.drops, drops, strict=True)
        ]
        drive_s, drive_m = self._legs(places)
        row = self.instance.fleet.rows[route.row]
        base = int(self.instance.fleet.base[route.row])
        back = row.returns_empty
        limits = () if loosest else self._ride_limits(route, picks, drops)
        task = RouteTask(
            stops=tuple(stops),
            drive_s=drive_s,
            drive_m=drive_m,
            lead_in_s=int(self.roads.duration_s[base, places[0]]),
            lead_in_m=int(self.roads.distance_m[base, places[0]]),
            lead_out_s=int(self.roads.duration_s[places[-1], base]) if back else 0,
            lead_out_m=int(self.roads.distance_m[places[-1], base]) if back else 0,
            halts_at_night=self._halts(route, sum(drive_m)),
            ride_limits=limits,
            span_limits=self._spans(route, places),
            available_s=tuple(
                (
                    int(self.instance.problem.horizon.to_seconds(w.start)),
                    int(self.instance.problem.horizon.to_seconds(w.end)),
                )
                for w in row.available
            ),
        )
        if not self.relays or self.role(route) is not RunRole.DIRECT:
            return task
        problem = self.instance.problem
        return with_relay(task, problem.scenario, row, matrix=problem.matrix, policy=self.values)

    def places(self, route: Route) -> list[int]:
        """Travel matrix indices of the stops in driving order."""
        picks, drops = self.instance.picks, self.instance.drops
        return [picks[p].place for p in route.picks] + [drops[d].place for d in route.drops]

    def role(self, route: Route) -> RunRole:
        """What the route is, by the stations it meets."""
        if self.instance.picks[route.picks[0]].service is not None:
            return RunRole.LAST_MILE
        if self.instance.drops[route.drops[0]].service is not None:
            return RunRole.FEEDER
        return RunRole.DIRECT

    def _legs(self, places: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        pairs = list(pairwise(places))
        return (
            tuple(int(self.roads.duration_s[a, b]) for a, b in pairs),
            tuple(int(self.roads.distance_m[a, b]) for a, b in pairs),
        )

    def _halts(self, route: Route, loaded_m: int) -> bool:
        exempt = self.role(route) is not RunRole.DIRECT
        return not (exempt and loaded_m < self.values.night_halt_exempt_m)

    def _pickup(self, place: int, who: StopPeople, *, loosest: bool) -> TaskStop:
        ready = [self.instance.items[e].ready_s for e in who.items]
        return TaskStop(
            place=self.place_ids[place],
            service_s=self._service_s(who.people),
            board_from_s=min(ready) if loosest else max(ready),
            open_s=self.open_s[place],
        )

    def _drop(self, node: int, who: StopPeople, *, loosest: bool) -> TaskStop:
        stop = self.instance.drops[node]
        items = [self.instance.items[e] for e in who.items]
        early, late = _arrival_bounds(items, loosest=loosest)
        return TaskStop(
            place=self.place_ids[stop.place],
            service_s=self._service_s(who.people),
            arrive_from_s=early if stop.from_s is None else max(stop.from_s, early or stop.from_s),
            arrive_by_s=late,
            depart_by_s=stop.by_s,
            open_s=self.open_s[stop.place],
        )

    def _service_s(self, people: int) -> int:
        return int(self.values.stop_fixed_s) + people * int(self.values.stop_per_person_s)

    def _ride_limits(
        self, route: Route, picks: list[StopPeople], drops: list[StopPeople]
    ) -> tuple[RideLimit, ...]:
        limits: dict[tuple[int, int], int] = {}
        shift = len(route.picks)
        for a, boarding in enumerate(picks):
            for b, alighting in enumerate(drops):
                for e in sorted(set(boarding.items) & set(alighting.items)):
                    limit = self._limit_s(self.instance.items[e])
                    if limit is not None:
                        key = (a, shift + b)
                        limits[key] = min(limit, limits.get(key, limit))
        found = [RideLimit(a, b, limit) for (a, b), limit in sorted(limits.items())]
        return tuple(found)

    def _limit_s(self, item: Item) -> int | None:
        demand = self.instance.demands[item.demand]
        group = self.instance.problem.scenario.groups[demand.group]
        limits = [group.max_on_board_s]
        if item.role is RunRole.DIRECT:
            limits.append(group.max_journey_s)
        return min((int(x) for x in limits if x is not None), default=None)

    def _spans(self, route: Route, places: list[int]) -> tuple[RideLimit, ...]:
        """The fleet row's detours: from the first departure of a side to its last."""
        row = self.instance.fleet.rows[route.row]
        edge = len(route.picks)
        sides = (
            (0, edge - 1, row.max_pickup_detour_s),
            (edge, len(places) - 1, row.max_drop_detour_s),
        )
        return tuple(
            RideLimit(a, b, int(self.roads.duration_s[places[a], places[b]]) + int(extra_s))
            for a, b, extra_s in sides
            if extra_s is not None and b > a
        )

    def _open(self, place: Place) -> tuple[tuple[int, int], ...]:
        """When a coach may stand at a place: its windows, less the nights where they are closed."""
        to_seconds = self.instance.problem.horizon.to_seconds
        windows = [(int(to_seconds(w.start)), int(to_seconds(w.end))) for w in place.open]
        if not place.no_night_access:
            return tuple(sorted(windows))
        length = window_s(self.values.night_access)
        text = self.values.night_access.end
        opens = int(text[:2]) * 3_600 + int(text[3:]) * 60
        days = [
            (day * DAY_S + opens, (day + 1) * DAY_S + opens - length - 1)
            for day in range(-1, self._last_day())
        ]
        if not windows:
            return tuple(days)
        cuts = [(max(a, c), min(b, d)) for a, b in windows for c, d in days]
        return tuple(sorted((a, b) for a, b in cuts if a <= b))

    def _last_day(self) -> int:
        latest = max((i.ready_s for i in self.instance.items), default=0)
        return latest // DAY_S + DAYS_AFTER


def _at(node: int, load: Mapping[int, int], stops: Mapping[int, int]) -> StopPeople:
    held = tuple(e for e in sorted(load) if stops[e] == node)
    return StopPeople(held, sum(load[e] for e in held))


def _arrival_bounds(items: list[Item], *, loosest: bool) -> tuple[int | None, int | None]:
    starts = [i.from_s for i in items]
    ends = [i.by_s for i in items]
    early = [s for s in starts if s is not None]
    late = [e for e in ends if e is not None]
    if not loosest:
        return max(early, default=None), min(late, default=None)
    all_bound = len(early) == len(starts)
    all_due = len(late) == len(ends)
    return (min(early) if early and all_bound else None), (max(late) if late and all_due else None)
