"""What to load on each coach and train for its people.

A county buys by head; the rates stand in the sheet so that whoever disagrees can correct them.
They are the product's proposal, not a rule: a bottle of water for each started four hours, a meal
for each of 07:30, 12:00 and 18:30 that falls into the ride, a mask for each started four hours,
and one in twenty to spare.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from routing.formats.plan_view import PlanView, most_on_board
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Column, Style, hours
from routing.formats.workbook.words import Word, in_language

MEAL_TIMES = (time(7, 30), time(12, 0), time(18, 30))
SHIFT_S = 4 * 3_600
SPARE_ONE_IN = 20

COLUMNS = (
    Column(words.RUN, width=9),
    Column(words.VEHICLE, width=24),
    Column(words.DEPARTS, Style.MOMENT, 12),
    Column(words.HOURS, Style.HOURS, 8),
    Column(words.PEOPLE, Style.COUNT, 8),
    Column(words.WATER, Style.COUNT, 10),
    Column(words.MEALS, Style.COUNT, 10),
    Column(words.MASKS, Style.COUNT, 10),
)

RATES = Word(
    "建议定额（可改）：每满4小时起1瓶水、1只口罩；逢7:30、12:00、18:30各1份餐；另备5%",
    "proposed rates (change them): a bottle and a mask per started 4 h; a meal at 7:30, 12:00 "
    "and 18:30; 5 % spare",
)


def add_supplies(book: Book, view: PlanView) -> None:
    """One line per run and the totals."""
    sheet = book.add_sheet(words.SHEET_SUPPLIES, COLUMNS)
    sheet.add_section(in_language(RATES, view.language))
    totals = [0, 0, 0]
    for run in view.plan.runs:
        departs, arrives = view.local(run.stops[0].departs), view.local(run.stops[-1].arrives)
        people = most_on_board(run)
        amounts = needed(people, departs, arrives)
        totals = [total + amount for total, amount in zip(totals, amounts, strict=True)]
        ride_s = int((arrives - departs).total_seconds())
        vehicle = view.vehicle_name(run)
        sheet.add_row((run.id, vehicle, departs, hours(ride_s), people, *amounts))
    label = in_language(words.TOTAL, view.language)
    sheet.add_row((label, None, None, None, None, *totals), bold=True)
    sheet.close()


def needed(people: int, departs: datetime, arrives: datetime) -> tuple[int, int, int]:
    """Bottles, meals and masks for a ride, with the spare."""
    shifts = max(1, -(-int((arrives - departs).total_seconds()) // SHIFT_S))
    meals = count_meals(departs, arrives)
    return (_spared(people * shifts), _spared(people * meals), _spared(people * shifts))


def count_meals(departs: datetime, arrives: datetime) -> int:
    """Meal times between two local instants, both included."""
    days = (arrives.date() - departs.date()).days
    moments = (
        datetime.combine(departs.date() + timedelta(days=day), meal, departs.tzinfo)
        for day in range(days + 1)
        for meal in MEAL_TIMES
    )
    return sum(1 for moment in moments if departs <= moment <= arrives)


def _spared(amount: int) -> int:
    return amount + -(-amount // SPARE_ONE_IN)
