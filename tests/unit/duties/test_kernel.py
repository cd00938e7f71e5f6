"""Compiled functions that call one another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pytest
from numba.core.errors import TypingError

from routing.duties.coach import Ints
from routing.duties.compiled import OPTIONS
from routing.duties.kernel import Kernel

BORROWS = {**OPTIONS, "_nrt": False}


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


class _Tail(NamedTuple):
    numbers: Ints


def _tail(numbers: Ints) -> _Tail:
    return _Tail(numbers[1:])


def _first_of_lent(numbers: Ints) -> int:
    return int(lent(numbers).numbers[0])


def _first_of_counted(numbers: Ints) -> int:
    return int(counted(numbers).numbers[0])


lent = Kernel(_tail, targetoptions=BORROWS)
counted = Kernel(_tail, targetoptions=OPTIONS)


@pytest.mark.parametrize(
    ("function", "options"), [(_first_of_lent, BORROWS), (_first_of_counted, OPTIONS)]
)
def test_arrays_pass_between_functions_that_both_count_or_both_borrow(
    function: Callable[[Ints], int], options: Mapping[str, object]
) -> None:
    assert Kernel(function, targetoptions=options)(np.arange(4, 8)) == 5


@pytest.mark.parametrize(
    ("function", "options"), [(_first_of_lent, OPTIONS), (_first_of_counted, BORROWS)]
)
def test_no_array_passes_from_where_holders_are_counted_to_where_they_are_not_or_back(
    function: Callable[[Ints], int], options: Mapping[str, object]
) -> None:
    with pytest.raises((TypeError, TypingError), match="returns an array"):
        Kernel(function, targetoptions=options)(np.arange(4, 8))


def test_a_borrowed_array_is_not_handed_to_python() -> None:
    with pytest.raises(TypeError, match="returns an array"):
        lent(np.arange(4, 8))


def test_many_calls_that_borrow_leave_nobody_holding_the_array() -> None:
    numbers = np.arange(4, 8)
    held = sys.getrefcount(numbers)
    first = Kernel(_first_of_lent, targetoptions=BORROWS)
    for _ in range(100):
        assert first(numbers) == 5
    assert sys.getrefcount(numbers) == held
