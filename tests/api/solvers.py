"""Solvers that live in real children and last as long as a test needs them to.

Each keeps a diary in the file that the environment names, so that a test can count what was done.
"""

from __future__ import annotations

import itertools
import json
import os
import time
from pathlib import Path
from typing import Any

from app.ports.work import MoreParts, Part, Refused, Solve, Solved, Stage, Step
from routing.artefacts.problem import Progress, Report
from routing.formats.json_documents import render_json
from routing.model.plan import StopReason
from tests.unit.formats.map_plans import mixed


def note(word: str, scenario: bytes) -> None:
    """Append a line to the diary; one short write never mixes with another's."""
    line = f"{word} {json.loads(scenario)['id']} {os.getpid()}\n"
    file = os.open(os.environ["ZHIDA_TEST_DIARY"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(file, line.encode())
    os.close(file)


def solved(scenario: bytes, stop: StopReason) -> Solved:
    """An answer; its plan is no real plan, only bytes that belong to the scenario."""
    plan = json.dumps({"of": json.loads(scenario)["id"]}).encode()
    return Solved(stop, plan, cost_fen=100, bound_fen=90, gap=0.1)


def steady(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """Works as many tenths of a second as the scenario's seed says, and stops when asked.

    A scenario that is named after one of the others below is theirs.
    """
    other = OTHERS.get(json.loads(scenario)["id"])
    if other is not None:
        return other(scenario, data, report)
    note("start", scenario)
    tenths = json.loads(scenario)["solver"]["seed"]
    for done in range(tenths):
        if not report(Progress("search", done / tenths, cost_fen=200 - done, bound_fen=90)):
            note("stopped", scenario)
            return solved(scenario, StopReason.CANCELLED)
        time.sleep(0.1)
    note("finish", scenario)
    return solved(scenario, StopReason.WORK)


def planned(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """Plans for real."""
    from app.jobs.solver import solve_scenario

    note("start", scenario)
    answer = solve_scenario(scenario, data, report)
    note("finish", scenario)
    return answer


def deaf(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """Never reports, never listens."""
    note("start", scenario)
    time.sleep(600)
    return solved(scenario, StopReason.WORK)


def fatal(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """Dies without a word."""
    note("start", scenario)
    os._exit(9)


def murderous(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """Kills the server that started it."""
    note("start", scenario)
    os.kill(int(Path(os.environ["ZHIDA_TEST_SERVER_PID"]).read_text()), 9)
    time.sleep(600)
    return solved(scenario, StopReason.WORK)


def broken(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """Shows a defect."""
    note("start", scenario)
    raise KeyError("a defect")


OTHERS: dict[str, Solve] = {"deaf": deaf, "fatal": fatal, "broken": broken}


def greedy(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """Wants more memory than it may have."""
    note("start", scenario)
    hoard = [bytearray(64 * 1024 * 1024) for _ in range(200)]
    return solved(scenario, StopReason.WORK if hoard else StopReason.TIME)


def drawn(scenario: bytes, data: Path, report: Report) -> Solved | Refused:
    """The hand-made plan of the map's tests: coaches, a train, feeders, people left out.

    While a file ``hold`` stands beside the diary it goes on searching, so that it can be watched.
    """
    _, plan = mixed()
    hold = Path(os.environ["ZHIDA_TEST_DIARY"]).with_name("hold")
    for step in itertools.count():
        report(
            Progress("search", min(step, 3) / 4, cost_fen=9_000_000, bound_fen=8_000_000, gap=0.125)
        )
        time.sleep(0.3)
        if step and not hold.exists():
            break
    return Solved(
        plan=render_json(plan),
        stop_reason=plan.stop_reason,
        cost_fen=plan.cost.objective_fen,
        bound_fen=plan.certificate.lower_bound_fen,
        gap=plan.certificate.gap,
    )


def step_in_cells(stage: Stage, data: Path, report: Report) -> MoreParts | Solved:
    """Two rounds of parts, each with as many as the grid's first axis has steps."""
    task = json.loads(stage.payload)
    cells = len(task["grid"]["axes"][0]["counts"])
    note(f"step-{len(stage.ends)}", json.dumps(task["scenario"]).encode())
    if len(stage.ends) < 2 * cells and not stage.stopped:
        numbers = range(len(stage.ends), len(stage.ends) + cells)
        return MoreParts(tuple(Part("cell", cell(task["scenario"], n), f"c{n}") for n in numbers))
    given = [None if end.result is None else json.loads(end.result)["of"] for end in stage.ends]
    failed = sum(bool(end.findings) for end in stage.ends)
    stop = StopReason.CANCELLED if stage.stopped else StopReason.WORK
    table = {"rows": [], "missing": [], "given": given, "failed": failed}
    return Solved(stop, result=json.dumps(table).encode())


def cell(scenario: dict[str, Any], number: int) -> bytes:
    """The scenario under the part's own name, for the diary."""
    return json.dumps(scenario | {"id": f"{scenario['id']}-{number}"}).encode()


def work_cell(payload: bytes, data: Path, report: Report) -> bytes:
    """Works like ``steady``; a scenario named ``deadly`` kills the part's child each time."""
    if json.loads(payload)["id"].startswith("deadly"):
        fatal(payload, data, report)
    steady(payload, data, report)
    return json.dumps({"of": json.loads(payload)["id"]}).encode()


def murderous_step(stage: Stage, data: Path, report: Report) -> MoreParts | Solved:
    """Hands out its parts and, when they have ended, kills the server that asked for the table."""
    if stage.ends:
        murderous(json.dumps(json.loads(stage.payload)["scenario"]).encode(), data, report)
    return step_in_cells(stage, data, report)


STEPS: dict[str, Step] = {"murderous": murderous_step}
