"""A linear program in whole numbers, and what any prices prove about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ortools.math_opt.python import mathopt

from routing.errors import EngineFailed


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what its columns add up to is at most ``most``, or equal to it."""

    name: str
    most: int
    equal: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One variable between 0 and ``upper`` with its cost and its entries by row number."""

    cost: int
    upper: int
    entries: tuple[tuple[int, int], ...]


@dataclass
class Lines:
    """A program to be minimised, costs and coefficients whole."""

    rows: list[Line] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)

    def add_row(self, name: str, most: int, *, equal: bool = False) -> int:
        """A new row's number."""
        self.rows.append(Line(name, most, equal))
        return len(self.rows) - 1

    def add_column(self, cost: int, upper: int, entries: Sequence[tuple[int, int]]) -> None:
        """One more variable."""
        self.columns.append(Column(cost, upper, tuple(entries)))


def best_prices(lines: Lines) -> dict[str, int]:
    """Whole prices near the program's dual solution, by row name; at most 0 where ``≤`` stands.

    Raises:
        EngineFailed: the linear solver gave no optimum.
    """
    model = mathopt.Model()
    values = [model.add_variable(lb=0, ub=column.upper) for column in lines.columns]
    terms: list[list[object]] = [[] for _ in lines.rows]
    for value, column in zip(values, lines.columns, strict=True):
        for row, coefficient in column.entries:
            terms[row].append(coefficient * value)
    rows = []
    for line, found in zip(lines.rows, terms, strict=True):
        total = mathopt.fast_sum(found)
        rows.append(
            model.add_linear_constraint(
                total == line.most if line.equal else total <= line.most, name=""
            )
        )
    model.minimize(
        mathopt.fast_sum([c.cost * v for c, v in zip(lines.columns, values, strict=True)])
    )
    result = mathopt.solve(model, mathopt.SolverType.GLOP)
    if not result.has_dual_feasible_solution():
        raise EngineFailed(f"season bound: {result.termination.reason.name}")
    prices = {
        line.name: round(result.dual_values(row))
        for line, row in zip(lines.rows, rows, strict=True)
    }
    return {
        line.name: prices[line.name] if line.equal else min(0, prices[line.name])
        for line in lines.rows
    }


def proven_least(lines: Lines, prices: Mapping[str, int]) -> int:
    """What no solution of the program can cost less than, proven by any prices.

    For every x between its bounds that meets the rows, and prices y (at most 0 on ``≤`` rows),
    c·x ≥ y·b + (c − yA)·x ≥ y·b + Σ uⱼ min(0, cⱼ − yAⱼ): a price times a row's slack is never
    positive, and each variable adds at least its upper end where its reduced cost is negative. All
    numbers are whole, so no rounding can spoil the proof, and prices that are not quite optimal
    only weaken it.
    """
    price = [prices.get(line.name, 0) for line in lines.rows]
    for i, line in enumerate(lines.rows):
        if not line.equal:
            price[i] = min(0, price[i])
    least = sum(p * line.most for p, line in zip(price, lines.rows, strict=True))
    for column in lines.columns:
        reduced = column.cost - sum(price[row] * a for row, a in column.entries)
        least += column.upper * min(0, reduced)
    return least
