"""Holding signs: one sheet for each vehicle, to be read across a station forecourt."""

from __future__ import annotations

from dataclasses import dataclass

from routing.formats.papers.compiler import PaperData, compile_paper
from routing.formats.papers.request import PaperRequest
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run, RunMode

TITLE = Word("举牌", "Holding sign")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sheet: a small line, the vehicle in the largest letters that fit, and where it goes."""

    head: str
    big: str
    foot: str
    mark: str


@dataclass(frozen=True, slots=True)
class Signs(PaperData):
    """All signs in marshalling order."""

    signs: tuple[Sign, ...]


def render_signs(request: PaperRequest) -> bytes:
    """A sign for each coach, in the order in which they leave: the marshalling order."""
    view = request.view
    runs = sorted(view.coach_runs(), key=lambda run: (run.stops[0].departs, run.id))
    title = in_language(TITLE, view.language)
    data = Signs(title=title, signs=tuple(_sign(n, run, request) for n, run in enumerate(runs, 1)))
    return compile_paper("signs.typ", data, words={}, language=view.language)


def _sign(number: int, run: Run, request: PaperRequest) -> Sign:
    view, details = request.view, request.run_details(run)
    order = Word(f"第{number}辆", f"No. {number}") if run.mode is RunMode.COACH else Word("", "")
    first, last = run.stops[0], run.stops[-1]
    return Sign(
        head=f"{in_language(order, view.language)}　{request.when(first.departs)}",
        big=details.plate or run.id,
        foot=f"{view.place_name(first.place)} → {view.place_name(last.place)}",
        mark=details.sign,
    )
