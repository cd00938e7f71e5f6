"""Road geometry of many legs, cut so that each shared stretch is stored and drawn once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routing.formats.map.polyline import Point, encode, simplify

Line = tuple[Point, ...]
Cut = tuple[tuple[str, ...], ...]
"""For each line the encoded pieces it consists of, in order."""

_FINEST_DEG = 0.0003
_COARSEST_DEG = 0.02
_SCALE = 100_000
_KEY_SHIFT = 2**32

Keys = NDArray[np.int64]
"""Vertices as one number each: latitude and longitude in units of five decimals."""


def cut_shared(lines: Sequence[Line], *, budget_chars: int) -> Cut:
    """Cut lines wherever the set of lines that go on together changes, and encode the pieces.

    Road engines return identical coordinates on identical roads, so equal stretches are found by
    equality. The tolerance doubles from about 30 m until all distinct pieces fit the budget, or
    are as coarse as 2 km; so a thousand routes stay a small file.
    """
    keys = [_keys(line) for line in lines]
    pieces = _cut({line.tobytes(): line for line in keys})
    distinct = sorted({piece for cut in pieces.values() for piece in cut})
    points = {piece: _points(np.frombuffer(piece, np.int64)) for piece in distinct}
    tolerance = _FINEST_DEG
    while True:
        encoded = {p: encode(simplify(points[p], tolerance_deg=tolerance)) for p in distinct}
        if sum(map(len, encoded.values())) <= budget_chars or tolerance >= _COARSEST_DEG:
            break
        tolerance *= 2
    return tuple(tuple(encoded[piece] for piece in pieces[line.tobytes()]) for line in keys)


def _keys(line: Line) -> Keys:
    degrees = np.rint(np.array(line) * _SCALE).astype(np.int64)
    keys: Keys = degrees[:, 0] * _KEY_SHIFT + degrees[:, 1]
    return keys


def _points(keys: Keys) -> Line:
    lon = (keys + _KEY_SHIFT // 2) % _KEY_SHIFT - _KEY_SHIFT // 2
    lat = (keys - lon) // _KEY_SHIFT
    return tuple(zip((lat / _SCALE).tolist(), (lon / _SCALE).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Joined:
    """All lines end to end, with each vertex's neighbours in its own line."""

    here: Keys
    before: Keys
    after: Keys


def _cut(lines: dict[bytes, Keys]) -> dict[bytes, tuple[bytes, ...]]:
    """The pieces of each line, as bytes, so that equal pieces are equal."""
    if not lines:
        return {}
    breaks = _breaks(_join(list(lines.values())))
    cuts = {}
    for name, line in lines.items():
        inner = np.flatnonzero(np.isin(line, breaks))
        edges = sorted({0, len(line) - 1, *inner.tolist()})
        cuts[name] = tuple(line[start : end + 1].tobytes() for start, end in pairwise(edges))
    return cuts


def _join(lines: Sequence[Keys]) -> _Joined:
    # A line's end has no neighbour on one side; no vertex has this key.
    nothing = np.full(1, np.iinfo(np.int64).max)
    return _Joined(
        np.concatenate(lines),
        np.concatenate([np.concatenate([nothing, line[:-1]]) for line in lines]),
        np.concatenate([np.concatenate([line[1:], nothing]) for line in lines]),
    )


def _breaks(joined: _Joined) -> Keys:
    """Vertices where lines part, meet, start or end, sorted."""
    order = np.argsort(joined.here, kind="stable")
    here, before, after = joined.here[order], joined.before[order], joined.after[order]
    first = np.flatnonzero(np.concatenate([[True], here[1:] != here[:-1]]))
    differs = np.zeros(len(first), dtype=np.bool_)
    for neighbour in (before, after):
        least = np.minimum.reduceat(neighbour, first)
        most = np.maximum.reduceat(neighbour, first)
        differs |= (least != most) | (most == np.iinfo(np.int64).max)
    breaks: Keys = here[first][differs]
    return breaks
