"""A plan with a hostile text in every field that is free text."""

from __future__ import annotations

from routing.model.base import LocalisedText, Text
from routing.model.plan import (
    Plan,
    Reason,
)
from routing.model.runs import (
    Load,
    Run,
)
from routing.model.scenario import Scenario


def rename(scenario: Scenario, plan: Plan, name: str) -> tuple[Scenario, Plan]:
    """The same with a hostile text in every field that is free text; ids get a number in front."""
    text: Text = LocalisedText(zh=name, en=name)
    short = name[:180]
    ids = {group.id: f"{i}{short}" for i, group in enumerate(scenario.groups)}
    runs = {run.id: f"{i}{short}" for i, run in enumerate(plan.runs)}
    document = plan.model_dump_json(by_alias=True)
    hostile = Plan.model_validate_json(document)
    reason = Reason(code="TIME_WINDOW", subject=short, detail=text)
    return (
        scenario.model_copy(
            update={
                "title": text,
                "places": tuple(
                    p.model_copy(update={"name": text, "admin": f"{name}/{name}/{name}"})
                    for p in scenario.places
                ),
                "groups": tuple(g.model_copy(update={"id": ids[g.id]}) for g in scenario.groups),
                "fleet": tuple(row.model_copy(update={"name": text}) for row in scenario.fleet),
                "services": tuple(s.model_copy(update={"number": name}) for s in scenario.services),
            }
        ),
        hostile.model_copy(
            update={
                "runs": tuple(_renamed_run(run, ids, runs, short) for run in hostile.runs),
                "itineraries": tuple(
                    way.model_copy(
                        update={"group": ids[way.group], "runs": tuple(runs[r] for r in way.runs)}
                    )
                    for way in hostile.itineraries
                ),
                "left_out": tuple(
                    entry.model_copy(update={"group": ids[entry.group], "reasons": (reason,)})
                    for entry in hostile.left_out
                ),
            }
        ),
    )


def _renamed_run(run: Run, ids: dict[str, str], runs: dict[str, str], short: str) -> Run:
    def loads(parts: tuple[Load, ...]) -> tuple[Load, ...]:
        return tuple(load.model_copy(update={"group": ids[load.group]}) for load in parts)

    return run.model_copy(
        update={
            "id": runs[run.id],
            "stops": tuple(
                s.model_copy(update={"board": loads(s.board), "alight": loads(s.alight)})
                for s in run.stops
            ),
            "duties": tuple(
                d.model_copy(update={"driver": f"{i}{short}"}) for i, d in enumerate(run.duties)
            ),
        }
    )
