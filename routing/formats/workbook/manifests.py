"""The sheet of manifests: one block, and one printed page, per coach.

Names and numbers live in a roster, never in a plan; without one a line stands for each seat of a
group, with its token where the scenario gives one, to be filled in by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from routing.formats.plan_view import PlanView, RunPortion, most_on_board, run_portions
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Cell, Column, Style
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run

COLUMNS = (
    Column(words.SEAT, Style.COUNT, 7),
    Column(words.NAME, width=22),
    Column(words.GROUP, width=30),
    Column(words.ORIGIN, width=26),
    Column(words.DEPARTS, Style.MOMENT, 12),
    Column(words.TO, width=26),
    Column(words.SIGNATURE, Style.BLANK, 16),
    Column(words.REMARK, Style.BLANK, 16),
)


def add_manifests(book: Book, view: PlanView) -> None:
    """A block for each coach: its head line, then one line per person."""
    sheet = book.add_sheet(words.SHEET_MANIFESTS, COLUMNS)
    tokens = MemberQueue(view)
    for number, run in enumerate(view.coach_runs()):
        sheet.add_section(_head(run, view), new_page=number > 0)
        for row in _lines(run, view, tokens):
            sheet.add_row(row)
    sheet.close()


class MemberQueue:
    """Hands out a group's tokens in order, so that each person stands on one coach per part.

    People keep their token from feeder to last mile: each role counts from the first token again.
    """

    def __init__(self, view: PlanView) -> None:
        self._view = view
        self._used: dict[tuple[str, str], int] = {}

    def take(self, group_id: str, role: str, people: int) -> Iterator[str]:
        """The next tokens of a group; empty texts where it has no more."""
        group = self._view.find_group(group_id)
        members = group.members if group is not None else ()
        first = self._used.get((group_id, role), 0)
        self._used[group_id, role] = first + people
        for index in range(first, first + people):
            yield members[index] if index < len(members) else ""


def _head(run: Run, view: PlanView) -> str:
    people = in_language(Word("人", "people"), view.language)
    drivers = ", ".join(duty.driver for duty in run.duties)
    return (
        f"{run.id}  {view.vehicle_name(run)}  "
        f"{in_language(words.ROLES[str(run.role)], view.language)}  "
        f"{most_on_board(run)} {people}  {drivers}"
    )


def _lines(run: Run, view: PlanView, tokens: MemberQueue) -> Iterator[list[Cell]]:
    seat = 0
    for portion in run_portions(run):
        for token in tokens.take(portion.group, str(run.role), portion.people):
            seat += 1
            yield _line(run, portion, view, seat, token)


def _line(run: Run, portion: RunPortion, view: PlanView, seat: int, token: str) -> list[Cell]:
    board, alight = run.stops[portion.board], run.stops[portion.alight]
    return [
        seat,
        token,
        portion.group,
        view.place_name(board.place),
        view.local(board.departs),
        view.place_name(alight.place),
        None,
        None,
    ]
