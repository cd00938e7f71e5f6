"""Lines on the map: the encoded polyline format, simplification and distances.

The encoding is Google's "Encoded Polyline Algorithm Format": latitude then longitude, differences
of rounded values, five bits a character. It is about a fifth of the same line as JSON numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

Point = tuple[float, float]
"""Latitude, longitude, WGS-84 degrees."""

EARTH_RADIUS_KM = 6371.0088
_CHUNK_BITS = 5
_CHUNK = 1 << _CHUNK_BITS
_OFFSET = 63
_ENOUGH_TO_THIN = 2


def encode(points: Sequence[Point], *, precision: int = 5) -> str:
    """Encode a line; ``precision`` is the number of decimals kept."""
    scale = 10**precision
    out: list[str] = []
    last_lat = last_lon = 0
    for lat, lon in points:
        next_lat, next_lon = round(lat * scale), round(lon * scale)
        out += _chunks(next_lat - last_lat)
        out += _chunks(next_lon - last_lon)
        last_lat, last_lon = next_lat, next_lon
    return "".join(out)


def _chunks(value: int) -> list[str]:
    zigzag = ~(value << 1) if value < 0 else value << 1
    out = []
    while zigzag >= _CHUNK:
        out.append(chr((_CHUNK | (zigzag & (_CHUNK - 1))) + _OFFSET))
        zigzag >>= _CHUNK_BITS
    out.append(chr(zigzag + _OFFSET))
    return out


def decode(text: str, *, precision: int = 5) -> tuple[Point, ...]:
    """The line that ``encode`` wrote, rounded to its precision."""
    scale = 10**precision
    numbers: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - _OFFSET
        value |= (bits & (_CHUNK - 1)) << shift
        shift += _CHUNK_BITS
        if bits < _CHUNK:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    points: list[Point] = []
    lat = lon = 0
    for step_lat, step_lon in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + step_lat, lon + step_lon
        points.append((lat / scale, lon / scale))
    return tuple(points)


def simplify(points: Sequence[Point], *, tolerance_deg: float) -> tuple[Point, ...]:
    """Douglas–Peucker: no dropped point lies farther than the tolerance; both ends stay."""
    if len(points) <= _ENOUGH_TO_THIN or tolerance_deg <= 0:
        return tuple(points)
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        farthest, distance = _farthest(points, first, last)
        if distance > tolerance_deg:
            keep[farthest] = True
            stack += [(first, farthest), (farthest, last)]
    return tuple(point for point, kept in zip(points, keep, strict=True) if kept)


def _farthest(points: Sequence[Point], first: int, last: int) -> tuple[int, float]:
    """The inner point farthest from the chord, and its distance in degrees of latitude."""
    (lat_a, lon_a), (lat_b, lon_b) = points[first], points[last]
    squash = cos(radians(lat_a))
    step_x, step_y = (lon_b - lon_a) * squash, lat_b - lat_a
    length2 = step_x * step_x + step_y * step_y
    best, best2 = first, -1.0
    for index in range(first + 1, last):
        lat, lon = points[index]
        off_x, off_y = (lon - lon_a) * squash, lat - lat_a
        along = (off_x * step_x + off_y * step_y) / length2 if length2 else 0.0
        along = min(1.0, max(0.0, along))
        gap_x, gap_y = off_x - along * step_x, off_y - along * step_y
        gap2 = gap_x * gap_x + gap_y * gap_y
        if gap2 > best2:
            best, best2 = index, gap2
    return best, sqrt(max(0.0, best2))


def distance_km(start: Point, end: Point) -> float:
    """Great-circle distance on the mean sphere (haversine), kilometres."""
    lat_a, lat_b = radians(start[0]), radians(end[0])
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(end[1] - start[1]) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))
