"""Standby: how many seats stay empty within an accepted risk; who is left out, and why."""

from __future__ import annotations

from datetime import date
from math import comb

import pytest

from routing.model.season import SeasonScenario
from routing.pipeline import DataFolder
from routing.season.accounts import OVER, SCARCE, left_out, sure_no_shows
from routing.season.frame import build_frame


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


def test_whose_days_are_over_is_told_so(both_ways: SeasonScenario, data: DataFolder) -> None:
    frame = build_frame(both_ways, data=data)
    by_last = {g.id: g.last_day for g in both_ways.groups}
    named = {x.group: x.reason for x in left_out(frame, {}, over=date(2026, 2, 24))}
    assert {g for g, reason in named.items() if reason == OVER} == {
        g for g, last in by_last.items() if last <= date(2026, 2, 24)
    }
    assert OVER in named.values() and SCARCE in named.values()
    assert all(x.reason == SCARCE for x in left_out(frame, {}))
