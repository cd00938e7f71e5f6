"""Distances from a road engine, block by block."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.travel_matrix import UNREACHABLE, TravelMatrix
from routing.errors import TravelProviderFailed
from routing.model.base import Coordinate
from routing.model.findings import Finding
from routing.model.places import Place
from routing.travel import road_words as words
from routing.travel.block_cache import BlockCache
from routing.travel.great_circle import coordinates
from routing.travel.road_client import Block, RoadClient

BLOCK = 50
"""Sources and targets of one request: what OSRM and Valhalla allow by default."""
FAR_M = 1_000
"""A point put on a road further off than this is reported."""


class RoadEngineTravel:
    """A road engine as a travel provider.

    Points that have no road near, or that no road joins to others, do not fail the matrix: their
    cells are ``UNREACHABLE`` and the matrix names them in ``findings``.
    """

    def __init__(self, client: RoadClient, *, cache: BlockCache | None = None) -> None:
        self.client = client
        self.cache = cache

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """Distances and driving times by road.

        Raises:
            TravelProviderFailed: a place has no coordinates, or the engine fails.
        """
        lat, lon = coordinates(places)
        points = [Coordinate(lat=y, lon=x) for y, x in zip(lat.tolist(), lon.tolist(), strict=True)]
        identity = self.client.identity()
        snapped = self.snap(points)
        reached = [i for i, off_m in enumerate(snapped) if off_m is not None]
        shape = (len(points), len(points))
        distance_m = np.full(shape, UNREACHABLE, dtype=np.int64)
        duration_s = np.full(shape, UNREACHABLE, dtype=np.int64)
        for rows in chunks(reached):
            for columns in chunks(reached):
                block = self.block(identity, points, rows, columns)
                write(distance_m, rows, columns, block.distance_m)
                write(duration_s, rows, columns, block.duration_s)
        np.fill_diagonal(distance_m, 0)
        np.fill_diagonal(duration_s, 0)
        return TravelMatrix(
            place_ids=tuple(place.id for place in places),
            distance_m=distance_m,
            duration_s=duration_s,
            provider=identity,
            findings=tuple(point_findings(places, snapped, duration_s)),
        )

    def path(self, origin: Place, destination: Place) -> tuple[Coordinate, ...]:
        """The road between two places; empty where none joins them.

        Raises:
            TravelProviderFailed: a place has no coordinates, or the engine fails.
        """
        lat, lon = coordinates([origin, destination])
        ends = [Coordinate(lat=y, lon=x) for y, x in zip(lat.tolist(), lon.tolist(), strict=True)]
        return self.client.path(ends[0], ends[1])

    def snap(self, points: Sequence[Coordinate]) -> list[int | None]:
        """Metres from each point to its road."""
        return [
            off_m
            for rows in chunks(range(len(points)))
            for off_m in self.client.snap_m([points[i] for i in rows])
        ]

    def block(
        self,
        identity: str,
        points: Sequence[Coordinate],
        rows: Sequence[int],
        columns: Sequence[int],
    ) -> Block:
        """One block, from the cache where it is there.

        Raises:
            TravelProviderFailed: the engine fails, or answers with another number of cells.
        """
        sources, targets = [points[i] for i in rows], [points[j] for j in columns]
        key = "" if self.cache is None else self.cache.key(identity, sources, targets)
        stored = None if self.cache is None else self.cache.find(key)
        block = stored or self.client.block(sources, targets)
        for cells in (block.distance_m, block.duration_s):
            if len(cells) != len(rows) or any(len(row) != len(columns) for row in cells):
                raise TravelProviderFailed(f"{identity}: a table of the wrong size")
        if self.cache is not None and stored is None:
            self.cache.keep(key, block)
        return block


def chunks(numbers: Sequence[int]) -> list[Sequence[int]]:
    """Consecutive parts of at most ``BLOCK``."""
    return [numbers[first : first + BLOCK] for first in range(0, len(numbers), BLOCK)]


def write(
    array: NDArray[np.int64],
    rows: Sequence[int],
    columns: Sequence[int],
    cells: Sequence[Sequence[int | None]],
) -> None:
    """Put a block's cells where they belong; None becomes ``UNREACHABLE``."""
    whole = [[UNREACHABLE if cell is None else cell for cell in row] for row in cells]
    array[np.ix_(rows, columns)] = np.array(whole, dtype=np.int64)


def point_findings(
    places: Sequence[Place], snapped: Sequence[int | None], duration_s: NDArray[np.int64]
) -> list[Finding]:
    """What is to be said of points without a road, far from one, or cut off one way or both."""
    findings: list[Finding] = []
    barred = duration_s >= UNREACHABLE
    cut_off = np.maximum(barred.sum(axis=0), barred.sum(axis=1)) == len(places) - 1
    for index, (place, off_m) in enumerate(zip(places, snapped, strict=True)):
        pointer = f"/places/{index}"
        if off_m is None:
            findings.append(words.no_road(place, pointer=pointer))
        elif off_m > FAR_M:
            findings.append(words.far_from_road(place, off_m, FAR_M, pointer=pointer))
        elif len(places) > 1 and cut_off[index]:
            findings.append(words.cut_off(place, pointer=pointer))
    return findings
