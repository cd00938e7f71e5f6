"""Whether everyone is accounted for, on a chain of runs that leads from door to gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.audit.case import Case
from routing.audit.clock import instant
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import Stand
from routing.audit.wording import Unit
from routing.model.plan import PlanStatus
from routing.model.runs import RunRole


@rule(
    "PEOPLE_LOST",
    title=("每批次人数守恒", "Everyone of a group is carried or left out"),
    remedy=(
        "核对该批次的行程与未安排人数",
        "reconcile the group's itineraries and left-out people",
    ),
    unit=Unit.PEOPLE,
)
def everyone_is_accounted_for(case: Case) -> Iterator[Reading]:
    """Itineraries plus left out equal the group's people."""
    counted: Counter[str] = Counter()
    for itinerary in case.plan.itineraries:
        counted[itinerary.group] += itinerary.people
    for left in case.plan.left_out:
        counted[left.group] += left.people
    for group in case.scenario.groups:
        yield Reading("/itineraries", group.id, counted[group.id], group.people)


@rule(
    "LEFT_OUT_UNEXPLAINED",
    title=("未安排人员须说明原因", "Nobody is left out silently"),
    remedy=("写明每个成立的原因", "state every reason that holds"),
    unit=Unit.COUNT,
    sense=Sense.AT_LEAST,
)
def left_out_has_reasons(case: Case) -> Iterator[Reading]:
    """Whoever is left out has at least one reason."""
    for i, left in enumerate(case.plan.left_out):
        yield Reading(f"/left_out/{i}/reasons", left.group, len(left.reasons), 1)


@rule(
    "PLAN_STATUS",
    title=("计划状态与未安排人数相符", "The plan's status says whether everyone is carried"),
    remedy=(
        "无人未安排为 complete，否则为 partial；无人被运送时可为 infeasible",
        "complete when nobody is left out, else partial; infeasible only when nobody is carried",
    ),
    unit=Unit.TEXT,
)
def status_is_true(case: Case) -> Iterator[Reading]:
    """``complete`` exactly when nobody is left out; ``infeasible`` only when nobody is carried."""
    status = case.plan.status
    if not case.plan.left_out:
        true = PlanStatus.COMPLETE
    elif status is PlanStatus.INFEASIBLE and not case.plan.itineraries:
        true = PlanStatus.INFEASIBLE
    else:
        true = PlanStatus.PARTIAL
    yield Reading("/status", case.plan.scenario_id, status.value, true.value)


@rule(
    "ITINERARY_BROKEN",
    title=("行程首尾相接", "An itinerary's runs join up from origin to destination"),
    remedy=(
        "补上缺少的班次，或改正上下车地点",
        "add the missing run, or correct where they board and alight",
    ),
    unit=Unit.TEXT,
)
def runs_join_up(case: Case) -> Iterator[Reading]:
    """Each run is boarded where the one before was left; the ends are origin and destination."""
    for i, (itinerary, way) in enumerate(zip(case.plan.itineraries, case.ways, strict=True)):
        found = "broken" if way is None else "joined"
        yield Reading(f"/itineraries/{i}/runs", itinerary.group, found, "joined")


@rule(
    "RUN_LOAD_MISMATCH",
    title=("上下车人数与行程相符", "Who boards and alights is who the itineraries name"),
    remedy=("核对该班次的上下车名单与行程", "reconcile the run's loads with the itineraries"),
    unit=Unit.PEOPLE,
)
def loads_are_the_itineraries(case: Case) -> Iterator[Reading]:
    """At each stop, the people of a group who board or alight are those whose way leads there.

    A group with a broken itinerary is left to ``ITINERARY_BROKEN``.
    """
    wanted: Counter[tuple[str, str, str]] = Counter()
    for _, itinerary, way in case.journeys:
        for ride in way:
            stands = ride.trace.stands
            wanted[stands[ride.board].pointer, "board", itinerary.group] += itinerary.people
            wanted[stands[ride.alight].pointer, "alight", itinerary.group] += itinerary.people
    lost = {i.group for i, way in zip(case.plan.itineraries, case.ways, strict=True) if way is None}
    for name, trace in case.traces.items():
        for stand in trace.stands:
            for (verb, group), people in sorted(_loads_at(stand).items()):
                if group not in lost:
                    what = f"{name} · {stand.place.id} · {group}"
                    limit = wanted[stand.pointer, verb, group]
                    yield Reading(f"{stand.pointer}/{verb}", what, people, limit)


def _loads_at(stand: Stand) -> Counter[tuple[str, str]]:
    """People by verb and group at one stop."""
    people: Counter[tuple[str, str]] = Counter()
    for verb, loads in (("board", stand.stop.board), ("alight", stand.stop.alight)):
        for load in loads:
            people[verb, load.group] += load.people
    return people


