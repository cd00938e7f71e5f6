"""Runs and journeys from the lines of a dispatch workbook."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from unicodedata import normalize

from routing.artefacts.dispatch_sheets import (
    DispatchSheets,
    SheetActivity,
    SheetJourney,
    SheetRun,
    SheetStop,
)
from routing.artefacts.problem import Problem
from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.runs import Run
from routing.model.scenario import Scenario
from routing.model.services import OfferKind

Raw = dict[str, object]


@dataclass
class SheetReader:
    """Turns lines into runs and itineraries; names that are not known are collected."""

    scenario: Scenario
    problem: Problem
    ending: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    stands_at: dict[tuple[str, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index every name that a line may use."""
        self.places = _by_name([(p.id, p.name) for p in self.scenario.places])
        self.rows = _by_name([(r.id, r.name) for r in self.scenario.fleet])
        self.services = _by_name([(s.id, s.number) for s in self.scenario.services])
        self.groups = {g.id: g for g in self.scenario.groups}
        self.zone = self.problem.horizon.zone

    def run(self, sheet: SheetRun) -> Raw | None:
        """A run, or None and findings."""
        stops = [self.known(self.places, stop.place, sheet.at) for stop in sheet.stops]
        name, hash_, number = sheet.vehicle.partition("#")
        groups = {g for stop in sheet.stops for g in (*stop.board, *stop.alight)}
        known = [self.known({g: g for g in self.groups}, g, sheet.at) for g in sorted(groups)]
        vehicle = self.known(self.rows if hash_ else self.services, name.strip(), sheet.at)
        if vehicle is None or None in stops or None in known:
            return None
        if len(stops) < len(("from", "to")):
            self.say("DISPATCH_RUN_SHORT", sheet.id, sheet.at)
            return None
        places = [str(place) for place in stops]
        raw: Raw = {"id": sheet.id, "stops": list(self.stops(sheet.stops, places)), "cost_fen": 0}
        if hash_:
            return raw | self.coach(sheet, places, (vehicle, int(number)))
        service = next(s for s in self.scenario.services if s.id == vehicle)
        legs = [{"distance_m": m, "duration_s": s} for m, s in self.hauls(sheet, places)]
        return raw | {
            "mode": service.mode,
            "role": "line_haul",
            "vehicle": {"service": vehicle},
            "legs": legs,
        }

    def coach(self, sheet: SheetRun, places: list[str], vehicle: tuple[str, int]) -> Raw:
        """What a coach's run has beyond its stops."""
        matrix = self.problem.matrix
        legs = [
            {
                "distance_m": matrix.get_distance_m(a, b),
                "duration_s": matrix.get_duration_s(a, b),
            }
            for a, b in pairwise(places)
        ]
        empty = list(self.positioning(sheet, places, vehicle))
        return {
            "mode": "coach",
            "role": self.role(sheet, places),
            "vehicle": {"fleet": vehicle[0], "number": vehicle[1]},
            "legs": legs,
            "positioning": empty,
            "duties": self.duties(sheet, places, empty),
        }

    def stops(self, lines: tuple[SheetStop, ...], places: list[str]) -> Iterator[Raw]:
        """Stops with the people on board after each."""
        aboard = 0
        for line, place in zip(lines, places, strict=True):
            aboard += sum(line.board.values()) - sum(line.alight.values())
            yield {
                "place": place,
                "arrives": self.moment(line.arrives),
                "departs": self.moment(line.departs),
                "board": [{"group": g, "people": n} for g, n in sorted(line.board.items())],
                "alight": [{"group": g, "people": n} for g, n in sorted(line.alight.items())],
                "on_board": max(0, aboard),
            }

    def hauls(self, sheet: SheetRun, places: list[str]) -> Iterator[tuple[int, int]]:
        """Metres and seconds of a service between its stops."""
        for (a, b), (before, after) in zip(pairwise(places), pairwise(sheet.stops), strict=True):
            metres = self.problem.matrix.get_distance_m(a, b)
            yield metres, round((after.arrives - before.departs).total_seconds())

    def role(self, sheet: SheetRun, places: list[str]) -> str:
        """Direct when somebody goes all the way on it; else by whether they come from home."""
        ends = [
            (place == self.groups[g].origin, g)
            for stop, place in zip(sheet.stops, places, strict=True)
            for g in stop.board
        ]
        gates = {
            g
            for stop, place in zip(sheet.stops, places, strict=True)
            for g in stop.alight
            if place == self.groups[g].destination
        }
        if any(home and g in gates for home, g in ends):
            return "direct"
        return "feeder" if any(home for home, _ in ends) else "last_mile"

    def positioning(
        self, sheet: SheetRun, places: list[str], vehicle: tuple[str, int]
    ) -> Iterator[Raw]:
        """Empty drives: to the first stop from the base or the run before, and home."""
        row = next(r for r in self.scenario.fleet if r.id == vehicle[0])
        start = self.stands_at.get(vehicle, row.base)
        self.stands_at[vehicle] = places[-1]
        first, last = sheet.stops[0], sheet.stops[-1]
        begins = min((a.starts for a in sheet.activities), default=None)
        ends = max((a.ends for a in sheet.activities), default=None)
        if start != places[0]:
            drive = timedelta(seconds=self.problem.matrix.get_duration_s(start, places[0]))
            yield self.empty((start, places[0]), begins or first.arrives - drive, first.arrives)
        if row.returns_empty and places[-1] != row.base and sheet.id in self.ending:
            drive = timedelta(seconds=self.problem.matrix.get_duration_s(places[-1], row.base))
            yield self.empty((places[-1], row.base), last.departs, ends or last.departs + drive)

    def empty(self, ends: tuple[str, str], departs: datetime, arrives: datetime) -> Raw:
        """One empty drive."""
        return {
            "from": ends[0],
            "to": ends[1],
            "departs": self.moment(departs),
            "arrives": self.moment(arrives),
            "distance_m": self.problem.matrix.get_distance_m(*ends),
            "duration_s": self.problem.matrix.get_duration_s(*ends),
        }

    def duties(self, sheet: SheetRun, places: list[str], empty: list[Raw]) -> list[Raw]:
        """The duties as stated, or drivers who take the legs in turn."""
        by_driver: dict[str, list[SheetActivity]] = defaultdict(list)
        for activity in sheet.activities or self.plain_duties(sheet, places, empty):
            by_driver[activity.driver].append(activity)
        return [
            {
                "driver": driver,
                "activities": [
                    {
                        "kind": a.kind,
                        "starts": self.moment(a.starts),
                        "ends": self.moment(a.ends),
                        "place": None
                        if a.place is None
                        else self.places.get(_folded(a.place), a.place),
                    }
                    for a in sorted(activities, key=lambda a: (a.starts, a.ends))
                ],
            }
            for driver, activities in by_driver.items()
        ]

    def plain_duties(
        self, sheet: SheetRun, places: list[str], empty: list[Raw]
    ) -> Iterator[SheetActivity]:
        """Leg by leg another driver at the wheel, everyone standing by at the stops.

        The first driver drives empty.
        """
        names = [f"{sheet.id}-D{i + 1}" for i in range(sheet.drivers)]
        for k, name in enumerate(names):
            for drive in empty:
                departs, arrives = (_local(drive[end]) for end in ("departs", "arrives"))
                yield SheetActivity(name, "standby" if k else "drive", departs, arrives, None)
            for stop, place in zip(sheet.stops, places, strict=True):
                if stop.departs > stop.arrives:
                    yield SheetActivity(name, "standby", stop.arrives, stop.departs, place)
        for i, (before, after) in enumerate(pairwise(sheet.stops)):
            drive_s = self.problem.matrix.get_duration_s(places[i], places[i + 1])
            for k, name in enumerate(names):
                at_wheel = k == i % len(names)
                yield from _leg(name, before.departs, after.arrives, drive_s, at_wheel=at_wheel)

    def itinerary(self, journey: SheetJourney, runs: list[Raw]) -> Raw:
        """An itinerary with its times from the runs."""
        self.known({g: g for g in self.groups}, journey.group, journey.at)
        by_id = {str(run["id"]): run for run in runs}
        chain = [r for name in journey.runs if (r := self.known_run(by_id, name, journey.at))]
        night = None
        if journey.night is not None:
            night = self.known(self.places, journey.night, journey.at)
        raw: Raw = {
            "group": journey.group,
            "people": journey.people,
            "runs": list(journey.runs),
            "night": night,
        }
        if chain:
            raw["departs"] = _at(chain[0], journey.group, "board", "departs")
            raw["arrives"] = _at(chain[-1], journey.group, "alight", "arrives")
        return raw

    def purchases(self, sheets: DispatchSheets) -> Iterator[Raw]:
        """What was bought: carriages counted by their numbers, other units by the seats needed."""
        vehicles = {run.id: self.services.get(run.vehicle.strip()) for run in sheets.runs}
        people: Counter[tuple[str, str]] = Counter()
        carriages: dict[tuple[str, str], set[int]] = defaultdict(set)
        for line in sheets.seats:
            key = vehicles.get(line.run) or line.run, line.offer
            people[key] += line.people
            if line.carriage is not None:
                carriages[key].add(line.carriage)
        offers = {(s.id, o.id): o for s in self.scenario.services for o in s.offers}
        for key, heads in people.items():
            offer = offers.get(key)
            if offer is None:
                self.say("DISPATCH_UNKNOWN", f"{key[0]} · {key[1]}", "")
                continue
            needed = -(-heads // offer.seats)
            numbered = len(carriages[key]) if offer.kind is OfferKind.CARRIAGE else 0
            units = max(needed, numbered)
            yield {
                "service": key[0],
                "offer": key[1],
                "units": units,
                "people": heads,
                "cost_fen": 0,
            }

    def known(self, names: dict[str, str], name: str, at: str) -> str | None:
        """The id of a name; None and a finding where nothing bears it alone."""
        found = names.get(name) or names.get(_folded(name))
        if found is None:
            self.say("DISPATCH_UNKNOWN", name, at)
        return found

    def known_run(self, runs: dict[str, Raw], name: str, at: str) -> Raw | None:
        """The run of an id; None and a finding where there is none."""
        if name not in runs:
            self.say("DISPATCH_UNKNOWN", name, at)
        return runs.get(name)

    def say(self, code: str, name: str, at: str) -> None:
        """Collect what is wrong with a name."""
        zh, en = SAID[code]
        self.findings.append(
            Finding(
                code=code,
                severity=Severity.ERROR,
                pointer=at,
                subject=name,
                cause=LocalisedText(zh=zh.format(name), en=en.format(name)),
                remedy=LocalisedText(
                    zh="改用方案中的编号或唯一的名称",
                    en="use an id of the scenario, or a name borne once",
                ),
            )
        )

    def moment(self, local: datetime) -> datetime:
        """A local time with its offset."""
        return local.replace(tzinfo=self.zone)


SAID = {
    "DISPATCH_UNKNOWN": (
        "“{}”在方案里找不到，或有几个同名",
        "{} is not in the scenario, or several bear that name",
    ),
    "DISPATCH_RUN_SHORT": ("班次 {} 不足两个停靠点", "run {} has fewer than two stops"),
}


def _by_name(things: list[tuple[str, str | LocalisedText | None]]) -> dict[str, str]:
    """Ids by id and by every name that is borne once."""
    borne: Counter[str] = Counter()
    found: dict[str, str] = {}
    for thing, name in things:
        names = {name.zh, name.en} if isinstance(name, LocalisedText) else {name or thing}
        for each in {_folded(name) for name in names}:
            borne[each] += 1
            found[each] = thing
    once = {name: thing for name, thing in found.items() if borne[name] == 1}
    return once | {thing: thing for thing, _ in things}


def _local(moment: object) -> datetime:
    """A moment on its own clock, without its offset."""
    if not isinstance(moment, datetime):
        raise TypeError(f"no moment: {moment!r}")
    return moment.replace(tzinfo=None)


def _folded(name: str) -> str:
    """A name in one width, as cells are read."""
    return normalize("NFKC", name).strip()


def _leg(
    driver: str, departs: datetime, arrives: datetime, drive_s: int, *, at_wheel: bool
) -> Iterator[SheetActivity]:
    """A leg: half the driving, what time is left as a stand, the other half."""
    stand = max(timedelta(0), arrives - departs - timedelta(seconds=drive_s))
    kind = "drive" if at_wheel else "standby"
    if not stand:
        yield SheetActivity(driver, kind, departs, arrives, None)
        return
    half = departs + timedelta(seconds=drive_s // 2)
    yield SheetActivity(driver, kind, departs, half, None)
    yield SheetActivity(driver, "break", half, half + stand, None)
    yield SheetActivity(driver, kind, half + stand, arrives, None)


def _at(run: Raw, group: str, loads: str, time: str) -> object:
    """When a group boards or alights a run; its first or last stop where it never does."""
    stops = Run.model_validate({**_BARE, **run}).stops
    for stop in stops:
        if any(load.group == group for load in getattr(stop, loads)):
            return getattr(stop, time)
    return getattr(stops[0 if loads == "board" else -1], time)


_BARE: Raw = {"legs": [], "terms": {}}
