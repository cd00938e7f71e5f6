"""One plan played many times at once: arrays of one number a rehearsal."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from routing.costing.lateness import road_sigma
from routing.explain.rehearsal import Disturbances
from routing.model.plan import Plan
from routing.model.rules import PolicyValues
from routing.model.runs import CoachVehicle, Run
from routing.model.scenario import Scenario
from routing.model.services import Service

Times = NDArray[np.float64]
"""One value per rehearsal, shape (times,); instants in seconds since 1970."""


@dataclass(frozen=True)
class Played:
    """How each run went.

    Attributes:
        arrives, departs: per run and stop, when it was reached and left.
        broken: per coach run, whether it broke down.
    """

    arrives: Mapping[str, tuple[Times, ...]]
    departs: Mapping[str, tuple[Times, ...]]
    broken: Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Stage:
    """What is played: a plan, what may go wrong, and how the luck is drawn.

    Attributes:
        earlier_s: how much earlier every feeder runs than planned.
        spare: whether a spare coach takes over from one that breaks down.
    """

    scenario: Scenario
    plan: Plan
    assumed: Disturbances
    seed: int
    times: int
    earlier_s: int = 0
    spare: bool = True

    def luck(self, name: str) -> np.random.Generator:
        """A stream of its own for each name, the same whatever else is drawn."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


def play(stage: Stage) -> Played:
    """Run every vehicle in the order of its first departure; coaches wait for late trains.

    A coach never leaves before its planned time; standing longer than people need makes up for
    delays. Breaks last as planned. A coach that runs again comes from where its run before ended,
    however late that was, and does not come at all when it broke down there and there is no
    spare. Trains and flights leave on time and may arrive late.
    """
    arrives: dict[str, tuple[Times, ...]] = {}
    departs: dict[str, tuple[Times, ...]] = {}
    broken: dict[str, NDArray[np.bool_]] = {}
    services = {service.id: service for service in stage.scenario.services}
    weather = stage.luck("weather").standard_normal(stage.times)
    latest: dict[CoachVehicle, Run] = {}
    for run in sorted(stage.plan.runs, key=lambda r: (r.stops[0].departs, r.id)):
        if isinstance(run.vehicle, CoachVehicle):
            waits = _waits(stage.plan, run, arrives, services)
            breaks = stage.luck(f"{run.id} broken").random(stage.times) < stage.assumed.breakdown
            before = latest.get(run.vehicle)
            comes = None
            if before is not None:
                comes = _comes(stage, (before, run), departs[before.id][-1], weather)
            clock = _drive(stage, run, weather, waits, breaks, comes)
            stuck = before is not None and not stage.spare
            broken[run.id] = breaks | broken[before.id] if before and stuck else breaks
            latest[run.vehicle] = run
        else:
            clock = _ride(stage, run)
        arrives[run.id], departs[run.id] = clock
    return Played(arrives, departs, broken)


def _ride(stage: Stage, run: Run) -> tuple[tuple[Times, ...], tuple[Times, ...]]:
    """A train or flight: on time from its first stop, perhaps late from then on."""
    luck = stage.luck(run.id)
    late = luck.random(stage.times) < stage.assumed.late_train
    delay = np.where(late, luck.exponential(stage.assumed.train_delay_s, stage.times), 0.0)
    arrives = [seconds(run.stops[0].arrives) + np.zeros(stage.times)]
    departs = [seconds(run.stops[0].departs) + np.zeros(stage.times)]
    for stop in run.stops[1:]:
        arrives.append(seconds(stop.arrives) + delay)
        departs.append(np.maximum(seconds(stop.departs), arrives[-1]))
    return tuple(arrives), tuple(departs)


def _comes(stage: Stage, chain: tuple[Run, Run], freed: Times, weather: Times) -> Times:
    """When a coach that was freed by one run reaches the first stop of its next, empty between."""
    before, run = chain
    ended, begins = before.stops[-1].departs, run.stops[0].arrives
    home_s = sum(way.duration_s for way in before.positioning if way.departs >= ended)
    out_s = sum(way.duration_s for way in run.positioning if way.arrives <= begins)
    return freed + (home_s + out_s) * _slowness(stage, stage.luck(f"{run.id} empty"), weather)


