"""Whether everyone has a seat, and whether those who belong together, or apart, are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from routing.audit.case import Case
from routing.audit.flow import SINK, SOURCE, most_through
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import CoachTrace
from routing.audit.wording import Unit
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.rules import PolicyValues
from routing.model.runs import RunRole


def capacity(row: FleetRow, values: PolicyValues) -> int:
    """The smaller of ``seats`` less reserved and isolation seats, and floor(``seats`` × cap).

    At least 0. The cap is taken as the decimal it is written as, so that 0.7 of 50 seats is 35.
    """
    free = row.seats - row.reserved_seats - values.isolation_seats
    return max(0, min(free, floor(row.seats * Fraction(str(values.seat_cap)))))


@rule(
    "SEATS_EXCEEDED",
    title=("车上人数不超过可用座位", "No more people on board than seats"),
    remedy=("减少该车人数或换更大的车", "put fewer people on it or send a larger coach"),
    unit=Unit.PEOPLE,
    sense=Sense.AT_MOST,
    values=("seat_cap", "isolation_seats"),
)
def everyone_has_a_seat(case: Case) -> Iterator[Reading]:
    """After each stop no more are on board than seats may be used."""
    for coach in case.coaches:
        most = capacity(coach.row, case.values)
        for stand in coach.stands:
            what = f"{coach.run.id} · {stand.place.id}"
            yield Reading(f"{stand.pointer}/on_board", what, stand.aboard, most)


@rule(
    "BELOW_MINIMUM_COACH",
    title=("直达车不少于起运人数", "A direct coach carries at least its minimum"),
    remedy=(
        "并入邻近批次、改乘列车或自行购票",
        "join a neighbouring group, use the train or own tickets",
    ),
    unit=Unit.PEOPLE,
    sense=Sense.AT_LEAST,
    values=("coach_min_people",),
)
def coach_is_worth_sending(case: Case) -> Iterator[Reading]:
    """At the fullest point of a direct run as many are on board as row and policy ask for."""
    for coach in case.coaches:
        if coach.run.role is RunRole.DIRECT:
            fullest = max(stand.aboard for stand in coach.stands)
            least = max(coach.row.min_people, case.values.coach_min_people)
            yield Reading(f"{coach.pointer}/stops", coach.run.id, fullest, least)


@rule(
    "WHEELCHAIR_PLACES",
    title=("轮椅席位够用", "There is a place for every wheelchair"),
    remedy=("安排有轮椅席位的客车", "send a coach that takes wheelchairs"),
    unit=Unit.PEOPLE,
    sense=Sense.AT_MOST,
)
def wheelchairs_have_places(case: Case) -> Iterator[Reading]:
    """Each group's wheelchairs can be spread over its itineraries so that every coach takes its.

    A plan does not say who of a group uses a wheelchair, and whoever is left out or travels on
    their own may. Places that other groups of a coach cannot do without are taken; groups are
    otherwise looked at one by one, so that a breach is certain.
    """
    for group in case.scenario.groups:
        if group.wheelchairs:
            placed = min(group.wheelchairs, _most_placed(case, group))
            yield Reading("/itineraries", group.id, group.wheelchairs, placed)


def _most_placed(case: Case, group: Group) -> int:
    """The most wheelchairs of a group that find a place, or need none of ours."""
    plan = case.plan
    free: int = sum(left.people for left in plan.left_out if left.group == group.id)
    free += sum(i.people for i in plan.itineraries if i.group == group.id and not i.runs)
    pipes: list[tuple[str, str, int]] = [(SOURCE, SINK, free)]
    gates: dict[str, CoachTrace] = {}
    for pointer, itinerary, way in case.journeys:
        if itinerary.group == group.id:
            coaches = [ride.trace for ride in way if isinstance(ride.trace, CoachTrace)]
            gates |= {coach.pointer: coach for coach in coaches}
            joints = _joints(pointer, [coach.pointer for coach in coaches])
            pipes += [(a, b, int(itinerary.people)) for a, b in joints]
    pipes += [(f"{p} in", f"{p} out", _room_for(case, c, group)) for p, c in gates.items()]
    return most_through(pipes)


def _joints(itinerary: str, coaches: list[str]) -> list[tuple[str, str]]:
    """Source, first coach, the people, last coach, sink; each coach's own gate is added apart."""
    if not coaches:
        return [(SOURCE, itinerary), (itinerary, SINK)]
    ends = [(itinerary, f"{coaches[-1]} in"), (f"{coaches[-1]} out", SINK)]
    if len(coaches) == 1:
        return [(SOURCE, itinerary), *ends]
    return [(SOURCE, f"{coaches[0]} in"), (f"{coaches[0]} out", itinerary), *ends]


