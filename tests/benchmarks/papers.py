"""How long a roster takes to become the workbook and every paper, and how much memory.

Run it as ``python -m tests.benchmarks.papers [PEOPLE]``; it prints one line a step.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from routing.formats.papers import PAPERS, PaperRequest
from routing.formats.plan_view import PlanView
from routing.formats.workbook import WorkbookRenderer
from routing.model.rules import PolicyProfile
from routing.roster import check_roster, seat_people
from tests.generators.big_plan import big_plan, big_scenario
from tests.generators.rosters import build_roster
from tests.generators.small_plan import small_plan

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PEOPLE = 5_000


def timed(name: str, work: Callable[[], object]) -> object:
    """Do a step and print its processor seconds, those of its child processes included."""
    began = processor_s()
    result = work()
    size = len(result) if isinstance(result, bytes) else 0
    sys.stdout.write(f"{name:16} {processor_s() - began:7.2f} s  {size / 1e6:7.2f} MB\n")
    return result


def processor_s() -> float:
    """Seconds of processor that this process and its ended children have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Time every step for the people asked for."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_PEOPLE
    profile = (ROOT / "data/policies/cn-2023.json").read_bytes()
    scenario = big_scenario(people)
    plan = big_plan(scenario, small_plan(PolicyProfile.model_validate_json(profile)))
    roster = build_roster(scenario)
    began = processor_s()
    timed("check", lambda: check_roster(roster, scenario))
    seating = seat_people(scenario, plan, roster)
    request = PaperRequest(PlanView(scenario, plan, "zh"), seating)
    workbook = WorkbookRenderer()
    timed("dispatch.xlsx", lambda: workbook.render(scenario, plan, language="zh"))
    for name, make in PAPERS.items():
        timed(name, partial(make, request))
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    # Only one part is set at a time, so the two peaks together are the most there can be.
    peak = (own.ru_maxrss + children.ru_maxrss) / 1_024
    sys.stdout.write(
        f"own {own.ru_maxrss / 1024:.0f} MB, largest part {children.ru_maxrss / 1024:.0f} MB\n"
    )
    total = processor_s() - began
    sys.stdout.write(f"{people} people: {total:.1f} s of processor, {peak:.0f} MB at most\n")


if __name__ == "__main__":
    main()
