"""Leaves are a tree that leaves nothing out, or the part left out is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.certify.columns import Columns
from routing.certify.cut_prices import prove_cut
from routing.certify.parts import bounds_of, find_gap, read_branching
from routing.certify.space import build_space
from routing.model.certificate import CertificateCut, CertificateLeaf, StopSpace
from tests.unit.solve.tiny import group, problem, row

ANY_COACH = "vehicles:[[], [], null]"
AT_A = 'vehicles:[["a"], [], "small"]'
TREE = [
    (f"{ANY_COACH} <= 2", "units:T1/whole <= 0"),
    (f"{ANY_COACH} <= 2", "units:T1/whole >= 1"),
    (f"{ANY_COACH} >= 3", f"{AT_A} <= 1", f"{AT_A} <= 0"),
    (f"{ANY_COACH} >= 3", f"{AT_A} <= 1", f"{AT_A} >= 1"),
    (f"{ANY_COACH} >= 3", f"{AT_A} >= 2"),
]


def test_a_tree_covers_everything_in_any_order() -> None:
    assert find_gap(TREE) is None
    assert find_gap(TREE[::-1]) is None
    assert find_gap([()]) is None


@pytest.mark.parametrize("missing", range(len(TREE)))
def test_a_leaf_taken_away_leaves_its_part_uncovered(missing: int) -> None:
    gap = find_gap(TREE[:missing] + TREE[missing + 1 :])
    assert gap is not None
    assert TREE[missing][0] in gap


@settings(derandomize=True, deadline=None)
@given(leaf=st.integers(0, len(TREE) - 1), data=st.data())
def test_a_branching_moved_by_one_leaves_a_gap(leaf: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(TREE[leaf]) - 1))
    subject, at_least, number = read_branching(TREE[leaf][at])
    moved = f"{subject} >= {number + 1}" if at_least else f"{subject} <= {number - 1}"
    path = (*TREE[leaf][:at], moved, *TREE[leaf][at + 1 :])
    assert find_gap([*TREE[:leaf], path, *TREE[leaf + 1 :]]) is not None


def test_bounds_on_one_subject_meet() -> None:
    assert bounds_of(CertificateLeaf(branchings=TREE[3], duals={})) == {
        ANY_COACH: (3, None),
        AT_A: (1, 1),
    }


def test_what_is_no_branching_is_refused() -> None:
    for text in ("root", "vehicles <= 3", "units:T/o = 2"):
        with pytest.raises(ValueError, match=r"no branching|unpack|invalid"):
            read_branching(text)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    worth=st.lists(st.integers(0, 9), min_size=1, max_size=7),
    loads=st.lists(st.integers(1, 6), max_size=5),
    stay=st.integers(0, 12),
    paid=st.integers(0, 9),
)
def test_no_whole_vehicles_are_worth_less_than_a_cut_that_was_proven(
    worth: list[int], loads: list[int], stay: int, paid: int
) -> None:
    space = build_space(problem((group("a", "x", 5), group("b", "x", 6)), (row("one", 6, 9),)))
    columns = Columns(space, StopSpace())
    cut = CertificateCut(side="leave", demands=("a-x", "b-x"), worth=(0, *worth), stay=paid)
    found = prove_cut(space, columns, cut)
    wide = [*cut.worth, *[0] * 7][:7]
    if sum(loads) + stay >= 11:
        assert sum(wide[a] for a in loads) + paid * stay >= found.right
    assert set(np.unique(found.worth)) <= set(wide)
