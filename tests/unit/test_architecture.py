"""The import law, run with the rest of the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# What the independent checker must do without.
BLOCKED = ("folium", "geopy", "networkx", "numba", "numpy", "ortools", "pandas")

IMPORT_BLOCKED = """
import importlib, pkgutil, sys

class Barrier:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ImportError(f"blocked for the audit: {name}")
        return None

sys.meta_path.insert(0, Barrier())
import routing.audit
for module in pkgutil.walk_packages(routing.audit.__path__, "routing.audit."):
    importlib.import_module(module.name)
assert not set(BLOCKED).intersection(sys.modules)
"""


def run_python(code: str, *, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_import_contracts_hold(root: Path) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_audit_imports_with_every_solving_library_blocked(root: Path) -> None:
    done = run_python(f"BLOCKED = {BLOCKED!r}\n{IMPORT_BLOCKED}", cwd=root)
    assert done.returncode == 0, done.stderr


def test_the_barrier_itself_blocks(root: Path) -> None:
    code = f"BLOCKED = {BLOCKED!r}\n{IMPORT_BLOCKED}\nimport numpy"
    done = run_python(code, cwd=root)
    assert "blocked for the audit: numpy" in done.stderr
