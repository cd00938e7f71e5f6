"""Which stops each itinerary uses: the plan names runs, the rules need stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from routing.audit.trace import Trace
from routing.model.demand import Group
from routing.model.plan import Itinerary, Plan

_MOST_WAYS = 64
"""Ways looked at per itinerary; more than one is rare (a run that serves a place twice)."""


@dataclass(frozen=True, slots=True)
class Ride:
    """People of one group in one run, from the stop ``board`` to the stop ``alight``."""

    trace: Trace
    board: int
    alight: int

    @property
    def departs(self) -> int:
        """When the stop where they board is left."""
        return self.trace.stands[self.board].departs

    @property
    def arrives(self) -> int:
        """When the stop where they alight is reached."""
        return self.trace.stands[self.alight].arrives


Way = tuple[Ride, ...]
Ways = tuple[Way | None, ...]
_Seat = tuple[str, int, str, str]


def find_ways(plan: Plan, *, groups: Mapping[str, Group], traces: Mapping[str, Trace]) -> Ways:
    """For each itinerary the rides that lead from the group's origin to its destination.

    None where its runs do not join up; empty for own travel. Where several ways are possible the
    first is taken for which the stops still have people boarding and alighting.
    """
    left: Counter[_Seat] = Counter()
    for trace in traces.values():
        for i, stand in enumerate(trace.stands):
            for verb, loads in (("on", stand.stop.board), ("off", stand.stop.alight)):
                for load in loads:
                    left[trace.run.id, i, load.group, verb] += load.people
    found: list[Way | None] = []
    for itinerary in plan.itineraries:
        group = groups[itinerary.group]
        options = list(islice(_search(itinerary, group, traces, group.origin), _MOST_WAYS))
        fitting = (w for w in options if all(left[s] >= itinerary.people for s in _seats(w, group)))
        way = next(fitting, options[0] if options else None)
        for seat in _seats(way or (), group):
            left[seat] -= itinerary.people
        found.append(way)
    return tuple(found)


def _seats(way: Way, group: Group) -> Iterator[_Seat]:
    for ride in way:
        yield ride.trace.run.id, ride.board, group.id, "on"
        yield ride.trace.run.id, ride.alight, group.id, "off"


def _search(
    itinerary: Itinerary,
    group: Group,
    traces: Mapping[str, Trace],
    here: str,
    done: Way = (),
) -> Iterator[Way]:
    """Ways through the itinerary's remaining runs from the place ``here``, depth first."""
    if len(done) == len(itinerary.runs):
        if not done or here == group.destination:
            yield done
        return
    trace = traces[itinerary.runs[len(done)]]
    for board, alight in _hops(trace, group.id, here):
        there = trace.stands[alight].place.id
        ride = Ride(trace, board, alight)
        yield from _search(itinerary, group, traces, there, (*done, ride))


def _hops(trace: Trace, group: str, here: str) -> Iterator[tuple[int, int]]:
    """Pairs of stops between which a group boards at ``here`` and alights later."""
    for i, start in enumerate(trace.stands):
        if start.place.id == here and any(load.group == group for load in start.stop.board):
            for j in range(i + 1, len(trace.stands)):
                if any(load.group == group for load in trace.stands[j].stop.alight):
                    yield i, j
