"""Ways whose road nobody knows: smooth curves that gather coaches of one direction.

A straight line over 1,000 km looks like a road and is none, and twenty of them are a smear. Long
coach legs whose starts lie close together and whose ends lie close together therefore share one
curve between two gateways; each stop is tied to its gateway by a curve of its own. The map shows
all of it as schematic. Where the outlines are known, the curve bends to the side that keeps it on
land.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, radians

from routing.formats.map.polyline import Point, distance_km

OnLand = Callable[[Point], bool]

CLUSTER_KM = 90.0
"""Stops nearer than this to a cluster's first stop leave by the same gateway."""
LONG_KM = 150.0
"""Shorter legs are drawn on their own."""
_GATEWAY_SHARE = 0.1
_GATEWAY_MOST_KM = 45.0
_BENDS = (0.05, -0.05, 0.1, -0.1, 0.16, -0.16, 0.24, -0.24)
_FLIGHT_BEND = 0.12
_SHORT_BEND = 0.04
_STEP_KM = 8.0
_FEWEST_STEPS = 12
_MOST_STEPS = 120


@dataclass(frozen=True, slots=True)
class Ends:
    """A leg without geometry: its mode and its end points."""

    mode: str
    start: Point
    end: Point


Curve = tuple[Point, ...]


def draw_schematic(
    legs: Sequence[Ends], *, on_land: OnLand | None
) -> dict[Ends, tuple[Curve, ...]]:
    """For each distinct leg the curves it consists of, in driving order."""
    distinct = sorted(set(legs), key=lambda leg: (leg.mode, leg.start, leg.end))
    long = [leg for leg in distinct if _is_long_coach(leg)]
    ways: dict[Ends, tuple[Curve, ...]] = {
        leg: (_single(leg, on_land),) for leg in distinct if not _is_long_coach(leg)
    }
    starts = _clusters([leg.start for leg in long])
    ends = _clusters([leg.end for leg in long])
    corridors: dict[tuple[Point, Point], list[Ends]] = {}
    for leg in long:
        corridors.setdefault((starts[leg.start], ends[leg.end]), []).append(leg)
    for members in corridors.values():
        ways |= _corridor(members, on_land)
    return ways


def _is_long_coach(leg: Ends) -> bool:
    return leg.mode == "coach" and distance_km(leg.start, leg.end) >= LONG_KM


def _clusters(points: Sequence[Point]) -> dict[Point, Point]:
    """Each point's cluster, named by its first point in sorted order."""
    heads: list[Point] = []
    cluster: dict[Point, Point] = {}
    for point in sorted(set(points)):
        near = [head for head in heads if distance_km(head, point) <= CLUSTER_KM]
        if not near:
            heads.append(point)
            near = [point]
        cluster[point] = min(near, key=lambda head: (distance_km(head, point), head))
    return cluster


def _corridor(members: Sequence[Ends], on_land: OnLand | None) -> dict[Ends, tuple[Curve, ...]]:
    if len(members) == 1:
        return {members[0]: (_single(members[0], on_land),)}
    starts = sorted({leg.start for leg in members})
    ends = sorted({leg.end for leg in members})
    middle_a, middle_b = _middle(starts), _middle(ends)
    gate_a = _gateway(middle_a, middle_b, starts)
    gate_b = _gateway(middle_b, middle_a, ends)
    shared = _bend(gate_a, gate_b, on_land)
    return {
        leg: (
            _tie(leg.start, gate_a, shared[1]),
            shared,
            tuple(reversed(_tie(leg.end, gate_b, shared[-2]))),
        )
        for leg in members
    }


def _middle(points: Sequence[Point]) -> Point:
    return (
        sum(lat for lat, _ in points) / len(points),
        sum(lon for _, lon in points) / len(points),
    )


def _gateway(middle: Point, target: Point, members: Sequence[Point]) -> Point:
    """A point on the way out, beyond the members, at most half of the way."""
    length = distance_km(middle, target)
    spread = max(distance_km(middle, point) for point in members)
    out = min(spread + min(_GATEWAY_MOST_KM, length * _GATEWAY_SHARE), length / 2)
    return _between(middle, target, out / length)


def _tie(stop: Point, gate: Point, beyond: Point) -> Curve:
    """A curve from a stop that reaches the gateway in the direction of the corridor."""
    reach = distance_km(stop, gate)
    step = distance_km(gate, beyond) or 1.0
    before = _between(gate, beyond, -0.45 * reach / step)
    after = _between(stop, gate, 0.35)
    return _bezier((stop, after, before, gate), _steps(reach))


def _single(leg: Ends, on_land: OnLand | None) -> Curve:
    if leg.mode == "plane":
        return _bow(leg.start, leg.end, _FLIGHT_BEND)
    if distance_km(leg.start, leg.end) < LONG_KM:
        return _bow(leg.start, leg.end, _SHORT_BEND)
    return _bend(leg.start, leg.end, on_land)


def _bend(start: Point, end: Point, on_land: OnLand | None) -> Curve:
    """The gentlest bow that stays on land as far as any of them does."""
    driest, least = _bow(start, end, _BENDS[0]), None
    if on_land is None:
        return driest
    for bend in _BENDS:
        bow = _bow(start, end, bend)
        wet = sum(not on_land(point) for point in bow[1:-1])
        if least is None or wet < least:
            driest, least = bow, wet
        if wet == 0:
            break
    return driest


def _bow(start: Point, end: Point, bend: float) -> Curve:
    """An arc whose height is about half of ``bend`` times its length, left of the direction."""
    squash = cos(radians((start[0] + end[0]) / 2))
    north, east = end[0] - start[0], (end[1] - start[1]) * squash
    middle = _between(start, end, 0.5)
    control = (middle[0] + bend * east, middle[1] - bend * north / squash)
    third = _between(start, control, 2 / 3)
    other = _between(end, control, 2 / 3)
    return _bezier((start, third, other, end), _steps(distance_km(start, end)))


def _steps(length_km: float) -> int:
    return max(_FEWEST_STEPS, min(_MOST_STEPS, round(length_km / _STEP_KM)))


def _bezier(controls: tuple[Point, Point, Point, Point], steps: int) -> Curve:
    return tuple(_bezier_point(controls, index / steps) for index in range(steps + 1))


def _bezier_point(controls: tuple[Point, Point, Point, Point], share: float) -> Point:
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    lat = sum(w * c[0] for w, c in zip(weights, controls, strict=True))
    lon = sum(w * c[1] for w, c in zip(weights, controls, strict=True))
    return round(lat, 5), round(lon, 5)


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
