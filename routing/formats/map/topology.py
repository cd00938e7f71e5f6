"""Polygons that share borders, cut into arcs so that each border is stored and simplified once.

The method is TopoJSON's (Bostock, "How to infer topology"): a vertex is a junction when two rings
go on from it differently; rings are cut at junctions; equal pieces are one arc.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Vertex = tuple[float, float]
"""Longitude, latitude, exactly as in the source, because sharing is found by equality."""

Ring = tuple[Vertex, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A named area: its code and its rings (outer ones and holes alike, closed)."""

    code: str
    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """A piece of border and the codes of the areas on its sides, sorted."""

    line: Ring
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs, and for each ring the arcs it runs along (``-1 - i``: arc ``i`` backwards)."""

    arcs: tuple[Arc, ...]
    rings: tuple[tuple[int, ...], ...]


def build_topology(areas: Sequence[Area]) -> Topology:
    """Cut all rings of all areas into shared arcs."""
    rings = [(area.code, ring[:-1]) for area in areas for ring in area.rings]
    junctions = _junctions([ring for _, ring in rings])
    numbers: dict[Ring, int] = {}
    owners: list[set[str]] = []
    walks: list[tuple[int, ...]] = []
    for code, ring in rings:
        walk: list[int] = []
        for piece in _pieces(ring, junctions):
            back = tuple(reversed(piece))
            line = min(piece, back)
            number = numbers.setdefault(line, len(numbers))
            if number == len(owners):
                owners.append(set())
            owners[number].add(code)
            walk.append(number if line == piece else -1 - number)
        walks.append(tuple(walk))
    arcs = tuple(Arc(line, tuple(sorted(owners[n]))) for line, n in numbers.items())
    return Topology(arcs, tuple(walks))


def _junctions(rings: Sequence[Ring]) -> set[Vertex]:
    neighbours: dict[Vertex, frozenset[Vertex]] = {}
    junctions: set[Vertex] = set()
    for ring in rings:
        for index, vertex in enumerate(ring):
            pair = frozenset((ring[index - 1], ring[(index + 1) % len(ring)]))
            if neighbours.setdefault(vertex, pair) != pair:
                junctions.add(vertex)
    return junctions


def _pieces(ring: Ring, junctions: set[Vertex]) -> Iterator[Ring]:
    """The ring cut at its junctions; a ring without any starts at its smallest vertex."""
    cuts = [index for index, vertex in enumerate(ring) if vertex in junctions]
    if not cuts:
        cuts = [ring.index(min(ring))]
    for number, start in enumerate(cuts):
        end = cuts[number + 1] if number + 1 < len(cuts) else cuts[0] + len(ring)
        yield tuple(ring[index % len(ring)] for index in range(start, end + 1))
