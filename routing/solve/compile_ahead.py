"""What a first plan needs last, compiled before anybody plans: the annealing and the timetables.

``python -m routing.solve.compile_ahead`` beside a first plan puts a second core to use: the plan
comes to these two last and finds them in the cache by then.
"""

from __future__ import annotations

import numpy as np

from routing.duties.coach import Ints
from routing.duties.departure_scan import RESULT_SIZE, Desk, Span, list_departures
from routing.duties.law import Law
from routing.duties.replay import Route
from routing.duties.task_table import new_desk
from routing.solve.anneal import Schedule, anneal
from routing.solve.enumeration import Coaches, Needs, look_at_all
from routing.solve.enumeration import Desk as SetDesk
from routing.solve.enumeration import new_desk as new_set_desk
from routing.solve.yard import WIDTH, Fleet, Yard


def nothing_to_anneal() -> tuple[Yard, Fleet, Fleet, Schedule, Ints]:
    """What ``anneal`` takes, of the kinds that ``build_yard`` and ``new_fleet`` make, but empty."""
    pulse = np.zeros(3, dtype=np.int64)
    return _empty_yard(), _empty_fleet(), _empty_fleet(), _no_work(), pulse


def nothing_to_list() -> tuple[Route, Ints, Span, Law, Desk, Ints]:
    """What ``list_departures`` takes, of the kinds that ``list_timetables`` makes; no span."""
    none, pairs = np.zeros(0, dtype=np.int64), np.zeros((0, 2), dtype=np.int64)
    stops, rides = np.zeros((2, 7), dtype=np.int64), np.zeros((0, 4), dtype=np.int64)
    two, rows = np.zeros(2, dtype=np.int64), np.zeros((1, RESULT_SIZE + 4), dtype=np.int64)
    route = Route(stops, two[:1], pairs, rides, pairs, none, two, 0, 0)
    return route, two[:1], Span(1, 0, False, 0), Law(*([1] * len(Law._fields))), new_desk(2), rows


def nothing_to_look_at() -> tuple[Coaches, Needs, SetDesk]:
    """What ``look_at_all`` takes, of the kinds that ``Closer`` makes; nobody to carry."""
    none, bits = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    one = np.zeros(1, dtype=np.int64)
    coaches = Coaches(none, none, none, bits, bits, none)
    return (
        coaches,
        Needs(one, one, one, one, one, 0, 0, 0),
        new_set_desk(0, 1, 1, low=one, high=one),
    )


def _empty_yard() -> Yard:
    numbers, table = np.zeros(4, dtype=np.int64), np.zeros((0, 10), dtype=np.int64)
    return Yard(
        item=table,
        price=np.zeros(0, dtype=np.float64),
        conflict=np.zeros((0, 0), dtype=np.bool_),
        cost=table,
        rows=table,
        slots=table,
        near=np.zeros((2, 0, 0), dtype=np.int64),
        meta=numbers,
        ride=table,
        offer=table,
        sets=table,
    )


def _empty_fleet() -> Fleet:
    none = np.zeros(0, dtype=np.int64)
    coach, total = np.zeros((0, WIDTH), dtype=np.int64), np.zeros(2, dtype=np.int64)
    return Fleet(coach, none, none, none, none, total)


def _no_work() -> Schedule:
    return Schedule(iterations=0, hot_fen=1.0, cold_fen=1.0, widest=1, seed=0, target_fen=0)


def load_ahead() -> None:
    """Have both compiled, or read from the cache where they are."""
    anneal(*nothing_to_anneal())
    list_departures(*nothing_to_list())
    look_at_all(*nothing_to_look_at())


if __name__ == "__main__":
    load_ahead()
