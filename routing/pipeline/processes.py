"""Processes beside this one that never outlive it."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread


def start_processes(number: int) -> ProcessPoolExecutor:
    """So many processes, started afresh when they are first needed.

    They end when this one does, also where it was killed and could not say goodbye.
    """
    context = get_context("spawn")
    return ProcessPoolExecutor(number, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
