"""Scenarios as files: every defect of the whole document in one answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from routing.model.findings import Finding, Severity
from routing.model.scenario import Scenario
from routing.validate.contradictions import check_contradictions
from routing.validate.document_order import in_document_order
from routing.validate.pins import check_pins
from routing.validate.plan_check import check_plan_tree
from routing.validate.raw_tree import Node
from routing.validate.references import check_reference, check_references, known_ids
from routing.validate.shape import made_readable, read_document
from routing.validate.times import check_times
from routing.validate.timetables import check_timetables


@dataclass(frozen=True, slots=True)
class Checked:
    """A document after its check.

    Attributes:
        scenario: None where an error was found.
        findings: every defect, errors first, each group in the order of the file.
    """

    scenario: Scenario | None
    findings: tuple[Finding, ...]


def check_scenario(raw: object, *, profiles: Collection[str] | None = None) -> Checked:
    """Check a scenario's shape, references and contradictions, all at once.

    The references and contradictions are looked for in the raw document, so that none of them
    hides behind a defect of shape. Scarcity is not looked at here: see ``check_supply``.

    Args:
        raw: the document as parsed from JSON.
        profiles: ids of the policy profiles there are; None leaves the profile unchecked.
    """
    readable, broken = made_readable(raw)
    scenario, shape = read_document(Scenario, readable)
    cross = tuple(check_tree(Node(readable), profiles=profiles))
    findings = in_document_order((*broken, *shape, *cross))
    refused = any(f.severity is Severity.ERROR for f in findings)
    return Checked(scenario=None if refused else scenario, findings=findings)


def check_tree(raw: Node, *, profiles: Collection[str] | None) -> Iterator[Finding]:
    """What can be said across the fields of a scenario that may be broken anywhere."""
    yield from check_references(raw, profiles=profiles)
    yield from check_times(raw)
    yield from check_timetables(raw)
    yield from check_contradictions(raw)
    yield from check_pins(raw)
    previous = raw.member("previous_plan")
    yield from check_plan_tree(previous.member("plan"))
    runs = known_ids(previous.member("plan"), "runs", target="previous_plan/plan/runs")
    frozen = previous.member("frozen_runs")
    for i in range(len(frozen.value) if isinstance(frozen.value, list) else 0):
        entry = Node({str(i): frozen.member(i).value}, frozen.pointer)
        yield from check_reference(entry, str(i), known=runs)
