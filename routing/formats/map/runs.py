"""The runs of a plan as the map draws them, on shared ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from routing.formats.map.document import MapDuty, MapEmpty, MapRelay, MapRun, MapStop
from routing.formats.map.names import Names
from routing.formats.map.schematic import Ends, OnLand
from routing.formats.map.ways import LegToDraw, Ways, build_ways
from routing.formats.masking import mask_personal
from routing.model.plan import Plan
from routing.model.runs import ActivityKind, Duty, Load, Positioning, Relay, Run, ServiceVehicle
from routing.model.scenario import Scenario

_LETTERS = {
    ActivityKind.DRIVE: "D",
    ActivityKind.BREAK: "B",
    ActivityKind.HALT: "H",
    ActivityKind.REST: "R",
    ActivityKind.STANDBY: "S",
}
_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class RunsOnMap:
    """What the map knows of the runs.

    ``starting`` and ``arriving`` count people by place index where they first board and last
    alight.
    """

    starts: date
    runs: tuple[MapRun, ...]
    ways: Ways
    starting: Mapping[int, int]
    arriving: Mapping[int, int]


def build_runs(
    scenario: Scenario, plan: Plan, names: Names, *, on_land: OnLand | None
) -> RunsOnMap:
    """All runs whose stops have coordinates, in the plan's order, with their ways."""
    shown = [run for run in plan.runs if _is_located(run, names)]
    legs = [leg for run in shown for leg in _legs(run, names)]
    ways = build_ways(legs, on_land=on_land)
    clock = _Clock(scenario.timezone, shown)
    writer = _Writer(names, clock, plan, {run.id: i for i, run in enumerate(shown)})
    walks = iter(ways.legs)
    drawn = tuple(
        writer.run(run, tuple(next(walks) for _ in range(len(run.stops) - 1))) for run in shown
    )
    return RunsOnMap(
        clock.first_day,
        drawn,
        ways,
        _heads(plan, names, shown, first=True),
        _heads(plan, names, shown, first=False),
    )


class _Clock:
    """Minutes of local clock time since the first day's midnight."""

    def __init__(self, timezone: str, runs: Sequence[Run]) -> None:
        self._zone = ZoneInfo(timezone)
        moments = [run.stops[0].arrives for run in runs]
        moments += [empty.departs for run in runs for empty in run.positioning]
        moments += [duty.activities[0].starts for r in runs for duty in r.duties if duty.activities]
        self.first_day = min(
            (self.local(moment).date() for moment in moments), default=date(2000, 1, 1)
        )
        self._start = datetime.combine(self.first_day, time())

    def local(self, moment: datetime) -> datetime:
        """Local wall-clock time, without its zone."""
        return moment.astimezone(self._zone).replace(tzinfo=None)

    def minute(self, moment: datetime) -> int:
        """Whole minutes, rounded down as clocks show them."""
        return (self.local(moment) - self._start) // timedelta(minutes=1)


