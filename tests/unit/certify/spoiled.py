"""Certificates changed on purpose, and the small case that several tests certify."""

from __future__ import annotations

from typing import Any

from routing.artefacts.problem import Problem
from routing.certify import certify_plan
from routing.model.certificate import Certificate
from routing.model.plan import Plan
from routing.schedule import build_plan
from routing.solve import ColumnEngine
from tests.unit.solve.tiny import group, problem, row

PEOPLE = {"a-x": 6, "a-y": 3, "b-x": 9, "b-y": 5, "c-x": 4, "c-y": 6}


def six_groups(**changes: object) -> Problem:
    """Six groups between three villages and two plants; changes hold for each group."""
    ways = [(name.split("-"), people) for name, people in PEOPLE.items()]
    groups = tuple(group(start, end, people, **changes) for (start, end), people in ways)
    return problem(groups, (row("small", 5, 4), row("middle", 8, 3), row("large", 11, 2)))


def planned(asked: Problem) -> Plan:
    """The engine's plan."""
    solution = ColumnEngine().solve(asked, report=lambda _: True)
    return build_plan(asked, solution, scenario_sha256="0" * 64, versions={})


def codes(asked: Problem, plan: Plan, **changes: object) -> list[str]:
    """What is found once fields of the certificate are changed."""
    fields = plan.certificate.model_dump() | changes
    spoiled = plan.model_copy(update={"certificate": Certificate.model_validate(fields)})
    return [f.code for f in certify_plan(asked, spoiled)]


def leaves(plan: Plan) -> list[dict[str, Any]]:
    """The certificate's leaves, to be changed."""
    return [leaf.model_dump() for leaf in plan.certificate.leaves]
