"""Fitting the embedded model to known roads, and its error on roads it has not seen."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from routing.model.places import Place
from routing.model.travel import Pair
from routing.travel.geodesic import geodesic_m
from routing.travel.skeleton import Skeleton, read_points, read_skeleton
from routing.travel.travel_model import CircuityModel, DrivingModel, TravelModel

WEIGHTS = {"high": 4.0, "medium": 2.0, "low": 1.0}
"""A figure from a page or a toll table counts for more than one from memory."""
FEWEST = 12
"""Fewer pairs than this do not make a model."""
HELD_OUT = 3
"""One pair in so many is held out at a time."""
REPEATS = 200
ORDINARIES = (1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3)
"""What a straight km off the expressways may count; each split of the pairs chooses anew."""
SHORTEST_KM = 20.0
"""Shorter pairs say more about their points than about roads."""


@dataclass(frozen=True, slots=True)
class RoadPair:
    """A road as it is known: straight line, length, mountain index, hours and weight.

    ``ways`` are the cheapest along the expressways at each of ``ORDINARIES``, as straight km off
    them and along them.
    """

    geo_km: float
    road_km: float
    mountain: float
    hours: float | None = None
    weight: float = 1.0
    ways: tuple[tuple[float, float], ...] = ()

    def skeleton_km(self, ordinary: float) -> float:
        """The cheapest way when a straight km counts ``ordinary`` times off the expressways."""
        ways = ((self.geo_km, 0.0), *self.ways)
        return min(ordinary * off_km + along_km for off_km, along_km in ways)


@dataclass(frozen=True, slots=True)
class Errors:
    """Relative errors on held-out pairs: mean, ninth decile, worst, and mean with its sign."""

    mean: float
    p90: float
    worst: float
    bias: float


def read_calibration(reference: Path) -> tuple[RoadPair, ...]:
    """The reference pairs between the seats of their divisions, weighted by their precision."""
    points, skeleton = read_points(reference), read_skeleton(reference)
    with (reference / "calibration_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ends = [(points[row["from_code"]], points[row["to_code"]]) for row in rows]
    return tuple(
        RoadPair(
            geo_km=geodesic_m(origin, destination) / 1_000,
            road_km=float(row["road_km"]),
            mountain=float(row["mountain_index"]),
            hours=float(row["coach_h"]) if row["coach_h"] else None,
            weight=WEIGHTS[row["precision"]],
            ways=skeleton.options(origin, destination, ordinaries=ORDINARIES),
        )
        for row, (origin, destination) in zip(rows, ends, strict=True)
    )


def road_pairs_of(
    pairs: Sequence[Pair],
    places: Mapping[str, Place],
    *,
    model: TravelModel,
    skeleton: Skeleton | None = None,
) -> tuple[RoadPair, ...]:
    """What a county's own table says about roads; pairs that are too short are left aside.

    Args:
        pairs: of the table.
        places: by id, in WGS-84; pairs with an end that is absent or has no point are left aside.
        model: for the mountain index of the provinces.
        skeleton: for the ways along expressways; without it every road is an ordinary one.
    """
    found: list[RoadPair] = []
    for pair in pairs:
        ends = [places.get(pair.origin), places.get(pair.destination)]
        points = [(p.lat, p.lon, p.admin) for p in ends if p is not None and p.lat is not None]
        if len(points) < len(ends):
            continue
        (lat, lon, admin), (other_lat, other_lon, other_admin) = points
        here, there = (lat or 0, lon or 0), (other_lat or 0, other_lon or 0)
        geo_km = geodesic_m(here, there) / 1_000
        if geo_km >= SHORTEST_KM:
            mountain = (model.mountain(admin) + model.mountain(other_admin)) / 2
            road_km, hours = pair.distance_m / 1_000, pair.duration_s / 3_600
            ways = (
                skeleton.options(here, there, ordinaries=ORDINARIES) if skeleton is not None else ()
            )
            found.append(RoadPair(geo_km, road_km, mountain, hours, ways=ways))
    return tuple(found)


def refit_model(pairs: Sequence[RoadPair], *, base: TravelModel, name: str) -> TravelModel:
    """The model fitted to these pairs, with its error on held-out thirds of them.

    Circuity by weighted least squares on the logarithm; hours likewise on the pairs that have
    any, or as in ``base`` when they are too few. Everything else is taken from ``base``.

    Raises:
        ValueError: fewer than ``FEWEST`` pairs.
    """
    errors = held_out_errors(pairs, base=base)
    timed = [pair for pair in pairs if pair.hours is not None]
    driving = fit_driving(timed, base=base.driving) if len(timed) >= FEWEST else base.driving
    return base.model_copy(
        update={
            "id": name,
            "circuity": fit_circuity(pairs, base=base.circuity),
            "driving": driving,
            "mean_error": round(errors.mean, 4),
            "p90_error": round(errors.p90, 4),
            "error_source": f"held-out thirds of {len(pairs)} pairs, {REPEATS} random splits",
        }
    )


def held_out_errors(
    pairs: Sequence[RoadPair], *, base: TravelModel, repeats: int = REPEATS, seed: int = 0
) -> Errors:
    """Errors of road length when a random third is held out of the fit, over many splits.

    Raises:
        ValueError: fewer than ``FEWEST`` pairs.
    """
    if len(pairs) < FEWEST:
        raise ValueError(f"{len(pairs)} pairs do not make a model: at least {FEWEST} are needed")
    rng = np.random.default_rng(seed)
    signed: list[NDArray[np.float64]] = []
    for _ in range(repeats):
        order = rng.permutation(len(pairs))
        unseen = [pairs[i] for i in order[: len(pairs) // HELD_OUT]]
        seen = [pairs[i] for i in order[len(pairs) // HELD_OUT :]]
        signed.append(length_errors(unseen, circuity=fit_circuity(seen, base=base.circuity)))
    sizes = [np.abs(errors) for errors in signed]
    return Errors(
        mean=float(np.mean([size.mean() for size in sizes])),
        p90=float(np.mean([np.quantile(size, 0.9) for size in sizes])),
        worst=float(max(size.max() for size in sizes)),
        bias=float(np.mean([errors.mean() for errors in signed])),
    )


def length_errors(pairs: Sequence[RoadPair], *, circuity: CircuityModel) -> NDArray[np.float64]:
    """Signed relative errors of the model's road lengths, one per pair."""
    road_km = np.array([pair.road_km for pair in pairs])
    errors: NDArray[np.float64] = modelled_km(pairs, circuity=circuity) / road_km - 1
    return errors