class _Writer:
    def __init__(self, names: Names, clock: _Clock, plan: Plan, numbers: dict[str, int]) -> None:
        self._names = names
        self._clock = clock
        self._numbers = numbers
        self._partners = _partners(plan, numbers)
        self._bought: dict[str, int] = {}
        for buy in plan.purchases:
            seats = names.offer_seats(buy.service, buy.offer) * buy.units
            self._bought[buy.service] = self._bought.get(buy.service, 0) + seats

    def run(self, run: Run, legs: tuple[tuple[int, ...], ...]) -> MapRun:
        return MapRun(
            id=mask_personal(run.id),
            mode=run.mode.value,
            role=run.role.value,
            vehicle=self._names.vehicle(run),
            seats=self._seats(run),
            people=sum(_count(stop.board) for stop in run.stops),
            peak=max(stop.on_board for stop in run.stops),
            day=self._clock.local(run.stops[0].departs).date().isoformat(),
            cost_fen=run.cost_fen,
            distance_m=sum(leg.distance_m for leg in run.legs),
            gate=self._gate(run),
            stops=self._stops(run),
            legs=legs,
            duties=tuple(self._duty(duty) for duty in run.duties if duty.activities),
            relays=tuple(r for r in map(self._relay, run.relays) if r is not None),
            empties=tuple(e for e in map(self._empty, run.positioning) if e is not None),
            partners=self._partners.get(run.id, ()),
        )

    def _seats(self, run: Run) -> int:
        if isinstance(run.vehicle, ServiceVehicle):
            return self._bought.get(run.vehicle.service, 0)
        return self._names.seats(run)

    def _gate(self, run: Run) -> int:
        """Where most of its people are going in the end."""
        heads: dict[int, int] = {}
        for load in (load for stop in run.stops for load in stop.board):
            group = self._names.groups.get(load.group)
            place = None if group is None else self._names.index(group.destination)
            if place is not None:
                heads[place] = heads.get(place, 0) + load.people
        last = self._names.index(run.stops[-1].place) or 0
        return max(sorted(heads), key=lambda place: heads[place], default=last)

    def _stops(self, run: Run) -> tuple[MapStop, ...]:
        return tuple(
            MapStop(
                self._names.index(stop.place) or 0,
                self._clock.minute(stop.arrives),
                self._clock.minute(stop.departs),
                _count(stop.board),
                _count(stop.alight),
                stop.on_board,
            )
            for stop in run.stops
        )

    def _duty(self, duty: Duty) -> MapDuty:
        minute = self._clock.minute
        spans = "".join(
            f"{_LETTERS[part.kind]}{minute(part.ends) - minute(part.starts)}"
            for part in duty.activities
        )
        return MapDuty(mask_personal(duty.driver), minute(duty.activities[0].starts), spans)

    def _relay(self, relay: Relay) -> MapRelay | None:
        place = self._names.index(relay.place)
        if place is None:
            return None
        return MapRelay(
            place,
            self._clock.minute(relay.arrives),
            self._clock.minute(relay.departs),
            mask_personal(", ".join(relay.leaves)),
            mask_personal(", ".join(relay.joins)),
        )

    def _empty(self, empty: Positioning) -> MapEmpty | None:
        origin = self._names.index(empty.origin)
        destination = self._names.index(empty.destination)
        if origin is None or destination is None:
            return None
        return MapEmpty(
            origin,
            destination,
            self._clock.minute(empty.departs),
            self._clock.minute(empty.arrives),
            empty.distance_m,
        )


def _partners(plan: Plan, numbers: dict[str, int]) -> dict[str, tuple[int, ...]]:
    """For each run the runs that share an itinerary with it."""
    found: dict[str, set[int]] = {}
    for way in plan.itineraries:
        known = [run for run in way.runs if run in numbers]
        for run in known:
            found.setdefault(run, set()).update(numbers[o] for o in known if o != run)
    return {run: tuple(sorted(others)) for run, others in found.items()}


def _heads(plan: Plan, names: Names, shown: Sequence[Run], *, first: bool) -> dict[int, int]:
    """People by the place where they first board, or last alight."""
    runs = {run.id: run for run in shown}
    heads: dict[int, int] = {}
    for way in plan.itineraries:
        if not way.runs:
            continue
        run = runs.get(way.runs[0 if first else -1])
        loads = () if run is None else run.stops
        for stop in loads:
            place = names.index(stop.place)
            parts = stop.board if first else stop.alight
            if place is not None and any(load.group == way.group for load in parts):
                heads[place] = heads.get(place, 0) + way.people
    return heads


def _is_located(run: Run, names: Names) -> bool:
    return all(names.index(stop.place) is not None for stop in run.stops)


def _legs(run: Run, names: Names) -> list[LegToDraw]:
    drawn = []
    for (start, end), leg in zip(pairwise(run.stops), run.legs, strict=True):
        origin, destination = names.point(start.place), names.point(end.place)
        if origin is not None and destination is not None:
            road = tuple((point.lat, point.lon) for point in leg.geometry)
            drawn.append(LegToDraw(Ends(run.mode.value, origin, destination), road))
    return drawn


def _count(loads: tuple[Load, ...]) -> int:
    return sum(load.people for load in loads)
