"""What a timed run teaches about the crews of columns that are as long."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from routing.solve.appraisal import Appraisal, Appraiser
from routing.solve.build_instance import build_instance
from routing.solve.cautions import Cautions
from routing.solve.crew_lessons import CrewLessons
from routing.solve.floors import BIG_FEN
from routing.solve.selection import Vehicle
from routing.solve.table import Table, build_table, rows_of
from tests.benchmarks.instances import draw
from tests.benchmarks.law_days import DRIVER_DAY_FEN, with_law

ROW = 3


@pytest.fixture(scope="module")
def known() -> tuple[Table, Cautions]:
    """A county 1,400 km from its factories, where a day of three drivers just is not enough."""
    drawn = draw("M", 2)
    instance = build_instance(with_law(drawn.problem))
    table = build_table(instance, drawn.narrow)
    rows = rows_of(instance, table.repeats)
    return table, Cautions(instance, table, Appraiser(instance, table, rows))


def timed(cautions: Cautions, c: int) -> Appraisal | None:
    load = cautions.fullest(c, ROW)
    return cautions.appraiser.best_run(ROW, load) if load else None


def short_of_a_crew(table: Table, cautions: Cautions) -> list[tuple[int, Appraisal]]:
    """Columns of the row whose full load takes more driver days than their floor, by length."""
    drive_s, days = (x[:, ROW] for x in cautions.crews.lengths[:2])
    allowed = np.flatnonzero((table.cost[:, ROW] < BIG_FEN) & (days > 0))
    found: list[tuple[int, Appraisal]] = []
    for c in allowed[np.argsort(drive_s[allowed], kind="stable")].tolist():
        run = timed(cautions, c)
        if run is not None and run.clock.drivers * run.clock.driver_days > days[c]:
            found.append((c, run))
    return found


def test_what_is_as_long_is_taken_to_need_as_many(known: tuple[Table, Cautions]) -> None:
    table, cautions = known
    short = short_of_a_crew(table, cautions)
    c, run = short[0]
    before = table.cost.copy()
    lessons = CrewLessons(replace(table, cost=table.cost.copy()), cautions.appraiser)
    lessons.learn((c, ROW), run, [ROW])

    raised = np.flatnonzero(lessons.table.cost[:, ROW] > before[:, ROW])
    lengths, stops = lessons.lengths, lessons.stops
    assert c in raised
    assert (lessons.table.cost[raised, ROW] - before[raised, ROW] == DRIVER_DAY_FEN).all()
    assert (lengths.drive_s[raised, ROW] >= lengths.drive_s[c, ROW]).all()
    assert (stops[raised] >= stops[c]).all()
    assert (np.delete(lessons.table.cost, ROW, axis=1) == np.delete(before, ROW, axis=1)).all()
    # One run taught it, and it is right about most.
    right = set(raised.tolist()) & {x for x, _ in short}
    assert len(right) > 100
    assert len(right) > 0.8 * len(raised)


def test_a_longer_run_that_needs_no_more_speaks_against_it(known: tuple[Table, Cautions]) -> None:
    table, cautions = known
    short = short_of_a_crew(table, cautions)
    lengths = cautions.crews.lengths
    (c, run), (longer, other) = short[0], short[len(short) // 2]
    days = int(lengths.days[longer, ROW])
    enough = replace(other, clock=replace(other.clock, drivers=days, driver_days=1))
    lessons = CrewLessons(replace(table, cost=table.cost.copy()), cautions.appraiser)
    lessons.learn((longer, ROW), enough, [])
    lessons.learn((c, ROW), run, [ROW])

    raised = np.flatnonzero(lessons.table.cost[:, ROW] > table.cost[:, ROW])
    stops = lessons.stops
    beyond = lengths.drive_s[raised, ROW] > lengths.drive_s[longer, ROW]
    assert len(raised) > 0
    assert (beyond | (stops[raised] > stops[longer])).all()


def test_cautions_pass_on_what_was_timed(known: tuple[Table, Cautions]) -> None:
    table, cautions = known
    c, run = short_of_a_crew(table, cautions)[0]
    own = replace(table, cost=table.cost.copy())
    fresh = Cautions(cautions.instance, own, cautions.appraiser)
    load = tuple(sorted(fresh.fullest(c, ROW).items()))
    assert fresh.learn(Vehicle(c, ROW, load), run)
    assert own.cost[c, ROW] == run.cost_fen
    assert (own.cost[:, ROW] > table.cost[:, ROW]).sum() > 10
    assert not fresh.learn(Vehicle(c, ROW, load), run)
