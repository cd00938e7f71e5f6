"""Plans as files: their shape, their ids and what these refer to within the plan.

Whether a plan is right, its times and its counts included, is the audit's question; here it is
only whether it can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from routing.model.findings import Finding
from routing.model.plan import Plan
from routing.validate.document_order import in_document_order
from routing.validate.raw_tree import Node
from routing.validate.references import check_reference, check_unique, known_ids
from routing.validate.shape import made_readable, read_document
from routing.validate.times import check_notation


def check_plan(raw: object) -> tuple[Plan | None, tuple[Finding, ...]]:
    """Read a plan that may be hand-made.

    Args:
        raw: the document as parsed from JSON.

    Returns:
        The plan, None if it cannot be read, and every defect at once.
    """
    readable, broken = made_readable(raw)
    plan, shape = read_document(Plan, readable)
    inside = tuple(check_plan_tree(Node(readable)))
    findings = in_document_order((*broken, *shape, *inside))
    return (None if findings else plan), findings


def check_plan_tree(plan: Node) -> Iterator[Finding]:
    """Duplicate run ids, itineraries on runs that are not there, times that are no ISO times."""
    yield from check_unique(plan, "runs")
    runs = known_ids(plan, "runs")
    for run in plan.entries("runs"):
        yield from check_spans(run.entries("stops"), "arrives", "departs")
        yield from check_spans(run.entries("positioning"), "departs", "arrives")
        yield from check_spans(run.entries("relays"), "arrives", "departs")
        for duty in run.entries("duties"):
            yield from check_spans(duty.entries("activities"), "starts", "ends")
    for itinerary in plan.entries("itineraries"):
        names = itinerary.member("runs")
        for i in range(len(names.value) if isinstance(names.value, list) else 0):
            entry = Node({str(i): names.member(i).value}, names.pointer)
            yield from check_reference(entry, str(i), known=runs)
    yield from check_spans(plan.entries("itineraries"), "departs", "arrives")


def check_spans(spans: Iterable[Node], *names: str) -> Iterator[Finding]:
    """Instants that are written as Unix seconds."""
    for span in spans:
        for name in names:
            yield from check_notation(span, name)
