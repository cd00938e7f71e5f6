"""Numba, kept deterministic: one generic target, no reordering of sums, cache on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numba.core import config

Function = TypeVar("Function", bound=Callable[..., Any])

# The same machine code on every x86-64, so that rounding cannot differ between machines.
# The first optimisation level compiles a quarter faster than the third and runs no slower here.
vars(config).update(CPU_NAME="generic", OPT=type(config.OPT)(1))


def compiled(function: Function) -> Function:
    """Compile a function of arrays and numbers on its first call and keep it on disk."""
    return cast(Function, numba.njit(cache=True)(function))
