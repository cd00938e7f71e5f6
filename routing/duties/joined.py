"""Several runs of one vehicle as one route task: the crew's hours run through all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from routing.artefacts.route_task import RideLimit, RouteTask
from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.fleet import FleetRow


def join_tasks(tasks: tuple[RouteTask, ...], row: FleetRow, *, matrix: TravelMatrix) -> RouteTask:
    """One task for all runs of a vehicle, with the empty drives between them as legs.

    The night halt binds the whole when it binds a part of it. The first run's vehicle windows
    stand for all: they are the row's.

    Args:
        tasks: the runs in the order in which the vehicle does them, at least one.
        row: the vehicle's fleet row; the whole begins at its base and, when it returns empty, ends
            there.
        matrix: roads of the empty drives.
    """
    drive_s = list(tasks[0].drive_s)
    drive_m = list(tasks[0].drive_m)
    for before, task in pairwise(tasks):
        ends = before.stops[-1].place, task.stops[0].place
        drive_s += [matrix.get_duration_s(*ends), *task.drive_s]
        drive_m += [matrix.get_distance_m(*ends), *task.drive_m]
    limits: list[RideLimit] = []
    spans: list[RideLimit] = []
    shift = 0
    for task in tasks:
        limits += _shifted(task.ride_limits, shift)
        spans += _shifted(task.span_limits, shift)
        shift += len(task.stops)
    way_out = row.base, tasks[0].stops[0].place
    way_home = tasks[-1].stops[-1].place, row.base
    return replace(
        tasks[0],
        stops=tuple(stop for task in tasks for stop in task.stops),
        drive_s=tuple(drive_s),
        drive_m=tuple(drive_m),
        lead_in_s=matrix.get_duration_s(*way_out),
        lead_in_m=matrix.get_distance_m(*way_out),
        lead_out_s=matrix.get_duration_s(*way_home) if row.returns_empty else 0,
        lead_out_m=matrix.get_distance_m(*way_home) if row.returns_empty else 0,
        halts_at_night=any(task.halts_at_night for task in tasks),
        ride_limits=tuple(limits),
        span_limits=tuple(spans),
    )


def _shifted(limits: tuple[RideLimit, ...], shift: int) -> list[RideLimit]:
    return [replace(r, board=r.board + shift, alight=r.alight + shift) for r in limits]
