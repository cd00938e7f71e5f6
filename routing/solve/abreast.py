"""Two cores for one range of work that lets Python's other threads run."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def work_abreast(work: Callable[[int, int], None], size: int, *, least: int) -> None:
    """Do a range of work, its two halves at a time; at once where it is short.

    A pool for each range, and none kept: a process may fork at any time, and threads are lost
    then. It costs a ten-thousandth of a second.

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
