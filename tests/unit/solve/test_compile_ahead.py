"""What is compiled ahead is what a plan asks for."""

from __future__ import annotations

import numba
import numpy as np

from routing.duties.departure_scan import list_departures
from routing.duties.kernel import Kernel
from routing.duties.timetable import list_timetables
from routing.solve.build_instance import build_instance
from routing.solve.compile_ahead import nothing_to_anneal, nothing_to_list
from routing.solve.table import build_table
from routing.solve.wholes import Mates
from routing.solve.yard import build_yard, new_fleet
from tests.benchmarks.instances import no_rules
from tests.unit.duties.tasks import long_haul
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


def test_the_timetables_are_compiled_for_the_arrays_of_a_real_route() -> None:
    assert isinstance(list_departures, Kernel)
    assert list_departures(*nothing_to_list()) == 0
    assert list_timetables(long_haul(3), no_rules(), drivers=1)
    assert len(list_departures.overloads) == 1
