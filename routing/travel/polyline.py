"""Encoded lines, as road engines send them (Google's polyline algorithm)."""

from __future__ import annotations

from collections.abc import Iterator

from routing.model.base import Coordinate

FIRST_CHARACTER = 63
CONTINUES = 0x20
BITS = 5


def read_polyline(text: str, *, digits: int) -> tuple[Coordinate, ...]:
    """The points of an encoded line with ``digits`` decimals.

    Raises:
        ValueError: the line ends in the middle of a number.
    """
    scale = 10**digits
    numbers = list(read_numbers(text))
    if len(numbers) % 2:
        raise ValueError("an encoded line with a latitude and no longitude")
    points: list[Coordinate] = []
    lat = lon = 0
    for north, east in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + north, lon + east
        points.append(Coordinate(lat=lat / scale, lon=lon / scale))
    return tuple(points)


def read_numbers(text: str) -> Iterator[int]:
    """Signed differences, five bits a character, the least significant first.

    Raises:
        ValueError: the last number is not complete.
    """
    value = shift = 0
    for character in text:
        chunk = ord(character) - FIRST_CHARACTER
        value |= (chunk & (CONTINUES - 1)) << shift
        shift += BITS
        if not chunk & CONTINUES:
            yield ~(value >> 1) if value & 1 else value >> 1
            value = shift = 0
    if shift:
        raise ValueError("an encoded line ends in the middle of a number")
