"""One group on one coach, tried alone: which rules bar it, found by lifting and imposing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import floor

from routing.artefacts.problem import Problem
from routing.artefacts.route_task import RideLimit, RouteTask, TaskStop
from routing.artefacts.timetable import Timetable
from routing.artefacts.travel_matrix import UNREACHABLE
from routing.duties.crew_choice import find_timetable
from routing.duties.relay_terms import with_relay
from routing.model.base import ClockWindow
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.goals import PinKind
from routing.model.places import Place
from routing.model.rules import PolicyValues
from routing.model.runs import RunRole
from routing.units import SECONDS_PER_DAY, Metres, Seconds

DAYS_AROUND = 10
"""Days before and after a group is ready for which nightly closings are written out."""
NEVER_BINDS_S = Seconds(7 * SECONDS_PER_DAY)


class TimeRule(StrEnum):
    """Rules that bind a coach's clock; each value is the code it gives as a reason."""

    WINDOW = "TIME_WINDOW"
    RIDE = "RIDE_TIME"
    OPEN = "PLACE_CLOSED"
    NIGHT_ROAD = "NIGHT_ACCESS"
    AVAILABLE = "NOT_AVAILABLE"
    CHECK_IN = "MISSES_TRAIN_CHECK_IN"
    HALT = "NIGHT_HALT_02_05"
    CREW = "NO_SECOND_DRIVER"
    HOURS = "REST_RULE"


LAW = frozenset({TimeRule.HALT, TimeRule.CREW, TimeRule.HOURS, TimeRule.NIGHT_ROAD})
"""More specific than the window or the ride limit that they make impossible to keep."""
VAGUE = frozenset({TimeRule.WINDOW, TimeRule.RIDE})


