"""What is compiled ahead is what a plan asks for."""

from __future__ import annotations

import numba
import numpy as np

from routing.solve.build_instance import build_instance
from routing.solve.compile_ahead import nothing_to_anneal
from routing.solve.table import build_table
from routing.solve.wholes import Mates
from routing.solve.yard import build_yard, new_fleet
from tests.unit.solve.tiny import group, problem, row


def test_the_annealing_is_compiled_for_the_arrays_of_a_real_problem() -> None:
    groups = (group("a", "x", 5), group("b", "x", 3))
    instance = build_instance(problem(groups, (row("small", 4, 2), row("large", 7, 2))))
    items = len(instance.items)
    yard = build_yard(
        instance,
        build_table(instance),
        price=np.zeros(items),
        missed_fen=np.zeros(items, dtype=np.int64),
        mates=Mates(frozenset(), ()),
    )
    fleet = new_fleet(instance, np.array([5, 3]))
    ahead = nothing_to_anneal()
    assert [numba.typeof(a) for a in ahead[:3]] == [numba.typeof(b) for b in (yard, fleet, fleet)]
