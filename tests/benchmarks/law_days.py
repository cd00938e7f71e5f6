"""The drawn problems with driving law, windows and bays: ``S-law0``, ``M-law1``, ….

The same villages, plants, people and coaches as ``S0``, ``M1``, …; besides, people are ready at
six, plants are open from six to twenty-two and let in two coaches at a time, and drivers have their
hours by the rules of 2023 and cost 600 CNY a day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from routing.artefacts.problem import Problem
from routing.model.base import Window
from routing.model.places import Place, PlaceKind
from routing.model.rules import PolicyChoice, PolicyProfile, policy_in_force
from routing.model.scenario import Scenario
from routing.network import build_candidates
from routing.units import Fen
from tests.benchmarks.instances import START, Drawn

POLICY = Path(__file__).parents[2] / "data/policies/cn-2023.json"
READY, OPENS, CLOSES = timedelta(hours=6), timedelta(hours=6), timedelta(hours=22)
DAYS = 4
BAYS = 2
DRIVER_DAY_FEN = Fen(60_000)


def under_law(drawn: Drawn) -> Drawn:
    """A drawn problem with everything that ``no_rules`` leaves out."""
    return replace(drawn, problem=with_law(drawn.problem))


def with_law(before: Problem) -> Problem:
    """The problem itself with all that."""
    scenario = _with_times(before.scenario)
    profile = PolicyProfile.model_validate_json(POLICY.read_bytes())
    policy = policy_in_force(profile, PolicyChoice())
    candidates = build_candidates(scenario, before.matrix, policy, before.horizon)
    return Problem(scenario, before.matrix, policy, before.horizon, candidates)


def _with_times(scenario: Scenario) -> Scenario:
    return scenario.model_copy(
        update={
            "places": tuple(_open_by_day(place) for place in scenario.places),
            "groups": tuple(
                group.model_copy(update={"ready_from": START + READY}) for group in scenario.groups
            ),
            "fleet": tuple(
                row.model_copy(update={"driver_day_fen": DRIVER_DAY_FEN}) for row in scenario.fleet
            ),
        }
    )


def _open_by_day(place: Place) -> Place:
    if place.kind is not PlaceKind.FACTORY:
        return place
    days = [START + timedelta(days=n) for n in range(DAYS)]
    windows = tuple(
        Window.model_validate({"from": day + OPENS, "to": day + CLOSES}) for day in days
    )
    return place.model_copy(update={"open": windows, "bays": BAYS})
