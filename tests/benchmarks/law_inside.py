"""What law inside the columns costs in time and saves in money against repairing afterwards.

``python -m tests.benchmarks.law_inside [sample ...]`` plans each sample twice. Once as the product
does. Once without the driving rules, after which every coach gets the crew that the law asks for,
coaches that no crew can run lawfully are taken out, and whoever is left is planned again on the
vehicles that are left. Both plans pass the audit; printed are money, people and CPU seconds.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import replace

from routing.artefacts.problem import Problem, Progress
from routing.artefacts.solution import Solution
from routing.artefacts.timetable import Timetable
from routing.audit import audit_plan
from routing.duties.crew_choice import find_timetable
from routing.duties.joined import join_tasks
from routing.model.plan import Plan
from routing.model.rules import PolicyValues
from routing.model.runs import CoachVehicle
from routing.model.scenario import Scenario
from routing.pipeline import plan_scenario, prepare_problem
from routing.schedule import build_plan
from routing.schedule.chains import find_chains
from routing.schedule.stranded import without_coaches
from routing.solve import ColumnEngine
from routing.units import Metres, People, Seconds
from tests.golden.case import DATA, get_scenario

SAMPLES = ("tiandeng-pengjiang", "zunyi-shanghai", "nujiang-zhuhai", "weixin-dongguan")
ANY = 7 * 86_400


def lawless(values: PolicyValues) -> PolicyValues:
    """The same policy without rules on driving; stops, seats and access stay."""
    return values.model_copy(
        update={
            "night_halt": None,
            "drive_day_max_s": Seconds(ANY),
            "drive_night_max_s": Seconds(ANY),
            "drive_24h_max_s": Seconds(86_400),
            "drive_7d_max_s": Seconds(ANY),
            "two_drivers_beyond_m": Metres(10**9),
        }
    )


def repaired(problem: Problem, solution: Solution) -> Solution:
    """The solution with the crews that the law asks for, less the coaches it forbids."""
    values = problem.policy.values
    rows = {row.id: row for row in problem.scenario.fleet}
    crews: dict[str, int] = {}
    out = set[str]()
    for chain in find_chains(solution.coaches):
        tasks = tuple(c.task for c in chain)
        whole = join_tasks(tasks, rows[chain[0].fleet], matrix=problem.matrix)
        found = find_timetable(whole, values)
        if isinstance(found, Timetable):
            crews |= {c.key: found.drivers for c in chain}
        else:
            out |= {c.key for c in chain}
    kept = without_coaches(solution, frozenset(out))
    coaches = tuple(replace(c, drivers=crews[c.key]) for c in kept.coaches)
    return replace(kept, coaches=coaches)


def planned_again(scenario: Scenario, plan: Plan) -> Scenario:
    """Who is left out, on the vehicles and seats that are left; nothing where nobody is."""
    waiting = {left.group: left.people for left in plan.left_out}
    used = Counter({r.vehicle for r in plan.runs if isinstance(r.vehicle, CoachVehicle)})
    per_row = Counter(vehicle.fleet for vehicle in used)
    groups = tuple(
        g.model_copy(update={"people": People(waiting[g.id]), "wheelchairs": 0, "members": ()})
        for g in scenario.groups
        if g.id in waiting
    )
    fleet = tuple(
        r.model_copy(update={"count": max(0, r.count - per_row[r.id])}) for r in scenario.fleet
    )
    sold = Counter({(p.service, p.offer): p.units for p in plan.purchases})
    services = tuple(
        s.model_copy(
            update={
                "offers": tuple(
                    o.model_copy(update={"units": max(0, o.units - sold[s.id, o.id])})
                    for o in s.offers
                )
            }
        )
        for s in scenario.services
    )
    return scenario.model_copy(update={"groups": groups, "fleet": fleet, "services": services})


def run(name: str) -> None:
    """Plan one sample both ways and print a line."""
    scenario = get_scenario(name)
    began = time.process_time()
    inside = plan_scenario(scenario, data=DATA)
    inside_s = time.process_time() - began
    began = time.process_time()
    problem = prepare_problem(scenario, data=DATA)
    lax = replace(
        problem,
        policy=problem.policy.model_copy(update={"values": lawless(problem.policy.values)}),
    )
    solution = ColumnEngine().solve(lax, report=_go_on)
    after = build_plan(problem, repaired(problem, solution), scenario_sha256="0" * 64, versions={})
    money, left = int(after.cost.total_fen), sum(x.people for x in after.left_out)
    if left:
        rest = plan_scenario(planned_again(scenario, after), data=DATA)
        money += int(rest.cost.total_fen)
        left = sum(x.people for x in rest.left_out)
    after_s = time.process_time() - began
    report = audit_plan(scenario, after, profile=DATA.get_profile(scenario.policy.profile))
    broken = [f for f in report.findings if f.code != "SCENARIO_MISMATCH"]
    print(
        f"{name:22} inside {inside.cost.total_fen / 100:>10,.0f} CNY "
        f"{sum(x.people for x in inside.left_out)} left {inside_s:6.1f} s | repaired "
        f"{money / 100:>10,.0f} CNY {left} left {after_s:6.1f} s | "
        f"saved {1 - inside.cost.total_fen / money:6.1%} | audit {len(broken)}"
    )


def _go_on(_: Progress) -> bool:
    return True


if __name__ == "__main__":
    for sample in sys.argv[1:] or SAMPLES:
        run(sample)
