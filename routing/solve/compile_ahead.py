"""The annealing compiled before anybody plans: about half of what a first plan compiles.

``python -m routing.solve.compile_ahead`` beside a first plan puts a second core to use: the plan
meets the annealing last and finds it in the cache by then.
"""

from __future__ import annotations

import numpy as np

from routing.solve.anneal import Schedule, anneal
from routing.solve.instance import Ints
from routing.solve.yard import WIDTH, Fleet, Yard


def nothing_to_anneal() -> tuple[Yard, Fleet, Fleet, Schedule, Ints]:
    """What ``anneal`` takes, of the kinds that ``build_yard`` and ``new_fleet`` make, but empty."""
    pulse = np.zeros(3, dtype=np.int64)
    return _empty_yard(), _empty_fleet(), _empty_fleet(), _no_work(), pulse


def _empty_yard() -> Yard:
    numbers, table = np.zeros(4, dtype=np.int64), np.zeros((0, 10), dtype=np.int64)
    neighbours = np.zeros((0, 1), dtype=np.int32)
    return Yard(
        item=table,
        price=np.zeros(0, dtype=np.float64),
        conflict=np.zeros((0, 0), dtype=np.bool_),
        cost=table,
        rows=table,
        slots=table,
        pick_with=neighbours,
        drop_with=neighbours,
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


if __name__ == "__main__":
    anneal(*nothing_to_anneal())
