"""The way through a season: problem, master, days, vehicles, and again until they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from routing.artefacts.season import SeasonFlow, SeasonProblem
from routing.audit.season import audit_season
from routing.formats.json_documents import canonical_sha256, render_json
from routing.model.base import LocalisedText
from routing.model.plan import PlanStatus
from routing.model.season import SeasonScenario
from routing.model.season_plan import (
    DayReport,
    PartKind,
    PartRecord,
    SeasonAssignment,
    SeasonCertificate,
    SeasonPlan,
    SeasonPurchase,
    SeasonRound,
    Trip,
)
from routing.pipeline import DataFolder, component_versions
from routing.ports.season_master import SeasonMaster
from routing.season import accounts
from routing.season.assignments import build_assignments
from routing.season.frame import Frame, build_frame
from routing.season.lessons import Days, taught
from routing.season.mending import Mender
from routing.season.part_scenarios import season_row
from routing.season.parts import MemoryStore, PartDesk, PartStore, Runner, run_here, summary_of
from routing.season.problem import ProblemBuilder
from routing.season.replacing import replaced
from routing.season.vehicles import give_vehicles
from routing.solve.season.master import RelaxAndFix
from routing.units import Fen, People

MOST_ROUNDS = 5
MOST_MENDINGS = 4

PROVES = LocalisedText(
    zh="在这些人员、日期、里程、价格、车辆、列车报价、上车与随车限额下，任何方案的花费都不会低于此值；"
    "范围：直达车只往返于基地与一地，接驳车每次从基地出发，返乡者乘留在当地的车或列车；"
    "按满载与最短路计算",
    en="no plan for these people, days, distances, prices, vehicles, offers, loading and escort "
    "limits costs less; over plans whose coaches make one run between two stays at their base or "
    "in the city, and bring people home only after a stay there; every seat counted as full, "
    "every way as the shortest",
)

Told = Callable[[str, int, int], None]
"""Hears the phase, how much of it is done, and of how much."""


@dataclass(frozen=True)
class SeasonDesk:
    """What plans a season.

    Attributes:
        store: keeps parts as they are done.
        runner: plans parts, here or in other processes.
        master: spreads people over days.
    """

    data: DataFolder
    store: PartStore = field(default_factory=MemoryStore)
    runner: Runner = run_here
    master: SeasonMaster = field(default_factory=RelaxAndFix)
    told: Told = lambda phase, done, of: None


@dataclass(frozen=True)
class Planned:
    """A season's plan with its parts."""

    season: SeasonScenario
    plan: SeasonPlan
    records: tuple[PartRecord, ...]


@dataclass(frozen=True)
class Past:
    """What is over when a season is planned again.

    Attributes:
        records, trips: parts and trips of the days that are over.
        reports: what was read back of them.
        purchases: what was booked before.
    """

    records: tuple[PartRecord, ...] = ()
    trips: tuple[Trip, ...] = ()
    reports: tuple[DayReport, ...] = ()
    purchases: tuple[SeasonPurchase, ...] = ()


NOTHING = Past()


@dataclass(frozen=True)
class _Result:
    flow: SeasonFlow
    records: tuple[PartRecord, ...]
    trips: tuple[Trip, ...]
    rounds: tuple[SeasonRound, ...] = ()


def plan_season(season: SeasonScenario, *, desk: SeasonDesk) -> Planned:
    """Decide who leaves on which day by which means, plan every day, and prove a bound.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        TravelProviderFailed: the distances could not be had.
        EngineFailed: a solver broke its own contract.
    """
    desk.told("prepare", 0, 1)
    frame = build_frame(season, data=desk.data)
    builder = ProblemBuilder(frame)
    problem = builder.build()
    rounds = Rounds(frame, builder, desk)
    result = rounds.run(problem)
    price = _price_of_balance(problem, result.flow, desk)
    return finish(frame, problem, result, desk=desk, price_fen=price)