def _drive(
    stage: Stage,
    run: Run,
    weather: Times,
    waits: dict[int, Times],
    broken: NDArray[np.bool_],
    comes: Times | None,
) -> tuple[tuple[Times, ...], tuple[Times, ...]]:
    luck = stage.luck(run.id)
    earlier = stage.earlier_s if run.role.value == "feeder" else 0
    start = luck.exponential(stage.assumed.slow_start_s, stage.times)
    needs = _stop_needs(stage.plan.provenance.policy.values, run)
    arrives: list[Times] = []
    departs: list[Times] = []
    for i, stop in enumerate(run.stops):
        if i == 0:
            planned = seconds(stop.arrives) - earlier + np.zeros(stage.times)
            arrives.append(planned if comes is None else np.maximum(planned, comes))
        else:
            leg = run.legs[i - 1]
            stands = seconds(stop.arrives) - seconds(run.stops[i - 1].departs) - leg.duration_s
            slow = _slowness(stage, luck, weather)
            arrives.append(departs[-1] + stands + leg.duration_s * slow)
        ready = arrives[-1] + needs[i]
        if i in waits:
            ready = np.maximum(ready, waits[i] + needs[i])
        leaves = np.maximum(seconds(stop.departs) - earlier, ready)
        if i == 0:
            rescue = stage.assumed.spare_after_s if stage.spare else 0
            leaves = leaves + start + np.where(broken, rescue, 0)
        departs.append(leaves)
    return tuple(arrives), tuple(departs)


def _slowness(stage: Stage, luck: np.random.Generator, weather: Times) -> Times:
    """Factors on driving time: lognormal, mean 1, with the assumed mean relative error."""
    own = luck.standard_normal(stage.times)
    sigma = road_sigma(road_error(stage))
    shared = stage.assumed.shared
    mixed = sqrt(shared) * weather + sqrt(1 - shared) * own
    return np.exp(sigma * mixed - sigma * sigma / 2)


def road_error(stage: Stage) -> float:
    """The travel model's own error where the plan states it, else the assumed one."""
    known = stage.plan.provenance.travel_error
    return stage.assumed.road_error if known is None else known


def _waits(
    plan: Plan, run: Run, arrives: Mapping[str, tuple[Times, ...]], services: Mapping[str, Service]
) -> dict[int, Times]:
    """By stop of a coach: when the last train's people are out of the station."""
    runs = {r.id: r for r in plan.runs}
    found: dict[int, Times] = {}
    for itinerary in plan.itineraries:
        for before, after in pairwise(itinerary.runs):
            if after != run.id or before not in arrives:
                continue
            out = find_stop(runs[before], itinerary.group, board=False)
            at = find_stop(run, itinerary.group, board=True)
            vehicle = runs[before].vehicle
            egress = 0 if isinstance(vehicle, CoachVehicle) else services[vehicle.service].egress_s
            ready = arrives[before][out] + egress
            found[at] = np.maximum(found[at], ready) if at in found else ready
    return found


def find_stop(run: Run, group: str, *, board: bool) -> int:
    """Index of the first stop where a group boards or alights; the run's end if there is none."""
    for i, stop in enumerate(run.stops):
        if any(load.group == group for load in (stop.board if board else stop.alight)):
            return i
    return 0 if board else len(run.stops) - 1


def _stop_needs(values: PolicyValues, run: Run) -> list[int]:
    """The least seconds each stop takes."""
    heads = [sum(load.people for load in (*stop.board, *stop.alight)) for stop in run.stops]
    return [values.stop_fixed_s + values.stop_per_person_s * people for people in heads]


def seconds(moment: datetime) -> float:
    """Seconds since 1970."""
    return moment.timestamp()
