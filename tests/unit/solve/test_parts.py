"""The engine's small parts against plain Python."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from routing.certify.space import build_space
from routing.duties.compiled import cache_folder
from routing.duties.source_digest import source_digest
from routing.model.goals import Pin
from routing.solve import ColumnEngine
from routing.solve import book as book_module
from routing.solve.abreast import halve_abreast
from routing.solve.book import MOST_SHORT, Book
from routing.solve.build_instance import build_instance
from routing.solve.chance import minus_log
from routing.solve.cuts import (
    ARRIVE,
    LEAVE,
    coefficient,
    need_of,
    rounding_cut,
)
from routing.solve.engine import search_goal
from routing.solve.floors import BIG_FEN, Law, least_elapsed_s
from routing.solve.generation import Generator, least_of
from routing.solve.hashing import look_up, number_map
from routing.solve.master import Master
from routing.solve.pricing import best_load, columns_of, find_best, reduced_costs
from routing.solve.table import build_table
from tests.benchmarks.instances import no_rules
from tests.unit.solve.tiny import READY, group, problem, row

GROUPS = (group("a", "x", 5), group("b", "x", 3), group("a", "y", 4), group("c", "y", 2))
FLEET = (row("small", 4, 2), row("large", 7, 2))


@settings(deadline=None, derandomize=True)
@given(st.floats(1e-12, 1.0))
def test_the_own_logarithm_agrees_with_the_library(x: float) -> None:
    assert minus_log(x) == pytest.approx(-math.log(x), abs=1e-9)


@settings(deadline=None, derandomize=True)
@given(st.sets(st.integers(0, 10**12), max_size=60))
def test_the_hash_table_finds_what_was_entered_and_nothing_else(keys: set[int]) -> None:
    known = np.array(sorted(keys), dtype=np.int64)
    slots = number_map(known, np.arange(len(known), dtype=np.int64))
    assert [look_up(slots, int(k)) for k in known] == list(range(len(known)))
    assert look_up(slots, 10**12 + 1) == -1


def test_pricing_finds_the_best_load_of_every_column() -> None:
    instance = build_instance(problem(GROUPS, FLEET))
    table = build_table(instance)
    price = np.array([700, 0, 300, 900][: len(instance.items)], dtype=np.int64)
    out = np.zeros(table.cost.shape, dtype=np.int64)
    reduced_costs(columns_of(table), price, np.array([-50, 0]), 1, out)
    for c in range(table.size):
        for k in range(len(FLEET)):
            if table.cost[c, k] >= BIG_FEN:
                continue
            load = best_load(table, price, combination=c, row=k)
            worth = sum(int(price[e]) * n for e, n in load.items())
            assert sum(load.values()) <= table.capacity[k]
            assert out[c, k] == table.cost[c, k] - worth - (-50, 0)[k]


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", [np.int64, np.float64])
def test_rows_priced_together_cost_what_each_costs_by_itself(seed: int, kind: type) -> None:
    """Whatever they may carry, whatever their sizes, in whatever order."""
    chance = np.random.default_rng(seed)
    table = build_table(build_instance(problem(GROUPS, FLEET)))
    items, rows = len(table.amount), 6
    table = replace(
        table,
        cost=np.where(
            chance.random((table.size, rows)) < 0.1,
            BIG_FEN,
            chance.integers(1_000, 9_000, (table.size, rows)),
        ),
        may=chance.random((items, 2))[:, chance.integers(0, 2, rows)] < chance.choice([0.6, 1]),
        amount=chance.integers(0, 9, items),
        capacity=chance.integers(1, 20, rows),
        least=chance.integers(0, 12, rows) * chance.integers(0, 2, rows),
    )
    price = chance.integers(-300, 900, items).astype(kind)
    fleet = chance.integers(-90, 1, rows).astype(kind)
    out = np.zeros(table.cost.shape, dtype=kind)
    reduced_costs(columns_of(table), price, fleet, 3, out)
    for c in range(table.size):
        for k in range(rows):
            held = [e for e in table.items_of(c) if table.may[e, k]]
            most = min(table.amount[held].sum(), table.capacity[k])
            is_short = table.role[c] == 0 and most < table.least[k]
            if table.cost[c, k] >= BIG_FEN or is_short:
                assert out[c, k] == BIG_FEN
                continue
            load = best_load(table, price, combination=c, row=k)
            worth = sum(price[e] * n for e, n in load.items())
            assert out[c, k] == table.cost[c, k] * 3 - worth - fleet[k]
    least = least_of(out)
    assert np.array_equal(least, np.minimum(out.min(axis=0), 0))


def test_every_stop_of_a_combination_has_somebody() -> None:
    instance = build_instance(problem(GROUPS, FLEET))
    table = build_table(instance)
    assert table.size == len({tuple(p) for p in table.pair})
    for c in range(table.size):
        held = [instance.items[e] for e in table.items_of(c)]
        s, t = table.pair[c]
        assert {i.pick for i in held} == {int(n) for n in table.pick.sets[s] if n >= 0}
        assert {i.drop for i in held} == {int(n) for n in table.drop.sets[t] if n >= 0}


def test_a_row_calls_nowhere_in_vain() -> None:
    """Whom a row may not carry is no reason for it to stop, nor for a cut to pay it."""
    barred = Pin(kind="forbid", group="b-x", fleet="large")
    instance = build_instance(problem(GROUPS, FLEET, pins=(barred,)))
    table = build_table(instance)
    free = build_table(build_instance(problem(GROUPS, FLEET)))
    assert table.size == free.size
    large = [r.id for r in instance.fleet.rows].index("large")
    vain = 0
    for c in range(table.size):
        stops = {("pick", int(n)) for n in table.pick.sets[table.pair[c, 0]] if n >= 0}
        stops |= {("drop", int(n)) for n in table.drop.sets[table.pair[c, 1]] if n >= 0}
        for k in range(len(FLEET)):
            held = [instance.items[e] for e in table.items_of(c) if table.may[e, k]]
            served = {("pick", i.pick) for i in held} | {("drop", i.drop) for i in held}
            vain += served < stops
            assert table.cost[c, k] == (BIG_FEN if served < stops else free.cost[c, k])
            assert k == large or served == stops
    assert vain > 0


def test_a_barred_row_does_not_hold_the_bound_down() -> None:
    groups = (group("a", "x", 9), group("b", "x", 9))
    barred = tuple(Pin(kind="forbid", group=g.id, fleet="large") for g in groups[1:])
    fleet = (row("small", 4, 9), row("large", 9, 4))
    solution = ColumnEngine().solve(problem(groups, fleet, pins=barred), report=lambda _: True)
    assert solution.certificate.gap == 0


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    need=st.integers(1, 200),
    divisor=st.integers(2, 60),
    loads=st.lists(st.tuples(st.integers(1, 60), st.integers(0, 4)), max_size=6),
    stay=st.integers(0, 200),
)
def test_no_rounding_cut_is_broken_by_whole_vehicles(
    need: int, divisor: int, loads: list[tuple[int, int]], stay: int
) -> None:
    rest = need % divisor
    carried = sum(min(seats, need) * n for seats, n in loads)
    if rest == 0 or carried + stay < need:
        return
    left = sum(coefficient(min(seats, need), divisor, rest) * n for seats, n in loads)
    assert left + stay >= rest * -(-need // divisor)


def test_a_cut_counts_the_coaches_of_its_side_only() -> None:
    instance = build_instance(problem(GROUPS, FLEET))
    small = [r.id for r in instance.fleet.rows].index("small")
    book = Book(instance, build_table(instance))
    both = np.array([1, 1, *[0] * (len(instance.demands) - 2)])
    assert book.enter_cut(rounding_cut(instance, LEAVE, both, divisor=5))
    assert book.enter_cut(rounding_cut(instance, ARRIVE, both, divisor=4, covered=(small,)))
    assert not book.enter_cut(book.cuts[0])
    people = sum(instance.demands[d].people for d in (0, 1))
    assert need_of(instance, both, ()) == people
    assert need_of(instance, both, (small,)) == people - 2 * 4
    worth = [row.worth for row in book.cut_rows]
    assert worth[0].any(axis=1).all()
    assert worth[1].any(axis=1).tolist() == [k != small for k in range(len(FLEET))]
    assert book.cut_rows[0].load.max() <= min(people, max(r.seats for r in FLEET))


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    weight=st.lists(st.integers(0, 4), min_size=4, max_size=4).filter(any),
    divisor=st.integers(2, 30),
    side=st.sampled_from((LEAVE, ARRIVE)),
    covers=st.booleans(),
    wide=st.booleans(),
)
def test_a_vehicle_has_the_worth_of_all_it_could_carry_of_a_weighted_set(
    weight: list[int], divisor: int, side: str, covers: bool, wide: bool
) -> None:
    instance = build_instance(problem(GROUPS, FLEET))
    covered, table = (0,) if covers else (), build_table(instance)
    assume(need_of(instance, np.array(weight), covered) > 0)
    cut = rounding_cut(instance, side, np.array(weight), divisor=divisor, covered=covered)
    book = Book(instance, table)
    with patch.object(book_module, "MOST_SHORT", 1 if wide else MOST_SHORT):
        book.enter_cut(cut)
    combinations = np.arange(table.size)
    for k, seats in enumerate(instance.fleet.capacity):
        found = book.cut_rows[0].coefficients(combinations, np.full(table.size, k))
        for c in combinations:
            held = [instance.items[e].demand for e in table.items_of(int(c))]
            times = [weight[d] for d in held for _ in range(instance.demands[d].people)]
            carried = sum(sorted(times, reverse=True)[:seats])
            assert found[c] == (0 if k in covered else cut.worth[carried])
        paid = np.zeros((table.size, len(FLEET)))
        for first, end in ((0, 1), (1, 3), (3, table.size)):
            book.cut_rows[0].take_off(paid[first:end], first, 2.0)
        assert (paid[:, k] == -2 * found).all()
    assert book.stay_prices(np.array([5]))[side == ARRIVE].tolist() == [5 * n for n in weight]


LAW = Law(
    stop_fixed_s=0,
    stop_per_person_s=0,
    max_drivers=3,
    halt_s=3 * 3_600,
    halt_stops=1,
    halt_exempt_m=0,
    row_max_s=4 * 3_600,
    break_min_s=0,
    drive_24h_s=8 * 3_600,
    drive_7d_s=44 * 3_600,
    two_drivers_beyond_m=0,
)


def test_a_night_halt_is_met_once_a_drive_no_longer_fits_between_two() -> None:
    hour = 3_600
    assert least_elapsed_s(21 * hour, 2, 3 * hour, LAW) == 21 * hour
    assert least_elapsed_s(21 * hour + 1, 2, 3 * hour, LAW) == 24 * hour + 1


def test_rows_of_driving_are_parted_by_breaks_and_a_halt_stands_for_one() -> None:
    minute, hour = 60, 3_600
    law = LAW._replace(break_min_s=20 * minute, stop_fixed_s=5 * minute)
    assert least_elapsed_s(4 * hour, 2, 3 * hour, law) == 4 * hour
    assert least_elapsed_s(4 * hour + 1, 2, 3 * hour, law) == 4 * hour + 1 + 20 * minute
    assert least_elapsed_s(8 * hour, 5, 0, law) == 8 * hour + 20 * minute + 15 * minute
    # Four breaks and 20 h are too much for 21 h; one of them is the halt, so is one stop of three.
    found = least_elapsed_s(20 * hour, 5, 3 * hour, law)
    assert found == 23 * hour + 3 * 20 * minute + 2 * 5 * minute
    # Stops side by side may all be made during the halt.
    found = least_elapsed_s(20 * hour, 5, 3 * hour, law._replace(halt_stops=10))
    assert found == 23 * hour + 3 * 20 * minute


def test_compiled_code_is_kept_by_what_it_was_made_of() -> None:
    digest = source_digest("routing.solve.ruin")
    assert cache_folder("/base", "routing.solve.ruin").name == digest
    assert len(digest) == 16
    assert digest != source_digest("routing.solve.retype")


@pytest.mark.parametrize(
    ("halt", "hours", "late"),
    [(True, 24, True), (True, 25, False), (False, 11, False)],
)
def test_a_trip_that_a_night_halt_makes_late_shares_no_coach(
    *, halt: bool, hours: int, late: bool
) -> None:
    """Eleven hours at the wheel, of which ten fit between two halts of fourteen."""
    window = {"start": "16:00", "end": "06:00"} if halt else None
    values = no_rules().model_validate(no_rules().model_dump() | {"night_halt": window})
    early = group("a", "x", 5, arrive_by=READY + timedelta(hours=hours))
    asked = problem((early, group("b", "x", 3)), FLEET, values=values)
    instance = build_instance(asked)
    at = [i.demand for i in instance.items].index(0)
    assert bool(instance.conflict[at, at]) == late
    assert (frozenset((0,)) in build_space(asked).apart) == late


def test_a_direct_run_that_can_never_be_full_enough_enters_no_program() -> None:
    """In the program it would lower the prices, and so the bound, by what no plan can have."""
    instance = build_instance(problem(GROUPS, (FLEET[0], row("large", 7, 2, min_people=4))))
    table = build_table(instance)
    master = Master(Book(instance, table), search_goal(instance, table))
    Generator(master.book).seed(master)
    people: dict[str, list[int]] = {r.id: [] for r in instance.fleet.rows}
    for pattern in master.patterns:
        people[instance.fleet.rows[pattern.row].id].append(sum(n for _, n in pattern.load))
    assert sorted(people["small"]) == [2, 3, 4, 4]
    assert sorted(people["large"]) == [4, 5]


@pytest.mark.parametrize("size", [0, 1, 2, 7, 8])
def test_work_in_halves_does_every_part_once(size: int) -> None:
    parts: list[tuple[int, int]] = []
    halve_abreast(lambda first, end: parts.append((first, end)), size, least=2)
    assert sorted(n for first, end in parts for n in range(first, end)) == list(range(size))
    assert len(parts) == (2 if size >= 2 else 1)


def test_what_fails_in_either_half_is_heard_of() -> None:
    for bad in (0, 3):
        with pytest.raises(ZeroDivisionError):
            halve_abreast(lambda first, _, bad=bad: [1 // (first - bad)], 6, least=2)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    columns=st.lists(
        st.tuples(
            st.integers(0, 3),
            st.integers(0, 2),
            st.lists(st.integers(-3, 3), min_size=3, max_size=3),
        ),
        max_size=12,
    )
)
def test_the_best_column_of_each_set_is_found(
    columns: list[tuple[int, int, list[int]]],
) -> None:
    reduced = np.array([x[2] for x in columns], dtype=np.float64).reshape(-1, 3)
    pair = np.array([x[:2] for x in columns], dtype=np.int64).reshape(-1, 2)
    row = np.full(len(columns), -1, dtype=np.int64)
    sides = [np.full(4, -1, dtype=np.int64), np.full(3, -1, dtype=np.int64)]
    find_best(reduced, pair, row, *sides)
    assert row.tolist() == reduced.argmin(axis=1).tolist()
    for side, best in enumerate(sides):
        for number, found in enumerate(best):
            there = [c for c in range(len(columns)) if pair[c, side] == number]
            least = min((reduced[c].min() for c in there), default=0)
            known = [c for c in there if reduced[c].min() == least]
            assert found == (known[0] if least < 0 else -1)
