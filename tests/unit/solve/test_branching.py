"""Branching on counts of vehicles: both sides of a branching are smaller than the whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from routing.pipeline import DataFolder, plan_scenario
from routing.solve import generation, spares, tree
from routing.solve.book import Book
from routing.solve.branching import Memory, choose_count, fractional_counts, sides
from routing.solve.build_instance import build_instance
from routing.solve.counts import ANY, Part, everything
from routing.solve.engine import search_goal
from routing.solve.generation import Generator
from routing.solve.instance import Instance
from routing.solve.master import Master
from routing.solve.table import build_table
from tests.generators.scenarios import seeded_scenario
from tests.unit.solve.tiny import group, problem, row

PEOPLE = {"a-x": 6, "a-y": 3, "b-x": 9, "b-y": 5, "c-x": 4, "c-y": 6}
GROUPS = tuple(group(*name.split("-"), people) for name, people in PEOPLE.items())
FLEET = (row("small", 5, 4), row("middle", 8, 3), row("large", 11, 2))
DATA = DataFolder(Path(__file__).resolve().parents[3] / "data")


@pytest.mark.parametrize("stop", ["at once", "soon", "late", "far from it"])
def test_quantities_are_those_of_the_last_program_however_generation_ends(stop: str) -> None:
    instance = build_instance(problem(GROUPS, FLEET))
    book = Book(instance, build_table(instance))
    master, generator = Master(book, search_goal(instance, book.table)), Generator(book)
    generator.seed(master)
    part = everything(instance)
    enough = {"at once": 0.0, "far from it": 1e12}.get(stop, np.inf)
    rounds = {"soon": 1}.get(stop, 100)
    for _ in range(2):
        generator.run(master, part=part, enough_fen=enough, rounds=rounds)
        pairs = zip(master.patterns, master.values(), strict=False)
        fen = sum(book.table.cost[p.combination, p.row] * value for p, value in pairs)
        assert not np.concatenate(master.others()).any()
        assert fen == pytest.approx(master.value_fen)


def test_room_for_columns_is_made_where_there_are_many_and_made_again() -> None:
    instance = build_instance(problem(GROUPS, FLEET))
    book = Book(instance, build_table(instance))
    sizes, values = [], []
    for worth in (500, 1):
        master, generator = Master(book, search_goal(instance, book.table)), Generator(book)
        with patch.object(generation, "WORTH_ROOM", worth), patch.object(spares, "LEAST", 4):
            generator.seed(master)
            begun = len(master.patterns)
            values.append(generator.run(master, part=everything(instance)).value_fen)
        assert len(master.patterns) > begun
        sizes.append(master.solver.NumVariables() - len(master.patterns))
    assert values[0] == pytest.approx(values[1])
    assert sizes[1] > sizes[0]
    master.add([])
    assert master.solver.NumVariables() == sizes[1] + len(master.patterns)


def solved() -> tuple[Instance, Master]:
    instance = build_instance(problem(GROUPS, FLEET))
    table = build_table(instance)
    book = Book(instance, table)
    master = Master(book, search_goal(instance, table))
    generator = Generator(book)
    generator.seed(master)
    generator.run(master, part=everything(instance))
    return instance, master


def test_a_count_that_misses_its_bounds_is_not_branched_on() -> None:
    """The program may miss a bound at a price; one side of such a count would be empty."""
    instance, master = solved()
    whole = everything(instance)
    found = dict(fractional_counts(master, whole))
    assert found
    for count, value in found.items():
        below, above = sides(count, value)
        for bounds in ((above.number, ANY), (0, below.number)):
            part = replace(whole, counts={count: bounds})
            assert count not in dict(fractional_counts(master, part))
        part = Part(whole.units, {count: (below.number, above.number)})
        assert count in dict(fractional_counts(master, part))


def test_both_sides_of_the_count_chosen_hold_something() -> None:
    instance, master = solved()
    part = everything(instance)
    chosen = choose_count(master, master.value_fen * 2, part=part, memory=Memory())
    assert chosen is not None
    for side in sides(*chosen):
        low, high = part.below(side).counts[chosen[0]]
        assert low <= high


def test_no_part_of_the_proof_is_empty() -> None:
    """Seed 62 once asked for at least one and at most no coach, which no linear program solves."""
    with patch.object(tree, "can_enumerate", lambda *_: False):
        plan = plan_scenario(seeded_scenario(62), data=DATA)
    assert len(plan.certificate.leaves) > 1
