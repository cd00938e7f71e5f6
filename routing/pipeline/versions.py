"""Which versions of what a plan was made with."""

from __future__ import annotations

from importlib.metadata import version


def component_versions() -> dict[str, str]:
    """Versions of everything that can change a plan."""
    return {name: version(name) for name in ("zhida", "ortools", "numpy", "numba")}
