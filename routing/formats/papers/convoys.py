"""Convoys: coaches that leave one county for one city within the hour, and the order they drive in.

Reported operations run so: police at the head, the coaches numbered, one call list for all of
them. A convoy is no constraint of the plan; it is read out of its times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from routing.formats.papers.forms import FormPage, build_facts, build_table, render_forms
from routing.formats.papers.request import PaperRequest, contact_text
from routing.formats.plan_view import PlanView, most_on_board
from routing.formats.workbook import words as labels
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import ActivityKind, Run, RunRole

APART = timedelta(hours=1)
"""A coach that leaves later than this behind the one before it is no longer of its convoy."""

FEWEST = 2
COUNTY_PARTS, CITY_PARTS = 3, 2

TITLE = Word("车队编组与通行告知", "Convoy notice")
COLUMNS = (
    (Word("编队序", "Place"), 0),
    (labels.RUN, 0),
    (Word("车牌", "Plate"), 0),
    (labels.FROM, 2),
    (labels.DEPARTS, 0),
    (labels.TO, 2),
    (labels.ARRIVES, 0),
    (labels.PEOPLE, 0),
    (Word("车长/驾驶员电话", "Leader or driver"), 2),
)
HALT_COLUMNS = (
    (labels.RUN, 0),
    (Word("停车时段", "Standing"), 3),
)
HALTS = Word("各车停车休息", "Where the coaches stand")
NOTE = Word(
    "按编队序发车、保持间距、不得超车抢行；首车与尾车专人联络，遇管制、事故或掉队先靠边停稳再报值班电话。",
    "Leave in this order, keep the distance, do not overtake one another; one person each in the "
    "first and the last coach keeps contact. Held up, or lost: stop safely, then call the hotline.",
)


@dataclass(frozen=True, slots=True)
class Convoy:
    """Coaches that drive together, in marshalling order.

    Attributes:
        origin, destination: county and city, as the places' ``admin`` gives them.
    """

    origin: str
    destination: str
    runs: tuple[Run, ...]


def find_convoys(view: PlanView) -> tuple[Convoy, ...]:
    """Convoys by departure; a coach that drives alone is in none."""
    ends = {run.id: _ends(run, view) for run in view.coach_runs() if run.role is RunRole.DIRECT}
    runs = [run for run in view.coach_runs() if run.id in ends]
    runs.sort(key=lambda run: (ends[run.id], run.stops[0].departs, run.id))
    found = [
        Convoy(*key, part)
        for key, together in groupby(runs, key=lambda run: ends[run.id])
        for part in _within_the_hour(list(together))
        if len(part) >= FEWEST
    ]
    return tuple(sorted(found, key=lambda c: (c.runs[0].stops[0].departs, c.origin)))


def render_convoys(request: PaperRequest) -> bytes:
    """A notice for each convoy: for the traffic police, the escort and everybody in it."""
    return render_forms(TITLE, _pages(request), request)


def _pages(request: PaperRequest) -> Iterator[FormPage]:
    language = request.view.language
    for number, convoy in enumerate(find_convoys(request.view), start=1):
        name = Word(f"第{number}车队", f"Convoy {number}")
        yield FormPage(
            head=f"{in_language(TITLE, language)}　{in_language(name, language)}",
            name=in_language(name, language),
            lines=(f"{convoy.origin} → {convoy.destination}",),
            facts=build_facts(request, _facts(convoy, request)),
            tables=(
                build_table(request, COLUMNS, _rows(convoy, request)),
                build_table(request, HALT_COLUMNS, _halts(convoy, request), title=HALTS),
            ),
            notes=(in_language(NOTE, language),),
            signatures=tuple(
                in_language(word, language)
                for word in (
                    Word("派出单位盖章", "Sending side"),
                    Word("交警部门", "Traffic police"),
                    Word("带队人签字", "Escort"),
                )
            ),
        )


def _facts(convoy: Convoy, request: PaperRequest) -> Iterator[tuple[Word, str]]:
    runs = convoy.runs
    departs = [run.stops[0].departs for run in runs]
    arrives = [run.stops[-1].arrives for run in runs]
    hotline = request.details.hotline if request.details is not None else None
    yield Word("车辆", "Coaches"), str(len(runs))
    yield labels.PEOPLE, str(sum(most_on_board(run) for run in runs))
    yield Word("首末发车", "First and last out"), _span(min(departs), max(departs), request)
    yield Word("首末到达", "First and last in"), _span(min(arrives), max(arrives), request)
    yield Word("驾驶员", "Drivers"), str(sum(len(run.duties) for run in runs))
    yield Word("值班电话", "Hotline"), contact_text(hotline)


def _rows(convoy: Convoy, request: PaperRequest) -> Iterator[tuple[object, ...]]:
    view = request.view
    for place, run in enumerate(convoy.runs, start=1):
        details = request.run_details(run)
        driver = next((d for d in details.drivers), None)
        phone = contact_text(details.leader)
        if not phone and driver is not None:
            phone = f"{driver.name} {driver.phone}".strip()
        yield (
            place,
            run.id,
            details.plate or view.vehicle_name(run),
            view.place_name(run.stops[0].place),
            request.when(run.stops[0].departs),
            view.place_name(run.stops[-1].place),
            request.when(run.stops[-1].arrives),
            most_on_board(run),
            phone,
        )


def _halts(convoy: Convoy, request: PaperRequest) -> Iterator[tuple[object, ...]]:
    """When each coach stands for breaks and halts, once for its whole crew."""
    view = request.view
    for run in convoy.runs:
        spans = sorted(
            {
                (a.starts, a.ends, "" if a.place is None else view.place_name(a.place))
                for duty in run.duties
                for a in duty.activities
                if a.kind in (ActivityKind.BREAK, ActivityKind.HALT)
            }
        )
        texts = (f"{_span(starts, ends, request)} {place}".strip() for starts, ends, place in spans)
        yield run.id, "；".join(texts)


def _span(first: datetime, last: datetime, request: PaperRequest) -> str:
    if first == last:
        return request.when(first)
    local = request.view.local
    same_day = local(first).date() == local(last).date()
    return f"{request.when(first)}—{f'{local(last):%H:%M}' if same_day else request.when(last)}"


def _within_the_hour(runs: list[Run]) -> Iterator[tuple[Run, ...]]:
    part: list[Run] = []
    for run in runs:
        if part and run.stops[0].departs - part[-1].stops[0].departs > APART:
            yield tuple(part)
            part = []
        part.append(run)
    if part:
        yield tuple(part)


def _ends(run: Run, view: PlanView) -> tuple[str, str]:
    return (
        _area(run.stops[0].place, view, COUNTY_PARTS),
        _area(run.stops[-1].place, view, CITY_PARTS),
    )


def _area(place_id: str, view: PlanView, parts: int) -> str:
    place = view.find_place(place_id)
    admin = "" if place is None else (place.admin or "")
    return "/".join(admin.split("/")[:parts]) or view.place_name(place_id)
