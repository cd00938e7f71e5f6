"""The manifest: everyone on a coach, on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routing.formats.papers.compiler import PaperData, compile_paper
from routing.formats.papers.request import PaperRequest
from routing.formats.plan_view import most_on_board, run_portions
from routing.formats.workbook import words as labels
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run

WORDS: Mapping[str, Word | tuple[Word, ...]] = {
    "columns": (
        labels.SEAT,
        Word("姓名", "Name"),
        Word("身份证号", "Identity number"),
        Word("手机", "Phone"),
        Word("上车点", "Pickup"),
        Word("下车点", "Drop"),
        Word("班组", "Team"),
        Word("签到", "Tick"),
    ),
    "leader": Word("车长签字", "Leader"),
    "driver": Word("驾驶员签字", "Driver"),
    "receiver": Word("接收方签字", "Received by"),
}

TITLE = Word("乘车花名册", "Passenger manifests")


@dataclass(frozen=True, slots=True)
class Line:
    """A seat and who sits on it."""

    seat: int
    name: str
    id_number: str
    phone: str
    pickup: str
    employer: str
    team: str


@dataclass(frozen=True, slots=True)
class Page:
    """A vehicle's people; ``name`` stands in the foot."""

    name: str
    head: str
    facts: str
    route: str
    people: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Manifests(PaperData):
    """One page for each coach."""

    runs: tuple[Page, ...]


def render_manifests(request: PaperRequest) -> bytes:
    """A manifest for each coach and, with a roster, for each train or flight."""
    view = request.view
    runs = view.plan.runs if request.seating is not None else view.coach_runs()
    title = f"{in_language(TITLE, view.language)} · {view.say(view.scenario.title or '')}"
    pages = tuple(_page(run, request) for run in runs)
    data = Manifests(title=title, issue=request.issue(), runs=pages)
    return compile_paper("manifests.typ", data, words=WORDS, language=view.language)


def _page(run: Run, request: PaperRequest) -> Page:
    view, details = request.view, request.run_details(run)
    people = in_language(Word("人", "people"), view.language)
    role = in_language(labels.ROLES[str(run.role)], view.language)
    drivers = "、".join(d.name for d in details.drivers) or "、".join(d.driver for d in run.duties)
    return Page(
        name=f"{run.id} {details.plate}".strip(),
        head=f"{run.id}　{view.vehicle_name(run)}　{details.plate}".strip(),
        facts=f"{role} · {most_on_board(run)} {people} · {drivers}",
        route=route_text(run, request),
        people=_lines(run, request),
    )


def route_text(run: Run, request: PaperRequest) -> str:
    """Stops with their times, in order."""
    return " → ".join(
        f"{request.view.place_name(stop.place)} "
        + request.when(stop.departs if stop is not run.stops[-1] else stop.arrives)
        for stop in run.stops
    )


def _lines(run: Run, request: PaperRequest) -> tuple[Line, ...]:
    """The people of the roster; without one a blank line for each seat that is taken."""
    view = request.view
    if request.seating is not None:
        return tuple(
            Line(
                seat=seat.seat,
                name=request.name(seated.person),
                id_number=request.id_number(seated.person),
                phone=request.phone(seated.person),
                pickup=view.place_name(run.stops[seat.board].place),
                employer=view.place_name(run.stops[seat.alight].place),
                team=seated.person.team or "",
            )
            for seated, seat in request.riders(run)
        )
    ends = [(p.board, p.alight) for p in run_portions(run) for _ in range(p.people)]
    return tuple(
        Line(
            seat=number,
            name="",
            id_number="",
            phone="",
            pickup=view.place_name(run.stops[board].place),
            employer=view.place_name(run.stops[alight].place),
            team="",
        )
        for number, (board, alight) in enumerate(ends, start=1)
    )
