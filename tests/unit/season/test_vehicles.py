"""Runs without a vehicle: hired coaches take their place, and the next round counts fewer."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace

import pytest

from routing.model.runs import CoachVehicle
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartKind, SeasonAssignment, SeasonCoaches, Trip
from routing.pipeline import DataFolder
from routing.season.frame import Frame, build_frame
from routing.season.planning import Planned
from routing.season.replacing import replaced
from routing.season.vehicles import CUSTOMS, Custom, VehicleDesk, give_vehicles


@pytest.fixture(scope="module")
def frame(both_ways: SeasonScenario, data: DataFolder) -> Frame:
    return build_frame(both_ways, data=data)


def outward(planned: Planned, coaches: dict[str, tuple[int, int]]) -> SeasonAssignment:
    part = next(r.assignment for r in planned.records if r.assignment.kind is PartKind.OUTWARD)
    given = tuple(
        SeasonCoaches(fleet=fleet, returning=returning, staying=staying)
        for fleet, (returning, staying) in sorted(coaches.items())
    )
    return part.model_copy(update={"coaches": given})


def numbers(assignment: SeasonAssignment) -> dict[str, tuple[int, int]]:
    return {c.fleet: (int(c.returning), int(c.staying)) for c in assignment.coaches}


def test_hired_coaches_go_as_far_as_there_are_some(planned: Planned, frame: Frame) -> None:
    part = outward(planned, {"coach": (3, 1), "hired": (1, 0)})
    lost = {(part.part, "coach"): 2, (part.part, "coach~stay"): 1}
    (new,) = replaced(frame, (part,), lost)
    assert numbers(new) == {"coach": (1, 0), "hired": (2, 0)}  # two hired coaches a day, one taken


def test_a_part_that_lacks_nothing_stays_as_it_is(planned: Planned, frame: Frame) -> None:
    part = outward(planned, {"coach": (3, 0)})
    assert replaced(frame, (part,), {("another", "coach"): 1}) == (part,)


def test_nothing_hired_brings_people_home(planned: Planned, frame: Frame) -> None:
    part = outward(planned, {"coach": (0, 2)}).model_copy(update={"kind": PartKind.HOMEWARD})
    (new,) = replaced(frame, (part,), {(part.part, "coach~back"): 1})
    assert numbers(new) == {"coach": (0, 1)}


@pytest.mark.parametrize("custom", CUSTOMS)
def test_by_any_custom_no_vehicle_is_in_two_places(
    planned: Planned, frame: Frame, custom: Custom
) -> None:
    desk = VehicleDesk(frame, custom)
    trips = desk.give(planned.records)
    spans: dict[tuple[object, ...], list[Trip]] = defaultdict(list)
    for trip in trips:
        spans[trip.fleet, trip.number, None if trip.fleet == "coach" else trip.day].append(trip)
    for own in spans.values():
        for before, after in itertools.pairwise(own):
            assert before.free <= after.leaves
    assert len(trips) + sum(desk.unserved.values()) == sum(
        isinstance(run.vehicle, CoachVehicle) for r in planned.records for run in r.plan.runs
    )


def test_where_vehicles_are_too_few_the_runs_without_one_are_named(
    planned: Planned, frame: Frame
) -> None:
    fleet = tuple(
        r.model_copy(update={"count": 1}) if r.id == "coach" else r for r in frame.season.fleet
    )
    fewer = replace(frame, season=frame.season.model_copy(update={"fleet": fleet}))
    given = give_vehicles(fewer, planned.records)
    assert sum(given.unserved.values()) > 0
    assert {fleet.split("~")[0] for _, fleet in given.unserved} == {"coach"}
    assert give_vehicles(frame, planned.records).trips == planned.plan.trips
