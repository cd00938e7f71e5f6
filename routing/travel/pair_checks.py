"""Whether a county's own table can be right: warnings only, for roads need not be metric."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.places import Place
from routing.model.travel import Pair
from routing.travel.geodesic import geodesic_m

FASTEST_KMH = 110.0
"""No coach averages more: 100 km/h is its limit on expressways."""
SLOWEST_KMH = 5.0
SHORTEST_SHARE = 0.98
"""Of the straight line, less what rounding and imprecise points take away."""
LONGEST_TIMES = 4.0
FROM_KM = 5.0
"""Detours are judged from this straight line on."""
ASYMMETRIC_TIMES = 1.5
TRIANGLE_TIMES = 1.1
"""A detour over a third place that is shorter by more than this is worth a look."""


def check_pairs(pairs: Sequence[Pair], places: Sequence[Place]) -> tuple[Finding, ...]:
    """Warnings about distances and times that can hardly be right.

    Args:
        pairs: of the scenario's table, in its order.
        places: in WGS-84.
    """
    by_id = {place.id: place for place in places}
    known = {(pair.origin, pair.destination): pair for pair in pairs}
    onward: dict[str, list[Pair]] = defaultdict(list)
    for pair in known.values():
        onward[pair.origin].append(pair)
    findings: list[Finding] = []
    for index, pair in enumerate(pairs):
        pointer = f"/travel/pairs/{index}"
        findings += check_pace(pair, pointer=pointer)
        findings += check_length(pair, by_id, pointer=pointer)
        findings += check_reverse(pair, known, pointer=pointer)
        findings += check_triangle(pair, known, onward, pointer=pointer)
    return tuple(findings)


def check_pace(pair: Pair, *, pointer: str) -> Iterator[Finding]:
    """Faster than a coach may drive, or slower than a walk."""
    if pair.duration_s == 0:
        if pair.distance_m:
            yield odd("PAIR_PACE", pair, pointer, f"{pair.distance_m} m / 0 s", "> 0 s")
        return
    speed_kmh = pair.distance_m / pair.duration_s * 3.6
    if speed_kmh > FASTEST_KMH or (pair.distance_m and speed_kmh < SLOWEST_KMH):
        limit = f"{SLOWEST_KMH:g}–{FASTEST_KMH:g} km/h"
        yield odd("PAIR_PACE", pair, pointer, f"{speed_kmh:.0f} km/h", limit)


def check_length(pair: Pair, places: Mapping[str, Place], *, pointer: str) -> Iterator[Finding]:
    """Shorter than the straight line, or many times as long."""
    ends = [places.get(pair.origin), places.get(pair.destination)]
    points = [
        (p.lat, p.lon) for p in ends if p is not None and p.lat is not None and p.lon is not None
    ]
    if len(points) < len(ends):
        return
    straight_m = geodesic_m(points[0], points[1])
    slack_m = sum((p.precision_m or 0) for p in ends if p is not None)
    shown = f"{pair.distance_m / 1_000:.1f} km"
    if pair.distance_m < SHORTEST_SHARE * (straight_m - slack_m):
        limit = f"≥ {straight_m / 1_000:.1f} km"
        yield odd("PAIR_TOO_SHORT", pair, pointer, shown, limit)
    is_far = straight_m > FROM_KM * 1_000
    if is_far and pair.distance_m > LONGEST_TIMES * (straight_m + slack_m):
        limit = f"≤ {LONGEST_TIMES:g} × {straight_m / 1_000:.1f} km"
        yield odd("PAIR_TOO_LONG", pair, pointer, shown, limit)


def check_reverse(
    pair: Pair, known: Mapping[tuple[str, str], Pair], *, pointer: str
) -> Iterator[Finding]:
    """Much longer than the way back."""
    back = known.get((pair.destination, pair.origin))
    if back is not None and pair.distance_m > ASYMMETRIC_TIMES * back.distance_m:
        shown = f"{pair.distance_m / 1_000:.1f} km"
        limit = f"{back.distance_m / 1_000:.1f} km"
        yield odd("PAIR_ASYMMETRIC", pair, pointer, shown, limit)


def check_triangle(
    pair: Pair,
    known: Mapping[tuple[str, str], Pair],
    onward: Mapping[str, Sequence[Pair]],
    *,
    pointer: str,
) -> Iterator[Finding]:
    """Much longer in time than over a third place of the table."""
    over = [
        first.duration_s + known[first.destination, pair.destination].duration_s
        for first in onward[pair.origin]
        if (first.destination, pair.destination) in known
    ]
    best = min(over, default=None)
    if best is not None and pair.duration_s > TRIANGLE_TIMES * best:
        yield odd("PAIR_TRIANGLE", pair, pointer, f"{pair.duration_s} s", f"{best} s")


SAID = {
    "PAIR_PACE": ("平均车速不合常理", "its average speed is hardly possible"),
    "PAIR_TOO_SHORT": ("里程短于直线距离", "it is shorter than the straight line"),
    "PAIR_TOO_LONG": ("里程远超直线距离", "it is many times the straight line"),
    "PAIR_ASYMMETRIC": ("去程比回程长得多", "it is much longer than the way back"),
    "PAIR_TRIANGLE": ("直达比绕行还久", "it takes longer than by way of a third place"),
}


def odd(code: str, pair: Pair, pointer: str, measured: str, limit: str) -> Finding:
    """The warning about one pair."""
    zh, en = SAID[code]
    ends = f"{pair.origin} → {pair.destination}"
    return Finding(
        code=code,
        severity=Severity.WARNING,
        pointer=pointer,
        subject=ends,
        cause=LocalisedText(
            zh=f"{ends}：{zh}（{measured}，应为 {limit}）",
            en=f"{ends}: {en} ({measured}, expected {limit})",
        ),
        remedy=LocalisedText(
            zh="核对里程（米）和时间（秒）；属实可不理会",
            en="check distance_m and duration_s; leave it if it is right",
        ),
        measured=measured,
        limit=limit,
    )
