"""Islands: found where coaches never meet, and searched with shares of one fleet."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np

from routing.solve.anneal import Schedule
from routing.solve.annealings import Annealings
from routing.solve.build_instance import build_instance
from routing.solve.island_search import PRICED, SWEEPS, IslandSearch
from routing.solve.islands import allot, find_islands
from routing.solve.opening import open_fleet
from routing.solve.table import build_table
from routing.solve.wholes import find_mates
from routing.solve.yard import CARGO, COST, ITEMS, ROW, VEHICLES, Fleet
from tests.unit.solve.tiny import group, nobody_seated, problem, row, run_fen, yard_of

ENDS = (("a", "x", 11), ("a", "y", 4), ("b", "x", 9), ("c", "y", 6))
GROUPS = tuple(group(start, end, people) for start, end, people in ENDS)
FLEET = (
    row("large", 12, 2, max_pickups=1, max_drops=1),
    row("small", 7, 4, max_pickups=1, max_drops=1),
)


def searched() -> tuple[IslandSearch, Fleet]:
    """A search over pairs of stops, each an island, and a fleet in which everybody waits."""
    instance = build_instance(problem(GROUPS, FLEET))
    table = build_table(instance)
    yard = yard_of(instance, table, seat_fen=4_000.0, missed_fen=1_000_000)
    islands = find_islands(instance, table, find_mates(instance), ())
    work = Annealings(0, 2, Schedule(400, 3_000.0, 30.0, 4, 0, 0))
    search = IslandSearch(yard, islands, np.array([500.0, 0.0]), work, work)
    return search, open_fleet(instance, yard, nobody_seated(instance))


def test_trips_that_never_share_a_coach_are_islands() -> None:
    search, _ = searched()
    assert sorted(search.islands.of_item.tolist()) == [0, 1, 2, 3]
    assert sorted(search.islands.people.tolist()) == [4, 6, 9, 11]


def test_stops_that_one_coach_may_join_are_one_island() -> None:
    instance = build_instance(problem(GROUPS, (row("large", 12, 2), row("small", 7, 4))))
    islands = find_islands(instance, build_table(instance), find_mates(instance), ())
    assert len(islands) == 1


def test_islands_together_use_no_more_vehicles_than_there_are_at_the_least_cost() -> None:
    search, fleet = searched()
    found = search.run(fleet, go_on=lambda _: True)
    at_work = found.coach[: found.total[0]]
    used = np.bincount(at_work[:, ROW], minlength=len(FLEET))
    assert (used <= search.yard.rows[:, VEHICLES]).all()
    assert used.tolist() == found.used.tolist()
    assert not found.missed.any()
    carried = sum(int(r[CARGO + 1 : CARGO + 2 * r[ITEMS] : 2].sum()) for r in at_work)
    assert carried == sum(people for _, _, people in ENDS)
    by_hand = sum(
        run_fen(FLEET[0 if people > FLEET[1].seats else 1], [g])
        for g, (_, _, people) in zip(GROUPS, ENDS, strict=True)
    )
    assert found.total[1] == at_work[:, COST].sum() == by_hand


def test_told_to_stop_between_sweeps_no_further_sweep_begins() -> None:
    """The answer is yes when the last sweep with prices ends, and no from then on."""
    (search, fleet), ends = searched(), list[float]()

    def go_on(share: float) -> bool:
        if share >= PRICED / SWEEPS:
            ends.append(share)
        return len(ends) < 2

    with patch.object(
        IslandSearch, "_sweep", autospec=True, side_effect=IslandSearch._sweep
    ) as swept:
        assert not search.run(fleet, go_on=go_on).missed.any()
    assert swept.call_count == PRICED


def test_a_search_of_islands_repeats_itself() -> None:
    one, other = (
        search.run(fleet, go_on=lambda _: True) for search, fleet in (searched(), searched())
    )
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_spare_vehicles_go_where_they_are_wished_for_then_by_people() -> None:
    wish = np.array([[2.4, 0.0], [0.6, 0.0], [0.0, 0.0]])
    used = np.array([[1, 0], [0, 0], [0, 1]])
    limit = allot(wish, used, np.array([2, 3]), np.array([20, 10, 0]))
    assert limit.tolist() == [[2, 2], [1, 1], [0, 1]]
