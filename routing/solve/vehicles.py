"""Runs put one after another onto vehicles, where the clock and the law allow it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from routing.artefacts.route_task import RouteTask
from routing.artefacts.timetable import Timetable
from routing.costing.coaches import calendar_days, coach_terms, driver_days, total_fen
from routing.costing.rounding import km_fen
from routing.duties.crew_choice import find_timetable
from routing.duties.joined import join_tasks
from routing.model.fleet import FleetRow, HireBasis
from routing.model.runs import RunRole
from routing.solve.appraisal import Appraisal
from routing.solve.clocks import find_clock
from routing.solve.conflicts import NEVER_S
from routing.solve.instance import Instance
from routing.solve.selection import Selection

MOST_TRIALS = 400
"""Joined timetables that are worked out for one decision; the most promising come first."""


WORTH_FEN_PER_HOUR = 300
"""What a join must save at least for every hour that somebody arrives later, or for a train leaves
earlier; comfort, no rule. Where vehicles are too few people wait as their windows let them."""


@dataclass(frozen=True, slots=True)
class VehiclePlan:
    """Which run each run's vehicle did before.

    Attributes:
        follows: per run, the index of the run before; −1 where the vehicle comes from its base.
        drivers: per run, the crew of its vehicle.
        saved_fen: what sharing vehicles saves; negative where it only makes the fleet suffice.
        used: per fleet row, vehicles.
    """

    follows: tuple[int, ...]
    drivers: tuple[int, ...]
    saved_fen: int
    used: tuple[int, ...]

    def reordered(self, order: list[int]) -> VehiclePlan:
        """The same for runs in another order: the run now at *n* was at ``order[n]``."""
        now = {before: n for n, before in enumerate(order)}
        return replace(
            self,
            follows=tuple(now.get(self.follows[n], -1) for n in order),
            drivers=tuple(self.drivers[n] for n in order),
        )


@dataclass(frozen=True, slots=True)
class _Chain:
    """Runs of one vehicle in their order, with crew, cost and the people's waits it causes."""

    runs: tuple[int, ...]
    drivers: int
    cost_fen: int
    waits_s: int = 0


def share_vehicles(
    instance: Instance, selection: Selection, runs: tuple[Appraisal, ...]
) -> VehiclePlan:
    """Join shuttles of a fleet row: as many as vehicles are too few for, then where it saves.

    Chains are joined end to end, the pair that promises most first, and every joined chain has a
    lawful timetable with one crew. Where the goals price hours, what people wait longer counts.
    """
    return _Sharing(instance, selection, runs).share()


def one_each(instance: Instance, selection: Selection, runs: tuple[Appraisal, ...]) -> VehiclePlan:
    """A vehicle of its own for every run."""
    used = Counter(vehicle.row for vehicle in selection.vehicles)
    return VehiclePlan(
        follows=(-1,) * len(runs),
        drivers=tuple(run.clock.drivers for run in runs),
        saved_fen=0,
        used=tuple(used[k] for k in range(len(instance.fleet.rows))),
    )


