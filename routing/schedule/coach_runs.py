"""Timed coaches as runs of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from routing.artefacts.problem import Problem
from routing.artefacts.solution import ChosenStop
from routing.artefacts.timetable import TimedActivity
from routing.costing.coaches import (
    calendar_days,
    coach_terms,
    driver_days,
    total_fen,
    with_hand_over,
)
from routing.model.fleet import FleetRow
from routing.model.plan import CostTerm
from routing.model.runs import (
    Activity,
    CoachVehicle,
    Duty,
    Leg,
    Load,
    Positioning,
    Relay,
    Run,
    RunMode,
    RunStop,
)
from routing.schedule.crew_words import explain_crew
from routing.schedule.ids import NamedCoach
from routing.units import Fen, Metres, People, Seconds


class CoachRunBuilder:
    """Writes coach runs; remembers what earlier runs of the same vehicle have paid for."""

    def __init__(self, problem: Problem, driver_ids: Mapping[tuple[str, int], str]) -> None:
        self.problem = problem
        self.driver_ids = driver_ids
        self.rows = {row.id: row for row in problem.scenario.fleet}
        self.days_paid: dict[str, set[int]] = {}
        self.spans: dict[str, tuple[int, int]] = {}
        self.stands_at: dict[str, str] = {}

    def build(self, named: NamedCoach) -> Run:
        """The run of a coach; runs of one vehicle come in the order of time."""
        coach, table = named.timed.coach, named.timed.timetable
        positioning = self._positioning(named)
        empty_m = sum(drive.distance_m for drive in positioning)
        terms = self._terms(named, self.rows[coach.fleet], empty_m)
        at = self.problem.horizon.to_datetime
        return Run(
            id=named.run_id,
            mode=RunMode.COACH,
            role=coach.role,
            vehicle=CoachVehicle(fleet=coach.fleet, number=named.number),
            stops=_stops(coach.stops, [(at(a), at(d)) for a, d in _times(named)]),
            legs=tuple(self._leg(a.place, b.place) for a, b in pairwise(coach.stops)),
            positioning=positioning,
            duties=tuple(
                Duty(
                    driver=self.driver_ids[named.run_id, i],
                    activities=tuple(self._activity(a) for a in duty),
                )
                for i, duty in enumerate(table.duties)
            ),
            relays=self._relays(named),
            crew=explain_crew(self.problem, coach, self.rows[coach.fleet]),
            cost_fen=total_fen(terms),
            terms={term.value: fen for term, fen in terms.items()},
        )

    def _relays(self, named: NamedCoach) -> tuple[Relay, ...]:
        """The hand-over to a fresh crew, where there is one."""
        relay = named.timed.timetable.relay
        if relay is None:
            return ()
        at = self.problem.horizon.to_datetime
        names = [self.driver_ids[named.run_id, i] for i in range(relay.crew.drivers)]
        return (
            Relay(
                place=relay.crew.at.place,
                arrives=at(relay.arrives_s),
                departs=at(relay.departs_s),
                leaves=tuple(names[: relay.crew.before]),
                joins=tuple(names[relay.crew.before :]),
            ),
        )

    def _leg(self, origin: str, destination: str) -> Leg:
        matrix = self.problem.matrix
        ends = (matrix.index[origin], matrix.index[destination])
        return Leg(
            distance_m=Metres(matrix.get_distance_m(origin, destination)),
            duration_s=Seconds(matrix.get_duration_s(origin, destination)),
            geometry=matrix.geometries.get(ends, ()),
        )

    def _positioning(self, named: NamedCoach) -> tuple[Positioning, ...]:
        """The way to the first stop, from the base or the run before, and the way home."""
        coach, table = named.timed.coach, named.timed.timetable
        row = self.rows[coach.fleet]
        start = self.stands_at.get(named.leader, row.base)
        first, last = coach.stops[0].place, coach.stops[-1].place
        self.stands_at[named.leader] = last
        found = []
        if start != first:
            found.append(self._empty(start, first, table.base_departs_s, table.lead_in_arrives_s))
        if row.returns_empty and last != row.base and named.ends:
            found.append(
                self._empty(last, row.base, table.lead_out_departs_s, table.base_returns_s)
            )
        return tuple(found)

    def _empty(self, origin: str, destination: str, departs_s: int, arrives_s: int) -> Positioning:
        leg = self._leg(origin, destination)
        return Positioning(
            origin=origin,
            destination=destination,
            departs=self.problem.horizon.to_datetime(departs_s),
            arrives=self.problem.horizon.to_datetime(arrives_s),
            distance_m=leg.distance_m,
            duration_s=leg.duration_s,
        )

    def _activity(self, activity: TimedActivity) -> Activity:
        at = self.problem.horizon.to_datetime
        return Activity(
            kind=activity.kind,
            starts=at(activity.start_s),
            ends=at(activity.end_s),
            place=activity.place,
        )

    def _terms(self, named: NamedCoach, row: FleetRow, empty_m: int) -> dict[CostTerm, Fen]:
        """The run's terms; days of hire and of drivers are paid once per vehicle."""
        coach, table = named.timed.coach, named.timed.timetable
        first_s, last_s = table.departs_s[0], table.arrives_s[-1]
        paid = self.days_paid.setdefault(named.leader, set())
        new = set(calendar_days(first_s, last_s)) - paid
        paid |= new
        before = self.spans.get(named.leader)
        begins_s = first_s if before is None else before[0]
        self.spans[named.leader] = (begins_s, last_s)
        days = driver_days(begins_s, last_s)
        if before is not None:
            days -= driver_days(*before)
        terms = coach_terms(
            row,
            loaded_m=sum(coach.task.drive_m),
            empty_m=empty_m,
            extra_stops=len(coach.stops) - 2,
            drivers=table.drivers,
            driver_days=days,
            days=len(new),
        )
        return with_hand_over(terms, table.relay_fen)


def _times(named: NamedCoach) -> list[tuple[int, int]]:
    table = named.timed.timetable
    return list(zip(table.arrives_s, table.departs_s, strict=True))


def _stops(
    chosen: tuple[ChosenStop, ...], times: list[tuple[datetime, datetime]]
) -> tuple[RunStop, ...]:
    stops = []
    on_board = 0
    for stop, (arrives, departs) in zip(chosen, times, strict=True):
        on_board += sum(n for _, n in stop.board) - sum(n for _, n in stop.alight)
        stops.append(
            RunStop(
                place=stop.place,
                arrives=arrives,
                departs=departs,
                board=_loads(stop.board),
                alight=_loads(stop.alight),
                on_board=People(on_board),
            )
        )
    return tuple(stops)


def _loads(people: tuple[tuple[str, int], ...]) -> tuple[Load, ...]:
    return tuple(Load(group=g, people=People(n)) for g, n in sorted(people) if n > 0)
