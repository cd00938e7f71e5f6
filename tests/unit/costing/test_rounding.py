"""One rounding: half up, exact."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.costing.rounding import km_fen, round_half_up_fen


@pytest.mark.parametrize(
    ("rate_fen", "distance_m", "fen"),
    [(1, 499, 0), (1, 500, 1), (1, 1_499, 1), (1, 1_500, 2), (333, 10**12, 333 * 10**9)],
)
def test_halves_of_a_fen_go_up(rate_fen: int, distance_m: int, fen: int) -> None:
    assert km_fen(rate_fen, distance_m) == fen


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**12))
def test_rounding_equals_exact_fractions(numerator: int, denominator: int) -> None:
    exact = floor(Fraction(numerator, denominator) + Fraction(1, 2))

    assert round_half_up_fen(numerator, denominator) == exact
