"""Bays at forecourts and gates, given out to coaches one after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from routing.artefacts.problem import Problem
from routing.artefacts.route_task import RouteTask
from routing.duties.timetable import Departure
from routing.schedule.chains import Chain

BAY_FULL = "BAY_FULL"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A coach for which no timetable was left, and the codes that say why."""

    key: str
    codes: tuple[str, ...]
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A vehicle's runs as one task, with its departures: the cheapest first, then the dearer.

    ``freedom`` is the number of the cheapest ones.
    """

    chain: Chain
    task: RouteTask
    drivers: int
    departures: tuple[Departure, ...]
    freedom: int

    @property
    def key(self) -> str:
        """The first run's key names the vehicle."""
        return self.chain[0].key

    @property
    def people(self) -> int:
        """Everyone who boards any of its runs."""
        return sum(n for coach in self.chain for stop in coach.stops for _, n in stop.board)


@dataclass(frozen=True, slots=True)
class BayPlan:
    """Departures by vehicle, and the conflicts of vehicles that got none."""

    departures: dict[str, Departure]
    conflicts: dict[str, Conflict]

    def stranded(self, options: list[Option]) -> int:
        """People of vehicles without a departure."""
        return sum(o.people for o in options if o.key in self.conflicts)


MOST_ORDERS = 12
"""Orders of giving out bays that are tried before somebody is left without one."""


class _Bays:
    """Coaches standing at the places whose bays are counted."""

    def __init__(self, bays: Mapping[str, int]) -> None:
        self.bays = bays
        self.stands: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def full_place(self, task: RouteTask, departure: Departure) -> str | None:
        """The first place at which this coach would be one too many; None when it fits."""
        own: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, span in _stands(task, departure):
            if place in self.bays:
                own[place].append(span)
        for place, spans in own.items():
            if _most_at_once(self.stands[place] + spans) > self.bays[place]:
                return place
        return None

    def take(self, task: RouteTask, departure: Departure) -> None:
        """Let the coach stand where it stands."""
        for place, span in _stands(task, departure):
            if place in self.bays:
                self.stands[place].append(span)


def give_out_bays(problem: Problem, options: list[Option]) -> BayPlan:
    """The attempt that strands fewest people; whoever was stranded comes first in the next."""
    bays = {p.id: p.bays for p in problem.scenario.places if p.bays is not None}
    order = list(options)
    best = _attempt(bays, order)
    found = best
    for _ in range(MOST_ORDERS - 1):
        blocked = {k for k, c in found.conflicts.items() if c.codes == (BAY_FULL,)}
        again = sorted(order, key=lambda o: o.key not in blocked)
        if not blocked or again == order:
            break
        order = again
        found = _attempt(bays, order)
        if found.stranded(options) < best.stranded(options):
            best = found
    return best


def _attempt(bays: Mapping[str, int], order: list[Option]) -> BayPlan:
    """Give out bays in an order, each vehicle its first departure that finds them free."""
    taken = _Bays(bays)
    departures: dict[str, Departure] = {}
    conflicts: dict[str, Conflict] = {}
    for option in order:
        full: list[str] = []
        for departure in option.departures:
            place = taken.full_place(option.task, departure)
            if place is None:
                departures[option.key] = departure
                taken.take(option.task, departure)
                break
            full.append(place)
        else:
            code = BAY_FULL if full else "TIME_WINDOW"
            conflicts[option.key] = Conflict(option.key, (code,), full[0] if full else None)
    return BayPlan(departures, conflicts)


def _stands(task: RouteTask, departure: Departure) -> list[tuple[str, tuple[int, int]]]:
    return [
        (stop.place, (departure.arrives_s[i], departure.departs_s[i]))
        for i, stop in enumerate(task.stops)
    ]


def _most_at_once(spans: list[tuple[int, int]]) -> int:
    """Most spans that overlap; one may begin at the instant another ends."""
    events = sorted(e for a, b in spans for e in ((a, 1), (b, -1)))
    most = here = 0
    for _, step in events:
        here += step
        most = max(most, here)
    return most
