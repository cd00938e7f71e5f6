"""A small world in which causes are planted: one village, one factory, one coach, one train."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from routing.artefacts.problem import Problem
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, prepare_problem
from tests.unit.audit.draft import Draft, Json, at, named, settle
from tests.unit.audit.sound_plans import SERVICE, draft, group

DATA = DataFolder(Path(__file__).parents[3] / "data")

ROADS = (
    ("base", "a", 8_000, 720),
    ("base", "f", 230_000, 13_200),
    ("base", "s1", 80_000, 4_800),
    ("base", "s2", 720_000, 36_000),
    ("base", "g", 730_000, 36_600),
    ("a", "f", 220_000, 12_600),
    ("a", "s1", 75_000, 4_500),
    ("a", "g", 700_000, 28_800),
    ("s2", "g", 12_000, 1_200),
    ("s1", "g", 640_000, 27_000),
)

Change = Callable[[Json], object]


def world(*changes: Change) -> Draft:
    """20 people from village a to factory f, coach only, with changes to the scenario."""
    made = draft([group("ga", 20, ("a", "f"))], [], [])
    made.scenario["fleet"] = made.scenario["fleet"][:1]
    del made.row("bus")["home_area"]
    made.scenario["travel"]["pairs"] = [
        {"from": a, "to": b, "distance_m": m, "duration_s": s} for a, b, m, s in ROADS
    ]
    for change in changes:
        change(made.scenario)
    made.plan["left_out"] = [
        {"group": g["id"], "people": g["people"], "reasons": [{"code": "SEATS"}]}
        for g in made.scenario["groups"]
    ]
    return settle(made)


def by_train(scenario: Json) -> None:
    """They go to factory g, by train K1 between two coaches; no coach goes all the way."""
    scenario["groups"][0]["destination"] = "g"
    scenario["services"] = [{**SERVICE, "offers": [dict(offer) for offer in SERVICE["offers"]]}]
    scenario["fleet"].append({**scenario["fleet"][0], "id": "far", "base": "s2"})


def problem_of(made: Draft) -> tuple[Problem, Plan]:
    scenario = Scenario.model_validate(made.scenario)
    return prepare_problem(scenario, data=DATA), Plan.model_validate(made.plan)


def ga(**fields: object) -> Change:
    return lambda scenario: named(scenario["groups"], "ga").update(fields)


def bus(**fields: object) -> Change:
    return lambda scenario: named(scenario["fleet"], "bus").update(fields)


def place(name: str, **fields: object) -> Change:
    return lambda scenario: named(scenario["places"], name).update(fields)


def rule(**values: object) -> Change:
    return lambda scenario: scenario["policy"]["overrides"].update(values)


def train(**fields: object) -> Change:
    return lambda scenario: scenario["services"][0].update(fields)


def offers(*rows: Json) -> Change:
    return train(offers=list(rows))


def pin(kind: str, **target: str) -> Change:
    return lambda scenario: scenario["pins"].append({"kind": kind, "group": "ga", **target})


def window(start: str, end: str) -> list[Json]:
    return [{"from": at(start), "to": at(end)}]
