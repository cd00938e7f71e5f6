"""CSV of a plan's stops, guarded so that no spreadsheet takes a cell for a formula.

UTF-8 with a byte order mark, which Excel needs to read Chinese; RFC 4180 quoting. A text that
begins with ``= + - @`` or a control character gets an apostrophe in front (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from routing.formats.plan_view import PlanView
from routing.formats.workbook import words
from routing.formats.workbook.words import in_language
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.ports.renderer import Language

BYTE_ORDER_MARK = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

HEADINGS = (
    words.RUN,
    words.VEHICLE,
    words.SEQUENCE,
    words.PLACE,
    words.ARRIVES,
    words.DEPARTS,
    words.GROUP,
    words.BOARD,
    words.ALIGHT,
)


class CsvRenderer:
    """Writes ``stops.csv``."""

    def render(self, scenario: Scenario, plan: Plan, *, language: Language) -> bytes:
        """The stops of every run as a table that no spreadsheet calculates."""
        return render_csv(PlanView(scenario, plan, language))


def render_csv(view: PlanView) -> bytes:
    """One line for each group that boards or alights at a stop; times as ISO 8601."""
    head = [in_language(word, view.language) for word in HEADINGS]
    return write_csv([head, *_lines(view)])


def _lines(view: PlanView) -> Iterable[list[str]]:
    for run in view.plan.runs:
        for number, stop in enumerate(run.stops, start=1):
            about = [run.id, view.vehicle_name(run), str(number), view.place_name(stop.place)]
            about += [stop.arrives.isoformat(), stop.departs.isoformat()]
            yield from ([*about, load.group, str(load.people), ""] for load in stop.board)
            yield from ([*about, load.group, "", str(load.people)] for load in stop.alight)


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as guarded CSV bytes."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guard(cell) for cell in row])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def guard(cell: str) -> str:
    """The cell, with an apostrophe where a spreadsheet would calculate it."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