@dataclass(frozen=True, slots=True)
class Journey:
    """Where a coach takes one group, and what a train asks of it.

    Attributes:
        ready_s: boarding starts no earlier.
        leave_by_s: the stop at the end is over no later (a train's check-in).
    """

    origin: str
    destination: str
    role: RunRole
    ready_s: int
    arrive_from_s: int | None = None
    arrive_by_s: int | None = None
    leave_by_s: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """Tries one group on coaches of a problem."""

    problem: Problem
    group: Group

    @property
    def values(self) -> PolicyValues:
        """The rule values in force."""
        return self.problem.policy.values

    def direct(self) -> Journey:
        """The journey door to gate in one coach."""
        group, to_seconds = self.group, self.problem.horizon.to_seconds
        early, late = group.arrive_from, group.arrive_by
        return Journey(
            origin=group.origin,
            destination=group.destination,
            role=RunRole.DIRECT,
            ready_s=to_seconds(group.ready_from),
            arrive_from_s=None if early is None else to_seconds(early),
            arrive_by_s=None if late is None else to_seconds(late),
        )

    def codes(self, row: FleetRow, journey: Journey) -> frozenset[str]:
        """Every code of a rule that bars the row from the journey; none when it can be driven.

        A rule of time bars when it alone, every other one lifted, leaves no timetable. Where none
        does so alone, those bar without any one of which there would be a timetable; of these a
        rule of law is named before the window that it makes too short.
        """
        found = set(self._plain_codes(row, journey))
        if "UNREACHABLE" in found:
            return frozenset(found)
        if self.timetable(row, journey) is None:
            found |= self._time_codes(row, journey)
        return frozenset(found)

    def timetable(
        self, row: FleetRow, journey: Journey, *, lifted: frozenset[TimeRule] = frozenset()
    ) -> Timetable | None:
        """The lawful timetable of the journey with some rules lifted, or None."""
        task, values = self._task(row, journey, lifted), self._law(lifted)
        if TimeRule.HALT in lifted:
            task = replace(task, halts_at_night=False)
        if journey.role is RunRole.DIRECT:
            scenario, matrix = self.problem.scenario, self.problem.matrix
            task = with_relay(task, scenario, row, matrix=matrix, policy=values)
        answer = find_timetable(task, values)
        return answer if isinstance(answer, Timetable) else None

    def _time_codes(self, row: FleetRow, journey: Journey) -> set[str]:
        every = frozenset(TimeRule)
        alone = {r for r in TimeRule if self.timetable(row, journey, lifted=every - {r}) is None}
        if alone:
            return {rule.value for rule in alone}
        needed = {
            r for r in TimeRule if self.timetable(row, journey, lifted=frozenset({r})) is not None
        }
        specific = needed - VAGUE if needed & LAW else needed
        return {rule.value for rule in specific} or {TimeRule.WINDOW.value}

    def _plain_codes(self, row: FleetRow, journey: Journey) -> Iterator[str]:
        """Codes of the rules that no clock decides."""
        group = self.group
        ends = [self._place(p) for p in (journey.origin, journey.destination)]
        if row.count == 0:
            yield "NO_FLEET"
        room = usable_seats(row, self.values)
        if room == 0 or (group.together and group.people > room):
            yield "SEATS"
        limits = [p.max_coach_seats for p in ends if p.max_coach_seats is not None]
        if row.seats > min(limits, default=row.seats) or self._wheelchairs_bar(row):
            yield "VEHICLE_CLASS"
        if row.home_area is not None and not any(lies_in(p, row.home_area) for p in ends):
            yield "PERMIT_ENDPOINT"
        if journey.role is RunRole.DIRECT and group.people < row.min_people:
            yield "BELOW_MINIMUM_GROUP"
        if self._pinned_away(row, journey.role):
            yield "PINNED"
        if any(place.bays == 0 for place in ends):
            yield "BAY_FULL"
        if self._drive(journey)[0] >= UNREACHABLE:
            yield "UNREACHABLE"

    def _pinned_away(self, row: FleetRow, role: RunRole) -> bool:
        required, services = pins_of(self.problem, self.group, PinKind.REQUIRE)
        forbidden, _ = pins_of(self.problem, self.group, PinKind.FORBID)
        elsewhere = role is RunRole.DIRECT and bool(services)
        return row.id in forbidden or bool(required and row.id not in required) or elsewhere

    def _wheelchairs_bar(self, row: FleetRow) -> bool:
        wheelchairs = self.group.wheelchairs
        if self.group.together:
            return wheelchairs > row.wheelchair_places
        return wheelchairs == self.group.people and row.wheelchair_places == 0

    def _place(self, name: str) -> Place:
        return {place.id: place for place in self.problem.scenario.places}[name]

    def _drive(self, journey: Journey) -> tuple[int, int]:
        matrix, ends = self.problem.matrix, (journey.origin, journey.destination)
        return matrix.get_duration_s(*ends), matrix.get_distance_m(*ends)

    def _task(self, row: FleetRow, journey: Journey, lifted: frozenset[TimeRule]) -> RouteTask:
        matrix, ends = self.problem.matrix, (journey.origin, journey.destination)
        drive_s, drive_m = self._drive(journey)
        people = min(self.group.people, max(1, usable_seats(row, self.values)))
        service_s = self.values.stop_fixed_s + people * self.values.stop_per_person_s
        windowed = TimeRule.WINDOW not in lifted
        first, last = (self._open(p, journey, lifted) for p in ends)
        back = (journey.destination, row.base) if row.returns_empty else None
        to_seconds = self.problem.horizon.to_seconds
        return RouteTask(
            stops=(
                TaskStop(
                    place=ends[0],
                    service_s=service_s,
                    board_from_s=journey.ready_s,
                    open_s=first,
                ),
                TaskStop(
                    place=ends[1],
                    service_s=service_s,
                    arrive_from_s=journey.arrive_from_s if windowed else None,
                    arrive_by_s=journey.arrive_by_s if windowed else None,
                    depart_by_s=None if TimeRule.CHECK_IN in lifted else journey.leave_by_s,
                    open_s=last,
                ),
            ),
            drive_s=(drive_s,),
            drive_m=(drive_m,),
            lead_in_s=matrix.get_duration_s(row.base, ends[0]),
            lead_in_m=matrix.get_distance_m(row.base, ends[0]),
            lead_out_s=0 if back is None else matrix.get_duration_s(*back),
            lead_out_m=0 if back is None else matrix.get_distance_m(*back),
            halts_at_night=journey.role is RunRole.DIRECT
            or drive_m >= self.values.night_halt_exempt_m,
            ride_limits=() if TimeRule.RIDE in lifted else self._ride_limits(journey),
            available_s=()
            if TimeRule.AVAILABLE in lifted
            else tuple((to_seconds(w.start), to_seconds(w.end)) for w in row.available),
        )

    def _ride_limits(self, journey: Journey) -> tuple[RideLimit, ...]:
        limits = [self.group.max_on_board_s]
        if journey.role is RunRole.DIRECT:
            limits.append(self.group.max_journey_s)
        return tuple(RideLimit(0, 1, limit) for limit in limits if limit is not None)

    def _law(self, lifted: frozenset[TimeRule]) -> PolicyValues:
        changes: dict[str, object] = {}
        if TimeRule.CREW in lifted:
            changes |= {"two_drivers_beyond_m": Metres(100_000_000), "max_drivers": 3}
        if TimeRule.HOURS in lifted:
            changes |= {
                "drive_day_max_s": NEVER_BINDS_S,
                "drive_night_max_s": NEVER_BINDS_S,
                "drive_24h_max_s": NEVER_BINDS_S,
                "drive_7d_max_s": NEVER_BINDS_S,
            }
        return self.values.model_copy(update=changes)

    def _open(
        self, name: str, journey: Journey, lifted: frozenset[TimeRule]
    ) -> tuple[tuple[int, int], ...]:
        """When the coach may stand at a place; empty means always."""
        place, to_seconds = self._place(name), self.problem.horizon.to_seconds
        windows = [(to_seconds(w.start), to_seconds(w.end)) for w in place.open]
        if TimeRule.OPEN in lifted:
            windows = []
        if not place.no_night_access or TimeRule.NIGHT_ROAD in lifted:
            return tuple(sorted((int(a), int(b)) for a, b in windows))
        days = open_days(self.values.night_access, around_s=journey.ready_s)
        if not windows:
            return days
        cuts = [(max(a, c), min(b, d)) for a, b in windows for c, d in days]
        return tuple(sorted((a, b) for a, b in cuts if a <= b))


