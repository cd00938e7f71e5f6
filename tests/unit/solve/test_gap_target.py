"""``solver.gap_target``: search and proof end once the gap is as small as was asked."""

from __future__ import annotations

from dataclasses import replace

from routing.artefacts.problem import Progress
from routing.artefacts.solution import Solution
from routing.model.plan import StopReason
from routing.solve import ColumnEngine
from tests.benchmarks.instances import Drawn, draw

ASKED = 0.10
"""Wider than what the first decision of this problem leaves open, which a proof then closes."""


def solve(drawn: Drawn, gap_target: float) -> tuple[Solution, list[Progress]]:
    heard: list[Progress] = []
    problem = drawn.problem
    solver = problem.scenario.solver.model_copy(update={"gap_target": gap_target})
    asked = replace(problem, scenario=problem.scenario.model_copy(update={"solver": solver}))
    solution = ColumnEngine(drawn.narrow).solve(
        asked, report=lambda told: heard.append(told) is None
    )
    return solution, heard


def test_a_gap_that_is_asked_for_ends_the_work() -> None:
    drawn = draw("S", 2)
    wide, little = solve(drawn, ASKED)
    narrow, much = solve(drawn, 0.0)
    assert wide.stop_reason is StopReason.GAP
    assert 0 < wide.certificate.gap <= ASKED
    assert narrow.stop_reason is StopReason.PROVEN
    assert narrow.certificate.lower_bound_fen >= wide.certificate.lower_bound_fen
    assert len(proofs(little)) < len(proofs(much))


def proofs(heard: list[Progress]) -> list[Progress]:
    return [told for told in heard if told.phase == "proof"]
