"""Whether distances and times are those the scenario gives, or at least can be true."""

from __future__ import annotations

from collections.abc import Iterator

from routing.audit.case import Case
from routing.audit.earth import shortest_way_m
from routing.audit.rule import Reading, Rule, Sense, rule
from routing.audit.trace import CoachTrace, Move, Stand
from routing.audit.wording import Unit
from routing.model.scenario import Datum
from routing.model.travel import Pair, ProviderName

FASTEST_KMH = 120
"""No road in China allows more (《道路交通安全法实施条例》 art. 78)."""
SNAPPING_M = 1_000
"""A road engine moves a point to its nearest road; a datum other than WGS-84 shifts it."""


@rule(
    "PAIR_IGNORED",
    title=("采用情景给定的里程与时间", "Distances and times that the scenario gives are used"),
    remedy=("按 travel.pairs 改正该段里程与时间", "take distance and time from travel.pairs"),
    unit=Unit.TEXT,
)
def pairs_are_used(case: Case) -> Iterator[Reading]:
    """A leg or empty drive between two places of a pair has the pair's distance and time."""
    pairs = known_pairs(case)
    for coach, move in _moves(case):
        pair = pairs.get((move.origin, move.destination))
        if pair is not None:
            found = f"{move.distance_m} m, {move.duration_s} s"
            wanted = f"{pair.distance_m} m, {pair.duration_s} s"
            yield Reading(move.pointer, _what(coach, move), found, wanted)


def known_pairs(case: Case) -> dict[tuple[str, str], Pair]:
    """The scenario's pairs by (from, to); a missing reverse takes the same values."""
    pairs = case.scenario.travel.pairs
    return {(p.destination, p.origin): p for p in pairs} | {
        (p.origin, p.destination): p for p in pairs
    }


@rule(
    "DISTANCE_IMPOSSIBLE",
    title=("里程不短于直线距离", "No road is shorter than the straight way"),
    remedy=("改正该段里程或地点坐标", "correct the distance or the coordinates"),
    unit=Unit.METRES,
    sense=Sense.AT_LEAST,
)
def roads_are_no_shortcuts(case: Case) -> Iterator[Reading]:
    """A leg or empty drive is no shorter than the great circle, flattening allowed for.

    Pairs that the scenario gives are believed; places without coordinates are passed over.
    """
    pairs = known_pairs(case)
    exact = case.scenario.datum is Datum.WGS84 and case.scenario.travel.provider in (
        ProviderName.GREAT_CIRCLE,
        ProviderName.TABLE,
    )
    for coach, move in _moves(case):
        straight = shortest_way_m(case.places[move.origin], case.places[move.destination])
        if straight is not None and (move.origin, move.destination) not in pairs:
            least = straight if exact else max(0, straight - SNAPPING_M)
            yield Reading(move.pointer, _what(coach, move), move.distance_m, least)


@rule(
    "SPEED_IMPOSSIBLE",
    title=("行驶时间合理", "Nobody drives faster than any road allows"),
    remedy=("改正该段行驶时间", "correct the driving time"),
    unit=Unit.SECONDS,
    sense=Sense.AT_LEAST,
)
def roads_have_limits(case: Case) -> Iterator[Reading]:
    """A leg or empty drive takes at least the time it needs at 120 km/h; pairs are believed."""
    pairs = known_pairs(case)
    for coach, move in _moves(case):
        if (move.origin, move.destination) not in pairs:
            least = move.distance_m * 3_600 // (FASTEST_KMH * 1_000)
            yield Reading(move.pointer, _what(coach, move), move.duration_s, least)


@rule(
    "PICKUP_DETOUR",
    title=("上客绕行不超限", "Picking people up takes no longer than allowed"),
    remedy=("减少上客地点，或分成两辆车", "pick up at fewer places, or use two coaches"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def pickups_lie_on_the_way(case: Case) -> Iterator[Reading]:
    """From leaving the first pickup to leaving the last, beyond the direct drive between them."""
    for coach in case.coaches:
        limit = coach.row.max_pickup_detour_s
        stands = [stand for stand in coach.stands if stand.on]
        if limit is not None and len(stands) > 1:
            detour = _detour(case, coach, stands)
            yield Reading(f"{coach.pointer}/stops", coach.run.id, detour, limit)


@rule(
    "DROP_DETOUR",
    title=("下客绕行不超限", "Dropping people takes no longer than allowed"),
    remedy=("减少下客地点，或分成两辆车", "drop at fewer places, or use two coaches"),
    unit=Unit.SECONDS,
    sense=Sense.AT_MOST,
)
def drops_lie_on_the_way(case: Case) -> Iterator[Reading]:
    """From leaving the first drop to leaving the last, beyond the direct drive between them."""
    for coach in case.coaches:
        limit = coach.row.max_drop_detour_s
        stands = [stand for stand in coach.stands if stand.off]
        if limit is not None and len(stands) > 1:
            detour = _detour(case, coach, stands)
            yield Reading(f"{coach.pointer}/stops", coach.run.id, detour, limit)


def _detour(case: Case, coach: CoachTrace, stands: list[Stand]) -> int:
    """Seconds between leaving the first and the last of some stops beyond the direct drive.

    The direct drive is the scenario's pair or a drive of the plan between the two places. Where
    neither tells it, the legs on the way stand for it, which can only hide a breach.
    """
    first, last = stands[0], stands[-1]
    elapsed = last.departs - first.departs
    ends = first.place.id, last.place.id
    pair = known_pairs(case).get(ends)
    if pair is not None:
        return elapsed - pair.duration_s
    driven = [m.duration_s for _, m in _moves(case) if (m.origin, m.destination) == ends]
    between = (leg for leg in coach.legs if first.departs <= leg.start and leg.end <= last.arrives)
    direct = min(driven) if driven else sum(leg.duration_s for leg in between)
    return elapsed - direct


def _moves(case: Case) -> Iterator[tuple[CoachTrace, Move]]:
    for coach in case.coaches:
        for move in coach.moves:
            yield coach, move


def _what(coach: CoachTrace, move: Move) -> str:
    return f"{coach.run.id} · {move.origin} → {move.destination}"


RULES: tuple[Rule, ...] = (
    pairs_are_used,
    roads_are_no_shortcuts,
    roads_have_limits,
    pickups_lie_on_the_way,
    drops_lie_on_the_way,
)