def usable_seats(row: FleetRow, values: PolicyValues) -> int:
    """The smaller of ``seats − reserved_seats`` and floor(``seats`` × cap), at least 0."""
    capped = floor(row.seats * Fraction(str(values.seat_cap)))
    return max(0, min(row.seats - row.reserved_seats, capped))


def lies_in(place: Place, area: str) -> bool:
    """Whether a place's ``省/市/县`` begins with an area's parts, whole names only."""
    wanted = [part for part in area.split("/") if part]
    return place.admin is not None and place.admin.split("/")[: len(wanted)] == wanted


def pins_of(problem: Problem, group: Group, kind: PinKind) -> tuple[set[str], set[str]]:
    """Fleet rows and services that a group's pins of a kind name."""
    pins = [pin for pin in problem.scenario.pins if pin.group == group.id and pin.kind is kind]
    fleet = {pin.fleet for pin in pins if pin.fleet is not None}
    return fleet, {pin.service for pin in pins if pin.service is not None}


def open_days(closed: ClockWindow, *, around_s: int) -> tuple[tuple[int, int], ...]:
    """Daily spans outside the ``closed`` hours, some days around an instant."""
    shuts, opens = (_clock_s(text) for text in (closed.start, closed.end))
    length = (shuts - opens) % SECONDS_PER_DAY
    today = around_s // SECONDS_PER_DAY
    days = range(today - DAYS_AROUND, today + DAYS_AROUND)
    return tuple(
        (day * SECONDS_PER_DAY + opens, day * SECONDS_PER_DAY + opens + length) for day in days
    )


def _clock_s(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3_600 + int(minutes) * 60
