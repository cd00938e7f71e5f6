"""Variables made ahead change nothing but how a column enters the program."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from routing.solve.linear import warm_start
from routing.solve.spares import LEAST, ROOM, Coefficients, Spares

ROWS = 40


class Program:
    """Cover every row at the least cost; columns enter a few at a time."""

    def __init__(self, *, ahead: int) -> None:
        self.solver = pywraplp.Solver.CreateSolver("CLP")
        self.rows = [self.solver.Constraint(1.0, self.solver.infinity()) for _ in range(ROWS)]
        self.spares = Spares(self.solver)
        self.columns: list[pywraplp.Variable] = []
        self.enter([({n: 1.0}, 9.0) for n in range(ROWS)])
        if ahead:
            self.spares.make(ahead)

    def enter(self, columns: list[tuple[dict[int, float], float]]) -> None:
        for held, cost in columns:
            own: Coefficients = [(self.rows[n], value) for n, value in held.items()]
            column = self.spares.take(own, cost)
            assert self.solver.Objective().GetCoefficient(column) == cost
            assert all(row.GetCoefficient(column) == value for row, value in own)
            self.columns.append(column)

    def solve(self) -> tuple[float, list[float]]:
        assert self.solver.Solve(warm_start()) == pywraplp.Solver.OPTIMAL
        self.spares.entered()
        return self.solver.Objective().Value(), [r.dual_value() for r in self.rows]


def drawn(chance: Random, widest: int) -> tuple[dict[int, float], float]:
    held = chance.sample(range(ROWS), chance.randint(1, widest))
    return {n: float(chance.randint(1, 5)) for n in held}, chance.uniform(1, 9)


@pytest.mark.parametrize("widest", [4, ROOM, ROOM + 12], ids=["narrow", "as wide", "wider"])
def test_a_program_is_worth_the_same_however_its_columns_entered(widest: int) -> None:
    chance = Random(widest)
    plain, ahead = Program(ahead=0), Program(ahead=1)
    assert plain.solve()[0] == pytest.approx(ahead.solve()[0])
    for turn in range(8):
        columns = [drawn(chance, widest) for _ in range(40)]
        known = len(ahead.spares)
        for program in (plain, ahead):
            program.enter(columns)
        assert len(ahead.spares) == max(0, known - len(columns))
        if turn == 3:
            for program in (plain, ahead):
                row = program.solver.Constraint(-program.solver.infinity(), 6.0)
                program.rows.append(row)
                for column in program.columns[::3]:
                    row.SetCoefficient(column, 1.0)
        if turn == 5:
            ahead.spares.make(LEAST)
        (value, _), (other, prices) = plain.solve(), ahead.solve()
        assert other == pytest.approx(value)
        bounds = [1.0] * ROWS + [6.0] * (len(ahead.rows) - ROWS)
        assert np.dot(prices, bounds) == pytest.approx(value)


def test_what_waits_stays_at_zero_and_is_used_before_new_ones_are_made() -> None:
    program = Program(ahead=LEAST)
    program.solve()
    made = program.solver.NumVariables()
    program.enter([({0: 1.0, 1: 2.0}, 0.5), ({2: 3.0}, 0.25)])
    program.solve()
    assert program.solver.NumVariables() == made
    used = set(map(id, program.columns))
    taken = {v.index() for v in program.columns}
    assert len(used) == len(taken) == ROWS + 2
    waiting = [v for v in program.solver.variables() if v.index() not in taken]
    assert len(waiting) == LEAST - 2
    assert not any(v.solution_value() for v in waiting)


def test_what_was_made_since_the_last_solution_is_not_taken() -> None:
    """Its coefficients would enter one by one."""
    program = Program(ahead=LEAST)
    program.enter([({0: 1.0}, 0.5)])
    assert len(program.spares) == LEAST
    program.solve()
    program.enter([({0: 1.0}, 0.5)])
    assert len(program.spares) == LEAST - 1
