"""Work on several cores at a time that lets Python's other threads run.

Results do not depend on how much runs at a time or what ends first. Pools are made for each work
and none is kept: a process may fork at any time, and threads are lost then. One costs a
ten-thousandth of a second.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 2
"""Pieces of work at a time. More would need more cores, and would find the same."""
LOOK_S = 0.2
"""How often to look up while others work."""


def run_abreast(
    work: Callable[[int], T],
    number: int,
    *,
    look: Callable[[float], None],
    at_once: int = AT_ONCE,
) -> list[T]:
    """What pieces of work give, in their order.

    Args:
        work: called with each number from 0 on.
        number: of pieces.
        look: called now and then, by the caller's own thread, with the share of pieces done.
        at_once: pieces at a time.
    """
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        futures = [pool.submit(work, n) for n in range(number)]
        waiting = set(futures)
        while waiting:
            _, waiting = wait(waiting, timeout=LOOK_S)
            look(1 - len(waiting) / number)
    return [future.result() for future in futures]


def halve_abreast(work: Callable[[int, int], None], size: int, *, least: int) -> None:
    """Do a range of work, its two halves at a time; at once where it is short.

    Args:
        work: called with the first of a part and the end of it; parts do not depend on each other.
        size: of the range.
        least: a shorter range is not worth a second thread.
    """
    if size < least:
        work(0, size)
        return
    middle = size // 2
    with ThreadPoolExecutor(max_workers=1) as pool:
        other = pool.submit(work, middle, size)
        work(0, middle)
        other.result()
