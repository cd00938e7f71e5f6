"""Islands bounded one by one: their prices together prove a bound that certify finds again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread
from unittest.mock import patch

import numpy as np
import pytest

from routing.artefacts.problem import Problem, Progress
from routing.artefacts.solution import Solution
from routing.certify import certify_plan
from routing.model.plan import StopReason
from routing.schedule import build_plan
from routing.solve import ColumnEngine, islands
from routing.solve.book import Book, Extra
from routing.solve.build_instance import build_instance
from routing.solve.cuts import LEAVE, rounding_cut
from routing.solve.island_bounds import IslandBounds
from routing.solve.island_parts import cut_out
from routing.solve.islands import label_items
from routing.solve.table import build_table
from routing.solve.wholes import find_mates
from tests.unit.solve.test_engine import check_people
from tests.unit.solve.tiny import group, problem, row

ENDS = (("a", "x", 11), ("a", "y", 4), ("b", "x", 9), ("c", "y", 26))
GROUPS = tuple(group(start, end, people) for start, end, people in ENDS)
FLEET = (
    row("large", 12, 2, max_pickups=1, max_drops=1),
    row("small", 7, 7, max_pickups=1, max_drops=1, hire_fen=90_000),
)


@contextmanager
def islands_from(coaches: int) -> Iterator[None]:
    """Islands from so many coaches on."""
    with patch.object(islands, "MANY_COACHES", coaches):
        yield


def solve(asked: Problem, *, coaches: int) -> Solution:
    with islands_from(coaches):
        return ColumnEngine().solve(asked, report=lambda _: True)


def two_plants() -> Problem:
    """Coaches of one plant each that call at several villages: an island of each plant."""
    ends = (
        ("a", "x", 11),
        ("b", "x", 9),
        ("c", "x", 8),
        ("a", "y", 4),
        ("b", "y", 7),
        ("c", "y", 26),
    )
    groups = tuple(group(start, end, people) for start, end, people in ends)
    fleet = (row("large", 12, 3, max_drops=1), row("small", 7, 9, max_drops=1))
    return problem(groups, fleet)


def money(solution: Solution) -> float:
    return solution.certificate.lower_bound_fen / (1 - solution.certificate.gap)


@pytest.mark.parametrize(
    "asked",
    [problem(GROUPS, FLEET), two_plants()],
    ids=["pairs of stops", "plants"],
)
def test_islands_prove_what_certify_finds_again(asked: Problem) -> None:
    tighten = IslandBounds.tighten
    with patch.object(IslandBounds, "tighten", autospec=True, side_effect=tighten) as asked_for:
        one = solve(asked, coaches=1)
        assert asked_for.called
        asked_for.reset_mock()
        whole = solve(asked, coaches=10**6)
        assert not asked_for.called
    plan = build_plan(asked, one, scenario_sha256="0" * 64, versions={})
    assert certify_plan(asked, plan) == ()
    check_people(asked, one)
    assert one.certificate.cuts
    assert one.certificate.lower_bound_fen <= min(money(one), money(whole)) + 1
    assert one.certificate.lower_bound_fen >= 0.99 * whole.certificate.lower_bound_fen


def test_an_islands_row_is_the_same_row_in_the_numbers_of_the_whole() -> None:
    instance = build_instance(problem(GROUPS, FLEET))
    table = build_table(instance)
    island = label_items(instance, table, find_mates(instance))
    home = island[table.items[table.start[:-1]]]
    assert sorted(set(island)) == [0, 1, 2, 3]
    for n in range(4):
        held = island == n, np.flatnonzero(home == n)
        row_fen = np.array([700, 0])
        part = cut_out(instance, table, held, row_fen)
        assert [d.people for d in part.instance.demands] == [
            instance.demands[d].people for d in part.demands
        ]
        assert (part.table.cost == table.cost[part.combinations] + row_fen).all()
        here = rounding_cut(part.instance, LEAVE, np.array([1]), divisor=5)
        small, whole = Book(part.instance, part.table), Book(instance, table)
        small.enter_cut(here)
        whole.enter_cut(part.widened(here))
        there: Extra = small.cut_rows[0].renumbered(part.combinations)
        everywhere = np.arange(table.size)
        for k in range(len(FLEET)):
            same = np.full(table.size, k)
            known = whole.cut_rows[0].coefficients(everywhere, same)
            assert there.coefficients(everywhere, same).tolist() == known.tolist()
        for first, end in ((0, 2), (1, table.size)):
            paid, as_well = np.zeros((2, end - first, len(FLEET)))
            there.take_off(paid, first, 3.0)
            whole.cut_rows[0].take_off(as_well, first, 3.0)
            assert paid.tolist() == as_well.tolist()


def test_a_search_that_is_told_to_stop_ends_with_a_bound_that_holds() -> None:
    threads: set[str] = set()

    def stop_at_once(_: Progress) -> bool:
        threads.add(current_thread().name)
        return False

    asked = two_plants()
    with islands_from(1):
        stopped = ColumnEngine().solve(asked, report=stop_at_once)
    plan = build_plan(asked, stopped, scenario_sha256="0" * 64, versions={})
    assert certify_plan(asked, plan) == ()
    check_people(asked, stopped)
    assert stopped.stop_reason is StopReason.CANCELLED
    assert threads == {current_thread().name}
