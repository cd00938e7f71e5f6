"""The vectorised distance agrees with geopy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.travel.geodesic import geodesic_m, geodesic_rows_m

POINTS = st.tuples(st.floats(3, 54), st.floats(73, 136))


def vectorised_m(origin: tuple[float, float], destination: tuple[float, float]) -> float:
    lat, lon = np.array([origin, destination]).T
    return float(geodesic_rows_m(lat, lon, rows=slice(0, 1))[0, 1])


@given(origin=POINTS, destination=POINTS)
def test_any_two_points_of_china_are_within_ten_metres_of_geopy(
    origin: tuple[float, float], destination: tuple[float, float]
) -> None:
    exact = geodesic_m(origin, destination)
    assert vectorised_m(origin, destination) == pytest.approx(exact, rel=1e-5, abs=0.01)
    assert abs(vectorised_m(origin, destination) - exact) < 10


@pytest.mark.parametrize("step", [1e-7, 1e-5, 1e-3, 1e-2])
def test_short_distances_keep_their_digits(step: float) -> None:
    here, there = (27.7516, 103.8892), (27.7516 + step, 103.8892 - step)
    assert vectorised_m(here, there) == pytest.approx(geodesic_m(here, there), rel=1e-5, abs=1e-3)


def test_a_point_is_nowhere_else() -> None:
    assert vectorised_m((27.7516, 103.8892), (27.7516, 103.8892)) == 0.0


def test_nearly_antipodal_points_give_a_number() -> None:
    assert 15_000_000 < vectorised_m((10.0, 20.0), (-10.0, -160.0)) < 25_000_000
