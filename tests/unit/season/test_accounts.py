"""Standby: how many seats stay empty within an accepted risk."""

from __future__ import annotations

from math import comb

import pytest

from routing.season.accounts import sure_no_shows


@pytest.mark.parametrize(("count", "rate", "risk"), [(20, 0.1, 0.05), (60, 0.3, 0.2)])
def test_it_is_the_quantile_of_a_binomial(count: int, rate: float, risk: float) -> None:
    chances = [comb(count, k) * rate**k * (1 - rate) ** (count - k) for k in range(count + 1)]
    safe = sure_no_shows({rate: count}, risk=risk)
    assert sum(chances[:safe]) <= risk < sum(chances[: safe + 1])


def test_groups_with_different_rates_add_up() -> None:
    assert sure_no_shows({0.1: 100, 0.2: 100}, risk=0.05) > sure_no_shows({0.1: 200}, risk=0.05)


def test_thousands_of_people_do_not_overflow() -> None:
    assert 20 < sure_no_shows({0.02: 2_000}, risk=0.05) < 40


def test_nobody_is_called_when_everybody_comes() -> None:
    assert sure_no_shows({}, risk=0.05) == 0
