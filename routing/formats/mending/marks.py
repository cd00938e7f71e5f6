"""Cells that something is wrong with, in the rows they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from routing.model.findings import Finding

MOST_ROWS = 60
"""Rows shown of one table; the rest come up when these are mended."""

MOST_TEXT = 2_000
"""Longest text of a cell that is not itself marked; longer ones are left where they are."""

FindingsByCell = dict[str, list[Finding]]


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """One cell.

    Attributes:
        where: its address, as findings carry it.
        text: what stands in it, as a planner would type it.
        findings: what is wrong or odd with it.
    """

    where: str
    text: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """The rows of one sheet, or of one list of a JSON file, in which a cell is marked.

    Attributes:
        headings: a heading for each cell of every row: first what names the row, then the columns
            with marks, then the others.
        more: how many further rows have marks.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[MarkedCell, ...], ...]
    more: int = 0


def by_cell(findings: Iterable[Finding]) -> FindingsByCell:
    """Findings by the address they stand at; those about the whole file are left out."""
    found: FindingsByCell = defaultdict(list)
    for finding in findings:
        if finding.pointer:
            found[finding.pointer].append(finding)
    return found
