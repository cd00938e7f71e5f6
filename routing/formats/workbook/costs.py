"""The sheet of costs: by term, by payer, by purchase and by run; the sections add up."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from routing.formats.plan_view import PlanView
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Column, Sheet, Style, yuan
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import RunStop

COLUMNS = (
    Column(words.ITEM, width=44),
    Column(words.PEOPLE, Style.COUNT, 10),
    Column(words.AMOUNT, Style.YUAN, 18),
    Column(words.SHARE, Style.SHARE, 10),
)

BY_TERM = Word("按费用项目", "By term")
BY_PAYER = Word("按付费单位", "By payer")
BY_PURCHASE = Word("铁路与民航采购", "Bought of trains and flights")
BY_RUN = Word("按班次", "By run")

Line = tuple[str, int | None, int]
"""A label, people where they count, and fen."""


def add_costs(book: Book, view: PlanView) -> None:
    """Each section ends with its total."""
    sheet = book.add_sheet(words.SHEET_COSTS, COLUMNS)
    plan = view.plan
    terms: list[Line] = [
        (in_language(words.TERMS[str(term)], view.language), None, int(amount))
        for term, amount in sorted(plan.cost.terms.items())
    ]
    payers: list[Line] = [
        (name, None, int(fen)) for name, fen in sorted(plan.cost.by_payer.items())
    ]
    bought: list[Line] = [
        (f"{_number(p.service, view)}  {p.offer} × {p.units}", p.people, int(p.cost_fen))
        for p in plan.purchases
    ]
    runs: list[Line] = [
        (f"{run.id}  {view.vehicle_name(run)}", _people(run.stops), int(run.cost_fen))
        for run in plan.runs
    ]
    for title, lines in (
        (BY_TERM, terms),
        (BY_PAYER, payers),
        (BY_PURCHASE, bought),
        (BY_RUN, runs),
    ):
        if lines:
            _add_section(sheet, in_language(title, view.language), lines, view)
    sheet.close()


def _number(service_id: str, view: PlanView) -> str:
    numbers = {service.id: service.number for service in view.scenario.services}
    return numbers.get(service_id, service_id)


def _people(stops: Iterable[RunStop]) -> int:
    return sum(load.people for stop in stops for load in stop.board)


def _add_section(sheet: Sheet, title: str, lines: list[Line], view: PlanView) -> None:
    sheet.add_section(title)
    total = sum(fen for _, _, fen in lines)
    for label, people, fen in lines:
        sheet.add_row((label, people, yuan(fen), Decimal(fen) / total if total else None))
    sheet.add_row((in_language(words.TOTAL, view.language), None, yuan(total), None), bold=True)
