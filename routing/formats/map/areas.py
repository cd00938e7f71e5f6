"""Administrative areas as the outline package stores them, and what lies in which."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from routing.formats.map.topology import Area, Ring, Vertex

Box = tuple[float, float, float, float]
"""West, south, east, north."""

_FEATURE = re.compile(r'\{"geometry":')
_CODE = re.compile(r'"gb":"(\d*)"')


class _Properties(BaseModel):
    name: str
    gb: str


class _Polygons(BaseModel):
    coordinates: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]


class _Lines(BaseModel):
    coordinates: tuple[tuple[tuple[float, float], ...], ...]


class _AreaFeature(BaseModel):
    properties: _Properties
    geometry: _Polygons


class _LineFeature(BaseModel):
    geometry: _Lines


class AreaIndex:
    """Areas that can be asked which of them holds a point."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.areas = tuple(areas)
        self._boxes = [
            [(_box(ring), np.array(ring, dtype=np.float64)) for ring in area.rings]
            for area in areas
        ]

    def find(self, vertex: Vertex) -> Area | None:
        """The area that holds a point (even–odd over all its rings); None outside of all."""
        for area, boxes in zip(self.areas, self._boxes, strict=True):
            near = [ring for box, ring in boxes if _in_box(box, vertex)]
            if sum(_crossings(ring, vertex) for ring in near) % 2:
                return area
        return None


def read_areas(path: Path, prefixes: tuple[str, ...]) -> tuple[Area, ...]:
    """The areas whose code starts with one of the prefixes, by code; all for ``("",)``.

    The file holds up to 10 MB on one line; only the wanted features of it are parsed.
    """
    found: dict[str, Area] = {}
    for code, raw in _features(path):
        if code and code.startswith(prefixes):
            feature = _AreaFeature.model_validate(raw())
            rings = tuple(ring for polygon in feature.geometry.coordinates for ring in polygon)
            found[code] = Area(code, feature.properties.name, rings)
    return tuple(found[code] for code in sorted(found))


def read_boundary(path: Path) -> tuple[Ring, ...]:
    """The lines that the source gives no code: national boundaries, also those at sea."""
    lines: list[Ring] = []
    for code, raw in _features(path):
        if not code:
            lines += _LineFeature.model_validate(raw()).geometry.coordinates
    return tuple(sorted(lines))


class _Raw:
    """A feature that is parsed only when asked for."""

    def __init__(self, text: str, start: int) -> None:
        self._text, self._start = text, start

    def __call__(self) -> object:
        value: object = json.JSONDecoder().raw_decode(self._text, self._start)[0]
        return value


def _features(path: Path) -> Iterator[tuple[str, _Raw]]:
    """Each feature's code, and how to read the rest of it."""
    text = path.read_text("utf-8")
    starts = [match.start() for match in _FEATURE.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        code = _CODE.search(text, max(start, end - 200), end)
        yield code.group(1) if code else "", _Raw(text, start)


def label_point(area: Area) -> Vertex:
    """Where to write an area's name: the middle of its widest stretch at mid height."""
    ring = max(area.rings, key=_extent)
    _, south, _, north = _box(ring)
    level = (south + north) / 2
    crossings = sorted(_level_crossings(ring, level))
    stretches = list(zip(crossings[::2], crossings[1::2], strict=True))
    west, east = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (west + east) / 2, level


def _extent(ring: Ring) -> float:
    west, south, east, north = _box(ring)
    return (east - west) * (north - south)


def _box(ring: Ring) -> Box:
    longitudes, latitudes = [x for x, _ in ring], [y for _, y in ring]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _in_box(box: Box, vertex: Vertex) -> bool:
    west, south, east, north = box
    return west <= vertex[0] <= east and south <= vertex[1] <= north


def _crossings(ring: NDArray[np.float64], vertex: Vertex) -> int:
    """How often a closed ring, shape (vertices, 2), crosses the parallel east of a point."""
    level = vertex[1]
    above = ring[:, 1] > level
    at = np.flatnonzero(above[1:] != above[:-1])
    (x1, y1), (x2, y2) = ring[at].T, ring[at + 1].T
    return int((x1 + (level - y1) / (y2 - y1) * (x2 - x1) > vertex[0]).sum())


def _level_crossings(ring: Ring, level: float) -> Iterator[float]:
    """Longitudes where a closed ring crosses a parallel."""
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > level) != (y2 > level):
            yield x1 + (level - y1) / (y2 - y1) * (x2 - x1)
