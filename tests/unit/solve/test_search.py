"""The annealing: the same whatever runs beside it, from any start, and keeping people together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from routing.artefacts.problem import Problem
from routing.artefacts.solution import Solution
from routing.model.goals import Pin
from routing.model.scenario import PreviousPlan
from routing.schedule import build_plan
from routing.solve import ColumnEngine
from routing.solve.anneal import Schedule
from routing.solve.annealings import Annealings, Opening, held_to, run_annealings
from routing.solve.build_instance import build_instance
from routing.solve.instance import Instance
from routing.solve.opening import open_fleet
from routing.solve.previous import find_previous
from routing.solve.selection import Vehicle
from routing.solve.table import Table, build_table
from routing.solve.yard import COST, LOAD, Yard
from tests.unit.solve.tiny import group, nobody_seated, problem, row, yard_of

GROUPS = tuple(group(*ends, 7) for ends in (("a", "x"), ("b", "x"), ("a", "y"), ("c", "y")))
FLEET = (row("large", 12, 3), row("small", 5, 4))


def parts(asked: Problem) -> tuple[Instance, Table, Yard]:
    instance = build_instance(asked)
    table = build_table(instance)
    yard = yard_of(instance, table, seat_fen=9_000.0, missed_fen=1_000_000)
    return instance, table, yard


def solve(asked: Problem) -> Solution:
    return ColumnEngine().solve(asked, report=lambda _: True)


def coaches_of(solution: Solution) -> dict[str, dict[str, int]]:
    """People of each group by coach."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for coach in solution.coaches:
        for stop in coach.stops:
            for name, people in stop.board:
                found[name][coach.key] = people
    return found


def test_an_annealing_held_to_fewer_coaches_begins_with_the_fullest_and_has_no_more() -> None:
    instance, _, yard = parts(problem(GROUPS, FLEET))
    seated = run_annealings(
        [Opening(yard, open_fleet(instance, yard, nobody_seated(instance)))],
        Annealings(3, 1, Schedule(200, 3_000.0, 30.0, 4, 0, 0)),
        go_on=lambda _: True,
    )[0]
    loads = sorted(seated.coach[: seated.total[0], LOAD].tolist())
    held = held_to(yard, seated, 2)
    assert sorted(held.coach[: held.total[0], LOAD].tolist()) == loads[-2:]
    assert held.missed.sum() == sum(loads[:-2])
    assert held.used.sum() == held.total[0] == 2
    assert held.total[1] == held.coach[:2, COST].sum()
    work = Annealings(3, 3, Schedule(200, 3_000.0, 30.0, 4, 0, 0), most=(2, 0, 3))
    coaches = [
        f.total[0] for f in run_annealings([Opening(yard, seated)], work, go_on=lambda _: True)
    ]
    assert min(coaches) <= 2 < max(coaches)


def test_what_is_found_does_not_depend_on_how_many_run_at_a_time() -> None:
    instance, _, yard = parts(problem(GROUPS, FLEET))
    start = open_fleet(instance, yard, nobody_seated(instance))
    work = Annealings(3, 5, Schedule(200, 3_000.0, 30.0, 4, 0, 0))
    alone, together = (
        run_annealings([Opening(yard, start)], work, go_on=lambda _: True, at_once=at_once)
        for at_once in (1, 3)
    )
    assert len(alone) == len(together) == 5
    for one, other in zip(alone, together, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_stop_ends_every_start_with_the_best_it_has() -> None:
    instance, _, yard = parts(problem(GROUPS, FLEET))
    start = open_fleet(instance, yard, nobody_seated(instance))
    endless = Annealings(0, 4, Schedule(10**9, 3_000.0, 30.0, 4, 0, 0))
    found = run_annealings([Opening(yard, start)], endless, go_on=lambda _: False)
    assert len(found) == 4
    assert all(not fleet.missed.any() for fleet in found)


def test_a_start_with_more_coaches_than_there_are_lets_the_rest_wait() -> None:
    instance, table, yard = parts(problem(GROUPS, FLEET))
    column = int(np.flatnonzero(table.pick.size[table.pair[:, 0]] == 1)[0])
    item = int(table.items_of(column)[0])
    large = [r.id for r in instance.fleet.rows].index("large")
    crowd = tuple(Vehicle(column, large, ((item, 1),)) for _ in range(5))
    fleet = open_fleet(instance, yard, replace(nobody_seated(instance), vehicles=crowd))
    assert fleet.used[large] == 3
    assert fleet.missed[item] == 7 - 3
    assert int(fleet.missed.sum()) == 4 * 7 - 3


def test_sharers_who_fit_no_coach_take_as_few_as_can_be() -> None:
    groups = (
        group("a", "x", 7, share_key="village"),
        group("b", "x", 7, share_key="village"),
        group("c", "x", 6),
    )
    # Alone, b and c would share the second coach: the shortest way leaves a coach for each of a, b.
    solution = solve(problem(groups, (row("ten", 10, 3),)))
    used = coaches_of(solution)
    assert len({*used["a-x"], *used["b-x"]}) == 2
    assert not solution.left_out


def test_a_pin_between_groups_too_large_for_one_coach_lets_them_meet() -> None:
    groups = (group("a", "x", 10), group("c", "y", 10))
    fleet = (row("ten", 10, 4),)
    apart = coaches_of(solve(problem(groups, fleet)))
    assert not set(apart["a-x"]) & set(apart["c-y"])
    pin = Pin.model_validate({"kind": "require", "group": "a-x", "with": "c-y"})
    pinned = coaches_of(solve(problem(groups, fleet, pins=(pin,))))
    assert set(pinned["a-x"]) & set(pinned["c-y"])


def test_the_previous_plan_is_read_as_it_was_decided() -> None:
    asked = problem(GROUPS, FLEET)
    solution = solve(asked)
    plan = build_plan(asked, solution, scenario_sha256="0" * 64, versions={})
    again = asked.scenario.model_copy(update={"previous_plan": PreviousPlan(plan=plan)})
    instance, table, _ = parts(replace(asked, scenario=again))
    found = find_previous(instance, table)
    assert found is not None
    assert found.left == (0,) * 4
    loads = sorted(sum(n for _, n in v.load) for v in found.vehicles)
    assert loads == sorted(sum(n for s in c.stops for _, n in s.board) for c in solution.coaches)
    assert found.money_fen(instance, table) == plan.cost.total_fen
