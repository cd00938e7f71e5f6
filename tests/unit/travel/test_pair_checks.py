"""Pairs that can hardly be right are warned of, and no others."""

from __future__ import annotations

import pytest

from routing.model.findings import Severity
from routing.model.places import Place, PlaceKind
from routing.model.travel import Pair
from routing.travel import PairTable
from routing.travel.pair_checks import check_pairs
from routing.travel.pair_table import NoTravel


def place(pid: str, lat: float, lon: float, precision_m: int = 0) -> Place:
    return Place.model_validate(
        {
            "id": pid,
            "name": pid,
            "kind": PlaceKind.VILLAGE,
            "lat": lat,
            "lon": lon,
            "precision_m": precision_m,
        }
    )


# 111 km apart along a meridian.
A, B, C = place("a", 26.0, 104.0), place("b", 27.0, 104.0), place("c", 28.0, 104.0)


def pair(origin: str, destination: str, km: float, hours: float) -> Pair:
    return Pair.model_validate(
        {
            "from": origin,
            "to": destination,
            "distance_m": round(km * 1_000),
            "duration_s": round(hours * 3_600),
        }
    )


def codes(*pairs: Pair, places: tuple[Place, ...] = (A, B, C)) -> list[tuple[str, str]]:
    found = check_pairs(pairs, places)
    assert all(f.severity is Severity.WARNING for f in found)
    return [(f.code, f.pointer) for f in found]


def test_a_sound_table_is_passed_over_in_silence() -> None:
    sound = (pair("a", "b", 140, 2), pair("b", "c", 130, 2), pair("a", "c", 260, 4))
    assert codes(*sound, pair("b", "a", 150, 2.2)) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (pair("a", "b", 140, 1.0), "PAIR_PACE"),
        (pair("a", "b", 140, 40), "PAIR_PACE"),
        (pair("a", "b", 140, 0), "PAIR_PACE"),
        (pair("a", "b", 100, 2), "PAIR_TOO_SHORT"),
        (pair("a", "b", 500, 8), "PAIR_TOO_LONG"),
    ],
)
def test_an_impossible_pair_is_warned_of(wrong: Pair, code: str) -> None:
    assert codes(wrong) == [(code, "/travel/pairs/0")]


def test_metres_taken_for_kilometres_are_seen() -> None:
    assert ("PAIR_TOO_SHORT", "/travel/pairs/0") in codes(pair("a", "b", 0.14, 2))


def test_an_imprecise_point_is_granted_its_precision() -> None:
    far = place("a", 26.0, 104.0, precision_m=15_000)
    assert codes(pair("a", "b", 100, 2), places=(far, B)) == []


def test_a_way_much_longer_than_the_way_back_is_warned_of() -> None:
    assert codes(pair("a", "b", 240, 4), pair("b", "a", 140, 2)) == [
        ("PAIR_ASYMMETRIC", "/travel/pairs/0")
    ]


def test_a_detour_that_is_quicker_is_warned_of() -> None:
    table = (pair("a", "b", 140, 2), pair("b", "c", 130, 2), pair("a", "c", 260, 4.5))
    assert codes(*table) == [("PAIR_TRIANGLE", "/travel/pairs/2")]


def test_the_matrix_carries_the_warnings() -> None:
    table = PairTable([pair("a", "b", 140, 1.0)], over=NoTravel())
    assert [f.code for f in table.matrix((A, B)).findings] == ["PAIR_PACE"]
