"""The expressways as straight sections between towns, and the cheapest way along them.

A straight line knows no bay, no gorge and no missing road. Between two towns on an expressway the
line is a fair guess; elsewhere a road is more crooked. The skeleton therefore measures a way in
**skeleton km**: straight kilometres along the sections, and on ordinary roads straight kilometres
times a factor. Every way through the towns is allowed, so that the cheapest ways are a metric: a
place on the way never makes it shorter, and neighbours are about as far from anywhere as each
other.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from routing.errors import TravelProviderFailed
from routing.travel.geodesic import geodesic_m, geodesic_rows_m

SECTIONS_FILE = "expressways.csv"
TOWNS_FILE = "divisions.csv"
KEPT_DECIMALS = 6
"""Millimetres: the sum of a way's parts must not depend on its direction."""
ROWS_IN_CACHE = 16
"""Origins weighed at a time: so many rows of 2,000 destinations stay in a core's own cache."""

Kilometres = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """How some points get to the towns, in skeleton km; both arrays of shape (towns, points).

    Attributes:
        straight_km: by an ordinary road straight there.
        cheapest_km: by whatever way is cheapest, through other towns too.
    """

    straight_km: Kilometres
    cheapest_km: Kilometres

    def of(self, points: slice) -> Reach:
        """The reach of some of the points."""
        return Reach(self.straight_km[:, points], self.cheapest_km[:, points])


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """The cheapest ways from town to town at one worth of ordinary roads, shape (towns, towns).

    Attributes:
        skeleton_km: what they count.
        off_km: their straight km off the sections.
    """

    skeleton_km: Kilometres
    off_km: Kilometres


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Towns on expressways.

    Attributes:
        lat, lon: the towns' points, WGS-84.
        sections_km: straight km of the sections, infinite where two towns have none between
            them. Shape (towns, towns).
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    sections_km: Kilometres

    def reach(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64], *, ordinary: float
    ) -> Reach:
        """The ways from points to all towns when ordinary roads count ``ordinary`` times."""
        between_km = find_between(self, ordinary).skeleton_km
        straight_km = ordinary * self.straight_km(lat, lon)
        ways = [np.min(straight_km + row[:, None], axis=0) for row in between_km]
        return Reach(straight_km, np.array(ways))

    def straight_km(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Kilometres:
        """Straight lines from the towns to points, shape (towns, points)."""
        both = np.concatenate([self.lat, lat]), np.concatenate([self.lon, lon])
        towns = slice(0, len(self.lat))
        lines: Kilometres = geodesic_rows_m(*both, rows=towns)[:, len(self.lat) :] / 1_000
        return lines

    def options(
        self,
        origin: tuple[float, float],
        destination: tuple[float, float],
        *,
        ordinaries: tuple[float, ...],
    ) -> tuple[tuple[float, float], ...]:
        """The straight line, and the cheapest way through towns at each worth of ordinary roads.

        Returns:
            Straight km off the sections and along them; fit and matrix weigh them alike.
        """
        lat, lon = np.array([origin[0], destination[0]]), np.array([origin[1], destination[1]])
        to_first, to_last = self.straight_km(lat, lon).T
        found = [(geodesic_m(origin, destination) / 1_000, 0.0)]
        for ordinary in ordinaries:
            between = find_between(self, ordinary)
            off_km = to_first[:, None] + between.off_km + to_last[None, :]
            along_km = between.skeleton_km - ordinary * between.off_km
            best = np.unravel_index(np.argmin(ordinary * off_km + along_km), off_km.shape)
            found.append((float(off_km[best]), float(along_km[best])))
        return tuple(dict.fromkeys(found))


def weigh_ways(
    direct_km: Kilometres, origins: Reach, destinations: Reach, *, ordinary: float
) -> Kilometres:
    """Skeleton km of the cheapest way between all pairs, straight across included.

    Args:
        direct_km: straight lines, shape (origins, destinations).
        origins: their ways to the towns.
        destinations: likewise; a town that is cheaper reached through another is never left last.
        ordinary: how much a straight km counts off the sections.
    """
    best = ordinary * direct_km
    last = np.flatnonzero((destinations.straight_km <= destinations.cheapest_km).any(axis=1))
    for first in range(0, len(best), ROWS_IN_CACHE):
        rows = best[first : first + ROWS_IN_CACHE]
        to_town = origins.cheapest_km[:, first : first + ROWS_IN_CACHE, None]
        way = np.empty_like(rows)
        for town in last:
            np.add(to_town[town], destinations.straight_km[town], out=way)
            np.minimum(rows, way, out=rows)
    return np.round(best, KEPT_DECIMALS)


@lru_cache(maxsize=16)
def find_between(skeleton: Skeleton, ordinary: float) -> Between:
    """The cheapest ways between towns along sections and ordinary roads (Floyd and Warshall)."""
    straight_km = skeleton.straight_km(skeleton.lat, skeleton.lon)
    km = np.minimum(skeleton.sections_km, ordinary * straight_km)
    off_km = np.where(km < skeleton.sections_km, straight_km, 0.0)
    for through in range(len(km)):
        way_km = km[:, through, None] + km[through]
        shorter = way_km < km
        off_km = np.where(shorter, off_km[:, through, None] + off_km[through], off_km)
        km = np.where(shorter, way_km, km)
    return Between(km, off_km)


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
    towns = sorted({town for section in sections for town in section})
    number = {town: at for at, town in enumerate(towns)}
    sections_km = np.full((len(towns), len(towns)), np.inf)
    np.fill_diagonal(sections_km, 0.0)
    for first, last in sections:
        ends = number[first], number[last]
        sections_km[ends] = sections_km[ends[::-1]] = (
            geodesic_m(points[first], points[last]) / 1_000
        )
    return Skeleton(
        lat=np.array([points[town][0] for town in towns]),
        lon=np.array([points[town][1] for town in towns]),
        sections_km=sections_km,
    )
