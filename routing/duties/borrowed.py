"""What compiled code does to arrays that it borrows; numpy's own operations may make new ones."""

from __future__ import annotations

from routing.duties.coach import Ints
from routing.duties.compiled import borrowing


@borrowing
def total(numbers: Ints) -> int:
    """The sum of some numbers."""
    found = 0
    for n in range(len(numbers)):
        found += numbers[n]
    return found


@borrowing
def largest(numbers: Ints, least: int) -> int:
    """The largest of some numbers and of ``least``."""
    found = least
    for n in range(len(numbers)):
        found = max(found, numbers[n])
    return found


@borrowing
def copy_numbers(source: Ints, target: Ints) -> None:
    """Write the first of the target's numbers anew, as many as the source has."""
    for n in range(len(source)):
        target[n] = source[n]
