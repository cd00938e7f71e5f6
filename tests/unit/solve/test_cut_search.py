"""The search for cuts: what it says is broken is broken by so much, and weights only help."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.certify.columns import Columns
from routing.certify.cut_prices import prove_cut
from routing.certify.space import build_space
from routing.model.certificate import StopSpace
from routing.solve import separation
from routing.solve.book import Book
from routing.solve.build_instance import build_instance
from routing.solve.counts import everything
from routing.solve.cut_search import PARTS, SMALLEST_DIVISOR, Support, climb
from routing.solve.cuts import LEAVE, coefficient, rounding_cut
from routing.solve.engine import search_goal
from routing.solve.generation import Generator
from routing.solve.instance import Instance
from routing.solve.master import Master
from routing.solve.proof import write_cut
from routing.solve.table import build_table
from tests.unit.solve.tiny import group, problem, row

DEMANDS, SEATS = 4, (5, 8)


@st.composite
def supports(draw: st.DrawFn) -> Support:
    """Some columns in use, over two fleet rows of which the first may be covered."""
    columns = draw(st.integers(1, 6))
    amount = np.array(draw(st.lists(st.integers(1, 20), min_size=DEMANDS, max_size=DEMANDS)))
    held = draw(st.lists(st.booleans(), min_size=DEMANDS * columns, max_size=DEMANDS * columns))
    people = np.array(held).reshape(DEMANDS, columns) * amount[:, None]
    values = st.lists(st.floats(0.05, 2.0), min_size=columns, max_size=columns)
    rows = st.lists(st.integers(0, 1), min_size=columns, max_size=columns)
    stays = st.lists(st.sampled_from((0.0, 0.0, 0.5, 2.0)), min_size=DEMANDS, max_size=DEMANDS)
    return Support(
        people=people,
        vehicles=np.array(draw(values)),
        row=np.array(draw(rows), dtype=np.int64),
        stay=np.array(draw(stays)),
        amount=amount,
        seats=np.array([[n, draw(st.integers(1, 2))] for n in SEATS], dtype=np.int64),
        masks=np.array([[False, False], [True, False]]),
        friends=(people @ people.T) > 0,
    )


def lacking(support: Support, weight: list[int], divisor: int, choice: int) -> float:
    """How much the rounded row lacks, written out person by person."""
    covered = support.masks[choice]
    need = sum(w * int(n) for w, n in zip(weight, support.amount, strict=True))
    need -= sum(
        max(weight) * int(s[0] * s[1]) for s, c in zip(support.seats, covered, strict=True) if c
    )
    rest = need % divisor
    total = float(support.stay @ np.array(weight)) / rest
    for people, vehicles, k in zip(support.people.T, support.vehicles, support.row, strict=True):
        if covered[k]:
            continue
        times = [w for w, n in zip(weight, people, strict=True) for _ in range(int(n))]
        carried = sum(sorted(times, reverse=True)[: int(support.seats[k, 0])])
        total += coefficient(min(carried, need), divisor, rest) / rest * float(vehicles)
    right = -(-need // divisor)
    return (right - total) / math.sqrt(right)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(support=supports(), first=st.integers(0, DEMANDS - 1), heaviest=st.integers(1, 4))
def test_what_is_said_to_be_broken_is_broken_by_so_much(
    support: Support, first: int, heaviest: int
) -> None:
    weight, best = np.eye(DEMANDS, dtype=np.int64)[first].copy(), np.zeros(2, dtype=np.int64)
    broken = climb(support, weight, best, heaviest)
    assert weight.max() <= heaviest
    if broken > 0:
        found = lacking(support, weight.tolist(), int(best[0]), int(best[1]))
        assert broken == pytest.approx(found, abs=1e-9)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(support=supports(), first=st.integers(0, DEMANDS - 1))
def test_a_climb_never_ends_below_its_start(support: Support, first: int) -> None:
    start = np.eye(DEMANDS, dtype=np.int64)[first]
    carried = np.minimum(support.people[first], support.seats[support.row, 0])
    begun = 0.0
    for choice, covered in enumerate(support.masks):
        need = int(support.amount[first]) - int(support.seats[covered].prod(axis=1).sum())
        loads = {min(int(n), need) for n in carried[~covered[support.row]] if n}
        for divisor in {-(-load // parts) for load in loads for parts in range(1, PARTS + 1)}:
            if need > 0 and divisor >= SMALLEST_DIVISOR and need % divisor:
                begun = max(begun, lacking(support, start.tolist(), divisor, choice))
    assert climb(support, start.copy(), np.zeros(2, dtype=np.int64), 4) >= begun - 1e-6


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    weight=st.lists(st.integers(0, 4), min_size=3, max_size=3).filter(any),
    divisor=st.integers(2, 40),
    covers=st.booleans(),
)
def test_no_cut_claims_more_than_certify_proves(
    weight: list[int], divisor: int, covers: bool
) -> None:
    groups = tuple(
        group(start, "x", people) for start, people in zip("abc", (9, 14, 20), strict=True)
    )
    asked = problem(groups, (row("small", 7, 1), row("large", 11, 9)))
    instance, space = build_instance(asked), build_space(asked)
    cut = rounding_cut(
        instance, LEAVE, np.array(weight), divisor=divisor, covered=(0,) if covers else ()
    )
    written = write_cut(instance, cut)
    assert prove_cut(space, Columns(space, StopSpace()), written).right >= cut.right


PEOPLE = {"a-x": 11, "a-y": 8, "b-x": 14, "b-y": 12, "c-x": 14, "c-y": 9}


def tightened(monkeypatch: pytest.MonkeyPatch, heaviest: int) -> float:
    """The bound of a small problem with all cuts of some weights."""
    monkeypatch.setattr(separation, "HEAVIEST", heaviest)
    groups = tuple(group(*name.split("-"), people) for name, people in PEOPLE.items())
    fleet = (row("small", 12, 9), row("large", 19, 9))
    instance: Instance = build_instance(problem(groups, fleet))
    table = build_table(instance)
    book = Book(instance, table)
    master, generator = Master(book, search_goal(instance, table)), Generator(book)
    generator.seed(master)
    found = generator.run(master, part=everything(instance))
    for _ in range(20):
        if not master.tighten(separation.separate(master, most=30, seeds=100)):
            break
        found = generator.run(master, part=everything(instance), centre=found.duals)
    return found.bound_fen


def test_people_who_count_more_than_once_raise_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    once, often = (tightened(monkeypatch, n) for n in (1, 4))
    assert often > once * 1.002
