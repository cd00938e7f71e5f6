"""Compilation of hot functions, with their types kept for the checker."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code, compiled on first use and kept in numba's cache.

    Plain integers and whole arrays only; no fast-math, so every CPU gives the same result.
    """
    return cast("Callable[P, R]", numba.njit(cache=True)(function))
