"""Holding signs: one sheet for each vehicle, to be read across a station forecourt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from routing.formats.papers.compiler import PaperData, compile_paper
from routing.formats.papers.convoys import find_convoys
from routing.formats.papers.request import PaperRequest
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run

TITLE = Word("举牌", "Holding sign")
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sheet: a small line, the vehicle in the largest letters that fit, and where it goes.

    ``name`` stands in the foot.
    """

    name: str
    head: str
    big: str
    foot: str
    mark: str


@dataclass(frozen=True, slots=True)
class Signs(PaperData):
    """All signs in marshalling order."""

    signs: tuple[Sign, ...]


def render_signs(request: PaperRequest) -> bytes:
    """A sign for each coach, in marshalling order: convoy by convoy, then who drives alone."""
    view = request.view
    title = in_language(TITLE, view.language)
    placed = dict(_places(request))
    runs = sorted(view.coach_runs(), key=lambda run: (run.stops[0].departs, run.id))
    runs.sort(key=lambda run: placed.get(run.id, (len(placed) + 1, 0, 0)))
    signs = tuple(_sign(run, placed.get(run.id), request) for run in runs)
    data = Signs(title=title, issue=request.issue(), signs=signs)
    return compile_paper("signs.typ", data, words={}, language=view.language)


def _places(request: PaperRequest) -> Iterator[tuple[str, Place]]:
    """For each coach of a convoy the convoy's number, its own place and how many there are."""
    for number, convoy in enumerate(find_convoys(request.view), start=1):
        for place, run in enumerate(convoy.runs, start=1):
            yield run.id, (number, place, len(convoy.runs))


def _sign(run: Run, place: Place | None, request: PaperRequest) -> Sign:
    view, details = request.view, request.run_details(run)
    order = ""
    if place is not None:
        convoy, mine, of = place
        order = in_language(
            Word(f"第{convoy}车队 {mine}/{of}　", f"Convoy {convoy} · {mine}/{of}　"), view.language
        )
    first, last = run.stops[0], run.stops[-1]
    return Sign(
        name=run.id,
        head=f"{order}{request.when(first.departs)}",
        big=details.plate or run.id,
        foot=f"{view.place_name(first.place)} → {view.place_name(last.place)}",
        mark=details.sign,
    )