def modelled_km(pairs: Sequence[RoadPair], *, circuity: CircuityModel) -> NDArray[np.float64]:
    """Road lengths by the model, one per pair."""
    way_km = np.array([pair.skeleton_km(circuity.ordinary) for pair in pairs])
    road_km: NDArray[np.float64] = way_km * circuity.factor(way_km)
    return road_km


def hour_errors(pairs: Sequence[RoadPair], *, model: TravelModel) -> NDArray[np.float64]:
    """Signed relative errors of the model's hours from straight lines, pairs with hours only."""
    timed = [pair for pair in pairs if pair.hours]
    mountain = np.array([pair.mountain for pair in timed])
    road_km = modelled_km(timed, circuity=model.circuity)
    hours = model.driving.hours(road_km, mountain=mountain)
    errors: NDArray[np.float64] = hours / np.array([pair.hours for pair in timed]) - 1
    return errors


def fit_circuity(pairs: Sequence[RoadPair], *, base: CircuityModel) -> CircuityModel:
    """``ln(road / km) = a0 + a1 · ln km`` by weighted least squares.

    What an ordinary road counts is the one of ``ORDINARIES`` with the least squares; where the
    pairs do not tell them apart, the smallest.
    """
    fits = [fit_with(pairs, ordinary) for ordinary in ORDINARIES]
    best = min(range(len(fits)), key=lambda at: (round(fits[at][1], 9), at))
    a0, a1 = fits[best][0]
    source = f"weighted least squares on the logarithm, {len(pairs)} pairs"
    update = {"a0": float(a0), "a1": float(a1), "ordinary": ORDINARIES[best], "source": source}
    return base.model_copy(update=update)


def fit_with(pairs: Sequence[RoadPair], ordinary: float) -> tuple[NDArray[np.float64], float]:
    """The two coefficients for one worth of ordinary roads, and the weighted squares left."""
    way_km = np.array([pair.skeleton_km(ordinary) for pair in pairs])
    factor = np.log(np.array([pair.road_km for pair in pairs]) / way_km)
    columns = np.column_stack([np.ones_like(way_km), np.log(way_km)])
    fitted = weighted_fit(columns, factor, pairs)
    weights = np.array([pair.weight for pair in pairs])
    return fitted, float(weights @ (factor - columns @ fitted) ** 2)


def fit_driving(pairs: Sequence[RoadPair], *, base: DrivingModel) -> DrivingModel:
    """``hours = offset + km · (pace + extra · m)`` by weighted least squares, nothing negative."""
    road_km = np.array([pair.road_km for pair in pairs])
    climb = road_km * np.array([pair.mountain for pair in pairs])
    hours = np.array([pair.hours for pair in pairs], dtype=np.float64)
    columns = np.column_stack([np.ones_like(road_km), road_km, climb])
    offset, pace, extra = weighted_fit(columns, hours, pairs)
    if offset < 0 or extra < 0 or pace <= 0:
        return base
    fitted = {"offset_h": offset, "h_per_km": pace, "mountain_h_per_km": extra}
    rounded = {name: round(float(value), 6) for name, value in fitted.items()}
    return base.model_copy(update=rounded | {"source": f"least squares, {len(pairs)} pairs"})


def weighted_fit(
    columns: NDArray[np.float64], values: NDArray[np.float64], pairs: Sequence[RoadPair]
) -> NDArray[np.float64]:
    """Coefficients of the weighted least squares."""
    root = np.sqrt([pair.weight for pair in pairs])
    solution = np.linalg.lstsq(columns * root[:, None], values * root, rcond=None)[0]
    return np.asarray(solution, dtype=np.float64)
