"""The whole decision on a priced part of the table, as one integer program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from routing.model.runs import RunRole
from routing.solve.bonds import Bond
from routing.solve.bound_choice import keep_bond
from routing.solve.counts import Units
from routing.solve.duals import Goal
from routing.solve.instance import NO_FEN, Instance
from routing.solve.selection import Selection, Vehicle
from routing.solve.shortlist import Work
from routing.solve.table import Table
from routing.solve.wholes import find_shared, find_whole

LOOK_S = 0.2
"""How often to ask whether the solver may go on."""
COPIES = 4
"""Vehicles of one column that may carry people who are never split, or bound to others."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """Vehicles of one column in the program, with people by item."""

    combination: int
    row: int
    vehicles: cp_model.IntVar
    people: dict[int, cp_model.LinearExprT]


class ChoiceModel:
    """Coaches of the given columns, rides, purchases, own tickets and people left out.

    With bonds, groups that pins bind to each other are no sets that share a coach all or not at
    all; the bonds themselves are rows.
    """

    def __init__(
        self,
        instance: Instance,
        table: Table,
        goal: Goal,
        columns: list[tuple[int, int]],
        *,
        bonds: tuple[Bond, ...] = (),
    ) -> None:
        self.instance = instance
        self.table = table
        self.goal = goal
        self.model = cp_model.CpModel()
        self.shared = find_shared(instance, pins=not bonds)
        self.whole = find_whole(instance, self.shared)
        self.bound = frozenset(d for bond in bonds for d in bond.members | bond.company)
        self.slots: list[_Slot] = []
        for c, k in columns:
            self._add_column(c, k)
        self.units = [self.model.new_int_var(0, o.units, "") for o in instance.offers]
        self.rides = [
            self._amount(r.demand, instance.demands[r.demand].people) for r in instance.rides
        ]
        self.own = [
            self._amount(d, x.people if instance.own_fen[d] < NO_FEN else 0)
            for d, x in enumerate(instance.demands)
        ]
        self.left = [self._amount(d, x.people) for d, x in enumerate(instance.demands)]
        self._balance()
        self._limit_supply()
        self._keep_shared()
        for bond in bonds:
            keep_bond(self, bond)
        self._minimise()

    def _amount(self, demand: int, most: int) -> cp_model.LinearExprT:
        """People of a demand: any number, or all or nobody."""
        people = self.instance.demands[demand].people
        if demand in self.whole:
            return people * self.model.new_int_var(0, int(most >= people), "")
        return self.model.new_int_var(0, most, "")

    def _add_column(self, c: int, k: int) -> None:
        table = self.table
        items = [int(e) for e in table.items_of(c) if table.may[e, k]]
        room, count = int(table.capacity[k]), int(self.instance.fleet.count[k])
        total = int(sum(table.amount[e] for e in items))
        if not items or count == 0:
            return
        alone = self.whole | self.bound
        if not any(self.instance.items[e].demand in alone for e in items):
            self._add_slot(c, k, items, min(count, -(-total // max(1, room))))
            return
        for _ in range(min(count, COPIES, -(-total // max(1, room)) + 1)):
            self._add_slot(c, k, items, 1)

    def _add_slot(self, c: int, k: int, items: list[int], most: int) -> None:
        table, model = self.table, self.model
        vehicles = model.new_int_var(0, most, "")
        room = int(table.capacity[k])
        people: dict[int, cp_model.LinearExprT] = {}
        for e in items:
            amount = int(table.amount[e])
            people[e] = self._amount(self.instance.items[e].demand, min(amount, room * most))
            model.add(people[e] <= min(amount, room) * vehicles)
        load = cp_model.LinearExpr.sum(list(people.values()))
        model.add(load <= room * vehicles)
        model.add(load >= max(1, int(table.least[k]) if table.role[c] == 0 else 1) * vehicles)
        self._seat_wheelchairs(k, people, vehicles)
        self.slots.append(_Slot(c, k, vehicles, people))

    def _seat_wheelchairs(
        self, k: int, people: dict[int, cp_model.LinearExprT], vehicles: cp_model.IntVar
    ) -> None:
        """Wheelchair places; a whole group's wheelchairs count in proportion to its people."""
        demands = self.instance.demands
        chairs: list[cp_model.LinearExprT] = []
        for e, x in people.items():
            demand = demands[self.instance.items[e].demand]
            if demand.wheelchairs == demand.people:
                chairs.append(x)
            elif demand.wheelchairs:
                riding = self.model.new_int_var(0, 1, "")
                self.model.add(x == demand.people * riding)
                chairs.append(demand.wheelchairs * riding)
        if chairs:
            places = int(self.instance.fleet.rows[k].wheelchair_places)
            self.model.add(cp_model.LinearExpr.sum(chairs) <= places * vehicles)

    def _balance(self) -> None:
        """Everybody is somewhere; coaches bring and fetch who rides."""
        instance = self.instance
        flow: dict[int, list[cp_model.LinearExprT]] = {e: [] for e in range(len(instance.items))}
        for slot in self.slots:
            for e, x in slot.people.items():
                flow[e].append(x)
        through: dict[int, list[cp_model.LinearExprT]] = {e: [] for e in flow}
        covered: list[list[cp_model.LinearExprT]] = [[] for _ in instance.demands]
        for ride, people in zip(instance.rides, self.rides, strict=True):
            covered[ride.demand].append(people)
            for e in (ride.feeder, ride.last_mile):
                if e >= 0:
                    through[e].append(people)
        for e, item in enumerate(instance.items):
            if item.role is RunRole.DIRECT:
                covered[item.demand] += flow[e]
            else:
                self.model.add(
                    cp_model.LinearExpr.sum(flow[e]) == cp_model.LinearExpr.sum(through[e])
                )
        for d, demand in enumerate(instance.demands):
            everybody = [*covered[d], self.own[d], self.left[d]]
            self.model.add(cp_model.LinearExpr.sum(everybody) == demand.people)

    def _limit_supply(self) -> None:
        """Vehicles, seats, minimums and beds."""
        instance, model = self.instance, self.model
        by_row = _gather((s.row, s.vehicles) for s in self.slots)
        for k, vehicles in by_row.items():
            model.add(cp_model.LinearExpr.sum(vehicles) <= int(instance.fleet.count[k]))
        by_offer = _gather((r.offer, x) for r, x in zip(instance.rides, self.rides, strict=True))
        for o, offer in enumerate(instance.offers):
            people = cp_model.LinearExpr.sum(by_offer.get(o, []))
            model.add(people <= offer.seats * self.units[o])
            if offer.min_people:
                bought = model.new_bool_var("")
                model.add(self.units[o] <= offer.units * bought)
                model.add(people >= offer.min_people * bought)
        sleepers = _gather(
            (r.bed, x) for r, x in zip(instance.rides, self.rides, strict=True) if r.bed >= 0
        )
        for b, people_there in sleepers.items():
            model.add(cp_model.LinearExpr.sum(people_there) <= instance.beds[b].beds)
        if self.goal.left_most is not None:
            model.add(sum(self.left) <= self.goal.left_most)

    def _keep_shared(self) -> None:
        """Who rides in one coach together: a coach carries all of them or none."""
        for members in self.shared:
            for slot in self.slots:
                held = {self.instance.items[e].demand: e for e in slot.people}
                riding = [(d, held[d]) for d in members if d in held]
                if len(riding) < len(members):
                    for _, e in riding:
                        self.model.add(slot.people[e] == 0)
                    continue
                demands = self.instance.demands
                for (d, e), (f, g) in pairwise(riding):
                    self.model.add(
                        slot.people[e] * demands[f].people == slot.people[g] * demands[d].people
                    )

    def _minimise(self) -> None:
        instance, table = self.instance, self.table
        terms: list[cp_model.LinearExprT] = []
        for slot in self.slots:
            terms.append(int(table.cost[slot.combination, slot.row]) * slot.vehicles)
            terms += [instance.items[e].cost_fen * x for e, x in slot.people.items()]
        terms += [r.cost_fen * x for r, x in zip(instance.rides, self.rides, strict=True)]
        terms += [o.price_fen * u for o, u in zip(instance.offers, self.units, strict=True)]
        terms += [int(f) * x for f, x in zip(instance.own_fen, self.own, strict=True) if f < NO_FEN]
        terms += [int(p) * x for p, x in zip(self.goal.left_fen, self.left, strict=True)]
        self.model.minimize(cp_model.LinearExpr.sum(terms))

    def keep(self, units: Units) -> None:
        """Bound the purchases."""
        for var, low, high in zip(self.units, units.low, units.high, strict=True):
            self.model.add(var >= low)
            self.model.add(var <= high)

    def hint(self, selection: Selection) -> None:
        """Start the search from a decision whose columns are in the program."""
        vehicles: Counter[tuple[int, int]] = Counter()
        people: Counter[tuple[int, int, int]] = Counter()
        for v in selection.vehicles:
            vehicles[v.combination, v.row] += 1
            for item, count in v.load:
                people[v.combination, v.row, item] += count
        for slot in self.slots:
            key = (slot.combination, slot.row)
            self._hint(slot.vehicles, vehicles.pop(key, 0))
            for item, x in slot.people.items():
                self._hint(x, people.pop((*key, item), 0))
        for variables, values in (
            (self.units, selection.units),
            (self.rides, selection.rides),
            (self.own, selection.own),
            (self.left, selection.left),
        ):
            for x, value in zip(variables, values, strict=True):
                self._hint(x, value)

    def _hint(self, x: cp_model.LinearExprT, value: int) -> None:
        """Hint a plain variable; people who are never split are expressions and go without."""
        if isinstance(x, cp_model.IntVar):
            self.model.add_hint(x, value)

    def solve(self, work: Work) -> Selection | None:
        """The best decision found within the work; None when none was, or was found in time."""
        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = work.seconds
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = work.seed
        solver.parameters.linearization_level = 2
        status = _watched(solver, self.model, work.go_on)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return self._read(solver)

    def _read(self, solver: cp_model.CpSolver) -> Selection:
        vehicles: list[Vehicle] = []
        for slot in self.slots:
            loads = {e: int(solver.value(x)) for e, x in slot.people.items()}
            number = int(solver.value(slot.vehicles))
            vehicles += self._deal(slot, number, {e: n for e, n in loads.items() if n})
        return Selection(
            vehicles=tuple(vehicles),
            rides=tuple(int(solver.value(x)) for x in self.rides),
            units=tuple(int(solver.value(x)) for x in self.units),
            own=tuple(int(solver.value(x)) for x in self.own),
            left=tuple(int(solver.value(x)) for x in self.left),
        )

    def _deal(self, slot: _Slot, number: int, load: dict[int, int]) -> list[Vehicle]:
        """Spread a column's people over its vehicles as evenly as whole people allow.

        Even shares keep every vehicle at its least load; items stay on as few vehicles as can be,
        but no vehicle takes more wheelchairs than it has places.
        """
        if number == 0:
            return []
        total = sum(load.values())
        places = int(self.instance.fleet.rows[slot.row].wheelchair_places)
        waiting = sorted(load.items(), key=lambda pair: (-pair[1], pair[0]))
        chairs = [pair for pair in waiting if self._is_seated_in_chairs(pair[0])]
        others = [pair for pair in waiting if pair not in chairs]
        found: list[Vehicle] = []
        for v in range(number):
            share = total // number + int(v < total % number)
            taken = _take(chairs, min(share, places))
            taken |= _take(others, share - sum(taken.values()))
            found.append(Vehicle(slot.combination, slot.row, tuple(sorted(taken.items()))))
        return found

    def _is_seated_in_chairs(self, item: int) -> bool:
        """Whether every person of an item needs a wheelchair place."""
        demand = self.instance.demands[self.instance.items[item].demand]
        return 0 < demand.wheelchairs == demand.people


def _watched(
    solver: cp_model.CpSolver, model: cp_model.CpModel, go_on: Callable[[], bool] | None
) -> cp_model.CpSolverStatus:
    """Solve in a thread of its own where somebody may ask for the end of it."""
    if go_on is None:
        return solver.solve(model)
    with ThreadPoolExecutor(max_workers=1) as pool:
        result = pool.submit(solver.solve, model)
        while not wait([result], timeout=LOOK_S).done:
            if not go_on():
                solver.stop_search()
        return result.result()


def _take(waiting: list[tuple[int, int]], most: int) -> dict[int, int]:
    """Take people off the front of a queue of items."""
    taken: dict[int, int] = {}
    while most and waiting:
        item, people = waiting.pop(0)
        taken[item] = min(most, people)
        most -= taken[item]
        if people > taken[item]:
            waiting.insert(0, (item, people - taken[item]))
    return taken


def _gather(
    pairs: Iterable[tuple[int, cp_model.LinearExprT]],
) -> dict[int, list[cp_model.LinearExprT]]:
    found: dict[int, list[cp_model.LinearExprT]] = {}
    for key, expression in pairs:
        found.setdefault(key, []).append(expression)
    return found
