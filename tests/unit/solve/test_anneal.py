"""The annealing keeps its books: what it notes, copies and adds up is what is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from routing.solve.anneal import Schedule, anneal, copy_fleet
from routing.solve.build_instance import build_instance
from routing.solve.chance import below, seed_chance, uniform
from routing.solve.opening import open_fleet
from routing.solve.recreate import recreate
from routing.solve.ruin import ruin
from routing.solve.scratch import new_scratch
from routing.solve.table import build_table
from routing.solve.yard import CARGO, COST, ITEMS, LOAD, ROW, Fleet, Yard, refresh
from tests.unit.solve.tiny import group, nobody_seated, problem, row, yard_of

GROUPS = tuple(
    group(start, end, people)
    for n, start in enumerate("abc")
    for end, people in (("x", 3 + 4 * n), ("y", 11 - 2 * n))
)
FLEET = (row("large", 24, 1), row("middle", 17, 2), row("small", 13, 2))
FIRST_OF_SEED_0 = (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F)
"""The published first numbers of SplitMix64."""


def started() -> tuple[Yard, Fleet]:
    """Few vehicles, so that they are exchanged, and people who may be left behind for a while."""
    instance = build_instance(problem(GROUPS, FLEET))
    yard = yard_of(instance, build_table(instance), seat_fen=4_000.0, missed_fen=20_000)
    return yard, open_fleet(instance, yard, nobody_seated(instance))


def carried(fleet: Fleet) -> np.ndarray[Any, np.dtype[np.int64]]:
    people = fleet.missed.copy()
    for coach in fleet.coach[: fleet.total[0]]:
        cargo = coach[CARGO : CARGO + 2 * coach[ITEMS]].reshape(-1, 2)
        np.add.at(people, cargo[:, 0], cargo[:, 1])
    return people


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("turns", [1, 2, 7, 300])
def test_a_fleet_is_what_its_cargo_says_after_any_number_of_turns(seed: int, turns: int) -> None:
    yard, fleet = started()
    best, waiting = copy_fleet(fleet), carried(fleet)
    anneal(yard, fleet, best, Schedule(turns, 20_000.0, 2_000.0, 3, seed, 0), np.zeros(3, np.int64))
    for found in (fleet, best):
        total = int(found.total[0])
        again = copy_fleet(found)
        for c in range(total):
            refresh(yard, again, c)
        assert (again.coach[:total] == found.coach[:total]).all()
        assert found.total[1] == found.coach[:total, COST].sum()
        assert (carried(found) == waiting).all()
        used = np.bincount(found.coach[:total, ROW], minlength=len(found.used))
        assert (used == found.used).all()
        assert (found.coach[:total, LOAD] > 0).all()


@pytest.mark.parametrize("seed", range(10))
def test_seats_are_the_same_however_few_notes_there_is_room_for(seed: int) -> None:
    yard, fleet = started()
    met = []
    for lines in (4_096, 1):
        mine = copy_fleet(fleet)
        joined = np.full((lines, len(mine.missed)), -1, dtype=np.int64)
        scratch = new_scratch(yard, mine)._replace(joined=joined)
        seed_chance(scratch.chance, seed)
        for _ in range(30):
            scratch.hit[:] = False
            ruin(yard, mine, scratch, 3)
            recreate(yard, mine, scratch)
        met.append(mine)
    assert all((a == b).all() for a, b in zip(*met, strict=True))


@pytest.mark.parametrize("seed", range(10))
def test_with_every_coach_touched_already_nobody_is_taken_off_a_coach_at_home(seed: int) -> None:
    yard, fleet = started()
    scratch = new_scratch(yard, fleet)
    recreate(yard, fleet, scratch)
    full = fleet._replace(coach=fleet.coach[: fleet.total[0]].copy())
    waiting = carried(full)
    scratch.hit[:] = True
    seed_chance(scratch.chance, seed)
    full.total[:] = (full.total[0] - 1, full.total[1] - full.coach[-1, COST])
    full.used[full.coach[-1, ROW]] -= 1
    gone = full.coach[-1, CARGO : CARGO + 2 * full.coach[-1, ITEMS]].reshape(-1, 2)
    np.subtract.at(waiting, gone[:, 0], gone[:, 1])
    ruin(yard, full, scratch, 3)
    assert (carried(full) == waiting).all()


def test_numbers_by_chance_are_those_of_the_published_generator() -> None:
    chance = np.zeros(1, dtype=np.uint64)
    seed_chance(chance, 0)
    assert [uniform(chance) for _ in range(3)] == [(x >> 11) / 2**53 for x in FIRST_OF_SEED_0]
    seed_chance(chance, 0)
    assert [below(chance, 1_000) for _ in range(3)] == [
        ((x >> 32) * 1_000) >> 32 for x in FIRST_OF_SEED_0
    ]


def test_below_reaches_every_number_and_none_beyond() -> None:
    chance = np.zeros(1, dtype=np.uint64)
    seed_chance(chance, 5)
    met = np.bincount([below(chance, 6) for _ in range(6_000)])
    assert len(met) == 6
    assert met.min() > 850
