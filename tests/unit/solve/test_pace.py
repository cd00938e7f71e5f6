"""When the search scouts, searches at length, and ends."""

from __future__ import annotations

from routing.solve.pace import DESPERATE, SCOUTED, Pace

ROUNDS = 2


def turns(settled: list[bool], *, found_from: int) -> list[bool]:
    """Whether each turn was long, given which turns' decisions stood as they were found."""
    pace, longs = Pace(ROUNDS), []
    while pace.goes_on(found=pace.turn >= found_from):
        longs.append(pace.is_long)
        pace.learn(settled=settled[min(pace.turn, len(settled) - 1)])
        assert 0 <= pace.share < 1
    return longs


def test_true_costs_need_one_short_turn_and_the_long_one() -> None:
    assert turns([True], found_from=1) == [False, True]


def test_scouts_go_on_until_a_decision_stands() -> None:
    assert turns([False, False, True, True], found_from=3) == [False, False, False, True]


def test_scouting_has_an_end_and_so_has_mending() -> None:
    longs = turns([False], found_from=0)
    assert longs.index(True) == SCOUTED * ROUNDS
    assert len(longs) == SCOUTED * ROUNDS + 1 + ROUNDS


def test_mending_goes_on_for_longer_while_nothing_lawful_was_found() -> None:
    assert len(turns([False], found_from=10_000)) == SCOUTED * ROUNDS + 1 + DESPERATE * ROUNDS
