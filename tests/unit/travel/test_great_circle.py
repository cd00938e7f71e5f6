"""The embedded model: its formula, its behaviour over short hops, its symmetry."""

from __future__ import annotations

import math
import tracemalloc
from itertools import pairwise
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from routing.errors import TravelProviderFailed
from routing.model.places import Place, PlaceKind
from routing.travel.geodesic import geodesic_m
from routing.travel.great_circle import GreatCircleTravel
from routing.travel.skeleton import read_points, read_skeleton
from routing.travel.travel_model import TravelModel, read_travel_model

DAGUAN = (27.7516, 103.8892)
PLAIN = "travel_model_plain.json"
ALONG = ("520500", "520522", "520100", "522701", "522632", "450300", "451100", "440100", "442000")
"""Bijie, Qianxi, Guiyang, Duyun, Rongjiang, Guilin, Hezhou, Guangzhou, Zhongshan."""
ZHONGSHAN = (22.5176, 113.3926)


@pytest.fixture
def model(root: Path) -> TravelModel:
    return read_travel_model(root / "data/reference")


@pytest.fixture
def plain(root: Path) -> TravelModel:
    """The model that knows straight lines only."""
    reference = root / "data/reference"
    return read_travel_model(reference, refitted=reference / PLAIN)


@pytest.fixture
def along(root: Path, model: TravelModel) -> GreatCircleTravel:
    """The embedded model as plans use it, along the expressways."""
    return GreatCircleTravel(model, skeleton=read_skeleton(root / "data/reference"))


def place(pid: str, point: tuple[float, float], admin: str | None = None) -> Place:
    return Place(id=pid, name=pid, kind=PlaceKind.VILLAGE, lat=point[0], lon=point[1], admin=admin)


@pytest.fixture
def long_haul() -> list[Place]:
    return [
        place("daguan", DAGUAN, "云南省/昭通市/大关县"),
        place("zhongshan", ZHONGSHAN, "广东省/中山市/中山市"),
    ]


def test_a_long_haul_follows_the_expressways(
    root: Path, along: GreatCircleTravel, long_haul: list[Place]
) -> None:
    """Figures worked out by hand from the towns on the way and the reference's parameters."""
    points = read_points(root / "data/reference")
    towns = [points[code] for code in ALONG]
    sections_km = sum(geodesic_m(a, b) for a, b in pairwise(towns)) / 1_000
    ordinary_km = (geodesic_m(DAGUAN, towns[0]) + geodesic_m(towns[-1], ZHONGSHAN)) / 1_000
    way_km = 1.15 * ordinary_km + sections_km
    assert way_km == pytest.approx(1_170.1, abs=0.1)
    road_km = way_km * math.exp(0.35950692392245803 - 0.03361306611810715 * math.log(way_km))
    hours = 0.32 + road_km * (0.01313 + 0.00229 * (1.0 + 0.15) / 2)
    matrix = along.matrix(long_haul)
    assert matrix.get_distance_m("daguan", "zhongshan") == pytest.approx(road_km * 1_000, abs=50)
    assert matrix.get_duration_s("daguan", "zhongshan") == pytest.approx(hours * 3_600, abs=3)
    assert 19 * 3_600 < matrix.get_duration_s("daguan", "zhongshan") < 21 * 3_600


def test_without_expressways_a_long_haul_follows_the_straight_line(
    plain: TravelModel, along: GreatCircleTravel, long_haul: list[Place]
) -> None:
    """The plain model pays no heed to a skeleton: on it every straight km counts once."""
    matrix = GreatCircleTravel(plain, skeleton=along.skeleton).matrix(long_haul)
    geo_km = geodesic_m(DAGUAN, ZHONGSHAN) / 1_000
    road_km = geo_km * math.exp(0.3908975221832139 - 0.029034043948763025 * math.log(geo_km))
    hours = 0.32 + road_km * (0.01313 + 0.00229 * (1.0 + 0.15) / 2)
    assert matrix.get_distance_m("daguan", "zhongshan") == pytest.approx(road_km * 1_000, abs=30)
    assert matrix.get_duration_s("daguan", "zhongshan") == pytest.approx(hours * 3_600, abs=3)
    assert 19 * 3_600 < matrix.get_duration_s("daguan", "zhongshan") < 21 * 3_600


def test_the_same_point_is_no_drive(along: GreatCircleTravel) -> None:
    matrix = along.matrix([place("a", DAGUAN), place("b", DAGUAN)])
    assert matrix.distance_m.tolist() == [[0, 0], [0, 0]]
    assert matrix.duration_s.tolist() == [[0, 0], [0, 0]]


