"""Road geometry of many legs, cut so that each shared stretch is stored and drawn once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routing.formats.map.polyline import Point, encode, simplify

Line = tuple[Point, ...]
Cut = tuple[tuple[str, ...], ...]
"""For each line the encoded pieces it consists of, in order."""

_FINEST_DEG = 0.0003
_COARSEST_DEG = 0.02


def cut_shared(lines: Sequence[Line], *, budget_chars: int) -> Cut:
    """Cut lines wherever the set of lines that go on together changes, and encode the pieces.

    Road engines return identical coordinates on identical roads, so equal stretches are found by
    equality. The tolerance doubles from about 30 m until all distinct pieces fit the budget, or
    are as coarse as 2 km; so a thousand routes stay a small file.
    """
    rounded = [tuple((round(lat, 5), round(lon, 5)) for lat, lon in line) for line in lines]
    breaks = _breaks(set(rounded))
    pieces = {line: tuple(_cut(line, breaks)) for line in set(rounded)}
    distinct = sorted({piece for cut in pieces.values() for piece in cut})
    tolerance = _FINEST_DEG
    while True:
        encoded = {p: encode(simplify(p, tolerance_deg=tolerance)) for p in distinct}
        if sum(map(len, encoded.values())) <= budget_chars or tolerance >= _COARSEST_DEG:
            break
        tolerance *= 2
    return tuple(tuple(encoded[piece] for piece in pieces[line]) for line in rounded)


def _breaks(lines: set[Line]) -> set[Point]:
    """Vertices where lines part, meet, start or end."""
    ways: dict[Point, tuple[Point | None, Point | None]] = {}
    breaks: set[Point] = set()
    for line in lines:
        for index, vertex in enumerate(line):
            before = line[index - 1] if index else None
            after = line[index + 1] if index + 1 < len(line) else None
            if (
                before is None
                or after is None
                or ways.setdefault(vertex, (before, after)) != (before, after)
            ):
                breaks.add(vertex)
    return breaks


def _cut(line: Line, breaks: set[Point]) -> Iterator[Line]:
    start = 0
    for index in range(1, len(line)):
        if line[index] in breaks or index == len(line) - 1:
            yield line[start : index + 1]
            start = index
