"""Wheelchairs: no coach takes more of them than it has places."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.artefacts.problem import Problem
from routing.artefacts.solution import Solution
from routing.solve import ColumnEngine
from routing.solve.appraisal import Appraiser
from routing.solve.build_instance import build_instance
from routing.solve.choice import ChoiceModel
from routing.solve.decide import Decision
from routing.solve.engine import search_goal
from routing.solve.floors import BIG_FEN
from routing.solve.second_trips import SecondTrips
from routing.solve.selection import Selection
from routing.solve.shortlist import Work
from routing.solve.table import build_table, rows_of
from routing.solve.vehicles import share_vehicles
from tests.unit.solve.tiny import group, problem, row


def wheelchairs_placed(given_problem: Problem, solution: Solution, name: str) -> int:
    """The most wheelchairs of a group that direct coaches and staying behind have room for."""
    places = {r.id: r.wheelchair_places for r in given_problem.scenario.fleet}
    aboard = [(places[c.fleet], dict(s.board)) for c in solution.coaches for s in c.stops]
    seated = sum(min(room, load.get(name, 0)) for room, load in aboard)
    return seated + dict(solution.left_out).get(name, 0)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    people=st.integers(2, 7),
    wheelchairs=st.integers(1, 4),
    others=st.integers(0, 4),
    places=st.tuples(st.integers(0, 2), st.integers(0, 2)),
)
def test_no_split_group_has_more_wheelchairs_than_its_coaches_take(
    people: int, wheelchairs: int, others: int, places: tuple[int, int]
) -> None:
    groups = [group("a", "x", people, wheelchairs=min(people, wheelchairs))]
    groups += [group("b", "x", others)] if others else []
    small, large = places
    fleet = (
        row("small", 4, 3, wheelchair_places=small),
        row("large", 7, 2, wheelchair_places=large),
    )
    asked = problem(tuple(groups), fleet)
    solution = ColumnEngine().solve(asked, report=lambda _: True)
    assert wheelchairs_placed(asked, solution, "a-x") >= min(people, wheelchairs)


def test_wheelchairs_of_one_column_are_dealt_to_all_of_its_coaches() -> None:
    groups = (group("a", "x", 7, wheelchairs=2),)
    asked = problem(groups, (row("lift", 4, 2, wheelchair_places=1),))
    instance = build_instance(asked)
    table = build_table(instance)
    columns = [(c, 0) for c in range(table.size)]
    model = ChoiceModel(instance, table, search_goal(instance, table), columns)
    selection = model.solve(Work(1.0, 1))
    assert selection is not None
    demands = {e: instance.demands[i.demand] for e, i in enumerate(instance.items)}
    in_chairs = [sum(n for e, n in v.load if demands[e].wheelchairs) for v in selection.vehicles]
    assert in_chairs == [1, 1]


def test_a_trip_added_for_those_left_out_takes_no_more_wheelchairs_than_it_has_places() -> None:
    groups = (group("a", "x", 7, wheelchairs=5),)
    instance = build_instance(problem(groups, (row("lift", 8, 2, wheelchair_places=2),)))
    table = build_table(instance)
    left = tuple(d.people for d in instance.demands)
    nobody = Decision(Selection(vehicles=(), rides=(), units=(), own=(0, 0), left=left), (), 0)
    appraiser = Appraiser(instance, table, rows_of(instance, table.repeats))
    trips = SecondTrips(instance, table, appraiser)
    found, _ = trips.add(nobody, share_vehicles(instance, nobody.selection, ()))
    seated = [v.load for v in found.selection.vehicles]
    (chairs,) = (e for e, i in enumerate(instance.items) if instance.demands[i.demand].wheelchairs)
    assert seated == [((chairs, 2),), ((chairs, 2),)]
    assert found.selection.left_people == 7 - 4


def test_a_column_with_a_stop_that_its_row_serves_for_nobody_is_barred() -> None:
    groups = (group("a", "x", 3), group("c", "y", 3, wheelchairs=3))
    fleet = (row("lift", 4, 2, wheelchair_places=3), row("plain", 7, 2))
    instance = build_instance(problem(groups, fleet))
    table = build_table(instance)
    appraiser = Appraiser(instance, table, rows_of(instance, table.repeats))
    plain = [r.id for r in instance.fleet.rows].index("plain")
    fen = {}
    for c in range(table.size):
        ends = tuple(instance.demands[instance.items[e].demand].name for e in table.items_of(c))
        fen[ends] = appraiser.floor_of(c, plain)
    assert 0 < fen["a-x",] < BIG_FEN
    assert fen["c-y",] == fen["a-x", "c-y"] == BIG_FEN
