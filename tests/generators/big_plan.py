"""Hand-made plans of any size for papers: one full coach after another, no solver."""

from __future__ import annotations

from routing.model.demand import Group
from routing.model.plan import Plan
from routing.model.runs import CoachVehicle, Load, Run
from routing.model.scenario import Scenario
from routing.units import People
from tests.generators.small_plan import small_scenario

FULL = 45


def big_scenario(people: int) -> Scenario:
    """Groups of a coach each, all from one village to one gate."""
    small = small_scenario()
    whole, rest = divmod(people, FULL)
    sizes = [FULL] * whole + ([rest] if rest else [])
    first = small.groups[0]
    groups = tuple(
        first.model_copy(update={"id": f"g{n:04d}", "people": People(size), "members": ()})
        for n, size in enumerate(sizes)
    )
    fleet = tuple(row.model_copy(update={"count": len(sizes)}) for row in small.fleet)
    return small.model_copy(update={"groups": groups, "fleet": fleet, "id": f"big-{people}"})


def big_plan(scenario: Scenario, like: Plan) -> Plan:
    """Each group on a coach of its own, timed as the small plan's direct coach."""
    pattern, itinerary = like.runs[0], like.itineraries[0]
    runs = [_run(pattern, group, n) for n, group in enumerate(scenario.groups, start=1)]
    itineraries = [
        itinerary.model_copy(update={"group": group.id, "people": group.people, "runs": (run.id,)})
        for group, run in zip(scenario.groups, runs, strict=True)
    ]
    return like.model_copy(
        update={
            "scenario_id": scenario.id,
            "runs": tuple(runs),
            "itineraries": tuple(itineraries),
            "purchases": (),
            "left_out": (),
        }
    )


def _run(pattern: Run, group: Group, number: int) -> Run:
    load = (Load(group=group.id, people=group.people),)
    first, last = pattern.stops
    duty = pattern.duties[0].model_copy(update={"driver": f"B{number:04d}-D1"})
    return pattern.model_copy(
        update={
            "id": f"B{number:04d}",
            "vehicle": CoachVehicle(fleet="row-49", number=number),
            "stops": (
                first.model_copy(update={"board": load, "on_board": group.people}),
                last.model_copy(update={"alight": load}),
            ),
            "duties": (duty,),
        }
    )
