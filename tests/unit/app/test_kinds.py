"""Every kind of work is found where it is done, and nowhere else is the engine loaded for it."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from pkgutil import resolve_name

import pytest

from app.jobs.kinds import KINDS, Found
from app.ports.work import OnePiece

ALL = {
    name: kind.solve if isinstance(kind, OnePiece) else kind.step
    for name, kind in KINDS.whole.items()
} | dict(KINDS.parts)


@pytest.mark.parametrize("name", ALL)
def test_every_kind_is_a_function_of_what_it_is_given_the_data_and_a_report(name: str) -> None:
    work = ALL[name]
    assert isinstance(work, Found)
    assert pickle.loads(pickle.dumps(work)) == work
    function = resolve_name(work.address)
    assert list(inspect.signature(function).parameters)[1:] == ["data", "report"]


def test_a_worker_loads_neither_the_engine_nor_the_api() -> None:
    heavy = ("numba", "ortools", "networkx", "fastapi", "uvicorn")
    code = f"import sys, app.service; print([m for m in {heavy} if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
