"""Who spreads a season over its days."""

from __future__ import annotations

from typing import Protocol

from routing.artefacts.season import SeasonBound, SeasonFlow, SeasonProblem


class SeasonMaster(Protocol):
    """Decides how many leave when and how, and proves what no season can cost less than."""

    def solve(self, problem: SeasonProblem) -> SeasonFlow:
        """A good flow of people and coaches; the same problem gives the same flow.

        Raises:
            EngineFailed: a solver broke its own contract.
        """
        ...

    def bound(self, problem: SeasonProblem, *, carried: int) -> SeasonBound:
        """A lower bound on the money of every plan that carries at least ``carried`` people.

        Raises:
            EngineFailed: a solver broke its own contract.
        """
        ...