def _room_for(case: Case, coach: CoachTrace, group: Group) -> int:
    """Wheelchair places of a coach that groups riding wholly in it do not need."""
    aboard: dict[str, int] = defaultdict(int)
    for stand in coach.stands:
        for load in stand.stop.board:
            aboard[load.group] += load.people
    others = (g for g in aboard if g != group.id)
    needed = sum(
        max(0, case.groups[g].wheelchairs - (case.groups[g].people - aboard[g])) for g in others
    )
    return max(0, coach.row.wheelchair_places - needed)


@rule(
    "GROUP_SPLIT",
    title=("须同行的批次不拆分", "A group that stays together is not split"),
    remedy=(
        "安排坐得下全组的车，或取消同行要求",
        "use a vehicle that holds them all, or allow a split",
    ),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def together_means_together(case: Case) -> Iterator[Reading]:
    """A group marked ``together`` travels in one way, all of it, or is left out, all of it."""
    for group in case.scenario.groups:
        if group.together:
            ways: set[object] = {i.runs for i in case.plan.itineraries if i.group == group.id}
            if any(left.group == group.id for left in case.plan.left_out):
                ways.add("left out")
            yield Reading("/itineraries", group.id, len(ways), 1)


@rule(
    "NOT_APART",
    title=("须分开的批次不同车", "Groups to be kept apart never share a coach"),
    remedy=("把其中一组移到另一辆车", "move one of the groups to another coach"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def apart_means_apart(case: Case) -> Iterator[Reading]:
    """The groups of one coach run have at most one ``apart_key`` among them."""
    for coach in case.coaches:
        groups = {load.group for stand in coach.stands for load in stand.stop.board}
        keys = {case.groups[g].apart_key for g in groups} - {None}
        if keys:
            what = " · ".join((coach.run.id, *sorted(groups)))
            yield Reading(f"{coach.pointer}/stops", what, len(keys), 1)


@rule(
    "SHARE_SPLIT",
    title=("须同车的批次尽量同车", "Groups that share ride in as few coaches as can be"),
    remedy=("合并到同一辆车", "put them into one coach"),
    unit=Unit.COUNT,
    sense=Sense.AT_MOST,
)
def share_means_share(case: Case) -> Iterator[Reading]:
    """Equal ``share_key``s ride in as few direct coaches as hold them.

    A breach is certain, not guessed: only coaches they already use are considered, those whose
    own stops and times would serve every one of these groups.
    """
    keyed: dict[str, list[Group]] = defaultdict(list)
    for group in case.scenario.groups:
        if group.share_key is not None:
            keyed[group.share_key].append(group)
    for key, groups in sorted(keyed.items()):
        used = _direct_coaches_of({g.id for g in groups}, case)
        riding = [g for g in groups if any(g.id in loads for _, loads in used)]
        serving = [c.row for c, _ in used if all(_serves(c, g) for g in riding)]
        if serving and len(riding) > 1:
            aboard: Counter[str] = Counter()
            for _, loads in used:
                aboard.update(loads)
            chairs = sum(min(g.wheelchairs, aboard[g.id]) for g in riding)
            fewest = min(_coaches_for(aboard.total(), chairs, row, case) for row in serving)
            what = " · ".join((key, *(g.id for g in riding)))
            yield Reading("/runs", what, len(used), min(fewest, len(used)))


def _direct_coaches_of(groups: set[str], case: Case) -> list[tuple[CoachTrace, dict[str, int]]]:
    """Direct coaches that carry some of these groups, with their people by group."""
    found = []
    for coach in case.coaches:
        loads: dict[str, int] = defaultdict(int)
        for stand in coach.stands:
            for load in stand.stop.board:
                if load.group in groups and coach.run.role is RunRole.DIRECT:
                    loads[load.group] += load.people
        if loads:
            found.append((coach, loads))
    return found


def _coaches_for(people: int, chairs: int, row: FleetRow, case: Case) -> int:
    """How many coaches of a row these people fill, some in wheelchairs.

    As many as there are people, if they do not fit.
    """
    room = capacity(row, case.values)
    if not room or chairs > row.count * row.wheelchair_places:
        return people
    needed = max(ceil(people / room), ceil(chairs / max(1, row.wheelchair_places)))
    return needed if needed <= row.count else people


def _serves(coach: CoachTrace, group: Group) -> bool:
    """Whether a coach's own stops and times would carry a group from door to gate."""
    starts = [s for s in coach.stands if s.place.id == group.origin]
    ends = [s for s in coach.stands if s.place.id == group.destination]
    ready = group.ready_from.timestamp()
    late = None if group.arrive_by is None else group.arrive_by.timestamp()
    early = None if group.arrive_from is None else group.arrive_from.timestamp()
    return any(
        start.arrives >= ready
        and start.departs < end.arrives
        and (late is None or end.arrives <= late)
        and (early is None or end.arrives >= early)
        for start in starts
        for end in ends
    )


RULES: tuple[Rule, ...] = (
    everyone_has_a_seat,
    coach_is_worth_sending,
    wheelchairs_have_places,
    together_means_together,
    apart_means_apart,
    share_means_share,
)
