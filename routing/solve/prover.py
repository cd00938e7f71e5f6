"""Proving a decision: leaves that bound plans which carry as many; better plans met on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from routing.solve.decide import Decider, Decision
from routing.solve.duals import Goal
from routing.solve.generation import Generator
from routing.solve.leaves import Leaf, bound_fen
from routing.solve.master import Master
from routing.solve.shortlist import Work
from routing.solve.tree import Tree, TreeWork

PRICED_BESIDES = 1_000
"""Combinations whose pricing costs as much as the rest of a leaf's work."""
PATIENT_FOR = 3
"""Share of the leaves, one in so many, after which a proof that gains too little ends."""
LEAST_PATIENCE = 2
SHORT = 300
"""Leaves below which a proof takes less time than the annealings beside it."""


@dataclass(frozen=True)
class Proof:
    """What was proven.

    Attributes:
        leaves: that cover the space.
        most_people: that any plan could carry.
        decision: the best one; the one that was to be proven unless a better was met.
    """

    leaves: list[Leaf]
    most_people: int
    decision: Decision

    @property
    def bound_fen(self) -> int:
        """No plan that carries as many people costs less; never above the decision's money."""
        return min(self.decision.money_fen, bound_fen(self.leaves))


class Prover:
    """Proves decisions of one instance."""

    def __init__(
        self, master: Master, generator: Generator, tree: Tree, decider: Decider, *, work: TreeWork
    ) -> None:
        self.master = master
        self.generator = generator
        self.tree = tree
        self.decider = decider
        size = generator.table.size + PRICED_BESIDES
        most = min(work.count_leaves, work.priced // size)
        patience = min(work.patience, max(LEAST_PATIENCE, -(-most // PATIENT_FOR)))
        self.work = replace(work, count_leaves=most, patience=patience)

    @property
    def is_short(self) -> bool:
        """Whether a proof leaves both cores to others soon."""
        return self.work.count_leaves < SHORT

    def prove(self, leaves: list[Leaf], decision: Decision, *, choice: Work) -> Proof:
        """Bound the money of plans with as many people as a decision carries.

        Args:
            leaves: of the branching on purchases.
            decision: the best plan so far.
            choice: work of the integer program that loads whole vehicles.
        """
        people = self.master.instance.people
        spare = decision.selection.left_people
        free = np.zeros_like(self.master.goal.left_fen)
        most = people
        if spare:
            self.master.aim(Goal(0, np.ones_like(free)))
            nobody = self.tree.grow(TreeWork(1, 0, 0, 0))
            most = people - bound_fen(nobody)
        self.master.aim(Goal(1, free, spare))
        if spare:
            leaves = self.tree.grow(replace(self.work, rounds=1))
        else:
            leaves = [self._again(leaf) for leaf in leaves]
        best = [decision]

        def whole(columns: list[tuple[int, int]]) -> int | None:
            found = self.decider.load(columns, choice)
            if found is None or found.selection.left_people > spare:
                return None
            if found.money_fen < best[0].money_fen:
                best[0] = found
            return found.money_fen

        leaves = self.tree.prove(leaves, self.work, enough_fen=decision.money_fen, whole=whole)
        return Proof(leaves, most, best[0])

    def _again(self, leaf: Leaf) -> Leaf:
        """The same prices under the master's present goal."""
        bound = self.generator.bound(leaf.exact, part=leaf.part, goal=self.master.goal)
        return replace(leaf, bound_scaled=int(bound))
