"""Which fleet rows may carry a group, and the code of every rule that bars the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

from routing.artefacts.candidates import ServiceRide
from routing.artefacts.horizon import Horizon
from routing.artefacts.travel_matrix import UNREACHABLE, TravelMatrix
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.goals import PinKind
from routing.model.places import Place
from routing.model.plan import Reason
from routing.model.rules import PolicyValues
from routing.model.runs import RunRole
from routing.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class CoachSearch:
    """What the search for a scenario's coaches reads."""

    scenario: Scenario
    matrix: TravelMatrix
    values: PolicyValues
    horizon: Horizon
    places: dict[str, Place]

    def rows(
        self, group: Group, role: RunRole, *, ends: Iterable[tuple[str, str]]
    ) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
        """Fleet rows that may carry a group in a role, and reasons for those that may not.

        Args:
            group: who travels.
            role: direct, feeder or last mile.
            ends: boarding and alighting place of each journey the role could mean for them; a row
                is barred only when it is barred on all.
        """
        journeys = tuple(ends)
        allowed: list[str] = []
        reasons: list[Reason] = []
        for row in self.scenario.fleet:
            barred = self._row_codes(group, row)
            per_journey = [self._journey_codes(group, row, role, j) for j in journeys]
            if not barred and any(not codes for codes in per_journey):
                allowed.append(row.id)
                continue
            codes = barred.union(*per_journey)
            reasons += [Reason(code=code, subject=row.id) for code in sorted(codes)]
        return tuple(allowed), tuple(reasons)

    def _row_codes(self, group: Group, row: FleetRow) -> set[str]:
        """Codes that do not depend on the way."""
        codes: set[str] = set()
        if row.count == 0:
            codes.add("NO_FLEET")
        if group.together and group.people > self.capacity(row):
            codes.add("SEATS")
        if self.capacity(row) <= 0:
            codes.add("SEATS")
        needs_places = group.wheelchairs if group.together else min(group.wheelchairs, 1)
        if needs_places > row.wheelchair_places and group.wheelchairs == group.people:
            codes.add("VEHICLE_CLASS")
        if self._pinned_away(group, row):
            codes.add("PINNED")
        return codes

    def _journey_codes(
        self, group: Group, row: FleetRow, role: RunRole, journey: tuple[str, str]
    ) -> set[str]:
        """Codes of one journey at its very best: that group alone, driving without a pause."""
        start, end = journey
        codes = self._access_codes(row, journey)
        drive_s = int(self.matrix.duration_s[self.matrix.index[start], self.matrix.index[end]])
        if drive_s >= UNREACHABLE:
            return codes | {"UNREACHABLE"}
        if group.max_on_board_s is not None and drive_s > group.max_on_board_s:
            codes.add("RIDE_TIME")
        if role is RunRole.DIRECT:
            codes |= self._direct_codes(group, drive_s)
        if self._foreign(row, start=start, end=end, role=role):
            codes.add("PERMIT_ENDPOINT")
        return codes

    def _access_codes(self, row: FleetRow, journey: tuple[str, str]) -> set[str]:
        limits = [self.places[p].max_coach_seats for p in journey]
        too_big = any(limit is not None and row.seats > limit for limit in limits)
        return {"VEHICLE_CLASS"} if too_big else set()

    def _direct_codes(self, group: Group, drive_s: int) -> set[str]:
        codes: set[str] = set()
        if group.max_journey_s is not None and drive_s > group.max_journey_s:
            codes.add("RIDE_TIME")
        if group.arrive_by is not None:
            window_s = (group.arrive_by - group.ready_from).total_seconds()
            if drive_s + self.values.stop_fixed_s > window_s:
                codes.add("TIME_WINDOW")
        return codes

    def _foreign(self, row: FleetRow, *, start: str, end: str, role: RunRole) -> bool:
        """Whether no run of this role can have an end in the row's home area.

        A coach may begin at another group's origin, or end at another's destination, and bring
        its permit from there; only a row that stops once on each side must match here.
        """
        if row.home_area is None:
            return False
        starts, ends = {start}, {end}
        if row.max_pickups > 1 and role is not RunRole.LAST_MILE:
            starts |= {g.origin for g in self.scenario.groups}
        if row.max_drops > 1 and role is not RunRole.FEEDER:
            ends |= {g.destination for g in self.scenario.groups}
        return not any(in_area(self.places[p], row.home_area) for p in starts | ends)

    def _pinned_away(self, group: Group, row: FleetRow) -> bool:
        pins = [p for p in self.scenario.pins if p.group == group.id and p.fleet is not None]
        forbidden = {p.fleet for p in pins if p.kind is PinKind.FORBID}
        required = {p.fleet for p in pins if p.kind is PinKind.REQUIRE}
        return row.id in forbidden or (bool(required) and row.id not in required)

    def capacity(self, row: FleetRow) -> int:
        """Seats people may use: without the reserved ones, and under the policy's cap."""
        return coach_capacity(row, self.values)


def coach_capacity(row: FleetRow, values: PolicyValues) -> int:
    """The smaller of ``seats − reserved_seats`` and floor(``seats`` × cap), at least 0.

    The cap is a document's float: a millionth keeps 0.7 × 50 at 35.
    """
    capped = floor(row.seats * values.seat_cap + 1e-6)
    return max(0, min(row.seats - row.reserved_seats, capped))


def in_area(place: Place, area: str) -> bool:
    """Whether a place's ``省/市/县`` begins with an area's parts, whole names only."""
    if place.admin is None:
        return False
    wanted = [part for part in area.split("/") if part]
    return place.admin.split("/")[: len(wanted)] == wanted


def station_ends(rides: Iterable[ServiceRide], station_of: dict[tuple[str, int], str]) -> set[str]:
    """Places where rides are boarded."""
    return {station_of[r.service, r.board_call] for r in rides}
