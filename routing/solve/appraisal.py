"""The true cost of a coach: its clock worked out under the law, and priced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product

from routing.artefacts.route_task import RouteTask
from routing.costing.coaches import calendar_days, coach_terms, total_fen
from routing.model.fleet import HireBasis
from routing.solve.clocks import Clock, find_clock
from routing.solve.floors import BIG_FEN, law_of
from routing.solve.instance import Instance
from routing.solve.stop_sets import Side
from routing.solve.table import Rows, Table, order_allowed, order_fen
from routing.solve.tasks import Route, TaskBuilder


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A coach with its clock.

    Attributes:
        route: stops in driving order.
        task: what was asked.
        clock: the lawful answer; its times are the quickest where days of hire cost.
        cost_fen: what the run costs.
    """

    route: Route
    task: RouteTask
    clock: Clock
    cost_fen: int


class Appraiser:
    """Works out clocks and costs, each question once."""

    def __init__(self, instance: Instance, table: Table, rows: Rows) -> None:
        self.instance = instance
        self.table = table
        self.rows = rows
        self.tasks = TaskBuilder(instance)
        self.law = law_of(instance, relays=self.tasks.relays)
        self._known: dict[tuple[RouteTask, bool], Clock | None] = {}
        self.asked = 0
        self.learn_sets()

    def learn_sets(self) -> None:
        """Take over the stop sets of the table, which may have grown."""
        self._set_index = [_index_sets(self.table.pick), _index_sets(self.table.drop)]

    def floor_of(self, combination: int, row: int) -> int:
        """The least cost of any load on a column with every stop used, exact about the clock.

        It is the table's cost made true: every order is tried, cheapest floor first, with the
        loosest bounds that any load could have. ``BIG_FEN`` when no order is lawful, and when a
        stop would stay unused because the row may carry nobody of it.
        """
        held = tuple(int(e) for e in self.table.items_of(combination) if self.table.may[e, row])
        if not self._uses_every_stop(combination, held):
            return BIG_FEN
        if self.table.linked[combination, row]:
            return self._shared_floor(combination, row, held)
        best = BIG_FEN
        for fen, route in self._orders(combination, row):
            if fen >= best:
                break
            found = self._ask(route, self.tasks.loosest(route, held))
            if found is not None:
                # Fewer driver days may come with more calendar days: only the crew is proven.
                days = len(calendar_days(found.clock.departs_s, found.clock.arrives_s)) - 1
                saved = days * self._hire_by_day(row)
                best = min(best, max(fen, found.cost_fen - saved))
        return best

    def _shared_floor(self, combination: int, row: int, held: tuple[int, ...]) -> int:
        """The floor of a run that may share its vehicle: of its cheapest order that can be lawful.

        Where the vehicle comes from and goes to is open, so that only the way with people counts.
        """
        s, t = self.table.pair[combination]
        for fen, route in self._set_orders(int(s), int(t), row, linked=True):
            task = self.tasks.loosest(route, held)
            free = replace(task, lead_in_s=0, lead_in_m=0, lead_out_s=0, lead_out_m=0)
            if self._ask(route, free) is not None:
                return fen
        return BIG_FEN

    def _uses_every_stop(self, combination: int, held: tuple[int, ...]) -> bool:
        s, t = self.table.pair[combination]
        items = self.instance.items
        picks = {n for n in self.table.pick.sets[s].tolist() if n >= 0}
        drops = {n for n in self.table.drop.sets[t].tolist() if n >= 0}
        return picks == {items[e].pick for e in held} and drops == {items[e].drop for e in held}

    def _hire_by_day(self, row: int) -> int:
        known = self.instance.fleet.rows[row]
        return int(known.hire_fen) if known.hire_basis is HireBasis.DAY else 0

    def best_run(self, row: int, load: Mapping[int, int]) -> Appraisal | None:
        """The cheapest lawful run that carries exactly this load; None when there is none."""
        items = self.instance.items
        picks = frozenset(items[e].pick for e in load)
        drops = frozenset(items[e].drop for e in load)
        pairs = product(self._set_index[0].get(picks, ()), self._set_index[1].get(drops, ()))
        orders = sorted(
            (x for s, t in pairs for x in self._set_orders(s, t, row)), key=lambda x: x[0]
        )
        best: Appraisal | None = None
        for fen, route in orders:
            if best is not None and fen >= best.cost_fen:
                break
            found = self._ask(route, self.tasks.lawful(route, load))
            if found is not None and (best is None or found.cost_fen < best.cost_fen):
                best = found
        return best

    def _orders(self, combination: int, row: int) -> list[tuple[int, Route]]:
        s, t = self.table.pair[combination]
        return self._set_orders(int(s), int(t), row)

    def _set_orders(
        self, s: int, t: int, row: int, *, linked: bool = False
    ) -> list[tuple[int, Route]]:
        """Allowed pairs of orders with the floor of their cost, cheapest first."""
        pick, drop = self.table.pick, self.table.drop
        sides = (pick, drop)
        found: list[tuple[int, int, int]] = []
        for a in range(int(pick.start[s]), int(pick.start[s + 1])):
            for b in range(int(drop.start[t]), int(drop.start[t + 1])):
                if order_allowed(sides, self.rows, row, a, b):
                    column = (row, a, b)
                    fen = order_fen(sides, self.tasks.roads, self.rows, self.law, column, linked)
                    if fen < BIG_FEN:
                        found.append((int(fen), a, b))
        return [(fen, Route(row, _stops(pick, a), _stops(drop, b))) for fen, a, b in sorted(found)]

    def _ask(self, route: Route, task: RouteTask) -> Appraisal | None:
        days_only = self._hire_by_day(route.row) == 0
        if (task, days_only) not in self._known:
            self.asked += 1
            values = self.instance.problem.policy.values
            self._known[task, days_only] = find_clock(task, values, days_only=days_only)
        clock = self._known[task, days_only]
        if clock is None:
            return None
        return Appraisal(route, task, clock, self._cost_fen(route, task, clock))

    def _cost_fen(self, route: Route, task: RouteTask, clock: Clock) -> int:
        days = calendar_days(clock.departs_s, clock.arrives_s)
        fen = int(
            total_fen(
                coach_terms(
                    self.instance.fleet.rows[route.row],
                    loaded_m=sum(task.drive_m),
                    empty_m=task.lead_in_m + task.lead_out_m,
                    extra_stops=len(task.stops) - 2,
                    drivers=clock.drivers,
                    driver_days=clock.driver_days,
                    days=len(days),
                )
            )
        )
        return fen + clock.relay_fen


def _stops(side: Side, order: int) -> tuple[int, ...]:
    return tuple(int(n) for n in side.order[order] if n >= 0)


def _index_sets(side: Side) -> dict[frozenset[int], list[int]]:
    """Sets by their stops: one, or several where each knows another order of many stops."""
    found: dict[frozenset[int], list[int]] = {}
    for s, row in enumerate(side.sets.tolist()):
        found.setdefault(frozenset(n for n in row if n >= 0), []).append(s)
    return found
