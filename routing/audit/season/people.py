"""People of a season: everybody once, on a day of their own, not before the gate opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.audit.season.case import SeasonCase
from routing.audit.season.rule import Reading, SeasonRule, season_rule


@season_rule(
    "SEASON_PEOPLE",
    title=("每批人全季恰好安排一次", "Everybody of a group is carried once, or left out"),
    remedy=("核对各批次人数", "compare the parts' people with the group's"),
)
def _people(case: SeasonCase) -> Iterator[Reading]:
    went = {(w.part, w.group): int(w.people) for r in case.plan.reports for w in r.went}
    carried: Counter[str] = Counter()
    for _, record in case.records():
        own: Counter[str] = Counter()
        for itinerary in record.plan.itineraries:
            own[itinerary.group] += itinerary.people
        for name, people in own.items():
            carried[name] += went.get((record.assignment.part, name), people)
    left: Counter[str] = Counter()
    for x in case.plan.left_out:
        left[x.group] += x.people
    for group in case.season.groups:
        found = carried[group.id] + left[group.id]
        yield Reading("/parts", group.id, found, int(group.people), found == group.people)


@season_rule(
    "SEASON_GROUP_CHANGED",
    title=("批次中的人员与整季一致", "A part's groups are the season's"),
    remedy=("按整季的起终点改正批次", "mend the part's groups after the season's"),
)
def _groups(case: SeasonCase) -> Iterator[Reading]:
    for pointer, record in case.records():
        for group in record.scenario.groups:
            own = case.groups[group.id]
            ends = f"{group.origin} → {group.destination}"
            wanted = f"{own.origin} → {own.destination}"
            yield Reading(pointer, group.id, ends, wanted, ends == wanted)


@season_rule(
    "SEASON_DAY",
    title=(
        "在可出发的日子里、批次当天出发",
        "People leave on their part's day, and on a day of their own",
    ),
    remedy=("改到允许的日子", "move them to a day on which they may leave"),
)
def _days(case: SeasonCase) -> Iterator[Reading]:
    for pointer, record in case.records():
        day = record.assignment.day
        for itinerary in record.plan.itineraries:
            group = case.groups[itinerary.group]
            span = f"{group.first_day} – {group.last_day}"
            inside = group.first_day <= day <= group.last_day
            yield Reading(pointer, itinerary.group, day, span, inside)
            if itinerary.departs is not None:
                left = case.day_of(itinerary.departs)
                yield Reading(pointer, itinerary.group, left, day, left == day)


@season_rule(
    "SEASON_OPENING",
    title=("不早于工厂开工日到达", "Nobody arrives before the factory opens"),
    remedy=("晚些出发", "leave later"),
)
def _openings(case: SeasonCase) -> Iterator[Reading]:
    opens = {o.place: o.day for o in case.season.openings}
    for pointer, record in case.records():
        for itinerary in record.plan.itineraries:
            day = opens.get(case.groups[itinerary.group].destination)
            if day is not None and itinerary.arrives is not None:
                came = case.day_of(itinerary.arrives)
                yield Reading(pointer, itinerary.group, came, f"≥ {day}", came >= day)


@season_rule(
    "SEASON_LOADING",
    title=("各地每天上车人数不超限", "No place sees off more people in a day than it can"),
    remedy=("分到别的日子，或提高上限", "move some to other days, or raise the limit"),
)
def _loading(case: SeasonCase) -> Iterator[Reading]:
    always = {x.place: int(x.people) for x in case.season.loading if x.day is None}
    own = {(x.place, x.day): int(x.people) for x in case.season.loading if x.day is not None}
    for (place, day), people in sorted(case.leaving.items()):
        most = own.get((place, day), always.get(place))
        if most is not None:
            yield Reading("/parts", f"{place} {day}", people, f"≤ {most}", people <= most)


RULES: tuple[SeasonRule, ...] = (_people, _groups, _days, _openings, _loading)
