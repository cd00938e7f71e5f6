"""The sheet of people left out: every reason that holds, and the smallest repair."""

from __future__ import annotations

from routing.formats.plan_view import PlanView
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Cell, Column, Style
from routing.formats.workbook.words import Word, in_language
from routing.model.plan import LeftOut, Reason

COLUMNS = (
    Column(words.GROUP, width=32),
    Column(words.ORIGIN, width=26),
    Column(words.EMPLOYER, width=28),
    Column(words.PEOPLE, Style.COUNT, 8),
    Column(words.REASON, width=28),
    Column(words.SUBJECT, width=24),
    Column(words.REMARK, width=50),
    Column(words.REPAIR, width=50),
)

NOBODY = Word("无人未成行", "nobody is left out")


def add_left_out(book: Book, view: PlanView) -> None:
    """One line per reason; people are counted on the first line of their group."""
    sheet = book.add_sheet(words.SHEET_LEFT_OUT, COLUMNS)
    if not view.plan.left_out:
        sheet.add_section(in_language(NOBODY, view.language))
    for entry in view.plan.left_out:
        for number, reason in enumerate(entry.reasons or (None,)):
            sheet.add_row(_line(entry, reason, view, first=number == 0))
    sheet.close()


def _line(entry: LeftOut, reason: Reason | None, view: PlanView, *, first: bool) -> list[Cell]:
    group = view.find_group(entry.group)
    detail = reason.detail if reason is not None else None
    repair = entry.repair
    return [
        entry.group,
        None if group is None else view.place_name(group.origin),
        None if group is None else view.place_name(group.destination),
        entry.people if first else None,
        None if reason is None else reason.code,
        None if reason is None else _subject(reason, view),
        None if detail is None else view.say(detail),
        view.say(repair.detail) if first and repair is not None else None,
    ]


def _subject(reason: Reason, view: PlanView) -> str | None:
    """A place by its name, anything else by its id."""
    subject = reason.subject
    if subject is None or view.find_place(subject) is None:
        return subject
    return view.place_name(subject)