class _Sharing:
    """Chains of one decision, joined row by row."""

    def __init__(
        self, instance: Instance, selection: Selection, runs: tuple[Appraisal, ...]
    ) -> None:
        self.instance = instance
        self.runs = runs
        self.people = [sum(n for _, n in v.load) for v in selection.vehicles]
        roles = [instance.items[v.load[0][0]].role for v in selection.vehicles]
        self.feeds = [role is RunRole.FEEDER for role in roles]
        self.direct = [role is RunRole.DIRECT for role in roles]
        self.values = instance.problem.policy.values
        self.trials = 0
        self.chains: dict[int, _Chain] = {
            i: _Chain((i,), run.clock.drivers, run.cost_fen) for i, run in enumerate(runs)
        }
        self.alone_s: dict[RouteTask, int] = {}
        self.barred: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        self.ends = [_earliest_end(run.task) for run in runs]
        self.starts = [_latest_start(run.task) for run in runs]

    def share(self) -> VehiclePlan:
        """Join what can be joined and say who follows whom."""
        alone_fen = sum(run.cost_fen for run in self.runs)
        by_row: dict[int, list[int]] = defaultdict(list)
        for i, run in enumerate(self.runs):
            by_row[run.route.row].append(i)
        for k in sorted(by_row):
            self._share_row(k)
        follows = [-1] * len(self.runs)
        drivers = [0] * len(self.runs)
        for chain in self.chains.values():
            for i in chain.runs:
                drivers[i] = chain.drivers
            for before, after in pairwise(chain.runs):
                follows[after] = before
        used = Counter(self.runs[head].route.row for head in self.chains)
        return VehiclePlan(
            tuple(follows),
            tuple(drivers),
            alone_fen - sum(c.cost_fen for c in self.chains.values()),
            tuple(used[k] for k in range(len(self.instance.fleet.rows))),
        )

    def _share_row(self, k: int) -> None:
        row, count = self.instance.fleet.rows[k], int(self.instance.fleet.count[k])
        while self.trials < MOST_TRIALS:
            mine = [c for c in self.chains.values() if self.runs[c.runs[0]].route.row == k]
            shuttles = [c for c in mine if not self.direct[c.runs[0]]]
            joined = self._best_join(row, shuttles, short=len(mine) > count)
            if joined is None:
                return
            for i in joined.runs:
                self.chains.pop(i, None)
            self.chains[joined.runs[0]] = joined

    def _best_join(self, row: FleetRow, mine: list[_Chain], *, short: bool) -> _Chain | None:
        """The first pair, the most promising first, whose joined clock is lawful and pays."""
        pairs = [
            (-self._promise_fen(row, a, b), a.runs, b.runs)
            for a in mine
            for b in mine
            if a is not b and (a.runs, b.runs) not in self.barred and self._in_time(a, b)
        ]
        for promise, before, after in sorted(pairs):
            if (promise >= 0 and not short) or self.trials >= MOST_TRIALS:
                return None
            joined = self._join(row, before, after)
            parts = self.chains[before[0]], self.chains[after[0]]
            if joined is not None and (short or _pays(parts, joined)):
                return joined
            self.barred.add((before, after))
        return None

    def _promise_fen(self, row: FleetRow, before: _Chain, after: _Chain) -> int:
        """The most that joining two chains can save."""
        first, then = self.runs[before.runs[-1]].task, self.runs[after.runs[0]].task
        ends = first.stops[-1].place, then.stops[0].place
        between_m = self.instance.problem.matrix.get_distance_m(*ends)
        empty_m = first.lead_out_m + then.lead_in_m - between_m
        saved = int(km_fen(row.deadhead_per_km_fen, max(empty_m, 0)))
        saved -= int(km_fen(row.deadhead_per_km_fen, max(-empty_m, 0)))
        saved += row.driver_day_fen * min(before.drivers, after.drivers)
        return saved + (row.hire_fen if row.hire_basis is HireBasis.DAY else 0)

    def _in_time(self, before: _Chain, after: _Chain) -> bool:
        """Whether driving alone lets the second chain's first run follow the first one's last."""
        last, then = before.runs[-1], after.runs[0]
        if self.ends[last] > self.starts[then]:
            return False
        ends = self.runs[last].task.stops[-1].place, self.runs[then].task.stops[0].place
        gap_s = self.instance.problem.matrix.get_duration_s(*ends)
        return self.ends[last] + gap_s <= self.starts[then]

    def _join(
        self, row: FleetRow, before: tuple[int, ...], after: tuple[int, ...]
    ) -> _Chain | None:
        self.trials += 1
        runs = before + after
        tasks = tuple(self.runs[i].task for i in runs)
        whole = join_tasks(tasks, row, matrix=self.instance.problem.matrix)
        if sum(whole.drive_s) + whole.lead_in_s >= NEVER_S:
            return None
        clock = find_clock(whole, self.values)
        if clock is None:
            return None
        table = find_timetable(whole, self.values, drivers=clock.drivers)
        if not isinstance(table, Timetable):
            return None
        waits_s = self._waits_s(runs, table)
        rate = int(self.instance.problem.scenario.goals.ride_hour_fen_per_person)
        waited_s = sum(self.people[i] * s for i, s in zip(runs, waits_s, strict=True))
        fen = self._cost_fen(row, tasks, table) + rate * waited_s // 3_600
        return _Chain(runs, clock.drivers, fen, waited_s)

    def _waits_s(self, runs: tuple[int, ...], table: Timetable) -> list[int]:
        """Per run, how much earlier people leave for a train, or how much later they arrive.

        A feeder of its own leaves as late as it can, every other coach as its clock says.
        """
        found: list[int] = []
        at = 0
        for i in runs:
            task = self.runs[i].task
            last = at + len(task.stops) - 1
            leaves_s = self.starts[i] + task.stops[0].service_s
            early_s = leaves_s - table.departs_s[at]
            late_s = table.arrives_s[last] - self._arrives_s(i)
            shift_s = early_s if self.feeds[i] else late_s
            found.append(max(0, shift_s))
            at = last + 1
        return found

    def _arrives_s(self, i: int) -> int:
        """When a run on a vehicle of its own ends at its quickest."""
        task = self.runs[i].task
        if task not in self.alone_s:
            clock = find_clock(task, self.values)
            self.alone_s[task] = NEVER_S if clock is None else clock.arrives_s
        return self.alone_s[task]

    def _cost_fen(self, row: FleetRow, tasks: tuple[RouteTask, ...], table: Timetable) -> int:
        """What the vehicle costs: ways run by run, crew and hire days once."""
        matrix = self.instance.problem.matrix
        paid: set[int] = set()
        total = at = 0
        days = 0
        for n, task in enumerate(tasks):
            last = at + len(task.stops) - 1
            departs_s, arrives_s = table.departs_s[at], table.arrives_s[last]
            fresh = set(calendar_days(departs_s, arrives_s)) - paid
            paid |= fresh
            empty_m = task.lead_in_m
            if n:
                empty_m = matrix.get_distance_m(tasks[n - 1].stops[-1].place, task.stops[0].place)
            if n == len(tasks) - 1:
                empty_m += task.lead_out_m
            so_far = driver_days(table.departs_s[0], arrives_s)
            terms = coach_terms(
                row,
                loaded_m=sum(task.drive_m),
                empty_m=empty_m,
                extra_stops=len(task.stops) - 2,
                drivers=table.drivers,
                driver_days=so_far - days,
                days=len(fresh),
            )
            total += int(total_fen(terms))
            days, at = so_far, last + 1
        return total


