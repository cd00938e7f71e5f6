"""What must hold before anything else of a season can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from routing.audit.canonical import sha256_of
from routing.audit.season.case import SeasonCase, base_row
from routing.audit.season.rule import Reading, SeasonRule, season_rule
from routing.model.runs import CoachVehicle
from routing.model.season_plan import PartRecord


@season_rule(
    "SEASON_PART_FILE",
    title=("每个批次的文件齐全且未改动", "Every part's file is there and unchanged"),
    remedy=("用同一次编制的文件", "use the files of one and the same planning"),
)
def _files(case: SeasonCase) -> Iterator[Reading]:
    for i, part in enumerate(case.plan.parts):
        pointer, name = f"/parts/{i}", part.assignment.part
        record = case.parts.get(name)
        if record is None:
            yield Reading(pointer, name, "–", part.plan_sha256, False)
            continue
        for document, noted in (
            (record.scenario, part.scenario_sha256),
            (record.plan, part.plan_sha256),
        ):
            found = sha256_of(document)
            yield Reading(pointer, name, found, noted, found == noted)
    names = Counter(p.assignment.part for p in case.plan.parts)
    for i, part in enumerate(case.plan.parts):
        count = names[part.assignment.part]
        yield Reading(f"/parts/{i}", part.assignment.part, count, 1, count == 1)


@season_rule(
    "SEASON_UNKNOWN_ID",
    title=("只引用整季存在的编号", "A season's plan names only what exists"),
    remedy=("改正编号", "mend the id"),
)
def _names(case: SeasonCase) -> Iterator[Reading]:
    services = {s.id for s in case.season.services}
    for pointer, record in _present(case):
        for group in record.scenario.groups:
            yield _known(pointer, group.id, case.groups)
        for row in record.scenario.fleet:
            yield _known(pointer, base_row(row.id), case.fleet)
        for service in record.scenario.services:
            yield _known(pointer, service.id, services)
    for i, trip in enumerate(case.plan.trips):
        yield _known(f"/trips/{i}", trip.fleet, case.fleet)
    for i, left in enumerate(case.plan.left_out):
        yield _known(f"/left_out/{i}", left.group, case.groups)


@season_rule(
    "SEASON_TRIP",
    title=("每个车次恰有一辆车", "Each coach run has exactly one vehicle of the season"),
    remedy=("补上或删去重复的用车记录", "add the missing trip, or drop the repeated one"),
)
def _trips(case: SeasonCase) -> Iterator[Reading]:
    runs = {
        (record.assignment.part, run.id): (run, pointer)
        for pointer, record in _present(case)
        for run in record.plan.runs
        if isinstance(run.vehicle, CoachVehicle)
    }
    trips = Counter((t.part, t.run) for t in case.plan.trips)
    for key, (_, pointer) in runs.items():
        yield Reading(pointer, "/".join(key), trips[key], 1, trips[key] == 1)
    for i, trip in enumerate(case.plan.trips):
        found = runs.get((trip.part, trip.run))
        what = f"{trip.part}/{trip.run}"
        if found is None:
            yield Reading(f"/trips/{i}", what, "–", "run", False)
            continue
        run = found[0]
        row = base_row(run.vehicle.fleet) if isinstance(run.vehicle, CoachVehicle) else ""
        yield Reading(f"/trips/{i}", what, trip.fleet, row, trip.fleet == row)
        drivers, crew = sorted(d.driver for d in run.duties), sorted(c.driver for c in trip.crew)
        yield Reading(f"/trips/{i}", what, crew, drivers, crew == drivers)


def _present(case: SeasonCase) -> Iterator[tuple[str, PartRecord]]:
    for i, part in enumerate(case.plan.parts):
        record = case.parts.get(part.assignment.part)
        if record is not None:
            yield f"/parts/{i}", record


def _known(pointer: str, name: str, known: Container[str]) -> Reading:
    return Reading(pointer, name, name, "id", name in known)


RULES: tuple[SeasonRule, ...] = (_files, _names, _trips)
