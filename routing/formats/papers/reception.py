"""The reception notice: who comes to an employer's gate, when and on what, to be signed."""

from __future__ import annotations

from collections.abc import Iterator

from routing.formats.papers.forms import FormPage, build_facts, build_table, render_forms
from routing.formats.papers.request import PaperRequest, contact_text
from routing.formats.workbook import words as labels
from routing.formats.workbook.handover import OWN_TICKET, arrivals_by_place
from routing.formats.workbook.words import Word, in_language
from routing.model.plan import Itinerary

TITLE = Word("用工单位接收通知", "Reception notice")
COLUMNS = (
    (labels.ARRIVES, 0),
    (labels.VEHICLE, 2),
    (Word("车牌", "Plate"), 1),
    (labels.ORIGIN, 2),
    (labels.GROUP, 2),
    (labels.PEOPLE, 0),
    (Word("实到", "Received"), 0),
)
NOTE = Word(
    "请在车辆到达前安排专人在门口接站、清点签收并安排住宿；人数不符当场注明并电话告知。",
    "Please have somebody at the gate before the vehicles arrive, count and sign, and see to "
    "lodging; note any difference at once and phone us.",
)


def render_reception(request: PaperRequest) -> bytes:
    """One notice for each destination."""
    return render_forms(TITLE, _pages(request), request)


def _pages(request: PaperRequest) -> Iterator[FormPage]:
    view = request.view
    for place, arrivals in arrivals_by_place(view).items():
        people = sum(itinerary.people for itinerary in arrivals)
        rows = [_row(itinerary, request) for itinerary in arrivals]
        hotline = request.details.hotline if request.details is not None else None
        yield FormPage(
            head=view.place_name(place),
            name=view.place_name(place),
            facts=build_facts(
                request,
                (
                    (labels.PEOPLE, str(people)),
                    (Word("接收联系人", "Contact"), contact_text(request.find_contact(place))),
                    (Word("派出地值班电话", "Hotline"), contact_text(hotline)),
                    (Word("车次数", "Arrivals"), str(len(rows))),
                ),
            ),
            tables=(build_table(request, COLUMNS, rows),),
            notes=(in_language(NOTE, view.language),),
            signatures=tuple(
                in_language(word, view.language)
                for word in (
                    Word("接收单位签字盖章", "Employer"),
                    Word("护送人员签字", "Escort"),
                    Word("日期", "Date"),
                )
            ),
        )


def _row(itinerary: Itinerary, request: PaperRequest) -> tuple[object, ...]:
    view = request.view
    group = view.find_group(itinerary.group)
    last = view.find_run(itinerary.runs[-1]) if itinerary.runs else None
    own = in_language(OWN_TICKET, view.language)
    return (
        "" if itinerary.arrives is None else request.when(itinerary.arrives),
        own if last is None else f"{last.id} {view.vehicle_name(last)}",
        "" if last is None else request.run_details(last).plate,
        "" if group is None else view.place_name(group.origin),
        itinerary.group,
        itinerary.people,
        "",
    )
