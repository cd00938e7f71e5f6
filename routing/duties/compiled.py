"""Compilation of hot functions, deterministic, kept on disk, with their types kept for the checker.

One generic CPU target and no fast-math, so that rounding is the same on every x86-64. Numba's own
cache looks at the file of a function only, and would run old code after a change in a function or
a constant that it calls for. Machine code is therefore kept apart by a digest of the function's
module and of every module whose names its compiled code uses.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from numba.core import config

from routing.duties.kernel import Kernel
from routing.duties.source_digest import source_digest

P = ParamSpec("P")
R = TypeVar("R")


OPTIONS: Mapping[str, object] = {
    "nopython": True,
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
    "forceinline": False,
}
"""How functions are compiled."""


def cache_folder(base: str, module: str) -> Path:
    """Where a module's machine code is kept: below ``base``, or the user's cache if it is empty."""
    user = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base or user) / "zhida" / "compiled" / source_digest(module)


def _settle() -> str:
    """Set numba up before anything is compiled; the folder under which it is to keep its work.

    The first optimisation level compiles a quarter faster than the third and runs no slower here.
    """
    settings = vars(config)
    settings.update(CPU_NAME="generic", OPT=type(settings["OPT"])(1))
    return str(settings["CACHE_DIR"])


_BASE = _settle()


def _open_cache(module: str) -> None:
    """Point numba at the module's folder; where it cannot be made, numba chooses one of its own."""
    folder = cache_folder(_BASE, module)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    vars(config).update(CACHE_DIR=str(folder))


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code, compiled on first use and kept in the cache.

    Plain numbers and whole arrays only; no fast-math, so every CPU gives the same result. They run
    beside Python's other threads. Nobody calls them from C, which saves compiling an entrance.
    """
    return _compiled(function, OPTIONS)


def borrowing(function: Callable[P, R]) -> Callable[P, R]:
    """The same for a function that makes no array and returns none: those it has are on loan.

    Nobody then counts who holds them. Numba counts up and down for each array of each tuple in
    each function that is passed one, which was more than half of the annealing's time.
    """
    return _compiled(function, {**OPTIONS, "_nrt": False})


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """As ``borrowing``, with its code where it is called: passing ten arrays costs 0.1 µs."""
    return _compiled(function, {**OPTIONS, "_nrt": False, "forceinline": True})


def _compiled(function: Callable[P, R], options: Mapping[str, object]) -> Callable[P, R]:
    _open_cache(function.__module__)
    kernel = Kernel(function, targetoptions=options)
    kernel.enable_caching()
    return cast("Callable[P, R]", kernel)
