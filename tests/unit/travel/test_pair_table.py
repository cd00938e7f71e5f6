"""Pairs of a county override any model, direction by direction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from routing.artefacts.travel_matrix import UNREACHABLE, TravelMatrix
from routing.errors import TravelProviderFailed
from routing.model.base import Coordinate
from routing.model.places import Place, PlaceKind
from routing.model.travel import Pair, ProviderName, TravelChoice
from routing.travel import PairTable, choose_provider
from routing.travel.pair_table import NoTravel

PLACES = tuple(
    Place(id=pid, name=pid, kind=PlaceKind.VILLAGE, lat=lat, lon=lon)
    for pid, lat, lon in (("a", 27.7, 103.8), ("b", 27.3, 103.7), ("c", 22.5, 113.4))
)


def pair(origin: str, destination: str, distance_m: int, duration_s: int) -> Pair:
    return Pair.model_validate(
        {"from": origin, "to": destination, "distance_m": distance_m, "duration_s": duration_s}
    )


class DrawnRoads:
    """A provider with road geometry for each pair."""

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        size = len(places)
        line = (Coordinate(lat=1, lon=2),)
        return TravelMatrix(
            place_ids=tuple(p.id for p in places),
            distance_m=np.full((size, size), 5, dtype=np.int64),
            duration_s=np.full((size, size), 7, dtype=np.int64),
            provider="drawn",
            geometries={(i, j): line for i in range(size) for j in range(size)},
        )


def test_a_pair_overrides_its_own_direction_and_its_missing_reverse() -> None:
    matrix = PairTable([pair("a", "b", 69_000, 5_400)], over=NoTravel()).matrix(PLACES)
    assert matrix.get_distance_m("a", "b") == matrix.get_distance_m("b", "a") == 69_000
    assert matrix.get_duration_s("a", "b") == matrix.get_duration_s("b", "a") == 5_400


@pytest.mark.parametrize("turn", [1, -1])
def test_a_stated_reverse_keeps_its_own_values_in_either_order(turn: int) -> None:
    pairs = [pair("a", "b", 69_000, 5_400), pair("b", "a", 72_000, 4_000)][::turn]
    matrix = PairTable(pairs, over=NoTravel()).matrix(PLACES)
    assert matrix.get_distance_m("a", "b") == 69_000
    assert matrix.get_distance_m("b", "a") == 72_000


def test_other_pairs_stay_as_the_provider_said(root: Path) -> None:
    choice = TravelChoice(pairs=(pair("a", "b", 69_000, 5_400), pair("x", "a", 1, 1)))
    reference = root / "data/reference"
    bare = choose_provider(TravelChoice(), reference=reference).matrix(PLACES)
    matrix = choose_provider(choice, reference=reference).matrix(PLACES)
    assert bare.provider.startswith("great_circle")
    assert matrix.get_distance_m("a", "c") == bare.get_distance_m("a", "c")
    assert matrix.get_distance_m("a", "b") == 69_000 != bare.get_distance_m("a", "b")
    assert bare.provider in matrix.provider
    assert "2 directed pairs" in matrix.provider


def test_a_table_alone_joins_only_what_it_names(root: Path) -> None:
    choice = TravelChoice(provider=ProviderName.TABLE, pairs=(pair("a", "b", 69_000, 5_400),))
    matrix = choose_provider(choice, reference=root / "data/reference").matrix(PLACES)
    assert matrix.get_distance_m("a", "c") == UNREACHABLE
    assert matrix.get_duration_s("c", "b") == UNREACHABLE
    assert matrix.get_distance_m("c", "c") == 0


def test_geometry_of_an_overridden_pair_is_dropped() -> None:
    matrix = PairTable([pair("a", "b", 69_000, 5_400)], over=DrawnRoads()).matrix(PLACES)
    assert (0, 1) not in matrix.geometries
    assert (1, 0) not in matrix.geometries
    assert (0, 2) in matrix.geometries


def test_a_road_engine_without_an_address_fails_and_does_not_fall_back(root: Path) -> None:
    with pytest.raises(TravelProviderFailed, match="osrm"):
        choose_provider(TravelChoice(provider=ProviderName.OSRM), reference=root / "data/reference")
