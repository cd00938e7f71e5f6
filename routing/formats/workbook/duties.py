"""The sheet of drivers: what each does when, so that the legal rests can be kept and checked."""

from __future__ import annotations

from routing.formats.plan_view import PlanView
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Column, Style, hours
from routing.formats.workbook.words import in_language

COLUMNS = (
    Column(words.RUN, width=9),
    Column(words.VEHICLE, width=22),
    Column(words.DRIVER, width=16),
    Column(words.ACTIVITY, width=14),
    Column(words.STARTS, Style.MOMENT, 12),
    Column(words.ENDS, Style.MOMENT, 12),
    Column(words.HOURS, Style.HOURS, 8),
    Column(words.PLACE, width=30),
)


def add_duties(book: Book, view: PlanView) -> None:
    """Every activity of every duty, in the order of time."""
    sheet = book.add_sheet(words.SHEET_DUTIES, COLUMNS)
    for run in view.coach_runs():
        for duty in run.duties:
            for activity in duty.activities:
                duration_s = int((activity.ends - activity.starts).total_seconds())
                sheet.add_row(
                    (
                        run.id,
                        view.vehicle_name(run),
                        duty.driver,
                        in_language(words.ACTIVITIES[str(activity.kind)], view.language),
                        view.local(activity.starts),
                        view.local(activity.ends),
                        hours(duration_s),
                        None if activity.place is None else view.place_name(activity.place),
                    )
                )
    sheet.close()
