"""Compilation of hot functions, deterministic, kept on disk, with their types kept for the checker.

One generic CPU target and no fast-math, so that rounding is the same on every x86-64. The cache is
kept apart by a digest of the sources: numba looks at the file of a function only, and would run
old code after a change in a function or a constant that it calls for.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba
from numba.core import config

P = ParamSpec("P")
R = TypeVar("R")

COMPILED_ROOMS = ("duties", "solve")
"""Folders of ``routing`` whose code is compiled."""


def source_digest() -> str:
    """A digest of all sources that compiled code is made of."""
    digest = hashlib.sha256()
    for room in COMPILED_ROOMS:
        for path in sorted((Path(__file__).parents[1] / room).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder(base: str) -> Path:
    """Where machine code is kept: below ``base``, or below the user's cache when it is empty."""
    user = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base or user) / "zhida" / "compiled" / source_digest()


def _settle() -> None:
    """Set numba up before anything is compiled.

    The first optimisation level compiles a quarter faster than the third and runs no slower here.
    Where the folder cannot be made, numba chooses one of its own.
    """
    settings = vars(config)
    settings.update(CPU_NAME="generic", OPT=type(settings["OPT"])(1))
    folder = cache_folder(str(settings["CACHE_DIR"]))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    settings.update(CACHE_DIR=str(folder))


_settle()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code, compiled on first use and kept in the cache.

    Plain numbers and whole arrays only; no fast-math, so every CPU gives the same result.
    """
    return cast("Callable[P, R]", numba.njit(cache=True)(function))
