"""Sets of coaches: both searches against trying every set and every seat."""

from __future__ import annotations

from itertools import combinations_with_replacement

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.certify import set_search
from routing.solve.enumeration import (
    FOUND_FEN,
    NO_FEN,
    TOO_MANY,
    Coaches,
    Needs,
    look_at_all,
    new_desk,
)

LARGEST = 4
"""Coaches of the largest set that is tried by force; fleets have no more vehicles."""


class Case:
    """A few trips, rows and columns, with prices and a gap."""

    def __init__(self, data: st.DataObject) -> None:
        def draw(low: int, high: int) -> int:
            return data.draw(st.integers(low, high))

        trips, rows, columns = draw(1, 5), draw(1, 2), draw(1, 7)
        self.people = [draw(1, 7) for _ in range(trips)]
        self.worth = [draw(0, 9) for _ in range(trips)]
        self.seats = [draw(3, 9) for _ in range(rows)]
        self.stock = [draw(1, LARGEST // rows) for _ in range(rows)]
        self.row = [draw(0, rows - 1) for _ in range(columns)]
        self.holds = [draw(1, 2**trips - 1) for _ in range(columns)]
        self.fen = [draw(1, 60) for _ in range(columns)]
        self.marks = [draw(0, 3) for _ in range(columns)]
        self.least = [draw(0, 1), draw(0, 1)]
        self.most = [draw(low, 4) for low in self.least]
        profits = [self._profit(c) for c in range(columns)]
        slack = [max(0, f - p) for f, p in zip(self.fen, profits, strict=True)]
        order = sorted(range(columns), key=lambda c: slack[c])
        self.slack = [slack[c] for c in order]
        self.bare = [slack[c] + profits[c] for c in order]
        for name in ("row", "holds", "fen", "marks"):
            setattr(self, name, [getattr(self, name)[c] for c in order])
        self.gap, self.below = draw(0, 80), draw(20, 200)

    def _profit(self, column: int) -> int:
        room, total = self.seats[self.row[column]], 0
        for g in sorted(range(len(self.people)), key=lambda g: -self.worth[g]):
            if self.holds[column] >> g & 1:
                taken = min(room, self.people[g])
                room, total = room - taken, total + taken * self.worth[g]
        return total

    def carries_all(self, chosen: tuple[int, ...]) -> bool:
        """Whether everybody has a seat, by a maximum flow."""
        graph = nx.DiGraph()
        graph.add_nodes_from(["from", "to"])
        for g, n in enumerate(self.people):
            graph.add_edge("from", ("trip", g), capacity=n)
        for at, c in enumerate(chosen):
            graph.add_edge(("coach", at), "to", capacity=self.seats[self.row[c]])
            for g in range(len(self.people)):
                if self.holds[c] >> g & 1:
                    graph.add_edge(("trip", g), ("coach", at))
        return bool(nx.maximum_flow_value(graph, "from", "to") == sum(self.people))

    def may_run(self, chosen: tuple[int, ...]) -> bool:
        """Whether fleet and counts allow a set."""
        for k, n in enumerate(self.stock):
            if sum(self.row[c] == k for c in chosen) > n:
                return False
        return all(
            low <= sum(self.marks[c] >> j & 1 for c in chosen) <= high
            for j, (low, high) in enumerate(zip(self.least, self.most, strict=True))
        )

    def cheapest(self) -> int:
        """The least money of a set within gap and limit that carries everybody."""
        best, paid = NO_FEN, sum(n * w for n, w in zip(self.people, self.worth, strict=True))
        for size in range(1, LARGEST + 1):
            for chosen in combinations_with_replacement(range(len(self.row)), size):
                fen = sum(self.fen[c] for c in chosen)
                inside = sum(self.bare[c] for c in chosen) - paid <= self.gap
                if fen < min(best, self.below) and inside and self.may_run(chosen):
                    best = fen if self.carries_all(chosen) else best
        return best


def ints(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


def bits(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.array(values, dtype=np.uint64)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_both_find_the_cheapest_set_wherever_there_is_one(data: st.DataObject) -> None:
    case = Case(data)
    order = sorted(range(len(case.people)), key=lambda g: -case.worth[g])
    coaches = Coaches(
        ints(case.slack), ints(case.bare), ints(case.fen), bits(case.holds), bits(case.marks),
        ints(case.row),
    )  # fmt: skip
    needs = Needs(
        ints(case.people), ints(case.worth), ints(order), ints(case.seats), ints(case.stock),
        case.gap, case.below, 10**6,
    )  # fmt: skip
    low, high = ints(case.least), ints(case.most)
    desk = new_desk(len(case.row), len(case.people), len(case.seats), low=low, high=high)
    look_at_all(coaches, needs, desk)
    assert desk.told[TOO_MANY] == 0
    assert desk.told[FOUND_FEN] == case.cheapest()
    held = [sum((h >> g & 1) << at for at, g in enumerate(order)) for h in case.holds]
    pieces = set_search.Pieces(
        ints(case.slack), ints(case.bare), ints(case.fen), bits(held), bits(case.marks),
        ints(case.row),
    )  # fmt: skip
    task = set_search.Task(
        ints([case.people[g] for g in order]), ints([case.worth[g] for g in order]),
        ints(case.seats), ints(case.stock), low, high, case.gap, case.below,
    )  # fmt: skip
    found = set_search.search_sets(pieces, task) == set_search.FOUND
    assert found == (case.cheapest() < NO_FEN)