def _pays(parts: tuple[_Chain, _Chain], joined: _Chain) -> bool:
    """Whether a joined chain saves money, and enough for the hours that people wait for it."""
    saved = sum(part.cost_fen for part in parts) - joined.cost_fen
    waited_s = joined.waits_s - sum(part.waits_s for part in parts)
    return saved > 0 and saved * 3_600 >= WORTH_FEN_PER_HOUR * waited_s


def _earliest_end(task: RouteTask) -> int:
    """When a run is over, at the earliest: its people ready, nothing but driving and stops."""
    now_s = 0
    for n, stop in enumerate(task.stops):
        now_s += task.drive_s[n - 1] if n else 0
        now_s = max(now_s, stop.board_from_s or now_s, stop.arrive_from_s or now_s)
        now_s += stop.service_s
    return now_s


def _latest_start(task: RouteTask) -> int:
    """When a run's first stop is reached, at the latest, by driving and stops alone."""
    by_s = NEVER_S
    for n in range(len(task.stops) - 1, -1, -1):
        stop = task.stops[n]
        due = [b for b in (stop.depart_by_s,) if b is not None]
        by_s = min([by_s, *due]) - stop.service_s
        if stop.arrive_by_s is not None:
            by_s = min(by_s, stop.arrive_by_s)
        by_s -= task.drive_s[n - 1] if n else 0
    return by_s
