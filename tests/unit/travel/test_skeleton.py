"""The expressways between towns: the way along them, what an ordinary road counts, the file."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from routing.errors import TravelProviderFailed
from routing.model.places import Place, PlaceKind
from routing.travel.geodesic import geodesic_m, geodesic_rows_m
from routing.travel.great_circle import GreatCircleTravel
from routing.travel.refit import ORDINARIES, fit_circuity, held_out_errors, read_calibration
from routing.travel.skeleton import (
    Skeleton,
    build_skeleton,
    read_points,
    read_skeleton,
    weigh_ways,
)
from routing.travel.travel_model import TravelModel, read_travel_model

CORNER = {"west": (26.0, 104.0), "corner": (26.0, 106.0), "north": (28.0, 106.0)}


@pytest.fixture
def bend() -> Skeleton:
    """An expressway round a corner: west – corner – north."""
    return build_skeleton([("west", "corner"), ("corner", "north")], CORNER)


def kept_model(root: Path) -> TravelModel:
    """The embedded model, which goes along the expressways."""
    return read_travel_model(root / "data/reference")


def straight_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    return geodesic_m(first, second) / 1_000


def way_km(
    skeleton: Skeleton,
    ends: tuple[tuple[float, float], tuple[float, float]],
    *,
    ordinary: float,
) -> float:
    """Skeleton km between two points."""
    points = np.array([e[0] for e in ends]), np.array([e[1] for e in ends])
    reach = skeleton.reach(*points, ordinary=ordinary)
    across = straight_km(*ends)
    direct_km = np.array([[0.0, across], [across, 0.0]])
    ways = weigh_ways(direct_km, reach, reach, ordinary=ordinary)
    assert ways[0, 1] == ways[1, 0]
    return float(ways[0, 1])


def test_the_way_goes_round_the_corner_only_where_ordinary_roads_are_crooked_enough(
    bend: Skeleton,
) -> None:
    """The corner is 421 km long and 298 km across, a ratio of 1.41."""
    ends = CORNER["west"], CORNER["north"]
    across, round_it = (
        straight_km(*ends),
        straight_km(ends[0], CORNER["corner"]) + straight_km(CORNER["corner"], ends[1]),
    )
    assert 1.40 < round_it / across < 1.42
    assert way_km(bend, ends, ordinary=1.3) == pytest.approx(1.3 * across, abs=0.01)
    assert way_km(bend, ends, ordinary=1.5) == pytest.approx(round_it, abs=0.02)


def test_a_village_reaches_the_expressway_by_an_ordinary_road(bend: Skeleton) -> None:
    village = (25.8, 104.0)
    expected = 1.3 * straight_km(village, CORNER["west"]) + straight_km(
        CORNER["west"], CORNER["corner"]
    )
    assert way_km(bend, (village, CORNER["corner"]), ordinary=1.3) == pytest.approx(
        expected, abs=0.02
    )


def test_the_options_hold_the_way_that_the_matrix_takes(bend: Skeleton) -> None:
    """Fit and matrix measure a pair alike, each in code of its own."""
    ends = (25.8, 104.0), (27.5, 106.3)
    for ordinary in (1.0, 1.15, 1.6):
        options = bend.options(*ends, ordinaries=(1.0, 1.15, 1.6))
        best = min(ordinary * off + along for off, along in options)
        assert best == pytest.approx(way_km(bend, ends, ordinary=ordinary), abs=0.03)


def test_towns_without_a_way_between_them_are_reached_straight() -> None:
    """An island's ring does not join the mainland."""
    points = CORNER | {"isle": (20.0, 110.3), "bay": (18.3, 109.5)}
    parts = build_skeleton([("west", "corner"), ("isle", "bay")], points)
    assert np.isinf(parts.sections_km).sum() == 8
    ends = points["corner"], points["isle"]
    assert way_km(parts, ends, ordinary=1.2) == pytest.approx(1.2 * straight_km(*ends), abs=0.02)
    assert all(np.isfinite(along) for _, along in parts.options(*ends, ordinaries=ORDINARIES))


