"""Annealing on beside the proof: it finds more, the same every time, and it can be ended."""

from __future__ import annotations

import threading
from dataclasses import replace
from unittest.mock import patch

import pytest

from routing.artefacts.problem import Progress
from routing.artefacts.solution import Solution
from routing.model.goals import Effort
from routing.solve import ColumnEngine, engine
from routing.solve.reheat import THREAD, Reheat
from tests.benchmarks.instances import Drawn, draw


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return draw("M", 0, effort=Effort.STANDARD)


def solved(drawn: Drawn, *, reheats: bool) -> Solution:
    """Planned with little work, so that the first plan can be bettered."""
    known = engine.BUDGETS[Effort.STANDARD]
    little = replace(known.decision, iterations=400, starts=2, fewer=(), rounds=1)
    decision = replace(little, reheats=reheats)
    tree = replace(known.tree, count_leaves=1, rounds=1, cut_rounds=0)
    small = replace(known, tree=tree, decision=decision)
    with patch.dict(engine.BUDGETS, {Effort.STANDARD: small}):
        return ColumnEngine(drawn.narrow).solve(drawn.problem, report=lambda _: True)


def money(solution: Solution) -> float:
    certificate = solution.certificate
    return certificate.lower_bound_fen / (1 - certificate.gap)


def test_it_finds_more_and_the_same_every_time(drawn: Drawn) -> None:
    plain = solved(drawn, reheats=False)
    first, second = solved(drawn, reheats=True), solved(drawn, reheats=True)
    assert money(first) < money(plain)
    assert first == second


def test_what_is_no_longer_wanted_is_ended() -> None:
    drawn = draw("S", 4, effort=Effort.STANDARD)
    ended: list[Reheat] = []

    def stop(reheat: Reheat) -> None:
        ended.append(reheat)
        original(reheat)

    def report(told: Progress) -> bool:
        return told.phase != "proof"

    original = Reheat.stop
    with patch.object(Reheat, "stop", stop):
        solution = ColumnEngine(drawn.narrow).solve(drawn.problem, report=report)
    assert solution.certificate.gap > 0
    assert ended
    for thread in threading.enumerate():
        if thread.name.startswith(THREAD):
            thread.join(timeout=5)
            assert not thread.is_alive()
