"""The sheet of journeys: who goes door to gate on which runs, and where they sleep."""

from __future__ import annotations

from routing.formats.plan_view import PlanView
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Column, Style
from routing.formats.workbook.words import Word

RUNS = Word("乘坐班次", "Runs in order")
NIGHT = Word("住宿", "Night at")
COLUMNS = (
    Column(words.GROUP, width=32),
    Column(words.PEOPLE, Style.COUNT, 8),
    Column(RUNS, width=26),
    Column(words.ORIGIN, width=26),
    Column(words.DEPARTS, Style.MOMENT, 12),
    Column(words.EMPLOYER, width=28),
    Column(words.ARRIVES, Style.MOMENT, 12),
    Column(NIGHT, width=24),
)
ARROW = " → "


def add_journeys(book: Book, view: PlanView) -> None:
    """One line for each part of a group that travels together; without runs it is own travel."""
    sheet = book.add_sheet(words.SHEET_JOURNEYS, COLUMNS)
    for itinerary in view.plan.itineraries:
        group = view.find_group(itinerary.group)
        sheet.add_row(
            (
                itinerary.group,
                itinerary.people,
                ARROW.join(itinerary.runs),
                None if group is None else view.place_name(group.origin),
                None if itinerary.departs is None else view.local(itinerary.departs),
                None if group is None else view.place_name(group.destination),
                None if itinerary.arrives is None else view.local(itinerary.arrives),
                None if itinerary.night is None else view.place_name(itinerary.night),
            )
        )
    sheet.close()
