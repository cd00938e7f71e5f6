"""Road engines over HTTP: in blocks, again when busy, from the cache, and honest when down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from routing.artefacts.travel_matrix import UNREACHABLE
from routing.errors import TravelProviderFailed
from routing.model.base import Coordinate
from routing.model.places import Place, PlaceKind
from routing.model.travel import Pair, ProviderName, TravelChoice
from routing.travel import choose_provider
from routing.travel.block_cache import BlockCache
from routing.travel.engine_settings import RoadEngines, road_engines_from
from routing.travel.fallback import FallbackTravel
from routing.travel.matrix_memory import RememberedTravel
from routing.travel.osrm import OsrmClient
from routing.travel.road_client import RoadClient
from routing.travel.road_engine import RoadEngineTravel
from routing.travel.transport import ATTEMPTS, Transport
from routing.travel.valhalla import InProcess, ValhallaClient
from tests.unit.travel.road_server import Behaviour, road_server

Server = tuple[str, Behaviour]
MANY = 120


def place(pid: str, lat: float, lon: float) -> Place:
    return Place(id=pid, name=pid, kind=PlaceKind.VILLAGE, lat=lat, lon=lon)


MAINLAND = (place("a", 27.0, 104.0), place("b", 27.5, 104.0), place("c", 23.0, 113.0))
AT_SEA, ON_ISLAND, OFF_ROAD = (
    place("sea", 19.0, 112.0),
    place("island", 25.0, 121.0),
    place("field", 21.0, 110.0),
)


@pytest.fixture
def server() -> Iterator[Server]:
    with road_server() as running:
        yield running


def client(kind: str, server: Server, waits: list[float] | None = None) -> RoadClient:
    transport = Transport(server[0], wait=(waits if waits is not None else []).append)
    return OsrmClient(transport) if kind == "osrm" else ValhallaClient(transport)


both = pytest.mark.parametrize("kind", ["osrm", "valhalla"])


@both
def test_distances_and_times_are_the_engine_s(kind: str, server: Server) -> None:
    matrix = RoadEngineTravel(client(kind, server)).matrix(MAINLAND)
    assert matrix.get_distance_m("a", "b") == 50_000
    assert matrix.get_duration_s("a", "b") == 3_000
    assert matrix.get_distance_m("a", "c") == 1_300_000
    assert matrix.distance_m.diagonal().tolist() == [0, 0, 0]
    assert matrix.findings == ()
    assert kind in matrix.provider


@both
def test_many_places_are_asked_for_in_blocks(kind: str, server: Server) -> None:
    many = [place(str(i), 22 + i / 100, 104 + i % 7) for i in range(MANY)]
    matrix = RoadEngineTravel(client(kind, server)).matrix(many)
    tables = [path for path in server[1].asked if "table" in path or "targets" in path]
    assert len(tables) == 9
    assert matrix.get_distance_m("3", "117") == round(100_000 * (1.14 + abs(3 % 7 - 117 % 7)))


@both
def test_points_without_road_are_named_and_the_rest_is_had(kind: str, server: Server) -> None:
    places = (*MAINLAND, AT_SEA, ON_ISLAND, OFF_ROAD)
    matrix = RoadEngineTravel(client(kind, server)).matrix(places)
    assert [(f.code, f.subject, f.pointer) for f in matrix.findings] == [
        ("NO_ROAD_NEAR", "sea", "/places/3"),
        ("CUT_OFF", "island", "/places/4"),
        ("FAR_FROM_ROAD", "field", "/places/5"),
    ]
    assert matrix.findings[2].measured == pytest.approx("5000 m") or kind == "valhalla"
    assert matrix.get_duration_s("a", "sea") == UNREACHABLE
    assert matrix.get_distance_m("island", "a") == UNREACHABLE
    assert matrix.get_distance_m("sea", "sea") == 0
    assert matrix.get_distance_m("a", "b") == 50_000


@both
def test_a_busy_engine_is_asked_again_and_later(kind: str, server: Server) -> None:
    waits: list[float] = []
    server[1].busy = [503, 429]
    matrix = RoadEngineTravel(client(kind, server, waits)).matrix(MAINLAND)
    assert matrix.get_distance_m("a", "b") == 50_000
    assert waits == [0.5, 1.0]


@both
def test_an_engine_that_stays_busy_fails_in_its_own_words(kind: str, server: Server) -> None:
    server[1].busy = [503] * 50
    with pytest.raises(TravelProviderFailed, match="503"):
        RoadEngineTravel(client(kind, server)).matrix(MAINLAND)
    assert len(server[1].asked) == ATTEMPTS


@both
def test_an_engine_that_is_down_fails_with_its_address(kind: str) -> None:
    nowhere = ("http://127.0.0.1:9", Behaviour())
    with pytest.raises(TravelProviderFailed, match=r"127\.0\.0\.1:9"):
        RoadEngineTravel(client(kind, nowhere)).matrix(MAINLAND)


@both
def test_nonsense_is_no_answer(kind: str, server: Server) -> None:
    server[1].nonsense = True
    with pytest.raises(TravelProviderFailed, match="without JSON"):
        RoadEngineTravel(client(kind, server)).matrix(MAINLAND)


def test_a_table_of_the_wrong_size_is_no_answer(server: Server) -> None:
    server[1].short_rows = True
    with pytest.raises(TravelProviderFailed, match="wrong size"):
        RoadEngineTravel(client("osrm", server)).matrix(MAINLAND)


def test_a_refusal_is_told_in_the_engine_s_words(server: Server) -> None:
    wrong = ValhallaClient(Transport(server[0]), costing="sledge")
    with pytest.raises(TravelProviderFailed, match="No costing method found"):
        RoadEngineTravel(wrong).matrix(MAINLAND)


@both
def test_what_was_answered_once_is_not_asked_again(
    kind: str, server: Server, tmp_path: Path
) -> None:
    cache = BlockCache(tmp_path / "tables")
    first = RoadEngineTravel(client(kind, server), cache=cache).matrix(MAINLAND)
    server[1].asked.clear()
    again = RoadEngineTravel(client(kind, server), cache=cache).matrix(MAINLAND)
    assert (first.distance_m == again.distance_m).all()
    assert (first.duration_s == again.duration_s).all()
    assert not any("table" in path or "targets" in path for path in server[1].asked)


def test_another_map_is_asked_anew(server: Server, tmp_path: Path) -> None:
    cache = BlockCache(tmp_path)
    for version in ("spring", "autumn"):
        engine = OsrmClient(Transport(server[0]), map_version=version)
        RoadEngineTravel(engine, cache=cache).matrix(MAINLAND)
    assert sum("table" in path for path in server[1].asked) == 2


def test_a_broken_cache_file_is_asked_anew(server: Server, tmp_path: Path) -> None:
    cache = BlockCache(tmp_path)
    RoadEngineTravel(client("osrm", server), cache=cache).matrix(MAINLAND)
    for file in tmp_path.iterdir():
        file.write_text("{", "utf-8")
    matrix = RoadEngineTravel(client("osrm", server), cache=cache).matrix(MAINLAND)
    assert matrix.get_distance_m("a", "b") == 50_000


def test_a_folder_that_cannot_be_written_only_costs_the_cache(
    server: Server, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    cache = BlockCache(tmp_path / "file" / "tables")
    matrix = RoadEngineTravel(client("osrm", server), cache=cache).matrix(MAINLAND)
    assert matrix.get_distance_m("a", "b") == 50_000


def test_the_road_itself_is_had_for_the_map(server: Server) -> None:
    engine = RoadEngineTravel(client("osrm", server))
    assert engine.path(MAINLAND[0], MAINLAND[1]) == (
        Coordinate(lat=27.0, lon=104.0),
        Coordinate(lat=27.25, lon=104.0),
        Coordinate(lat=27.5, lon=104.0),
    )
    assert engine.path(MAINLAND[0], ON_ISLAND) == ()


def test_a_scenario_chooses_the_engine_that_the_settings_name(server: Server, root: Path) -> None:
    pair = Pair.model_validate({"from": "a", "to": "b", "distance_m": 1, "duration_s": 1})
    for name in (ProviderName.OSRM, ProviderName.VALHALLA):
        settings = RoadEngines(osrm_url=server[0], valhalla_url=server[0])
        choice = TravelChoice(provider=name, pairs=(pair,))
        provider = choose_provider(choice, reference=root / "data/reference", engines=settings)
        matrix = provider.matrix(MAINLAND)
        assert matrix.get_distance_m("a", "b") == 1
        assert matrix.get_distance_m("a", "c") == 1_300_000


def test_there_is_no_fallback_unless_asked_for(root: Path) -> None:
    choice = TravelChoice(provider=ProviderName.OSRM)
    plain, asked = (
        choose_provider(
            choice,
            reference=root / "data/reference",
            engines=RoadEngines(osrm_url="http://127.0.0.1:9", falls_back=falls_back),
        )
        for falls_back in (False, True)
    )
    assert isinstance(plain, RememberedTravel)
    assert isinstance(plain.provider, RoadEngineTravel)
    assert isinstance(asked, FallbackTravel)


def test_a_fallback_says_why_it_was_used(root: Path) -> None:
    down = RoadEngineTravel(client("valhalla", ("http://127.0.0.1:9", Behaviour())))
    embedded = choose_provider(TravelChoice(), reference=root / "data/reference")
    matrix = FallbackTravel(down, otherwise=embedded).matrix(MAINLAND)
    assert "great_circle" in matrix.provider
    assert "fallback, because: road engine at http://127.0.0.1:9" in matrix.provider


def test_a_fallback_is_not_used_while_the_engine_answers(server: Server, root: Path) -> None:
    embedded = choose_provider(TravelChoice(), reference=root / "data/reference")
    engine = RoadEngineTravel(client("osrm", server))
    matrix = FallbackTravel(engine, otherwise=embedded).matrix(MAINLAND)
    assert matrix.get_distance_m("a", "b") == 50_000
    assert "fallback" not in matrix.provider


def test_settings_are_read_from_the_environment() -> None:
    environ = {
        "ZHIDA_OSRM_URL": "http://osrm:5000/",
        "ZHIDA_VALHALLA_CONFIG": "/etc/valhalla.json",
        "ZHIDA_TRAVEL_CACHE": "/var/cache/zhida",
        "ZHIDA_TRAVEL_FALLBACK": "1",
        "ZHIDA_MAP_VERSION": "2026-11",
    }
    assert road_engines_from(environ) == RoadEngines(
        osrm_url="http://osrm:5000",
        valhalla_config=Path("/etc/valhalla.json"),
        cache=Path("/var/cache/zhida"),
        falls_back=True,
        map_version="2026-11",
    )
    assert road_engines_from({}) == RoadEngines()


def test_an_engine_in_process_that_cannot_start_is_a_failed_provider(tmp_path: Path) -> None:
    with pytest.raises(TravelProviderFailed, match="in process"):
        InProcess(tmp_path / "none.json")
