"""The fit finds what made the data, and its error is that of unseen roads."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from routing.model.places import Place, PlaceKind
from routing.model.travel import Pair
from routing.travel.refit import (
    RoadPair,
    held_out_errors,
    hour_errors,
    length_errors,
    read_calibration,
    refit_model,
    road_pairs_of,
)
from routing.travel.travel_model import TravelModel, read_travel_model


@pytest.fixture
def model(root: Path) -> TravelModel:
    return read_travel_model(root / "data/reference")


@pytest.fixture
def calibration(root: Path) -> tuple[RoadPair, ...]:
    return read_calibration(root / "data/reference")


def made_pairs(count: int) -> list[RoadPair]:
    """Roads of a country with known rules and no noise."""
    rng = np.random.default_rng(3)
    pairs = []
    for _ in range(count):
        geo_km, mountain = float(rng.uniform(30, 1_500)), float(rng.uniform(0, 1))
        road_km = geo_km * math.exp(0.5 - 0.04 * math.log(geo_km))
        hours = 0.4 + road_km * (0.012 + 0.004 * mountain)
        pairs.append(RoadPair(geo_km, road_km, mountain, hours))
    return pairs


def test_the_rules_that_made_the_roads_are_found_again(model: TravelModel) -> None:
    fitted = refit_model(made_pairs(40), base=model, name="made")
    assert (fitted.circuity.a0, fitted.circuity.a1) == pytest.approx((0.5, -0.04))
    assert fitted.driving.offset_h == pytest.approx(0.4)
    assert fitted.driving.h_per_km == pytest.approx(0.012)
    assert fitted.driving.mountain_h_per_km == pytest.approx(0.004)
    assert fitted.mean_error == pytest.approx(0, abs=1e-6)
    assert fitted.id == "made"
    assert fitted.mountain_index == model.mountain_index


def test_the_error_is_that_of_roads_held_out(model: TravelModel) -> None:
    """A road that no rule explains is paid for whenever it is held out, and never learnt."""
    pairs = [*made_pairs(30), RoadPair(100.0, 190.0, 0.5, 3.0)]
    errors = held_out_errors(pairs, base=model)
    assert errors.worst > 0.25
    assert 0.005 < errors.mean < 0.05


def test_the_embedded_model_keeps_its_promise(
    model: TravelModel, calibration: tuple[RoadPair, ...]
) -> None:
    """What plans state as mean error is no less than what held-out thirds of the pairs show."""
    assert len(calibration) == 72
    errors = held_out_errors(calibration, base=model)
    assert errors.mean <= model.mean_error + 0.0005
    assert errors.p90 <= model.p90_error
    assert abs(errors.bias) < 0.03
    assert np.abs(length_errors(calibration, circuity=model.circuity)).mean() < model.mean_error
    assert np.abs(hour_errors(calibration, model=model)).mean() < 0.15


def test_the_calibration_s_own_columns_agree(root: Path) -> None:
    """Circuity by the table is between what a road can be."""
    for pair in read_calibration(root / "data/reference"):
        assert 1.0 < pair.road_km / pair.geo_km < 1.9
        assert pair.hours is None or 30 < pair.road_km / pair.hours < 85


def test_few_pairs_make_no_model(model: TravelModel) -> None:
    with pytest.raises(ValueError, match="11 pairs do not make a model"):
        refit_model(made_pairs(11), base=model, name="few")


def test_hours_that_make_no_sense_leave_the_driving_as_it_was(model: TravelModel) -> None:
    pairs = [RoadPair(p.geo_km, p.road_km, p.mountain, 10.0) for p in made_pairs(20)]
    assert refit_model(pairs, base=model, name="x").driving == model.driving


def test_a_county_s_table_becomes_roads(model: TravelModel) -> None:
    def place(pid: str, lat: float | None, lon: float | None, admin: str) -> Place:
        return Place(id=pid, name=pid, kind=PlaceKind.VILLAGE, lat=lat, lon=lon, admin=admin)

    places = {
        "a": place("a", 26.0, 104.0, "云南省/昭通市"),
        "b": place("b", 27.0, 104.0, "广东省/江门市"),
        "near": place("near", 26.01, 104.0, "云南省"),
        "lost": place("lost", None, None, "云南省"),
    }
    table = [
        Pair.model_validate({"from": "a", "to": other, "distance_m": 140_000, "duration_s": 7_200})
        for other in ("b", "near", "lost", "unknown")
    ]
    (road,) = road_pairs_of(table, places, model=model)
    assert (road.road_km, road.hours) == (140.0, 2.0)
    assert road.mountain == pytest.approx(0.575)
    assert road.geo_km == pytest.approx(110.8, abs=0.1)
