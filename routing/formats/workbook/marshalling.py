"""The sheet of marshalling: who gathers at each station in which order, and until when.

Feeders stand in the order in which they arrive; the latest time is that at which the last of them
must be empty so that everyone checks in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from routing.formats.plan_view import PlanView
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Column, Style
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run, RunStop

LATEST = Word("接驳车最晚", "Latest feeder")
FEEDER = Word("接驳班次", "Feeder")
EMPTY_AT = Word("下客完毕", "Empty at")
SLACK = Word("富余（分）", "To spare (min)")
TOGETHER = Word("本站上车", "Board here")
ON_FOOT = Word("自行到站", "on their own")
COLUMNS = (
    Column(words.RUN, width=9),
    Column(words.VEHICLE, width=20),
    Column(words.PLACE, width=24),
    Column(words.DEPARTS, Style.MOMENT, 12),
    Column(TOGETHER, Style.COUNT, 10),
    Column(LATEST, Style.MOMENT, 12),
    Column(words.SEQUENCE, Style.COUNT, 6),
    Column(FEEDER, width=12),
    Column(words.PEOPLE, Style.COUNT, 8),
    Column(words.ARRIVES, Style.MOMENT, 12),
    Column(EMPTY_AT, Style.MOMENT, 12),
    Column(SLACK, Style.COUNT, 10),
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Some people who come to a station by one feeder; without one they come on their own."""

    feeder: str
    people: int
    arrives: datetime | None
    empty_at: datetime | None


@dataclass(frozen=True, slots=True)
class Marshalling:
    """One station of one train or flight: who gathers there, in order, and until when."""

    run: Run
    stop: RunStop
    people: int
    latest: datetime
    arrivals: tuple[Arrival, ...]


def add_marshalling(book: Book, view: PlanView) -> None:
    """One line for each feeder and each train or flight that it reaches."""
    sheet = book.add_sheet(words.SHEET_MARSHALLING, COLUMNS)
    for at in list_marshalling(view):
        for number, arrival in enumerate(at.arrivals, start=1):
            spare = None if arrival.empty_at is None else at.latest - arrival.empty_at
            sheet.add_row(
                (
                    at.run.id,
                    view.vehicle_name(at.run),
                    view.place_name(at.stop.place),
                    view.local(at.stop.departs),
                    at.people,
                    view.local(at.latest),
                    number,
                    arrival.feeder or in_language(ON_FOOT, view.language),
                    arrival.people,
                    None if arrival.arrives is None else view.local(arrival.arrives),
                    None if arrival.empty_at is None else view.local(arrival.empty_at),
                    None if spare is None else int(spare.total_seconds()) // 60,
                )
            )
    sheet.close()


def list_marshalling(view: PlanView) -> Iterator[Marshalling]:
    """Every station where people board a train or flight, in the order of the plan."""
    came = _arrivals(view)
    for run in view.service_runs():
        for stop in run.stops:
            people = sum(load.people for load in stop.board)
            found = [came[key] for key in sorted(came) if key[:2] == (run.id, stop.place)]
            if people and found:
                ordered = sorted(found, key=_order)
                latest = stop.departs - timedelta(seconds=_check_in_s(view, run, people))
                yield Marshalling(run, stop, people, latest, tuple(ordered))


def _check_in_s(view: PlanView, run: Run, people: int) -> int:
    """What the carrier asks of so many who board together."""
    service = view.find_service(run)
    if service is None:
        return 0
    party = service.large_party
    longer_s = 0 if party is None or people < party.people else party.check_in_s
    return max(service.check_in_s, longer_s)


def _arrivals(view: PlanView) -> dict[tuple[str, str, str], Arrival]:
    """Who comes by service run, station and feeder."""
    people: dict[tuple[str, str, str], int] = defaultdict(int)
    stops: dict[tuple[str, str, str], RunStop | None] = {}
    services = {run.id: run for run in view.service_runs()}
    for itinerary in view.plan.itineraries:
        for before, after in pairwise(("", *itinerary.runs)):
            if after not in services or before in services:
                continue
            boards = _stop(services[after], itinerary.group, board=True)
            if boards is None:
                continue
            feeder = view.find_run(before) if before else None
            key = after, boards.place, before
            people[key] += itinerary.people
            stops[key] = None if feeder is None else _stop(feeder, itinerary.group, board=False)
    return {
        key: Arrival(
            key[2],
            heads,
            None if stop is None else stop.arrives,
            None if stop is None else stop.departs,
        )
        for key, heads in people.items()
        for stop in (stops[key],)
    }


def _stop(run: Run, group: str, *, board: bool) -> RunStop | None:
    """The stop of a run where people of a group board, or alight."""
    for stop in run.stops:
        if any(load.group == group for load in (stop.board if board else stop.alight)):
            return stop
    return None


def _order(arrival: Arrival) -> tuple[bool, str, str]:
    """By arrival; who comes on their own stands last."""
    came = arrival.arrives
    return came is None, "" if came is None else came.isoformat(), arrival.feeder
