"""What is wrong with dispatch details, measured at the plan they were filled in for.

Findings travel further than people's data: they name runs, places and driver ids, never a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import combinations

from routing.model.base import LocalisedText
from routing.model.details import DispatchDetails, DriverDetails, RunDetails
from routing.model.findings import Finding, Severity
from routing.model.plan import Plan
from routing.model.runs import CoachVehicle, Run, RunMode
from routing.model.scenario import Scenario
from routing.roster.plates import find_province, is_plate

FEWEST_DIGITS = 7
Span = tuple[datetime, datetime]
Words = tuple[str, str]


def check_details(details: DispatchDetails, scenario: Scenario, plan: Plan) -> tuple[Finding, ...]:
    """Everything at once: what the plan does not know, what cannot be, and what is still blank."""
    runs = {run.id: run for run in plan.runs}
    findings = list(_unknown(details, scenario, runs))
    rows = [(row, runs[row.run]) for row in details.runs if row.run in runs]
    findings += _double_booked(rows)
    for row, run in rows:
        findings += _check_run(row, run, scenario)
    findings += _check_phones(details)
    findings += _blank(details, plan)
    return tuple(sorted(findings, key=lambda f: (f.severity != Severity.ERROR, f.pointer, f.code)))


def _unknown(
    details: DispatchDetails, scenario: Scenario, runs: dict[str, Run]
) -> Iterator[Finding]:
    places = {place.id for place in scenario.places}
    seen: set[str] = set()
    for row in details.runs:
        if row.run not in runs:
            yield _error(
                "DETAILS_UNKNOWN_RUN",
                f"/runs/{row.run}",
                ("方案里没有这个班次", "the plan has no such run"),
                ("核对班次编号", "compare it with the plan's runs"),
            )
        elif row.run in seen:
            yield _error(
                "DETAILS_RUN_TWICE",
                f"/runs/{row.run}",
                ("同一班次填了两行", "the run has two rows"),
                ("只保留一行", "keep one of them"),
            )
        seen.add(row.run)
    for contact in details.contacts:
        if contact.place not in places:
            yield _error(
                "DETAILS_UNKNOWN_PLACE",
                f"/contacts/{contact.place}",
                ("任务里没有这个地点", "the scenario has no such place"),
                ("填地点编号", "write a place's id"),
            )


def _check_run(row: RunDetails, run: Run, scenario: Scenario) -> Iterator[Finding]:
    at = f"/runs/{row.run}"
    known = {duty.driver for duty in run.duties}
    for driver in row.drivers:
        if driver.driver not in known:
            yield _error(
                "DETAILS_UNKNOWN_DRIVER",
                f"{at}/drivers/{driver.driver}",
                ("该班次没有这个驾驶员编号", "the run has no driver of that id"),
                ("填方案里的驾驶员编号", "write a driver id of the plan"),
            )
    if row.meeting_time is not None and row.meeting_time > run.stops[0].departs:
        yield _warning(
            "DETAILS_MEETING_LATE",
            f"{at}/meeting_time",
            ("集合时间晚于发车时间", "people meet after the coach has left"),
            ("改早集合时间", "meet earlier"),
        )
    if row.plate and run.mode is RunMode.COACH:
        yield from _check_plate(row.plate, f"{at}/plate", _home_province(run, scenario))


def _check_plate(plate: str, at: str, home: str) -> Iterator[Finding]:
    if not is_plate(plate):
        yield _warning(
            "DETAILS_PLATE",
            at,
            ("车牌号不像号牌", "this does not look like a number plate"),
            ("核对车牌号，如 云C·16328", "compare it with the vehicle, as 云C·16328"),
        )
    elif home and find_province(plate) != home:
        yield _warning(
            "DETAILS_PLATE_AREA",
            at,
            (
                f"车牌不属于该车型的车籍地（{home}）",
                f"the plate is not of the fleet row's home area ({home})",
            ),
            (
                "包车起讫地须有一端在车籍地，核对车辆",
                "one end of a charter must lie in the vehicle's home area: check the vehicle",
            ),
        )


def _home_province(run: Run, scenario: Scenario) -> str:
    vehicle = run.vehicle
    if not isinstance(vehicle, CoachVehicle):
        return ""
    row = next((row for row in scenario.fleet if row.id == vehicle.fleet), None)
    return (row.home_area or "").split("/")[0] if row is not None else ""


def _double_booked(rows: list[tuple[RunDetails, Run]]) -> Iterator[Finding]:
    """A plate or a person that would have to be in two places at once."""
    plates: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    people: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for row, run in rows:
        if row.plate.strip():
            plates[_folded(row.plate)].append((row.run, _in_use(run)))
        for driver, span in _drivers(row, run):
            people[driver].append((row.run, span))
    for code, cause, uses in (
        ("DETAILS_PLATE_TWICE", ("同一车牌同时跑两个班次", "a plate runs twice at once"), plates),
        (
            "DETAILS_DRIVER_TWICE",
            ("同一驾驶员同时在两个班次", "a driver is on two runs at once"),
            people,
        ),
    ):
        for run_id, other in _overlaps(uses.values()):
            yield _error(
                code,
                f"/runs/{other}",
                cause,
                (f"与 {run_id} 时间重叠，改派一个", f"it overlaps with {run_id}: change one"),
            )


def _overlaps(uses: Iterable[list[tuple[str, Span]]]) -> Iterator[tuple[str, str]]:
    for found in uses:
        for (one, first), (two, second) in combinations(found, 2):
            if one != two and first[0] < second[1] and second[0] < first[1]:
                yield one, two


def _drivers(row: RunDetails, run: Run) -> Iterator[tuple[str, Span]]:
    """Who a driver is, by licence or else by name and phone, and when they are on duty."""
    spans = {
        duty.driver: (duty.activities[0].starts, duty.activities[-1].ends)
        for duty in run.duties
        if duty.activities
    }
    for driver in row.drivers:
        if driver.driver in spans:
            yield _who(driver), spans[driver.driver]


def _who(driver: DriverDetails) -> str:
    return _folded(driver.licence) or _folded(f"{driver.name}{driver.phone}")


def _in_use(run: Run) -> Span:
    starts = [run.stops[0].arrives, *(drive.departs for drive in run.positioning)]
    ends = [run.stops[-1].departs, *(drive.arrives for drive in run.positioning)]
    return min(starts), max(ends)


def _check_phones(details: DispatchDetails) -> Iterator[Finding]:
    phones = [(f"/contacts/{c.place}", c.contact.phone) for c in details.contacts]
    if details.hotline is not None:
        phones.append(("/hotline", details.hotline.phone))
    for row in details.runs:
        at = f"/runs/{row.run}"
        phones += [
            (f"{at}/{name}", contact.phone)
            for name, contact in (("operator", row.operator_contact), ("leader", row.leader))
            if contact is not None
        ]
        phones += [(f"{at}/drivers/{d.driver}", d.phone) for d in row.drivers]
    for pointer, phone in phones:
        if phone and len(re.findall(r"\d", phone)) < FEWEST_DIGITS:
            yield _warning(
                "DETAILS_PHONE",
                pointer,
                ("电话号码位数不足", "the phone number is too short"),
                ("补全号码，固定电话带区号", "write it in full, with the area code"),
            )


def _blank(details: DispatchDetails, plan: Plan) -> Iterator[Finding]:
    """What a coach may not leave without: a plate, a name for each driver, a leader."""
    rows = {row.run: row for row in details.runs}
    for run in plan.runs:
        if run.mode is not RunMode.COACH:
            continue
        row = rows.get(run.id, RunDetails(run=run.id))
        named = {driver.driver for driver in row.drivers if driver.name}
        blank = [
            word
            for missing, word in (
                (not row.plate, ("车牌", "plate")),
                (any(d.driver not in named for d in run.duties), ("驾驶员", "drivers")),
                (row.leader is None, ("车长", "leader")),
            )
            if missing
        ]
        if blank:
            zh, en = ("、".join(b[0] for b in blank), ", ".join(b[1] for b in blank))
            yield _warning(
                "DETAILS_INCOMPLETE",
                f"/runs/{run.id}",
                (f"还没填：{zh}", f"still blank: {en}"),
                ("发车前补填", "fill it in before departure"),
            )


def _folded(text: str) -> str:
    return re.sub(r"[\s·•]", "", text).upper()


def _error(code: str, pointer: str, cause: Words, remedy: Words) -> Finding:
    return _finding(code, pointer, cause, remedy, severity=Severity.ERROR)


def _warning(code: str, pointer: str, cause: Words, remedy: Words) -> Finding:
    return _finding(code, pointer, cause, remedy, severity=Severity.WARNING)


def _finding(
    code: str, pointer: str, cause: Words, remedy: Words, *, severity: Severity
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        pointer=pointer,
        subject=pointer.split("/")[2] if pointer.count("/") > 1 else None,
        cause=LocalisedText(zh=cause[0], en=cause[1]),
        remedy=LocalisedText(zh=remedy[0], en=remedy[1]),
    )
