"""Leaves are a tree that leaves nothing out, or the part left out is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.certify.columns import NONE_FEN, Columns
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


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    worth=st.lists(st.integers(0, 9), min_size=1, max_size=14),
    weights=st.tuples(st.integers(1, 2), st.integers(1, 2)),
    loads=st.lists(st.integers(1, 12), max_size=8),
    stay=st.integers(0, 24),
    paid=st.integers(0, 9),
)
def test_no_whole_vehicles_are_worth_less_than_a_cut_that_was_proven(
    worth: list[int], weights: tuple[int, int], loads: list[int], stay: int, paid: int
) -> None:
    space = build_space(problem((group("a", "x", 5), group("b", "x", 6)), (row("one", 6, 9),)))
    columns = Columns(space, StopSpace())
    demands, most = ("a-x", "b-x"), 6 * max(weights)
    cut = CertificateCut(
        side="leave", demands=demands, weights=weights, worth=(0, *worth), stay=paid
    )
    found = prove_cut(space, columns, cut)
    wide = [*cut.worth, *[0] * 13][: most + 1]
    loads = [min(load, most) for load in loads]
    if sum(loads) + stay >= 5 * weights[0] + 6 * weights[1]:
        assert sum(wide[a] for a in loads) + paid * stay >= found.right
    people = {d: columns.people_of({d}, {"direct"}) for d in demands}
    earned = np.zeros(len(columns.picks), dtype=np.int64)
    found.add_to(earned, 0, 1)
    for c, value in enumerate(earned):
        times = [w for d, w in zip(demands, weights, strict=True) for _ in range(people[d][c])]
        assert value == wide[sum(sorted(times, reverse=True)[:6])]


def test_people_of_a_cut_count_once_where_nothing_is_said() -> None:
    space = build_space(problem((group("a", "x", 5), group("b", "x", 6)), (row("one", 6, 9),)))
    columns, once = Columns(space, StopSpace()), {"a-x": 1, "b-x": 1}
    cut = CertificateCut(side="leave", demands=tuple(once), worth=(0, 1, 1), stay=1)
    said = cut.model_copy(update={"weights": (1, 1)})
    assert prove_cut(space, columns, cut).weights == once
    assert prove_cut(space, columns, cut).right == prove_cut(space, columns, said).right
    for wrong in ((1,), (1, 0), (2, -1)):
        with pytest.raises(ValueError, match=r"\(|shorter"):
            prove_cut(space, columns, cut.model_copy(update={"weights": wrong}))


def test_covered_vehicles_are_off_the_need_as_often_as_the_heaviest_counts() -> None:
    rows = (row("one", 6, 9), row("two", 2, 1))
    space = build_space(problem((group("a", "x", 5), group("b", "x", 6)), rows))
    cut = CertificateCut(
        side="leave", demands=("a-x", "b-x"), weights=(2, 1), covered=("two",),
        worth=tuple(range(13)), stay=1,
    )  # fmt: skip
    found = prove_cut(space, Columns(space, StopSpace()), cut)
    assert found.right == 2 * 5 + 6 - 2 * 2
    assert found.worth[0].all()
    assert not found.worth[1].any()


@pytest.mark.parametrize("basis", ["run", "day"])
@pytest.mark.parametrize("stretch", [1, 3])
def test_no_run_costs_less_than_the_first_look_at_it_says(basis: str, stretch: int) -> None:
    """Also on roads where a way round is shorter than the way."""
    groups = tuple(group(a, b, 3) for a in "abc" for b in "xy")
    prices = {"per_km_fen": 137, "toll_per_km_fen": 51, "driver_day_fen": 30_000}
    asked = problem(
        groups,
        (row("one", 6, 9, **prices), row("two", 9, 4, per_stop_fen=0, hire_basis=basis)),
    )
    distance_m = asked.matrix.distance_m.copy()
    distance_m[0, 2] *= stretch
    distance_m[-1, -2] //= stretch
    asked = replace(asked, matrix=replace(asked.matrix, distance_m=distance_m))
    columns = Columns(build_space(asked), StopSpace())
    looked = 0
    for k in range(2):
        cheapest = columns.cheapest_fen(k)
        for c in range(len(columns.picks)):
            fen = columns.least_fen(c, k, enough=NONE_FEN - 1)
            assert cheapest[c] <= fen
            looked += fen < NONE_FEN and 2 * cheapest[c] > fen
    assert looked > len(columns.picks)
