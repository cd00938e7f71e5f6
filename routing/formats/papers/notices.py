"""Notices to the provinces of arrival: how many vehicles and people come, and when."""

from __future__ import annotations

from collections.abc import Iterator

from routing.formats.papers.forms import FormPage, build_table, render_forms
from routing.formats.papers.request import PaperRequest
from routing.formats.plan_view import most_on_board
from routing.formats.workbook import words as labels
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run, RunRole

TITLE = Word("跨省协查通报", "Notice to other provinces")
COLUMNS = (
    (labels.RUN, 0),
    (Word("车牌/车次", "Plate or number"), 1),
    (labels.FROM, 2),
    (labels.DEPARTS, 0),
    (labels.TO, 2),
    (labels.ARRIVES, 0),
    (labels.PEOPLE, 0),
)
NOTE = Word(
    "依据交运明电〔2020〕56号，派出地事先告知目的地和途经地，请协助保障通行与接站。",
    "The sending side informs the provinces of arrival and transit beforehand "
    "(交运明电〔2020〕56号); please help with passage and reception.",
)


def render_notices(request: PaperRequest) -> bytes:
    """One notice for each province that vehicles from another one arrive in."""
    return render_forms(TITLE, _pages(request), request)


def _pages(request: PaperRequest) -> Iterator[FormPage]:
    view = request.view
    by_province: dict[str, list[Run]] = {}
    for run in view.plan.runs:
        start, end = (_province(stop.place, request) for stop in (run.stops[0], run.stops[-1]))
        if end and start != end and run.role in (RunRole.DIRECT, RunRole.LINE_HAUL):
            by_province.setdefault(end, []).append(run)
    for province in sorted(by_province):
        runs = by_province[province]
        people = sum(most_on_board(run) for run in runs)
        total = Word(f"共{len(runs)}班次、{people}人", f"{len(runs)} runs, {people} people")
        yield FormPage(
            head=f"{in_language(TITLE, view.language)}　{province}",
            lines=(in_language(total, view.language),),
            tables=(build_table(request, COLUMNS, (_row(run, request) for run in runs)),),
            notes=(in_language(NOTE, view.language),),
            signatures=(in_language(Word("派出单位盖章", "Sending side"), view.language),),
        )


def _row(run: Run, request: PaperRequest) -> tuple[object, ...]:
    view = request.view
    first, last = run.stops[0], run.stops[-1]
    return (
        run.id,
        request.run_details(run).plate or view.vehicle_name(run),
        view.place_name(first.place),
        request.when(first.departs),
        view.place_name(last.place),
        request.when(last.arrives),
        most_on_board(run),
    )


def _province(place_id: str, request: PaperRequest) -> str:
    place = request.view.find_place(place_id)
    return (place.admin or "").split("/")[0] if place is not None else ""
