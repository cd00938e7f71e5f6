"""Who decides."""

from __future__ import annotations

from typing import Protocol

from routing.artefacts.problem import Problem, Report
from routing.artefacts.solution import Solution


class Engine(Protocol):
    """Chooses coaches, rides and loads, and proves a bound."""

    def solve(self, problem: Problem, *, report: Report) -> Solution:
        """The best solution found within the scenario's effort, with its certificate.

        The same problem and seed give the same solution on any machine, unless ``report``
        returned False or the scenario sets a time limit.

        Raises:
            EngineFailed: a solver broke its own contract.
        """
        ...