def test_a_place_on_the_way_never_makes_it_shorter(root: Path) -> None:
    """Whatever town a neighbour's way goes through, one's own may go through it too."""
    skeleton = read_skeleton(root / "data/reference")
    rng = np.random.default_rng(11)
    villages = np.array([27.75, 103.89]) + rng.uniform(-0.3, 0.3, (40, 2))
    works = np.array([22.8, 113.5]) + rng.uniform(-0.5, 0.5, (20, 2))
    lat, lon = np.concatenate([villages, works]).T
    lines = [geodesic_rows_m(lat, lon, rows=slice(i, i + 1))[0] for i in range(len(lat))]
    reach = skeleton.reach(lat, lon, ordinary=1.15)
    ways = weigh_ways(np.array(lines) / 1_000, reach, reach, ordinary=1.15)
    detours = np.min(ways[:, :, None] + ways[None, :, :], axis=1)
    assert (ways - detours <= 0.05).all()


def test_the_kept_sections_join_towns_that_lie_next_to_each_other(root: Path) -> None:
    """A mistyped code would make a section of a thousand kilometres."""
    reference = root / "data/reference"
    points = read_points(reference)
    with (reference / "expressways.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lengths = {
        (r["from"], r["to"]): straight_km(points[r["from_code"]], points[r["to_code"]])
        for r in rows
    }
    assert len(lengths) == len(rows) == 346
    assert max(lengths.values()) < 550
    assert sum(km > 300 for km in lengths.values()) <= 6
    assert all(row["source"] for row in rows)


def test_roads_are_known_better_with_the_expressways_than_without(root: Path) -> None:
    """Each split chooses its own worth of ordinary roads, so that nothing is learnt by peeking."""
    base = read_travel_model(root / "data/reference")
    pairs = read_calibration(root / "data/reference")
    along = held_out_errors(pairs, base=base)
    across = held_out_errors([replace(pair, ways=()) for pair in pairs], base=base)
    assert along.mean < across.mean - 0.002
    assert along.p90 < across.p90
    assert along.mean <= 0.077


def test_the_kept_model_is_the_fit_to_all_pairs_and_states_its_error(root: Path) -> None:
    kept, pairs = kept_model(root), read_calibration(root / "data/reference")
    fitted = fit_circuity(pairs, base=kept.circuity)
    for name in ("a0", "a1", "ordinary"):
        assert getattr(fitted, name) == pytest.approx(getattr(kept.circuity, name))
    errors = held_out_errors(pairs, base=kept)
    assert errors.mean <= kept.mean_error + 0.0005
    assert errors.p90 <= kept.p90_error


def test_the_bay_of_hangzhou_is_driven_round(root: Path) -> None:
    """Ningbo to Shanghai: 150 km across the bay, 218 km by the bridge."""
    reference = root / "data/reference"
    travel = GreatCircleTravel(kept_model(root), skeleton=read_skeleton(reference))
    ends = [
        Place(id="n", name="宁波", kind=PlaceKind.FACTORY, lat=29.86945, lon=121.54986),
        Place(id="s", name="上海", kind=PlaceKind.FACTORY, lat=31.23256, lon=121.46910),
    ]
    matrix = travel.matrix(ends)
    assert 200_000 < matrix.get_distance_m("n", "s") < 235_000


def test_a_section_to_a_town_without_a_point_is_a_failed_provider(
    root: Path, tmp_path: Path
) -> None:
    shutil.copy(root / "data/reference/divisions.csv", tmp_path / "divisions.csv")
    with pytest.raises(TravelProviderFailed, match="expressways"):
        read_skeleton(tmp_path)
    text = "road,from,to,from_code,to_code,source\nG0,a,b,310000,999999,x\n"
    (tmp_path / "expressways.csv").write_text(text, "utf-8")
    with pytest.raises(TravelProviderFailed, match="999999"):
        read_skeleton(tmp_path)
