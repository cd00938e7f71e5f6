"""The charter filing sheet: the fields of the inter-provincial charter plate, run by run.

Source: 《道路旅客运输及客运站管理规定》 article 57 and annex 11: origin and destination, plate
number, operator, drivers, main via points, validity. Boarding stops are via points; rest and meal
stops need not be listed.
"""

from __future__ import annotations

from collections.abc import Iterator

from routing.formats.papers.forms import FormPage, build_facts, build_table, render_forms
from routing.formats.papers.request import PaperRequest, contact_text
from routing.formats.plan_view import most_on_board
from routing.formats.workbook import words as labels
from routing.formats.workbook.book import km
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run

TITLE = Word("包车备案表", "Charter filing sheet")
COLUMNS = (
    (labels.SEQUENCE, 0),
    (Word("途经停靠点", "Via point"), 2),
    (Word("所在地", "Area"), 2),
    (labels.ARRIVES, 0),
    (labels.DEPARTS, 0),
)
DRIVER_COLUMNS = (
    (labels.DRIVER, 1),
    (Word("姓名", "Name"), 1),
    (Word("证件号", "Licence"), 2),
    (Word("电话", "Phone"), 1),
)


def render_filing(request: PaperRequest) -> bytes:
    """One sheet for each coach run."""
    return render_forms(TITLE, (_page(run, request) for run in request.view.coach_runs()), request)


def _page(run: Run, request: PaperRequest) -> FormPage:
    view, details = request.view, request.run_details(run)
    fleet = view.find_fleet(run)
    first, last = run.stops[0], run.stops[-1]
    drivers = {d.driver: d for d in details.drivers}
    rows = [
        (duty.driver, d.name if d else "", d.licence if d else "", d.phone if d else "")
        for duty in run.duties
        for d in (drivers.get(duty.driver),)
    ]
    return FormPage(
        head=f"{in_language(TITLE, view.language)}　{run.id}",
        name=run.id,
        facts=build_facts(
            request,
            (
                (labels.OPERATOR, (fleet.operator or "") if fleet is not None else ""),
                (Word("联系人", "Contact"), contact_text(details.operator_contact)),
                (Word("车牌号", "Plate"), details.plate),
                (Word("包车标志牌号", "Charter plate no."), details.permit_number),
                (Word("合同号", "Contract no."), details.contract_number),
                (Word("核定座位", "Seats"), str(fleet.seats) if fleet is not None else ""),
                (labels.FROM, f"{view.place_name(first.place)}（{_area(first.place, request)}）"),
                (labels.TO, f"{view.place_name(last.place)}（{_area(last.place, request)}）"),
                (Word("有效期", "Valid"), _validity(run, request)),
                (labels.PEOPLE, str(most_on_board(run))),
                (labels.LOADED_KM, str(km(sum(leg.distance_m for leg in run.legs)))),
                (Word("车籍地", "Home area"), (fleet.home_area or "") if fleet is not None else ""),
            ),
        ),
        tables=(
            build_table(request, COLUMNS, _via(run, request)),
            build_table(request, DRIVER_COLUMNS, rows),
        ),
        signatures=tuple(
            in_language(word, view.language)
            for word in (Word("承运人盖章", "Operator's stamp"), Word("备案机关", "Issued by"))
        ),
    )


def _via(run: Run, request: PaperRequest) -> Iterator[tuple[object, ...]]:
    for number, stop in enumerate(run.stops, start=1):
        yield (
            number,
            request.view.place_name(stop.place),
            _area(stop.place, request),
            request.when(stop.arrives),
            request.when(stop.departs),
        )


def _area(place_id: str, request: PaperRequest) -> str:
    place = request.view.find_place(place_id)
    return (place.admin or "") if place is not None else ""


def _validity(run: Run, request: PaperRequest) -> str:
    """From the first departure's day to the last arrival's."""
    local = request.view.local
    first, last = local(run.stops[0].departs), local(run.stops[-1].arrives)
    return f"{first:%Y-%m-%d} — {last:%Y-%m-%d}"
