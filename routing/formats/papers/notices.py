"""Notices to provinces of arrival and transit: how many vehicles and people come, and when."""

from __future__ import annotations

from collections.abc import Iterator

from routing.formats.papers.forms import FormPage, build_facts, build_table, render_forms
from routing.formats.papers.provinces import has_road, province_of, transit_provinces
from routing.formats.papers.request import PaperRequest, contact_text
from routing.formats.plan_view import most_on_board
from routing.formats.workbook import words as labels
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run, RunMode, RunRole

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

ARRIVING = Word("到达本省", "Arriving")
PASSING = Word("途经本省", "Passing through")
GUESSED = Word(
    "途经省份按直线推算，以承运人实际路线为准。",
    "Provinces of transit are told by straight lines; the carrier's own road counts.",
)


def render_notices(request: PaperRequest) -> bytes:
    """One notice for each province that vehicles from another one arrive in or pass through."""
    return render_forms(TITLE, _pages(request), request)


def _pages(request: PaperRequest) -> Iterator[FormPage]:
    view, language = request.view, request.view.language
    arriving: dict[str, list[Run]] = {}
    passing: dict[str, list[Run]] = {}
    for run in view.plan.runs:
        if run.role not in (RunRole.DIRECT, RunRole.LINE_HAUL):
            continue
        start, end = (province_of(stop.place, view) for stop in (run.stops[0], run.stops[-1]))
        if end and start != end:
            arriving.setdefault(end, []).append(run)
        if run.mode is RunMode.COACH:
            for province in transit_provinces(run, view):
                passing.setdefault(province, []).append(run)
    for province in sorted(arriving.keys() | passing.keys()):
        found = (arriving.get(province, []), passing.get(province, []))
        runs = list(dict.fromkeys(run.id for part in found for run in part))
        people = sum(most_on_board(run) for part in found for run in part)
        total = Word(f"共{len(runs)}班次、{people}人", f"{len(runs)} runs, {people} people")
        notes = [NOTE]
        if not all(has_road(run) for run in found[1]):
            notes.append(GUESSED)
        yield FormPage(
            head=f"{in_language(TITLE, language)}　{province}",
            name=province,
            lines=(in_language(total, language),),
            facts=build_facts(request, _facts(request)),
            tables=tuple(
                build_table(request, COLUMNS, (_row(run, request) for run in part), title=title)
                for title, part in zip((ARRIVING, PASSING), found, strict=True)
                if part
            ),
            notes=tuple(in_language(note, language) for note in notes),
            signatures=(in_language(Word("派出单位盖章", "Sending side"), language),),
        )


def _facts(request: PaperRequest) -> Iterator[tuple[Word, str]]:
    """Who sends, and whom to phone."""
    payers = dict.fromkeys(g.payer for g in request.view.scenario.groups if g.payer)
    hotline = request.details.hotline if request.details is not None else None
    yield Word("派出单位", "Sent by"), "、".join(payers)
    yield Word("值班电话", "Hotline"), contact_text(hotline)


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
