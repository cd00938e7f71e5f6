"""The sheet of stops: the timetable of every run."""

from __future__ import annotations

from collections.abc import Iterable

from routing.formats.plan_view import PlanView
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Column, Style
from routing.model.runs import Load

COLUMNS = (
    Column(words.RUN, width=9),
    Column(words.VEHICLE, width=22),
    Column(words.SEQUENCE, Style.COUNT, 6),
    Column(words.PLACE, width=28),
    Column(words.ARRIVES, Style.MOMENT, 12),
    Column(words.DEPARTS, Style.MOMENT, 12),
    Column(words.BOARD, Style.COUNT, 8),
    Column(words.ALIGHT, Style.COUNT, 8),
    Column(words.ON_BOARD, Style.COUNT, 9),
    Column(words.GROUPS, width=60),
)


def add_stops(book: Book, view: PlanView) -> None:
    """Each stop of each run with who boards and who alights."""
    sheet = book.add_sheet(words.SHEET_STOPS, COLUMNS)
    for run in view.plan.runs:
        for number, stop in enumerate(run.stops, start=1):
            sheet.add_row(
                (
                    run.id,
                    view.vehicle_name(run),
                    number,
                    view.place_name(stop.place),
                    view.local(stop.arrives),
                    view.local(stop.departs),
                    _heads(stop.board),
                    _heads(stop.alight),
                    stop.on_board,
                    _changes("+", stop.board) + _changes("−", stop.alight),
                )
            )
    sheet.close()


def _heads(loads: Iterable[Load]) -> int | None:
    return sum(load.people for load in loads) or None


def _changes(sign: str, loads: Iterable[Load]) -> str:
    return "".join(f"{sign}{load.people} {load.group}  " for load in loads)
