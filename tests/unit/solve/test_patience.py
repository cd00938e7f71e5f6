"""A proof ends where its latest leaves closed too little of the gap."""

from __future__ import annotations

import pytest

from routing.solve.patience import Patience, good_fen


@pytest.mark.parametrize(
    ("gaps", "lost"),
    [
        ([1_000, 1_000, 1_000], [False, False, False]),
        ([1_000, 1_000, 1_000, 1_000], [False, False, False, True]),
        ([1_000, 990, 980, 970, 960], [False, False, False, False, False]),
        ([1_000, 990, 980, 971], [False, False, False, True]),
        ([1_000, 1_000, 1_000, 500, 500, 500, 500], [False] * 6 + [True]),
    ],
)
def test_three_leaves_must_close_three_hundredths(gaps: list[int], lost: list[bool]) -> None:
    patience = Patience(3)
    assert [patience.is_lost(gap) for gap in gaps] == lost


def test_a_gap_as_small_as_was_asked_ends_the_proof() -> None:
    patience = Patience(3, enough_fen=500)
    assert [patience.is_lost(gap) for gap in (900, 501, 500)] == [False, False, True]


@pytest.mark.parametrize(("target", "good"), [(0.0, 1_000), (0.2, 1_250), (1.0, 1_000_000_000)])
def test_a_plan_is_good_whose_gap_is_the_one_asked_for(target: float, good: int) -> None:
    assert good_fen(1_000, target) == pytest.approx(good)
    assert (good_fen(1_000, target) - 1_000) / good_fen(1_000, target) <= target
