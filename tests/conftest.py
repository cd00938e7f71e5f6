"""What every test shares: settings of the property tests, of compiled code, and group marks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# Compiled code for a generic CPU gives the same plan everywhere; read at numba's first import.
os.environ.setdefault("NUMBA_CPU_NAME", "generic")
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(sys.prefix) / "cache" / "numba"))

# The folders whose tests carry the mark of the same name.
MARKED_FOLDERS = frozenset({"browser", "engines", "golden", "packaging"})

settings.register_profile(
    "bounded",
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "all",
    max_examples=1_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("all" if os.environ.get("ZHIDA_TEST_ALL") else "bounded")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks each test with the group its folder stands for."""
    for item in items:
        folders = item.path.relative_to(ROOT / "tests").parts[:-1]
        for name in MARKED_FOLDERS.intersection(folders):
            item.add_marker(name)


@pytest.fixture(scope="session")
def root() -> Path:
    """The clone's top folder."""
    return ROOT
