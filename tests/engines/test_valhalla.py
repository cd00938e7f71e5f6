"""The Valhalla adapter against a real Valhalla on real roads."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from routing.artefacts.travel_matrix import UNREACHABLE, TravelMatrix
from routing.model.places import Place, PlaceKind
from routing.model.travel import ProviderName, TravelChoice
from routing.travel import choose_provider
from routing.travel.block_cache import BlockCache
from routing.travel.engine_settings import RoadEngines
from routing.travel.geodesic import geodesic_m
from routing.travel.road_engine import RoadEngineTravel
from routing.travel.transport import Transport
from routing.travel.valhalla import ValhallaClient
from tests.engines.conftest import Engine

SOUTH, NORTH, WEST, EAST = 60.166, 60.178, 24.9365, 24.952
FURTHEST_SNAP_M = 130


def place(pid: str, lat: float, lon: float) -> Place:
    return Place(id=pid, name=pid, kind=PlaceKind.VILLAGE, lat=lat, lon=lon)


def grid(rows: int, columns: int) -> list[Place]:
    """Places spread over the middle of Helsinki."""
    return [
        place(f"{i}-{j}", lat, lon)
        for i, lat in enumerate(np.linspace(SOUTH, NORTH, rows).tolist())
        for j, lon in enumerate(np.linspace(WEST, EAST, columns).tolist())
    ]


@pytest.fixture(scope="module")
def travel(engine: Engine) -> RoadEngineTravel:
    return RoadEngineTravel(ValhallaClient(Transport(engine.url)))


@pytest.fixture(scope="module")
def matrix(travel: RoadEngineTravel) -> TravelMatrix:
    """66 places: four blocks."""
    return travel.matrix(grid(6, 11))


def test_roads_are_no_shorter_than_straight_lines(matrix: TravelMatrix) -> None:
    places = grid(6, 11)
    joined = matrix.distance_m < UNREACHABLE
    straight = np.array(
        [
            [geodesic_m((a.lat or 0, a.lon or 0), (b.lat or 0, b.lon or 0)) for b in places]
            for a in places
        ]
    )
    assert joined.mean() > 0.8  # coaches may not enter every street at the extract's edge
    assert (matrix.distance_m[joined] >= straight[joined] - 2 * FURTHEST_SNAP_M).all()
    assert 1.1 < matrix.distance_m[joined].sum() / straight[joined].sum() < 2.5


def test_speeds_are_those_of_a_town(matrix: TravelMatrix) -> None:
    joined = (matrix.distance_m < UNREACHABLE) & (matrix.distance_m > 500)
    speed_kmh = 3.6 * matrix.distance_m[joined].sum() / matrix.duration_s[joined].sum()
    assert 10 < speed_kmh < 50


def test_one_way_streets_make_the_matrix_directed(matrix: TravelMatrix) -> None:
    assert (matrix.distance_m != matrix.distance_m.T).any()


def test_the_blocks_of_a_matrix_agree_with_single_questions(
    travel: RoadEngineTravel, matrix: TravelMatrix
) -> None:
    places = grid(6, 11)
    for i, j in ((0, 65), (3, 52), (60, 12), (49, 50)):
        pair = travel.matrix([places[i], places[j]])
        assert pair.distance_m[0, 1] == pytest.approx(matrix.distance_m[i, j], rel=0.02, abs=20)
        assert pair.duration_s[0, 1] == pytest.approx(matrix.duration_s[i, j], rel=0.05, abs=10)


def test_a_drawn_road_is_as_long_as_the_matrix_says(
    travel: RoadEngineTravel, matrix: TravelMatrix
) -> None:
    """To a tenth: Valhalla looks for single ways and for matrices by different searches."""
    places = grid(6, 11)
    road = travel.path(places[0], places[65])
    steps = pairwise(road)
    length_m = sum(geodesic_m((a.lat, a.lon), (b.lat, b.lon)) for a, b in steps)
    assert length_m == pytest.approx(matrix.distance_m[0, 65], rel=0.1)
    ends = (places[0].lat or 0, places[0].lon or 0)
    assert geodesic_m(ends, (road[0].lat, road[0].lon)) < FURTHEST_SNAP_M


def test_points_at_sea_and_abroad_are_named(travel: RoadEngineTravel) -> None:
    places = [*grid(2, 2), place("sea", 60.10, 24.94), place("monaco", 43.73, 7.42)]
    found = {f.subject: f.code for f in travel.matrix(places).findings}
    assert found["sea"] == "FAR_FROM_ROAD"
    assert found["monaco"] == "NO_ROAD_NEAR"
    assert travel.matrix(places).get_distance_m("0-0", "monaco") == UNREACHABLE


def test_a_second_plan_finds_the_tables_on_disk(engine: Engine, tmp_path: Path) -> None:
    client = ValhallaClient(Transport(engine.url))
    cache = BlockCache(tmp_path)
    first = RoadEngineTravel(client, cache=cache).matrix(grid(2, 3))
    assert len(list(tmp_path.iterdir())) == 1
    again = RoadEngineTravel(client, cache=cache).matrix(grid(2, 3))
    assert (first.duration_s == again.duration_s).all()
    assert "3.5.1" in first.provider


def test_a_scenario_chooses_it_by_its_settings(engine: Engine, root: Path) -> None:
    provider = choose_provider(
        TravelChoice(provider=ProviderName.VALHALLA),
        reference=root / "data/reference",
        engines=RoadEngines(valhalla_url=engine.url),
    )
    assert provider.matrix(grid(2, 2)).provider.startswith("valhalla bus")


IN_PROCESS = """
import json, sys
from pathlib import Path
from tests.engines.test_valhalla import grid
from routing.model.travel import ProviderName, TravelChoice
from routing.travel import choose_provider
from routing.travel.engine_settings import RoadEngines
engines = RoadEngines(valhalla_config=Path(sys.argv[1]))
choice = TravelChoice(provider=ProviderName.VALHALLA)
provider = choose_provider(choice, reference=Path("data/reference"), engines=engines)
matrix = provider.matrix(grid(2, 3))
print(json.dumps([matrix.distance_m.tolist(), matrix.duration_s.tolist()]))
"""


def test_the_engine_in_process_says_the_same(
    engine: Engine, travel: RoadEngineTravel, root: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_PROCESS, str(engine.config)],
        env={"PYTHONPATH": f"{engine.packages}:{root}"},
        cwd=root,
        check=True,
        capture_output=True,
        timeout=60,
    )
    distances, durations = json.loads(done.stdout.splitlines()[-1])
    over_http = travel.matrix(grid(2, 3))
    assert distances == over_http.distance_m.tolist()
    assert durations == over_http.duration_s.tolist()
