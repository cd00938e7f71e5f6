"""Small things that the linear program is run with."""

from __future__ import annotations

import numpy as np
from ortools.linear_solver import pywraplp

from routing.solve.pricing import Numbers

YUAN = 100
"""The program counts in yuan: its tolerances suit numbers of that size."""


def warm_start() -> pywraplp.MPSolverParameters:
    """Go on from the last basis by the dual simplex; presolving would throw the basis away."""
    names = pywraplp.MPSolverParameters
    how = names()
    how.SetIntegerParam(names.PRESOLVE, names.PRESOLVE_OFF)
    how.SetIntegerParam(names.LP_ALGORITHM, names.DUAL)
    return how


def prices_of(rows: list[pywraplp.Constraint]) -> Numbers:
    """Prices of rows in fen."""
    return np.array([YUAN * float(r.dual_value()) for r in rows], dtype=np.float64)


def spread(rows: dict[int, pywraplp.Constraint], size: int) -> Numbers:
    """Prices in the book's order; zero for what is no row."""
    found = np.zeros(size)
    found[list(rows)] = prices_of(list(rows.values()))
    return found
