"""The hand-over per employer: who arrives when on what, to be signed at the gate."""

from __future__ import annotations

from routing.formats.plan_view import PlanView
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Cell, Column, Style
from routing.formats.workbook.words import Word, in_language
from routing.model.plan import Itinerary

COLUMNS = (
    Column(words.ARRIVES, Style.MOMENT, 12),
    Column(words.RUN, width=9),
    Column(words.VEHICLE, width=24),
    Column(words.ORIGIN, width=26),
    Column(words.GROUP, width=32),
    Column(words.PEOPLE, Style.COUNT, 8),
    Column(Word("实到人数", "People received"), Style.BLANK, 14),
    Column(words.SIGNATURE, Style.BLANK, 18),
)

OWN_TICKET = Word("自行购票", "own ticket")


def add_handover(book: Book, view: PlanView) -> None:
    """A block, and a page, for each destination, in the order of arrival."""
    sheet = book.add_sheet(words.SHEET_HANDOVER, COLUMNS)
    for number, (place, arrivals) in enumerate(arrivals_by_place(view).items()):
        people = sum(i.people for i in arrivals)
        unit = in_language(Word("人", "people"), view.language)
        sheet.add_section(f"{view.place_name(place)}  {people} {unit}", new_page=number > 0)
        for itinerary in arrivals:
            sheet.add_row(_arrival(itinerary, view))
    sheet.close()


def arrivals_by_place(view: PlanView) -> dict[str, list[Itinerary]]:
    """Itineraries by destination place id, those in the order of arrival."""
    found: dict[str, list[Itinerary]] = {}
    for itinerary in view.plan.itineraries:
        group = view.find_group(itinerary.group)
        if group is not None:
            found.setdefault(group.destination, []).append(itinerary)
    return {place: sorted(found[place], key=_by_arrival) for place in sorted(found)}


def _by_arrival(itinerary: Itinerary) -> tuple[float, str, tuple[str, ...]]:
    """Own travel, which has no arrival, comes last."""
    arrives = itinerary.arrives
    return (
        float("inf") if arrives is None else arrives.timestamp(),
        itinerary.group,
        itinerary.runs,
    )


def _arrival(itinerary: Itinerary, view: PlanView) -> list[Cell]:
    group = view.find_group(itinerary.group)
    last = view.find_run(itinerary.runs[-1]) if itinerary.runs else None
    return [
        None if itinerary.arrives is None else view.local(itinerary.arrives),
        None if last is None else last.id,
        in_language(OWN_TICKET, view.language) if last is None else view.vehicle_name(last),
        None if group is None else view.place_name(group.origin),
        itinerary.group,
        itinerary.people,
        None,
        None,
    ]