@rule(
    "ON_BOARD_WRONG",
    title=("车上人数由上下车得出", "People on board follow from who boards and alights"),
    remedy=("按上下车人数重算 on_board", "count on_board again from the loads"),
    unit=Unit.PEOPLE,
)
def on_board_is_counted(case: Case) -> Iterator[Reading]:
    """``on_board`` after each stop is what has boarded less what has alighted."""
    for trace in case.traces.values():
        for stand in trace.stands:
            what = f"{trace.run.id} · {stand.place.id}"
            yield Reading(f"{stand.pointer}/on_board", what, stand.stop.on_board, stand.aboard)


@rule(
    "RUN_ENDS",
    title=("班次自首次上车起、至末次下车止", "A run begins with a boarding and ends empty"),
    remedy=(
        "去掉首尾多余的停靠，空驶写入 positioning",
        "drop idle end stops; empty drives are positioning",
    ),
    unit=Unit.COUNT,
    sense=Sense.AT_LEAST,
)
def runs_begin_and_end_with_people(case: Case) -> Iterator[Reading]:
    """People board at the first stop and alight at the last."""
    for trace in case.traces.values():
        for stand, moved in ((trace.stands[0], "board"), (trace.stands[-1], "alight")):
            people = stand.on if moved == "board" else stand.off
            what = f"{trace.run.id} · {stand.place.id}"
            yield Reading(f"{stand.pointer}/{moved}", what, people, 1)


@rule(
    "ITINERARY_TIMES",
    title=("行程起止时刻取自班次", "An itinerary's times are those of its runs"),
    remedy=(
        "取首站发车与末站到达时刻",
        "take the first stop's departure and the last stop's arrival",
    ),
    unit=Unit.INSTANT,
)
def itinerary_times_are_true(case: Case) -> Iterator[Reading]:
    """An itinerary departs when its first stop departs and arrives when its last is reached."""
    for pointer, itinerary, way in case.journeys:
        for name, stated, true in (
            ("departs", itinerary.departs, way[0].departs),
            ("arrives", itinerary.arrives, way[-1].arrives),
        ):
            found = "—" if stated is None else instant(stated)
            yield Reading(f"{pointer}/{name}", itinerary.group, found, true)


@rule(
    "RUN_ROLE",
    title=("班次角色与行程相符", "A run's role is its part in the journeys"),
    remedy=(
        "直达车独自全程；接驳在干线之前，末端在干线之后",
        "a direct coach does it all; a feeder comes before, a last mile after the line haul",
    ),
    unit=Unit.TEXT,
)
def roles_follow_the_journey(case: Case) -> Iterator[Reading]:
    """A journey is one direct run, or line hauls with at most a feeder before and a last mile."""
    hauls = {t.run.id for t in case.rides}
    for pointer, itinerary, way in case.journeys:
        for i, ride in enumerate(way):
            run = ride.trace.run
            if run.id in hauls:
                continue
            if len(way) == 1:
                role = RunRole.DIRECT
            else:
                role = RunRole.FEEDER if i == 0 else RunRole.LAST_MILE
            at_an_end = i in (0, len(way) - 1)
            wanted = role.value if at_an_end else RunRole.LINE_HAUL.value
            what = f"{itinerary.group} · {run.id}"
            yield Reading(f"{pointer}/runs/{i}", what, run.role.value, wanted)


@rule(
    "OWN_TRAVEL_NOT_OFFERED",
    title=("自行购票须获准", "Own travel only where it is allowed"),
    remedy=(
        "给出 own_travel_fen_per_person，或另作安排",
        "set own_travel_fen_per_person, or carry them",
    ),
    unit=Unit.PEOPLE,
    sense=Sense.AT_MOST,
)
def own_travel_is_allowed(case: Case) -> Iterator[Reading]:
    """Itineraries without runs belong to groups that have a price for own travel."""
    for i, itinerary in enumerate(case.plan.itineraries):
        if not itinerary.runs:
            price = case.groups[itinerary.group].own_travel_fen_per_person
            most = 0 if price is None else itinerary.people
            yield Reading(f"/itineraries/{i}", itinerary.group, itinerary.people, most)


RULES: tuple[Rule, ...] = (
    everyone_is_accounted_for,
    left_out_has_reasons,
    status_is_true,
    runs_join_up,
    loads_are_the_itineraries,
    on_board_is_counted,
    runs_begin_and_end_with_people,
    itinerary_times_are_true,
    roles_follow_the_journey,
    own_travel_is_allowed,
)
