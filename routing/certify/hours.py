"""What people's time costs at least, by the quickest ways that coaches with other stops have.

Driving times need not be metric, so that a coach which calls elsewhere may be there sooner.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.candidates import ServiceRide
from routing.artefacts.problem import Problem
from routing.model.demand import Group
from routing.model.services import Service

NEVER_S = 10**12
"""Seconds of a way that no road leads."""
Seconds = NDArray[np.int64]


class Hours:
    """The price of one person's time on a coach, or from door to gate with a service."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.index = problem.matrix.index
        values, scenario = problem.policy.values, problem.scenario
        self.rate = int(scenario.goals.ride_hour_fen_per_person)
        self.fixed_s = int(values.stop_fixed_s)
        self.pause_s = self.fixed_s + int(values.stop_per_person_s)
        self.drive_s = np.minimum(problem.matrix.duration_s, NEVER_S)
        fleet = scenario.fleet
        origins = {g.origin for g in scenario.groups if any(r.max_pickups > 1 for r in fleet)}
        gates = {g.destination for g in scenario.groups if any(r.max_drops > 1 for r in fleet)}
        self.origins = [self.index[p] for p in sorted(origins)] if self.rate else []
        self.gates = [self.index[p] for p in sorted(gates)] if self.rate else []
        self._from: dict[str, Seconds] = {}
        self._to: dict[str, Seconds] = {}

    def direct_fen(self, group: Group) -> int:
        """Of a coach all the way: over other origins, then over other destinations."""
        out, home = self._from_place(group.origin), self._to_place(group.destination)
        ways = [int(out[self.index[group.destination]])]
        ways += [int(out[g] + self.pause_s + home[g]) for g in self.gates]
        return self._fen(min(ways))

    def ride_fen(self, group: Group, service: Service, ride: ServiceRide) -> int:
        """Of a service with its coaches: the last feeder that is in time, the first last mile."""
        board, alight = service.calls[ride.board_call], service.calls[ride.alight_call]
        to_seconds = self.problem.horizon.to_seconds
        door_s = 0 if board.departs is None else int(to_seconds(board.departs))
        if not ride.walks_in:
            way_s = self._from_place(group.origin)[self.index[board.place]]
            door_s = ride.feeder_by_s - int(way_s)
        gate_s = arrives_s(self.problem, service, ride.alight_call)
        if not ride.walks_out:
            way_s = self._to_place(group.destination)[self.index[alight.place]]
            gate_s += int(service.egress_s) + self.fixed_s + int(way_s)
        return self._fen(max(0, gate_s - door_s))

    def _fen(self, seconds: int) -> int:
        return self.rate * seconds // 3_600

    def _from_place(self, place: str) -> Seconds:
        """Least seconds from leaving a place to arriving anywhere, by way of origins."""
        if place not in self._from:
            self._from[place] = self._spread(self.drive_s, self.index[place], self.origins)
        return self._from[place]

    def _to_place(self, place: str) -> Seconds:
        """Least seconds from leaving anywhere to arriving at a place, by way of destinations."""
        if place not in self._to:
            self._to[place] = self._spread(self.drive_s.T, self.index[place], self.gates)
        return self._to[place]

    def _spread(self, drive_s: Seconds, start: int, over: list[int]) -> Seconds:
        """Shortest ways from one place by improving them until none improves."""
        found: Seconds = drive_s[start].copy()
        while over:
            further = found[over, None] + self.pause_s + drive_s[over]
            better = np.minimum(found, further.min(axis=0))
            if (better == found).all():
                break
            found = better
        return found


def arrives_s(problem: Problem, service: Service, call: int) -> int:
    """When a service arrives at a call, seconds of the horizon; 0 where it only departs."""
    arrives = service.calls[call].arrives
    return 0 if arrives is None else int(problem.horizon.to_seconds(arrives))
