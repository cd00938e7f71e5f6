"""A proof ends where its latest leaves closed too little of the gap."""

from __future__ import annotations

import pytest

from routing.solve.patience import Patience


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