def test_a_hop_inside_a_town_takes_minutes_and_not_the_offset(along: GreatCircleTravel) -> None:
    hop = (DAGUAN[0] + 0.018, DAGUAN[1])
    matrix = along.matrix([place("a", DAGUAN), place("b", hop)])
    assert 2_500 < matrix.get_distance_m("a", "b") < 3_200
    assert 5 * 60 < matrix.get_duration_s("a", "b") < 7 * 60


def test_a_longer_way_never_takes_less_and_detours_never_pay(model: TravelModel) -> None:
    """Length and time are increasing and concave from zero, so that via points cost time."""
    geo_km = np.linspace(0.01, 3_000, 20_001)
    road_km = geo_km * model.circuity.factor(geo_km)
    hours = model.driving.hours(road_km, mountain=np.full_like(road_km, 0.4))
    for curve in (road_km, hours):
        assert (np.diff(curve) > 0).all()
        assert (np.diff(curve / geo_km) <= 1e-12).all()


def test_every_calibration_pair_lies_beyond_the_local_roads(model: TravelModel) -> None:
    """The pace of local roads must not touch what was measured."""
    for mountain in (0.0, 1.0):
        road_km = np.array([30.0, 62.0, 2_280.0])
        fitted = 0.32 + road_km * (0.01313 + 0.00229 * mountain)
        assert model.driving.hours(road_km, mountain=np.array(mountain)) == pytest.approx(fitted)


def test_the_matrix_is_symmetric_and_cannot_be_written_to(along: GreatCircleTravel) -> None:
    rng = np.random.default_rng(7)
    ends = [place(str(i), (rng.uniform(22, 30), rng.uniform(98, 121))) for i in range(300)]
    matrix = along.matrix(ends)
    assert (matrix.distance_m == matrix.distance_m.T).all()
    assert (matrix.duration_s == matrix.duration_s.T).all()
    with pytest.raises(ValueError, match="read-only"):
        matrix.distance_m[0, 0] = 1


def test_the_order_of_places_does_not_change_a_pair(along: GreatCircleTravel) -> None:
    ends = [place("a", DAGUAN), place("b", ZHONGSHAN), place("c", (26.6, 106.6))]
    there, back = (along.matrix(x) for x in (ends, ends[::-1]))
    assert there.get_distance_m("a", "c") == back.get_distance_m("a", "c")
    assert there.get_duration_s("b", "a") == back.get_duration_s("b", "a")


def test_it_says_its_model_and_its_error(plain: TravelModel, along: GreatCircleTravel) -> None:
    matrix = along.matrix([place("a", DAGUAN)])
    assert "great_circle" in matrix.provider
    assert "0.3595 -0.0336" in matrix.provider
    assert "expressways and ×1.15 elsewhere" in matrix.provider
    assert matrix.mean_error == along.model.mean_error == 0.074
    straight = GreatCircleTravel(plain).matrix([place("a", DAGUAN)])
    assert "0.3909 -0.0290" in straight.provider
    assert "expressways" not in straight.provider
    assert straight.mean_error == 0.078


def test_a_place_without_a_point_is_named(model: TravelModel) -> None:
    lost = Place(id="nowhere", name="x", kind=PlaceKind.VILLAGE)
    with pytest.raises(TravelProviderFailed, match="nowhere"):
        GreatCircleTravel(model).matrix([place("a", DAGUAN), lost])


def test_an_unreadable_model_is_a_failed_provider(tmp_path: Path) -> None:
    with pytest.raises(TravelProviderFailed, match="travel_model"):
        read_travel_model(tmp_path)
    (tmp_path / "travel_model.json").write_text("{}", "utf-8")
    with pytest.raises(TravelProviderFailed, match="travel_model"):
        read_travel_model(tmp_path)


def test_two_thousand_places_take_two_seconds_at_most(along: GreatCircleTravel) -> None:
    rng = np.random.default_rng(1)
    ends = [place(str(i), (rng.uniform(22, 30), rng.uniform(98, 121))) for i in range(2_000)]
    began = process_time()
    along.matrix(ends)
    assert process_time() - began < 2


def test_two_thousand_places_fit_into_two_hundred_megabytes(along: GreatCircleTravel) -> None:
    rng = np.random.default_rng(1)
    ends = [place(str(i), (rng.uniform(22, 30), rng.uniform(98, 121))) for i in range(2_000)]
    tracemalloc.start()
    matrix = along.matrix(ends)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert matrix.distance_m.shape == (2_000, 2_000)
    assert peak < 200_000_000
