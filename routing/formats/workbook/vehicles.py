"""The sheet of vehicles: one line per run, with load, hours, kilometres and cost."""

from __future__ import annotations

from decimal import Decimal

from routing.formats.plan_view import PlanView, most_on_board
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Cell, Column, Style, hours, km, yuan
from routing.formats.workbook.words import in_language
from routing.model.runs import CoachVehicle, Run

COLUMNS = (
    Column(words.RUN, width=9),
    Column(words.MODE, width=8),
    Column(words.ROLE, width=10),
    Column(words.VEHICLE, width=18),
    Column(words.OPERATOR, width=16),
    Column(words.SEATS, Style.COUNT, 7),
    Column(words.PEOPLE, Style.COUNT, 7),
    Column(words.LOAD, Style.SHARE, 8),
    Column(words.DRIVERS, Style.COUNT, 8),
    Column(words.FROM, width=18),
    Column(words.DEPARTS, Style.MOMENT, 12),
    Column(words.TO, width=18),
    Column(words.ARRIVES, Style.MOMENT, 12),
    Column(words.LOADED_KM, Style.KM, 10),
    Column(words.EMPTY_KM, Style.KM, 10),
    Column(words.DRIVING_H, Style.HOURS, 9),
    Column(words.COST, Style.YUAN, 13),
    Column(words.FLEET_ID, width=16),
)


def add_vehicles(book: Book, view: PlanView) -> None:
    """Every run in the order of the plan, then the totals."""
    sheet = book.add_sheet(words.SHEET_VEHICLES, COLUMNS)
    for run in view.plan.runs:
        sheet.add_row(_row(run, view))
    sheet.add_row(_total(view), bold=True)
    sheet.close()


def _row(run: Run, view: PlanView) -> list[Cell]:
    first, last = run.stops[0], run.stops[-1]
    fleet = view.find_fleet(run)
    people = most_on_board(run)
    return [
        run.id,
        in_language(words.MODES[str(run.mode)], view.language),
        in_language(words.ROLES[str(run.role)], view.language),
        view.vehicle_name(run),
        fleet.operator if fleet is not None else None,
        fleet.seats if fleet is not None else None,
        people,
        Decimal(people) / fleet.seats if fleet is not None else None,
        len(run.duties) or None,
        view.place_name(first.place),
        view.local(first.departs),
        view.place_name(last.place),
        view.local(last.arrives),
        km(loaded_m(run)),
        km(empty_m(run)),
        hours(sum(leg.duration_s for leg in run.legs)),
        yuan(run.cost_fen),
        run.vehicle.fleet if isinstance(run.vehicle, CoachVehicle) else run.vehicle.service,
    ]


def _total(view: PlanView) -> list[Cell]:
    runs = view.plan.runs
    cells: list[Cell] = [None] * len(COLUMNS)
    cells[0] = in_language(words.TOTAL, view.language)
    cells[8] = sum(len(run.duties) for run in runs)
    cells[13] = km(sum(loaded_m(run) for run in runs))
    cells[14] = km(sum(empty_m(run) for run in runs))
    cells[15] = hours(sum(leg.duration_s for run in runs for leg in run.legs))
    cells[16] = yuan(sum(run.cost_fen for run in runs))
    return cells


def loaded_m(run: Run) -> int:
    """Metres with people on board."""
    return sum(leg.distance_m for leg in run.legs)


def empty_m(run: Run) -> int:
    """Metres driven empty."""
    return sum(drive.distance_m for drive in run.positioning)
