"""The expressways as straight sections between towns, and the cheapest way along them.

A straight line knows no bay, no gorge and no missing road. Between two towns on an expressway the
line is a fair guess; elsewhere a road is more crooked. The skeleton therefore measures a way in
**skeleton km**: straight kilometres along the sections, and on ordinary roads straight kilometres
times a factor, from one end to a town near it, along the network, and from a town to the other end.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from routing.errors import TravelProviderFailed
from routing.travel.geodesic import ROWS_AT_ONCE, geodesic_m, geodesic_rows_m

SECTIONS_FILE = "expressways.csv"
TOWNS_FILE = "divisions.csv"
ENTRIES = 6
"""So many of the nearest towns are tried at each end; three to twenty fit the roads alike."""
KEPT_DECIMALS = 6
"""Millimetres: the sum of a way's parts must not depend on its direction."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Towns of the skeleton near each of some points, both arrays of shape (points, entries)."""

    town: NDArray[np.intp]
    straight_km: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Towns on expressways.

    Attributes:
        lat, lon: the towns' points, WGS-84.
        between_km: straight km along the sections from town to town; infinite where there is no
            way. Shape (towns, towns).
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    between_km: NDArray[np.float64]

    def find_entries(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Entries:
        """The towns nearest to the points, ties by their order."""
        blocks = [slice(at, at + ROWS_AT_ONCE) for at in range(0, len(lat), ROWS_AT_ONCE)]
        towns, lengths = zip(*(self._nearest(lat[b], lon[b]) for b in blocks), strict=True)
        return Entries(town=np.concatenate(towns), straight_km=np.concatenate(lengths))

    def _nearest(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        both = np.concatenate([lat, self.lat]), np.concatenate([lon, self.lon])
        here = slice(0, len(lat))
        straight_km = geodesic_rows_m(*both, rows=here)[:, len(lat) :] / 1_000
        town = np.argsort(straight_km, axis=1, kind="stable")[:, :ENTRIES]
        return town, np.take_along_axis(straight_km, town, axis=1)

    def ways_km(
        self,
        direct_km: NDArray[np.float64],
        origins: Entries,
        destinations: Entries,
        *,
        ordinary: float,
    ) -> NDArray[np.float64]:
        """Skeleton km of the cheapest way between all pairs, straight across included.

        Args:
            direct_km: straight lines, shape (origins, destinations).
            origins: where the skeleton can be entered.
            destinations: where it can be left.
            ordinary: how much a straight km counts off the sections.
        """
        best = ordinary * direct_km
        ways = zip(origins.town.T, origins.straight_km.T, strict=True)
        reached = np.full((len(direct_km), len(self.lat)), np.inf)
        for town, straight_km in ways:
            through = ordinary * straight_km[:, None] + self.between_km[town]
            np.minimum(reached, through, out=reached)
        for town, straight_km in zip(destinations.town.T, destinations.straight_km.T, strict=True):
            np.minimum(best, reached[:, town] + ordinary * straight_km[None, :], out=best)
        return np.round(best, KEPT_DECIMALS)

    def options(
        self, origin: tuple[float, float], destination: tuple[float, float]
    ) -> tuple[tuple[float, float], ...]:
        """All ways tried between two points, as straight km off the sections and along them."""
        ends = (origin, destination)
        lat, lon = np.array([end[0] for end in ends]), np.array([end[1] for end in ends])
        entries = self.find_entries(lat, lon)
        found = [(geodesic_m(origin, destination) / 1_000, 0.0)]
        for first, first_km in zip(entries.town[0], entries.straight_km[0], strict=True):
            for last, last_km in zip(entries.town[1], entries.straight_km[1], strict=True):
                along_km = float(self.between_km[first, last])
                found.append((float(first_km + last_km), along_km))
        return tuple(way for way in found if np.isfinite(way[1]))


@lru_cache(maxsize=4)
def read_skeleton(reference: Path) -> Skeleton:
    """The skeleton of the reference folder, read once a process.

    Raises:
        TravelProviderFailed: a file is absent or a section names a town without a point.
    """
    try:
        points = read_points(reference)
        with (reference / SECTIONS_FILE).open(encoding="utf-8", newline="") as file:
            sections = [(row["from_code"], row["to_code"]) for row in csv.DictReader(file)]
        return build_skeleton(sections, points)
    except (OSError, KeyError) as fault:
        raise TravelProviderFailed(f"expressways cannot be read: {fault}") from fault


def read_points(reference: Path) -> dict[str, tuple[float, float]]:
    """The divisions' seats by code.

    Raises:
        OSError: the file cannot be read.
    """
    with (reference / TOWNS_FILE).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lat"]]
    return {row["code"]: (float(row["lat"]), float(row["lon"])) for row in rows}


def build_skeleton(
    sections: list[tuple[str, str]], points: dict[str, tuple[float, float]]
) -> Skeleton:
    """The skeleton of sections between towns.

    Raises:
        KeyError: a town has no point.
    """
    graph: nx.Graph[str] = nx.Graph()
    for first, last in sections:
        graph.add_edge(first, last, km=geodesic_m(points[first], points[last]) / 1_000)
    towns = sorted(graph)
    number = {town: at for at, town in enumerate(towns)}
    between_km = np.full((len(towns), len(towns)), np.inf)
    for origin, lengths in nx.all_pairs_dijkstra_path_length(graph, weight="km"):
        for destination, km in lengths.items():
            between_km[number[origin], number[destination]] = km
    return Skeleton(
        lat=np.array([points[town][0] for town in towns]),
        lon=np.array([points[town][1] for town in towns]),
        between_km=np.minimum(between_km, between_km.T),
    )
