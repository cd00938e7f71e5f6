"""Boarding cards: what each person carries, eight to an A4 page, with an opaque QR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import segno

from routing.artefacts.seating import Seat, Seated
from routing.formats.papers.compiler import PaperData, compile_paper
from routing.formats.papers.request import PaperRequest, contact_text
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run

WORDS = {
    "seat": Word("座号", "seat"),
    "to": Word("到", "to"),
    "mark": Word("认", "look for"),
}
PER_SHEET = 8
MASK = 3
QUIET = 2
TITLE = Word("乘车卡", "Boarding card")
OWN_TICKET = Word("自行购票", "own ticket")


@dataclass(frozen=True, slots=True)
class CardLeg:
    """One ride on a card."""

    when: str
    place: str
    vehicle: str
    seat: str


@dataclass(frozen=True, slots=True)
class Card:
    """One person's card; the QR holds their token and nothing else."""

    title: str
    name: str
    qr: str
    legs: tuple[CardLeg, ...]
    destination: str
    contact: str
    mark: str


@dataclass(frozen=True, slots=True)
class Cards(PaperData):
    """All cards, in the order of the plan's itineraries."""

    cards: tuple[Card, ...]

    def per_sheet(self) -> int:
        """Eight cards share a sheet."""
        return PER_SHEET


def render_cards(request: PaperRequest) -> bytes:
    """A card for everyone who is seated; without a roster the paper is empty."""
    data = build_cards(request)
    return compile_paper("cards.typ", data, words=WORDS, language=request.view.language)


def build_cards(request: PaperRequest) -> Cards:
    """What the cards say."""
    seated = request.seating.seated if request.seating is not None else ()
    title = in_language(TITLE, request.view.language)
    cards = tuple(_card(one, request, title) for one in seated)
    return Cards(title=title, issue=request.issue(), cards=cards)


def _card(one: Seated, request: PaperRequest, title: str) -> Card:
    view = request.view
    group = view.find_group(one.group)
    runs = [(view.find_run(seat.run), seat) for seat in one.seats]
    legs = tuple(_leg(run, seat, request) for run, seat in runs if run is not None)
    first = runs[0][0] if runs else None
    leader = request.run_details(first).leader if first is not None else None
    hotline = request.details.hotline if request.details is not None else None
    return Card(
        title=title if legs else f"{title} · {in_language(OWN_TICKET, view.language)}",
        name=request.name(one.person),
        qr=qr_svg(one.person.token),
        legs=legs,
        destination=view.place_name(group.destination) if group is not None else "",
        contact=contact_text(leader or hotline),
        mark=request.run_details(first).sign if first is not None else "",
    )


def _leg(run: Run, seat: Seat, request: PaperRequest) -> CardLeg:
    view, details, stop = request.view, request.run_details(run), run.stops[seat.board]
    first_of_run = seat.board == 0 and details.meeting_time is not None
    moment = details.meeting_time if first_of_run and details.meeting_time else stop.departs
    place = details.meeting_point if seat.board == 0 else ""
    return CardLeg(
        when=request.when(moment),
        place=place or view.place_name(stop.place),
        vehicle=f"{run.id} {details.plate or view.vehicle_name(run)}",
        seat=str(seat.seat),
    )


def qr_svg(token: str) -> str:
    """A QR of an opaque token, as SVG text.

    Any of the eight masks can be read; trying them all for the prettiest costs more than all the
    rest of a card. The dark modules of a row are drawn as strokes.
    """
    code = segno.make(token, error="m", micro=False, mask=MASK)
    size = code.symbol_size(border=QUIET)[0]
    strokes = "".join(
        f"M{x},{y}.5h{length}"
        for y, row in enumerate(code.matrix, start=QUIET)
        for x, length in _dark(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path d="{strokes}" stroke="#000"/></svg>'
    )


def _dark(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where a row's stretches of dark modules begin, the quiet zone counted, and how long."""
    at = QUIET
    for dark, stretch in groupby(row):
        length = len(list(stretch))
        if dark:
            yield at, length
        at += length
