"""Purchases are branched on before leaves are cut, and those are cut where it lifts the bound."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest

from routing.model.services import Service
from routing.solve import tree as tree_module
from routing.solve.appraisal import Appraiser
from routing.solve.book import Book
from routing.solve.build_instance import build_instance
from routing.solve.counts import Part, Units, everything
from routing.solve.duals import SCALE
from routing.solve.engine import search_goal
from routing.solve.frontier import Frontier
from routing.solve.generation import Generator
from routing.solve.leaves import Leaf, bound_fen
from routing.solve.master import Master
from routing.solve.table import build_table, rows_of
from routing.solve.tree import Tree, TreeWork
from tests.unit.solve.test_engine import train
from tests.unit.solve.tiny import group, problem, row

PEOPLE = {"a-x": 11, "a-y": 8, "b-x": 14, "b-y": 12, "c-x": 14, "c-y": 9}
LOCAL = {"hire_fen": 4_000, "per_km_fen": 130}
WORK = TreeWork(leaves=60, rounds=2, columns_per_round=50, cut_rounds=8, seeds=60)


BLOCK = train(kind="block", seats=40, units=3, price_fen=100_000)


@pytest.fixture
def tree() -> Tree:
    """A tree over coaches and three carriages that the program buys in parts."""
    return tree_over(BLOCK)


def tree_over(*services: Service) -> Tree:
    groups = tuple(group(*name.split("-"), people) for name, people in PEOPLE.items())
    near = row("near", 19, 9, **LOCAL)
    far = row("far", 19, 9, base="terminus", **LOCAL)
    fleet = (row("small", 12, 9), row("large", 19, 9), near, far)
    instance = build_instance(problem(groups, fleet, services=services))
    table = build_table(instance)
    book = Book(instance, table)
    master, generator = Master(book, search_goal(instance, table)), Generator(book)
    generator.seed(master)
    rows = rows_of(instance, table.repeats)
    appraiser = Appraiser(instance, table, rows)
    return Tree(master, generator, appraiser, report=lambda _: True)


def test_the_whole_is_not_cut_and_the_least_leaf_is_cut_to_the_end(tree: Tree) -> None:
    asked: list[tuple[int, int]] = []
    solve = Tree.solve

    def told(
        self: Tree,
        part: Part,
        work: TreeWork,
        parent: Leaf | None = None,
        *,
        rounds: int,
        past_fen: float = np.inf,
    ) -> Leaf:
        asked.append((len(part.path), rounds))
        return solve(self, part, work, parent, rounds=rounds, past_fen=past_fen)

    with patch.object(Tree, "solve", told):
        leaves = tree.grow(WORK)
    assert asked[0] == (0, 0)
    assert all(path > 0 for path, rounds in asked if rounds)
    assert len(leaves) > 1
    assert leaves[0].cut
    assert bound_fen(leaves) == leaves[0].bound_fen
    assert bound_fen(tree_over(BLOCK).grow(replace(WORK, cut_rounds=0))) < bound_fen(leaves)


def test_two_services_alike_do_not_take_each_others_turns() -> None:
    """Leaves of equal bounds take turns; whatever that costs, the purchases are branched on."""
    twins = [BLOCK.model_copy(update={"id": f"T{n}", "number": f"T{n}"}) for n in range(2)]
    few = tree_over(*twins).grow(replace(WORK, leaves=12))
    plain = tree_over(*twins).grow(replace(WORK, leaves=12, cut_rounds=0))
    assert bound_fen(few) > bound_fen(plain)
    assert few[0].cut


def test_past_the_next_leaf_cuts_are_left_for_later(tree: Tree) -> None:
    whole = everything(tree.master.instance)
    with patch.object(tree_module, "CUTS_PER_ROUND", 2):
        some = tree.solve(whole, WORK, rounds=WORK.cut_rounds, past_fen=0.0)
        rows = tree.master.cut_rows()
        more = tree.solve(whole, WORK, some, rounds=WORK.cut_rounds)
    assert 0 < rows < tree.master.cut_rows()
    assert more.bound_fen > some.bound_fen
    assert [some.cut, more.cut] == [False, True]


def test_parts_too_deep_for_cuts_end_the_growing(tree: Tree) -> None:
    counted = patch.object(Tree, "solve", autospec=True, side_effect=Tree.solve)
    with patch.object(tree_module, "DEEPEST_CUTS", 0), counted as calls:
        leaves = tree.grow(WORK)
    assert leaves[0].cut
    assert calls.call_count < WORK.leaves / 2
    assert tree.master.cut_rows() == 0


class Scripted(Tree):
    """A tree whose two leaves rise by four at a time, each to its own end."""

    ENDS = (100, 110)

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree.master, tree.generator, tree.appraiser, report=tree.report)
        self.root = Tree.solve(self, everything(tree.master.instance), WORK, rounds=0)
        self.asked: list[tuple[int, float]] = []

    def solve(
        self,
        part: Part,
        work: TreeWork,
        parent: Leaf | None = None,
        *,
        enough_fen: int | None = None,
        rounds: int,
        past_fen: float = np.inf,
    ) -> Leaf:
        if parent is None:
            return replace(self.root, units_used=(1.5,), bound_scaled=50 * SCALE)
        side = int(part.path[-1].at_least)
        bound, end = parent.bound_fen, self.ENDS[side]
        if rounds:
            self.asked.append((side, past_fen))
            while bound < end and bound <= past_fen:
                bound = min(end, bound + 4)
        else:
            bound = 80 + side
        whole = replace(parent, part=part, units_used=(float(side),), solved=True)
        return replace(whole, bound_scaled=bound * SCALE, cut=bool(rounds) and bound == end)


def test_leaves_take_turns_until_the_least_has_no_more_to_gain(tree: Tree) -> None:
    scripted = Scripted(tree)
    leaves = scripted.grow(WORK)
    assert [leaf.bound_fen for leaf in leaves] == [100, 101]
    assert [leaf.cut for leaf in leaves] == [True, False]
    sides = [side for side, _ in scripted.asked]
    assert sides == [0, 1] * 5
    assert [past for _, past in scripted.asked][:3] == [81, 84, 85]


def test_growing_ends_with_its_work_and_when_told(tree: Tree) -> None:
    scripted = Scripted(tree)
    scripted.grow(replace(WORK, leaves=5))
    assert len(scripted.asked) == 5
    stopped = Scripted(tree)
    stopped.report = lambda _: False
    assert [leaf.bound_fen for leaf in stopped.grow(WORK)] == [50]


def test_units_hold_what_lies_between_their_bounds() -> None:
    units = Units((0, 2), (1, 4))
    assert units.hold((0, 2))
    assert units.hold((1, 4))
    assert not units.hold((2, 3))
    assert not units.hold((1, 1))


def test_the_least_of_nothing_is_never_passed() -> None:
    assert Frontier(None).least() == np.inf
