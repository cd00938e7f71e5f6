"""The carriage list: who rides in which carriage of a train, by township.

A plan says how many people each offer carries, not who sits where. People of one pickup place
stay together: groups are taken in the order of their origin and fill one carriage after another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from routing.formats.plan_view import PlanView, RunPortion, run_portions
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Column, Style
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run
from routing.model.services import OfferKind

COLUMNS = (
    Column(words.RUN, width=9),
    Column(words.VEHICLE, width=20),
    Column(words.OFFER, width=16),
    Column(words.CARRIAGE, Style.COUNT, 8),
    Column(words.ORIGIN, width=26),
    Column(words.GROUP, width=32),
    Column(words.EMPLOYER, width=28),
    Column(words.PEOPLE, Style.COUNT, 8),
    Column(words.FROM, width=18),
    Column(words.TO, width=18),
)

WHOLE = Word("整列/散席", "whole train or single seats")


@dataclass(slots=True)
class Space:
    """A carriage, or the seats of an offer that has none, and how many it still takes."""

    offer: str
    carriage: int | None
    room: int


def add_carriages(book: Book, view: PlanView) -> None:
    """One line for each part of a group in each carriage."""
    sheet = book.add_sheet(words.SHEET_CARRIAGES, COLUMNS)
    for run in view.service_runs():
        for space, portion, people in seat_portions(run, view):
            group = view.find_group(portion.group)
            sheet.add_row(
                (
                    run.id,
                    view.vehicle_name(run),
                    space.offer or in_language(WHOLE, view.language),
                    space.carriage,
                    view.place_name(group.origin) if group is not None else None,
                    portion.group,
                    view.place_name(group.destination) if group is not None else None,
                    people,
                    view.place_name(run.stops[portion.board].place),
                    view.place_name(run.stops[portion.alight].place),
                )
            )
    sheet.close()


def seat_portions(run: Run, view: PlanView) -> Iterator[tuple[Space, RunPortion, int]]:
    """Parts of groups with the space they are given, by pickup place."""
    spaces = _spaces(run, view)
    for portion in sorted(run_portions(run), key=lambda p: _township(p, view)):
        left: int = portion.people
        while left:
            if not spaces:
                spaces.append(Space("", None, left))
            part = min(left, spaces[0].room)
            if part:
                yield spaces[0], portion, part
            spaces[0].room -= part
            left -= part
            if not spaces[0].room:
                spaces.pop(0)


def _township(portion: RunPortion, view: PlanView) -> tuple[int, int, str, str]:
    group = view.find_group(portion.group)
    return (portion.board, portion.alight, group.origin if group is not None else "", portion.group)


def _spaces(run: Run, view: PlanView) -> list[Space]:
    """The seats that were bought of a service, carriage by carriage."""
    service = view.find_service(run)
    if service is None:
        return []
    offers = {offer.id: offer for offer in service.offers}
    found: list[Space] = []
    for purchase in view.plan.purchases:
        offer = offers.get(purchase.offer) if purchase.service == service.id else None
        if offer is None:
            continue
        if offer.kind is not OfferKind.CARRIAGE:
            found.append(Space(offer.id, None, purchase.people))
            continue
        left: int = purchase.people
        numbered = sum(1 for space in found if space.carriage is not None)
        for number in range(1, purchase.units + 1):
            room = min(offer.seats, left)
            left -= room
            if room:
                found.append(Space(offer.id, numbered + number, room))
    return found
