"""Decisions that keep every bond, where the search found none that does."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from routing.solve.bonds import Bond, broken_bonds, leave_out
from routing.solve.decide import Decider, Decision
from routing.solve.floors import BIG_FEN
from routing.solve.instance import Flags
from routing.solve.selection import Selection
from routing.solve.shortlist import Work

MEETING_COLUMNS = 30
"""Columns of each bond and fleet row on which some of both groups may ride, the cheapest."""
TRIES = 6
"""Rounds of the integer program, each of which knows what the one before found unlawful."""
LEAST_WORK = 1.0
"""Deterministic seconds of the integer program, at least."""


def keep_bonds(
    decider: Decider, decision: Decision, columns: list[tuple[int, int]], *, work: Work
) -> list[Decision]:
    """Decisions in which nobody travels without their company, the last without anybody.

    One leaves out whoever breaks a bond in the given decision, with the coaches that carry them.
    Another seats people anew by the integer program, on the given columns, those of the decision
    and the cheapest on which some of both groups may ride.
    """
    instance, before = decider.instance, decision.selection
    bonds = decider.bonds
    fewer = leave_out(instance, bonds, before)
    wider = {(v.combination, v.row): None for v in before.vehicles}
    wider |= dict.fromkeys(columns)
    wider |= dict.fromkeys(x for bond in bonds for x in _meetings(decider, bond))
    nobody = Selection(
        vehicles=(),
        rides=(0,) * len(instance.rides),
        units=(0,) * len(instance.offers),
        own=(0,) * len(instance.demands),
        left=tuple(d.people for d in instance.demands),
    )
    seated = _seat(decider, list(wider), fewer, work)
    found = (seated, decider.appraise(fewer), decider.appraise(nobody))
    return [x for x in found if x is not None]


def _seat(
    decider: Decider, columns: list[tuple[int, int]], hint: Selection, work: Work
) -> Decision | None:
    """What the integer program seats, once all its coaches have lawful clocks."""
    from routing.solve.choice import ChoiceModel

    for _ in range(TRIES):
        allowed = [x for x in columns if decider.table.cost[x] < BIG_FEN]
        model = ChoiceModel(
            decider.instance, decider.table, decider.goal, allowed, bonds=decider.bonds
        )
        model.hint(hint)
        selection = model.solve(work)
        if selection is None:
            return None
        found = decider.appraise(selection)
        if found is not None:
            return None if broken_bonds(decider.instance, decider.bonds, selection) else found
    return None


def _meetings(decider: Decider, bond: Bond) -> Iterator[tuple[int, int]]:
    """The cheapest columns of each fleet row on which some of both groups of a bond may ride."""
    table = decider.table
    demand = np.array([i.demand for i in decider.instance.items], dtype=np.int64)
    sides = [np.isin(demand, sorted(side)) for side in (bond.members, bond.company)]
    for row in range(table.cost.shape[1]):
        both = np.logical_and(*(_holds(decider, side & table.may[:, row]) for side in sides))
        columns = np.flatnonzero(both & (table.cost[:, row] < BIG_FEN))
        cheapest = columns[np.argsort(table.cost[columns, row], kind="stable")]
        yield from ((int(c), row) for c in cheapest[:MEETING_COLUMNS])


def _holds(decider: Decider, item: Flags) -> Flags:
    """Per combination, whether it can carry one of some items."""
    table = decider.table
    number = np.concatenate([[0], np.cumsum(item[table.items])])
    held: Flags = number[table.start[1:]] > number[table.start[:-1]]
    return held
