"""A plan rehearsed: how often connections are missed, who waits, what more slack would save."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routing.explain.playing import Played, Stage, Times, find_stop, play, seconds
from routing.explain.rehearsal import ConnectionRisk, Disturbances, GroupRisk, Rehearsal
from routing.model.plan import Itinerary, Plan
from routing.model.runs import CoachVehicle, Run, RunStop
from routing.model.scenario import Scenario
from routing.model.services import Service
from routing.units import People

FIFTEEN_MINUTES_S = 900
USUALLY = 95
"""Percentile that stands for the worst that has to be reckoned with."""


def rehearse_plan(
    scenario: Scenario,
    plan: Plan,
    *,
    seed: int,
    times: int,
    assumed: Disturbances | None = None,
) -> Rehearsal:
    """Play a plan ``times`` times with slow roads, late starts and trains, no-shows, breakdowns.

    The same seed gives the same answer on any machine, whatever the order of the plan's lists; a
    plan with more slack is played with the same luck, so that differences are its own.

    Raises:
        ValueError: ``times`` is not positive.
    """
    if times < 1:
        raise ValueError("a plan is rehearsed at least once")
    stage = Stage(scenario, plan, assumed or Disturbances(), seed, times)
    outcome = _outcome(stage)
    stranded = outcome.people_stranded()
    without_spare = _outcome(replace(stage, spare=False)).people_stranded()
    earlier = _outcome(replace(stage, earlier_s=FIFTEEN_MINUTES_S)).people_stranded()
    absent = _absent(stage)
    return Rehearsal(
        seed=seed,
        times=times,
        assumed=stage.assumed,
        connections=tuple(_connections(stage, outcome.played)),
        groups=tuple(_groups(outcome)),
        all_well=float(np.mean((stranded == 0) & ~outcome.anyone_late())),
        stranded_mean=float(np.mean(stranded)),
        absent_mean=float(np.mean(absent)),
        absent_95=People(int(np.percentile(absent, USUALLY, method="higher"))),
        spare_coach_people=float(np.mean(without_spare - stranded)),
        fifteen_minutes_people=float(np.mean(stranded - earlier)),
    )


@dataclass(frozen=True)
class _Outcome:
    """How every itinerary went: per itinerary whether it is stranded, and how late it is."""

    stage: Stage
    played: Played
    journeys: tuple[tuple[Itinerary, NDArray[np.bool_], Times], ...]

    def people_stranded(self) -> Times:
        """People stranded in each rehearsal."""
        total = np.zeros(self.stage.times)
        for itinerary, stranded, _ in self.journeys:
            total += itinerary.people * stranded
        return total

    def anyone_late(self) -> NDArray[np.bool_]:
        """Whether anyone arrives after ``arrive_by``, in each rehearsal."""
        late = np.zeros(self.stage.times, dtype=np.bool_)
        for itinerary, stranded, delay in self.journeys:
            slack = _slack(self.stage.scenario, itinerary)
            if slack is not None:
                late |= ~stranded & (delay > slack)
        return late


def _outcome(stage: Stage) -> _Outcome:
    played = play(stage)
    runs = {run.id: run for run in stage.plan.runs}
    journeys = []
    for itinerary in stage.plan.itineraries:
        if itinerary.runs and itinerary.arrives is not None:
            chain = [runs[name] for name in itinerary.runs]
            stranded = _stranded(stage, played, itinerary.group, chain)
            last = played.arrives[chain[-1].id][find_stop(chain[-1], itinerary.group, board=False)]
            journeys.append((itinerary, stranded, last - seconds(itinerary.arrives)))
    return _Outcome(stage, played, tuple(journeys))


def _stranded(stage: Stage, played: Played, group: str, chain: list[Run]) -> NDArray[np.bool_]:
    """Whether a group misses a train on its way, or breaks down without a spare coach."""
    lost = np.zeros(stage.times, dtype=np.bool_)
    for before, after in pairwise(chain):
        if not isinstance(after.vehicle, CoachVehicle):
            out = played.departs[before.id][find_stop(before, group, board=False)]
            leaves = played.departs[after.id][find_stop(after, group, board=True)]
            lost |= out > leaves - stage.assumed.gate_closes_s
    if not stage.spare:
        for run in chain:
            if run.id in played.broken:
                lost |= played.broken[run.id]
    return lost


def _connections(stage: Stage, played: Played) -> Iterator[ConnectionRisk]:
    """Each feeder and the train or flight that it is to reach, in the order of their ids."""
    services = {service.id: service for service in stage.scenario.services}
    runs = {run.id: run for run in stage.plan.runs}
    people: dict[tuple[str, str, int, int], int] = defaultdict(int)
    for itinerary in stage.plan.itineraries:
        for before, after in pairwise(itinerary.runs):
            if not isinstance(runs[after].vehicle, CoachVehicle):
                out = find_stop(runs[before], itinerary.group, board=False)
                at = find_stop(runs[after], itinerary.group, board=True)
                people[before, after, out, at] += itinerary.people
    for (before, after, out, at), heads in sorted(people.items()):
        vehicle = runs[after].vehicle
        if isinstance(vehicle, CoachVehicle):
            continue
        leaves = seconds(runs[after].stops[at].departs)
        check_in = leaves - _check_in_s(services[vehicle.service], runs[after].stops[at])
        late = played.departs[before][out] - check_in
        missed = played.departs[before][out] > leaves - stage.assumed.gate_closes_s
        yield ConnectionRisk(
            run=before,
            service=vehicle.service,
            people=People(heads),
            late_for_check_in=float(np.mean(late > 0)),
            missed=float(np.mean(missed)),
            margin_s=round(check_in - seconds(runs[before].stops[out].departs)),
            worst_s=round(float(np.max(late))),
        )


def _groups(outcome: _Outcome) -> Iterator[GroupRisk]:
    stage = outcome.stage
    parts: dict[str, list[tuple[Itinerary, NDArray[np.bool_], Times]]] = defaultdict(list)
    for journey in outcome.journeys:
        parts[journey[0].group].append(journey)
    for group, journeys in sorted(parts.items()):
        heads = sum(itinerary.people for itinerary, _, _ in journeys)
        stranded = sum(float(np.mean(s)) * i.people for i, s, _ in journeys) / heads
        slack = _slack(stage.scenario, journeys[0][0])
        late = np.zeros(stage.times, dtype=np.bool_)
        for itinerary, gone, delay in journeys:
            room = _slack(stage.scenario, itinerary)
            late |= ~gone & (delay > (np.inf if room is None else room))
        delays = np.concatenate([delay[~gone] for _, gone, delay in journeys])
        yield GroupRisk(
            group=group,
            people=People(heads),
            stranded=stranded,
            late=None if slack is None else float(np.mean(late)),
            delay_mean_s=round(float(np.mean(delays))) if delays.size else 0,
            delay_worst_s=round(float(np.percentile(delays, USUALLY))) if delays.size else 0,
        )


def _slack(scenario: Scenario, itinerary: Itinerary) -> float | None:
    """Seconds between the planned arrival and ``arrive_by``; None where nothing is asked."""
    latest = {group.id: group.arrive_by for group in scenario.groups}[itinerary.group]
    if latest is None or itinerary.arrives is None:
        return None
    return seconds(latest) - seconds(itinerary.arrives)


def _absent(stage: Stage) -> Times:
    """People who stay away in each rehearsal."""
    total = np.zeros(stage.times)
    by_group: dict[str, int] = defaultdict(int)
    for itinerary in stage.plan.itineraries:
        by_group[itinerary.group] += itinerary.people
    for group, people in sorted(by_group.items()):
        draw = stage.luck(f"{group} absent").binomial(people, stage.assumed.no_show, stage.times)
        total += draw
    return total


def _check_in_s(service: Service, stop: RunStop) -> int:
    """What the carrier asks of everyone who boards together at a call."""
    party, people = service.large_party, sum(load.people for load in stop.board)
    longer_s = 0 if party is None or people < party.people else party.check_in_s
    return int(max(service.check_in_s, longer_s))
