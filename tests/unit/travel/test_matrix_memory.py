"""A matrix is asked for once for the same places and the same provider."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from routing.artefacts.travel_matrix import TravelMatrix
from routing.errors import TravelProviderFailed
from routing.model.places import Place, PlaceKind
from routing.travel.matrix_memory import MatrixMemory, RememberedTravel


def places(*lats: float) -> list[Place]:
    return [
        Place(id=f"p{i}", name="x", kind=PlaceKind.VILLAGE, lat=lat, lon=104.0)
        for i, lat in enumerate(lats)
    ]


class Counting:
    """A provider that counts its answers, or fails."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails = False

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        self.asked += 1
        if self.fails:
            raise TravelProviderFailed("down")
        size = len(places)
        zeros = np.zeros((size, size), dtype=np.int64)
        return TravelMatrix(tuple(p.id for p in places), zeros, zeros.copy(), "counting")


def test_the_same_places_are_asked_for_once_and_others_again() -> None:
    provider, memory = Counting(), MatrixMemory()
    travel = RememberedTravel(provider, identity=lambda: "one", memory=memory)
    first = travel.matrix(places(26.0, 27.0))
    assert travel.matrix(places(26.0, 27.0)) is first
    assert provider.asked == 1
    travel.matrix(places(26.0, 27.5))
    travel.matrix(places(27.0, 26.0))
    assert provider.asked == 3


def test_another_map_or_model_is_asked_anew() -> None:
    provider, memory = Counting(), MatrixMemory()
    for identity in ("tiles of May", "tiles of June", "tiles of May"):
        travel = RememberedTravel(provider, identity=lambda name=identity: name, memory=memory)
        travel.matrix(places(26.0))
    assert provider.asked == 2


def test_what_was_not_used_for_longest_is_forgotten_and_what_is_too_large_is_not_kept() -> None:
    provider, memory = Counting(), MatrixMemory(most_cells=8)
    travel = RememberedTravel(provider, identity=lambda: "one", memory=memory)
    a, b, c = places(26.0, 26.5), places(27.0, 27.5), places(28.0, 28.5)
    for each in (a, b, a, c, a):
        travel.matrix(each)
    assert provider.asked == 3
    travel.matrix(b)
    assert provider.asked == 4
    travel.matrix(places(26.0, 27.0, 28.0))
    assert sum(m.distance_m.size for m in memory.kept.values()) <= 8


def test_a_failure_is_not_remembered() -> None:
    provider = Counting()
    travel = RememberedTravel(provider, identity=lambda: "one", memory=MatrixMemory())
    provider.fails = True
    with pytest.raises(TravelProviderFailed):
        travel.matrix(places(26.0))
    provider.fails = False
    assert travel.matrix(places(26.0)).provider == "counting"


def test_a_provider_without_roads_draws_none() -> None:
    travel = RememberedTravel(Counting(), identity=lambda: "one", memory=MatrixMemory())
    assert travel.path(*places(26.0, 27.0)) == ()
