"""Each evening: what was done is read back, and the rest is planned again with the least change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from routing.artefacts.season import COACH, SeasonProblem, SeasonSituation
from routing.model.season import CoachUse, SeasonScenario
from routing.model.season_plan import (
    Changed,
    DayReport,
    PartKind,
    PartRecord,
    SeasonPlan,
    SeasonPurchase,
    Trip,
)
from routing.season.frame import Frame, build_frame
from routing.season.planning import Past, Planned, Rounds, SeasonDesk, finish
from routing.season.problem import ProblemBuilder
from routing.units import People

EVENING_ROUNDS = 1
"""Rounds of master and days after a day: whoever is left out is mended part by part, so that few
others are moved. A second round took half a minute more, moved more people and left as many out."""


@dataclass(frozen=True)
class History:
    """What is over when a season is planned again.

    Attributes:
        records, trips: parts that were run, and their trips.
        ahead: parts of later days as they were planned.
    """

    records: tuple[PartRecord, ...]
    trips: tuple[Trip, ...]
    ahead: tuple[PartRecord, ...]


def replan_season(
    season: SeasonScenario,
    plan: SeasonPlan,
    records: tuple[PartRecord, ...],
    report: DayReport,
    *,
    desk: SeasonDesk,
) -> Planned:
    """Plan what is left of a season after a day, moving as few people as is worth it.

    Args:
        season: what the plan was made from.
        plan: the plan in force, with the reports read back before.
        records: its parts.
        report: what was done on the day.
        desk: what plans; parts that need not change are taken from its store.

    Raises:
        TravelProviderFailed: the distances could not be had.
        EngineFailed: a solver broke its own contract.
    """
    frame = build_frame(season, data=desk.data)
    reports = (*plan.reports, report)
    cancelled = frozenset(s for r in reports for s in r.cancelled)
    history = read_history(plan, records, report, cancelled=cancelled)
    for record in history.ahead:
        desk.store.keep(record)
    situation = read_situation(frame, history, reports, booked=plan.purchases)
    builder = ProblemBuilder(frame, situation)
    problem = kept_problem(frame, builder, history)
    rounds = Rounds(
        frame,
        builder,
        desk,
        Past(history.records, history.trips, reports, plan.purchases),
        most=EVENING_ROUNDS,
        seen={(r.assignment.part, r.plan.scenario_sha256) for r in history.ahead},
    )
    result = rounds.run(problem)
    planned = finish(frame, problem, result, desk=desk, price_fen=None, past=rounds.past)
    changed = what_changed(frame, history.ahead, planned, plan, cancelled=cancelled)
    return replace(planned, plan=planned.plan.model_copy(update={"changed": changed}))


def read_history(
    plan: SeasonPlan,
    records: tuple[PartRecord, ...],
    report: DayReport,
    *,
    cancelled: frozenset[str],
) -> History:
    """The parts that were run and those that are still ahead; a cancelled service ran nobody."""
    runs = tuple(
        r
        for r in records
        if r.assignment.day <= report.day
        and not (
            r.assignment.day == report.day
            and r.assignment.kind is PartKind.SERVICE
            and r.assignment.subject in cancelled
        )
    )
    done = {r.assignment.part for r in runs}
    return History(
        records=runs,
        trips=tuple(t for t in plan.trips if t.part in done),
        ahead=tuple(r for r in records if r.assignment.day > report.day),
    )


def read_situation(
    frame: Frame,
    history: History,
    reports: tuple[DayReport, ...],
    *,
    booked: tuple[SeasonPurchase, ...],
) -> SeasonSituation:
    """How a season stands on the evening of the last report, and what was booked by then."""
    standing: dict[tuple[str, str, int], int] = defaultdict(int)
    from_day = frame.calendar.number(reports[-1].day) + 1
    for trip in _last_trips(history.trips):
        if _stands(trip, frame):
            since = max(from_day, frame.calendar.number_of(trip.free) + 1)
            standing[trip.fleet, frame.city_of(trip.ends_at), since] += 1
    return SeasonSituation(
        from_day=from_day,
        people=still_waiting(frame, history.records, reports),
        missing=missing_vehicles(frame, history.trips, reports),
        cancelled=frozenset(s for r in reports for s in r.cancelled),
        booked={(p.service, p.offer): int(p.units) for p in booked},
        standing=dict(standing),
    )


def still_waiting(
    frame: Frame, done: tuple[PartRecord, ...], reports: tuple[DayReport, ...]
) -> dict[str, int]:
    """People of each group who have not left; who stayed away may still go."""
    went = {(w.part, w.group): int(w.people) for r in reports for w in r.went}
    left = {g.id: int(g.people) for g in frame.season.groups}
    for record in done:
        carried: dict[str, int] = defaultdict(int)
        for itinerary in record.plan.itineraries:
            carried[itinerary.group] += itinerary.people
        for group, people in carried.items():
            left[group] -= went.get((record.assignment.part, group), people)
    return {group: max(0, people) for group, people in left.items()}


def missing_vehicles(
    frame: Frame, trips: tuple[Trip, ...], reports: tuple[DayReport, ...]
) -> dict[tuple[str, int], int]:
    """Vehicles that cannot leave on later days: broken, or not back and rested yet."""
    missing: dict[tuple[str, int], int] = defaultdict(int)
    calendar = frame.calendar
    for report in reports:
        for broken in report.broken:
            for day in range(calendar.number(report.day) + 1, calendar.number(broken.until) + 1):
                missing[broken.fleet, day] += int(broken.count)
    first = calendar.number(reports[-1].day) + 1
    rows = {r.id: r for r in frame.season.fleet}
    rest = timedelta(seconds=int(frame.season.turnaround_s))
    for trip in _last_trips(trips):
        row = rows[trip.fleet]
        if not row.comes_back or row.use is not CoachUse.DIRECT or _stands(trip, frame):
            continue
        # It leaves again at the loading hour of the first day that begins after its rest.
        ready = trip.free + rest
        for day in range(first, calendar.days):
            if calendar.at(calendar.date_of(day), frame.season.loads_from) >= ready:
                break
            missing[trip.fleet, day] += 1
    return dict(missing)


def _last_trips(trips: tuple[Trip, ...]) -> list[Trip]:
    latest: dict[tuple[str, int], Trip] = {}
    for trip in sorted(trips, key=lambda t: t.leaves):
        latest[trip.fleet, trip.number] = trip
    return list(latest.values())


def _stands(trip: Trip, frame: Frame) -> bool:
    """Whether a trip left its vehicle in a far city."""
    return not frame.at_home(trip.ends_at)


def kept_problem(frame: Frame, builder: ProblemBuilder, history: History) -> SeasonProblem:
    """The rest of the season, with what was planned for it before, each change at its price."""
    problem = builder.build()
    groups = {d.group: i for i, d in enumerate(problem.demands)}
    rows = {r.fleet: i for i, r in enumerate(problem.rows)}
    cities = {city: i for i, city in enumerate(builder.numbering.cities)}
    kept: dict[tuple[int, int, str], int] = {}
    coaches: dict[tuple[int, int, int], int] = {}
    for record in history.ahead:
        part = record.assignment
        day = frame.calendar.number(part.day)
        lane = part.subject if part.kind is PartKind.SERVICE else COACH
        for load in part.loads:
            if load.group in groups:
                kept[groups[load.group], day, lane] = int(load.people)
        if part.kind is PartKind.OUTWARD and part.subject in cities:
            for given in part.coaches:
                coaches[rows[given.fleet], cities[part.subject], day] = int(given.returning)
    standing = {
        (rows[fleet], cities[city], since): coaches_there
        for (fleet, city, since), coaches_there in builder.situation.standing.items()
        if fleet in rows and city in cities
    }
    return replace(
        problem,
        kept=kept,
        kept_coaches=coaches,
        standing=standing,
        move_fen=int(frame.season.balance.move_fen_per_person),
    )


def what_changed(
    frame: Frame,
    ahead: tuple[PartRecord, ...],
    planned: Planned,
    before: SeasonPlan,
    *,
    cancelled: frozenset[str],
) -> Changed:
    """How many people of later days were moved although their means of travel still runs."""
    old = _loads(r for r in ahead if r.assignment.subject not in cancelled)
    new = _loads(planned.records)
    moved = sum(max(0, people - new.get(key, 0)) for key, people in old.items())
    return Changed(
        untouched=People(sum(old.values())),
        moved=People(moved),
        move_fen_per_person=frame.season.balance.move_fen_per_person,
        cost_before_fen=before.cost.total_fen,
    )


def _loads(records: Iterable[PartRecord]) -> dict[tuple[str, str], int]:
    """People by part and group."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for record in records:
        for load in record.assignment.loads:
            found[record.assignment.part, load.group] += int(load.people)
    return dict(found)