@dataclass
class Rounds:
    """Master and days in turn, until the days carry everybody the master gave them.

    Attributes:
        most: rounds at most.
        seen: parts that were planned before, with the scenario each was planned from.
    """

    frame: Frame
    builder: ProblemBuilder
    desk: SeasonDesk
    past: Past = field(default_factory=Past)
    most: int = MOST_ROUNDS
    seen: set[tuple[str, str]] = field(default_factory=set)

    def run(self, problem: SeasonProblem) -> _Result:
        """The round whose days carry most people, the cheapest of them.

        Its parts are the ones kept in the store afterwards, whatever later rounds put there.
        """
        result, rounds = self._best(problem)
        result = self._mend(problem, result)
        for record in result.records:
            self.desk.store.keep(record)
        return replace(result, rounds=rounds)

    def _mend(self, problem: SeasonProblem, result: _Result) -> _Result:
        """Seats elsewhere for those whom the days of the best round left out."""
        mender = Mender(self.frame, self.builder.numbering, problem)
        for _ in range(MOST_MENDINGS):
            assignments = mender.mended(result.records)
            if assignments is None:
                break
            days = self._days(assignments)
            mender.refuse(days.records)
            if _left_of(days.records) < _left_of(result.records):
                result = replace(result, records=days.records, trips=days.trips)
        return result

    def _best(self, problem: SeasonProblem) -> tuple[_Result, tuple[SeasonRound, ...]]:
        rounds: list[SeasonRound] = []
        best: tuple[tuple[int, int], _Result] | None = None
        while True:
            self.desk.told("master", len(rounds), self.most)
            flow = self.desk.master.solve(problem)
            assignments = build_assignments(self.frame, self.builder.numbering, problem, flow)
            days = self._days(assignments)
            records = days.records
            left = _left_of(records)
            cost = accounts.season_cost(records).total_fen
            rounds.append(
                SeasonRound(
                    master_fen=Fen(flow.money_fen),
                    planned_fen=cost,
                    left_by_days=People(left),
                    parts_planned=days.planned,
                )
            )
            rank = left + sum(flow.left.values()), cost
            if best is None or rank < best[0]:
                best = rank, _Result(flow, records, days.trips)
            if not left or len(rounds) == self.most:
                return best[1], tuple(rounds)
            problem = taught(
                problem, flow, days, frame=self.frame, numbering=self.builder.numbering
            )

    def _days(self, assignments: tuple[SeasonAssignment, ...]) -> Days:
        """All parts with vehicles for all their runs; see ``replaced`` for those without."""
        desk = PartDesk(
            self.frame,
            self.desk.store,
            self.desk.runner,
            lambda done, of: self.desk.told("days", done, of),
        )
        planned = 0
        missing: dict[tuple[str, date], int] = defaultdict(int)
        waited: set[tuple[str, str]] = set()
        while True:
            records = desk.plan(assignments)
            made = {(r.assignment.part, r.plan.scenario_sha256) for r in records}
            planned += len(made - self.seen)
            self.seen |= made
            given = give_vehicles(self.frame, [*self.past.records, *records], self.past.trips)
            if not given.unserved:
                return Days(records, given.trips, planned, missing, waited)
            parts = {r.assignment.part: r.assignment for r in records}
            for (part, fleet), number in given.unserved.items():
                missing[season_row(fleet), parts[part].day] += number
                if parts[part].kind is PartKind.HOMEWARD:
                    waited.add((season_row(fleet), parts[part].subject))
            assignments = replaced(self.frame, assignments, given.unserved)


def finish(
    frame: Frame,
    problem: SeasonProblem,
    result: _Result,
    *,
    desk: SeasonDesk,
    price_fen: int | None,
    past: Past = NOTHING,
) -> Planned:
    """The season's plan with its certificate; what is over counts with the money it cost."""
    records = (*past.records, *result.records)
    carried = accounts.carried_by_group(records, past.reports)
    people = sum(carried.values())
    cost = accounts.season_cost(records)
    ahead = sum(accounts.carried_by_group(result.records).values())
    bound = desk.master.bound(problem, carried=min(ahead, problem.people))
    spent = accounts.season_cost(past.records).total_fen
    least = min(spent + bound.bound_fen, cost.total_fen)
    over = people - ahead
    last = past.reports[-1].day if past.reports else None
    left = accounts.left_out(frame, carried, over=last)
    plan = SeasonPlan(
        scenario_id=frame.season.id,
        scenario_sha256=canonical_sha256(frame.given),
        status=_status(people, left=bool(left)),
        versions=component_versions(),
        seed=frame.season.solver.seed,
        cost=cost,
        certificate=SeasonCertificate(
            people_bound=People(over + bound.people_bound),
            lower_bound_fen=Fen(least),
            gap=(cost.total_fen - least) / cost.total_fen if cost.total_fen else 0.0,
            proves=PROVES,
            duals=dict(bound.duals),
        ),
        parts=tuple(summary_of(r) for r in records),
        trips=result.trips,
        purchases=accounts.purchases(
            frame,
            records,
            booked_on=last or frame.season.planned_on,
            before=past.purchases,
        ),
        left_out=left,
        equity=accounts.equity(frame, records, price_fen=price_fen),
        standby=accounts.standby(frame, records),
        rounds=result.rounds,
        reports=past.reports,
    )
    return Planned(frame.given, audited(frame.given, plan, records, data=desk.data), records)


def audited(
    season: SeasonScenario,
    plan: SeasonPlan,
    records: Iterable[PartRecord],
    *,
    data: DataFolder,
) -> SeasonPlan:
    """The plan with the independent checker's findings, from documents re-read from JSON."""
    again = SeasonPlan.model_validate_json(render_json(plan))
    same = SeasonScenario.model_validate_json(render_json(season))
    parts = {r.assignment.part: PartRecord.model_validate_json(render_json(r)) for r in records}
    profile = data.get_profile(season.policy.profile)
    report = audit_season(same, again, parts, profile=profile)
    return plan.model_copy(update={"audit": report})


def _status(carried: int, *, left: bool) -> PlanStatus:
    if carried == 0:
        return PlanStatus.INFEASIBLE
    return PlanStatus.PARTIAL if left else PlanStatus.COMPLETE


def _price_of_balance(problem: SeasonProblem, flow: SeasonFlow, desk: SeasonDesk) -> int | None:
    """What evenness costs: the master's money with the goal less its money without."""
    if problem.uneven_fen == 0:
        return None
    free = desk.master.solve(replace(problem, uneven_fen=0))
    return flow.money_fen - free.money_fen


def _left_of(records: Iterable[PartRecord]) -> int:
    """People whom parts have left out."""
    return sum(int(x.people) for r in records for x in r.plan.left_out)
