"""Compiled functions that call one another."""

from __future__ import annotations

from routing.duties.compiled import OPTIONS
from routing.duties.kernel import Kernel


def _sum(a: int, b: int) -> int:
    return a + b


def _difference(a: int, b: int) -> int:
    return summed(a, -b)


def _sums(a: int) -> int:
    return summed(a, 1) + summed(a, 2) + differed(a, 3)


summed = Kernel(_sum, targetoptions=OPTIONS)
differed = Kernel(_difference, targetoptions=OPTIONS)
sums = Kernel(_sums, targetoptions=OPTIONS)


def test_machine_code_is_made_where_python_enters_only() -> None:
    assert sums(4) == (4 + 1) + (4 + 2) + (4 - 3)
    assert len(sums.overloads) == 1
    assert len(summed.inner.overloads) == 1  # constants of three callers are one kind of number
    assert not summed.overloads
    assert not differed.overloads


def test_what_others_call_can_be_called_from_python_as_well() -> None:
    assert sums(1) == 3
    assert differed(5, 2) == 3
    assert len(differed.overloads) == 1
