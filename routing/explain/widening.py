"""Which announced runs to open when changes leave people out: few, near, on their way."""

from __future__ import annotations

from routing.explain.changing import Changes
from routing.explain.freezing import fixed_runs, held_groups
from routing.model.demand import Group
from routing.model.plan import Plan
from routing.model.runs import CoachVehicle, Run
from routing.model.scenario import Scenario

WIDER = (1, 3)
"""Runs that are opened for each group that is left out, a try each."""


def runs_to_open(
    scenario: Scenario, plan: Plan, patched: Plan, changes: Changes, *, most: int
) -> frozenset[str]:
    """Announced coach runs to the same gate whose people would be planned anew with those left out.

    Runs that call at the group's own origin come first, then those with the fewest people. Frozen
    runs, runs with people who are held, and runs that are gone already are left alone.

    Args:
        scenario: the scenario after the changes.
        plan: the announced plan.
        patched: the changed plan that leaves people out.
        changes: what happened, and what is frozen.
        most: runs for each group.
    """
    held = held_groups(scenario, changes.freeze)
    stays = fixed_runs(plan, changes.freeze)
    stays |= {name for i in plan.itineraries if i.group in held for name in i.runs}
    standing = {run.id: run for run in patched.runs}
    can_open = [
        run
        for run in plan.runs
        if run.id not in stays
        and isinstance(run.vehicle, CoachVehicle)
        and run.id in standing
        and standing[run.id].vehicle == run.vehicle
    ]
    groups = {group.id: group for group in scenario.groups}
    opened: set[str] = set()
    for left in patched.left_out:
        group = groups[left.group]
        near = sorted(
            (run for run in can_open if _serves(run, group)),
            key=lambda run: (not _calls_at(run, group.origin), _people(run), run.id),
        )
        opened.update(run.id for run in near[:most])
    return frozenset(opened)


def _serves(run: Run, group: Group) -> bool:
    """Whether a coach lets people out at a group's gate."""
    return any(stop.place == group.destination and stop.alight for stop in run.stops)


def _calls_at(run: Run, place: str) -> bool:
    return any(stop.place == place for stop in run.stops)


def _people(run: Run) -> int:
    return max(int(stop.on_board) for stop in run.stops)
