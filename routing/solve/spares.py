"""Variables that wait in the linear program for the columns to come.

OR-Tools enters the coefficients that a new variable has in rows known before one by one, and each
moves the whole matrix of CLP. What stands in new rows is entered at once. So variables are made
ahead, many at a time, with coefficients in new rows that bind nothing. Where one of those is taken
away it leaves room, and a true coefficient goes there without moving anything.
"""

from __future__ import annotations

from itertools import zip_longest

from ortools.linear_solver import pywraplp

Coefficients = list[tuple[pywraplp.Constraint, float]]
"""Of one variable."""

ROOM = 15
"""Coefficients for which a waiting variable has room; each beyond moves the matrix."""
LEAST = 100
"""Variables made at a time, at least."""
MOST = 20_000
"""The same, at most: each takes a kilobyte."""


class Spares:
    """Makes the variables of one program, all of them at zero or above.

    One that waits costs something and counts in no row that binds, so that it stays at zero.

    Attributes:
        total: variables made ahead so far.
    """

    def __init__(self, solver: pywraplp.Solver) -> None:
        self.solver = solver
        self.total = 0
        self._waiting: list[tuple[pywraplp.Variable, list[pywraplp.Constraint]]] = []
        self._made: list[tuple[pywraplp.Variable, list[pywraplp.Constraint]]] = []

    def __len__(self) -> int:
        return len(self._waiting) + len(self._made)

    def make(self, number: int) -> None:
        """Make variables ahead; they can be taken once the program was solved with them."""
        solver, infinity = self.solver, float(self.solver.infinity())
        objective = solver.Objective()
        rows = [solver.Constraint(-infinity, infinity) for _ in range(ROOM)]
        number = min(MOST, max(LEAST, number))
        self.total += number
        for _ in range(number):
            variable = solver.NumVar(0.0, infinity, "")
            objective.SetCoefficient(variable, 1.0)
            for row in rows:
                row.SetCoefficient(variable, 1.0)
            self._made.append((variable, rows))

    def entered(self) -> None:
        """Tell that the program was solved."""
        self._waiting += self._made
        self._made = []

    def take(self, coefficients: Coefficients, cost: float) -> pywraplp.Variable:
        """A variable, one that waited if there is one."""
        if self._waiting:
            variable, rows = self._waiting.pop()
        else:
            variable, rows = self.solver.NumVar(0.0, float(self.solver.infinity()), ""), []
        self.solver.Objective().SetCoefficient(variable, cost)
        for free, own in zip_longest(rows, coefficients):
            if free is not None:
                free.SetCoefficient(variable, 0.0)
            if own is not None:
                own[0].SetCoefficient(variable, own[1])
        return variable
