"""A digest of all sources that the compiled code of a module is made of."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from pathlib import Path

COMPILED_ROOMS = ("routing.duties.", "routing.solve.")
"""Rooms whose code is compiled; names from elsewhere are types and documents, which are not."""
DECORATORS = frozenset({"compiled", "borrowing", "inlined"})
ROOT = Path(__file__).parents[2]


def source_digest(module: str) -> str:
    """Sixteen characters that change with the module or with one that its compiled code uses."""
    digest = hashlib.sha256()
    for name in sorted(_reached(module)):
        digest.update(_path(name).read_bytes())
    return digest.hexdigest()[:16]


def _reached(module: str) -> set[str]:
    """The module and those whose names compiled code uses, from one to the next."""
    found, waiting = set[str](), [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _used_modules(name)
    return found


@cache
def _used_modules(module: str) -> tuple[str, ...]:
    """Modules from which compiled functions and module constants take a name.

    A constant may be worked out from another module's, and compiled code takes it as it is.
    """
    tree = ast.parse(_path(module).read_bytes())
    names: set[str] = set()
    sources: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(COMPILED_ROOMS):
            sources |= {alias.asname or alias.name: str(node.module) for alias in node.names}
        elif not isinstance(node, ast.FunctionDef) or _is_compiled(node):
            names |= {x.id for x in ast.walk(node) if isinstance(x, ast.Name)}
    return tuple(sorted({sources[name] for name in names & sources.keys()}))


def _is_compiled(function: ast.FunctionDef) -> bool:
    return any(isinstance(x, ast.Name) and x.id in DECORATORS for x in function.decorator_list)


def _path(module: str) -> Path:
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")
