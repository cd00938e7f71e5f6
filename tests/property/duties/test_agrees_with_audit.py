"""Random duties: the search, the plain reading of the law, and the audit say the same.

10,000 duties in the full numbers, 250 otherwise; hand-overs to fresh crews 480, and 12.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from routing.artefacts.route_task import RelayPlace, RelayTerms, RouteTask
from routing.artefacts.timetable import Timetable
from routing.audit import audit_plan
from routing.duties.crew_choice import find_timetable
from routing.duties.relay import find_relay, write_relay
from routing.model.base import LocalisedText
from routing.model.certificate import Certificate
from routing.model.plan import Cost, Plan, PlanStatus, StopReason
from routing.model.rules import PolicyChoice, PolicyProfile, PolicyValues, policy_in_force
from routing.model.scenario import Scenario
from routing.units import Fen, People
from tests.unit.duties.law_oracle import broken_rules
from tests.unit.duties.random_duties import provenance, random_task, write_runs
from tests.unit.duties.tasks import DAY_S, HOUR_S

BATCH = 50
HAND_OVERS = 12
BATCHES = 200 if os.environ.get("ZHIDA_TEST_ALL") else 5
CODES = {
    "DRIVE_ROW_DAY": "row",
    "DRIVE_ROW_NIGHT": "night row",
    "DRIVE_24H": "24h",
    "DRIVE_7D": "7d",
    "NIGHT_HALT": "night halt",
    "SECOND_DRIVER": "two drivers",
    "DUTY_GAP": "tiling",
    "DRIVE_SECONDS": "leg",
    "TWO_AT_THE_WHEEL": "two at the wheel",
    "CHANGE_WHILE_MOVING": "change while moving",
    "REST_WHILE_MOVING": "rest while moving",
    "POSITIONING_BROKEN": "positioning",
    "VEHICLE_OVERLAP": "overlap",
    "RELAY_NOT_ALLOWED": "relay",
    "RELAY_HOURS": "relay hours",
    "RELAY_MOVING": "relay moving",
    "RELAY_PLACE": "relay place",
}
TIGHTER = {
    "drive_day_max_s": (3_600, 14_399),
    "drive_night_max_s": (1_800, 7_199),
    "drive_24h_max_s": (7_200, 28_799),
    "drive_7d_max_s": (36_000, 158_399),
    "break_min_s": (1_201, 3_600),
    "night_halt_exempt_m": (0, 199_999),
    "two_drivers_beyond_m": (0, 399_999),
}
"""Rules and the range to which each is tightened, one at a time."""


def verdicts(
    cases: list[tuple[RouteTask, Timetable]], profile: PolicyProfile, choice: PolicyChoice
) -> dict[int, set[str]]:
    """What the audit finds against the law, by run."""
    policy = policy_in_force(profile, choice)
    written = write_runs(cases, policy)
    document = written.scenario | {"policy": choice.model_dump(mode="json", exclude_none=True)}
    scenario = Scenario.model_validate(document)
    certificate = Certificate(
        people_bound=People(0),
        lower_bound_fen=Fen(0),
        gap=0,
        proves=LocalisedText(zh="无", en="nothing"),
    )
    plan = Plan(
        scenario_id=scenario.id,
        scenario_sha256="0" * 64,
        status=PlanStatus.COMPLETE,
        stop_reason=StopReason.WORK,
        provenance=provenance(policy),
        cost=Cost(total_fen=Fen(0), terms={}, objective_fen=Fen(0)),
        certificate=certificate,
        runs=written.runs,
    )
    found: dict[int, set[str]] = {i: set() for i in range(len(cases))}
    for finding in audit_plan(scenario, plan, profile=profile).findings:
        run = re.match(r"/runs/(\d+)", finding.pointer)
        if run and finding.code in CODES:
            found[int(run[1])].add(CODES[finding.code])
    return found


def expected(task: RouteTask, table: Timetable, values: PolicyValues) -> set[str]:
    """What the plain reading of the law finds, in the same words."""
    return broken_rules(task, table, values) & set(CODES.values())


@pytest.fixture(scope="module")
def profile(root: Path) -> PolicyProfile:
    return PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_three_readings_of_the_law_agree(batch: int, profile: PolicyProfile) -> None:
    random = Random(batch)
    values = policy_in_force(profile, PolicyChoice()).values
    cases = []
    for number in range(BATCH):
        task = random_task(random, number)
        answer = find_timetable(task, values)
        if isinstance(answer, Timetable):
            cases.append((task, answer))
    assert len(cases) > BATCH // 2

    lawful = verdicts(cases, profile, PolicyChoice())
    assert {i: codes for i, codes in lawful.items() if codes} == {}

    rule = random.choice(sorted(TIGHTER))
    choice = PolicyChoice.model_validate({"overrides": {rule: random.randint(*TIGHTER[rule])}})
    tighter = policy_in_force(profile, choice).values
    agreed = {i: expected(*case, tighter) for i, case in enumerate(cases)}
    for i, (task, _) in enumerate(cases):
        # An exempt run that the tighter policy no longer exempts must halt.
        if sum(task.drive_m) >= tighter.night_halt_exempt_m and not task.halts_at_night:
            agreed[i] = expected(replace(task, halts_at_night=True), cases[i][1], tighter)
    assert verdicts(cases, profile, choice) == agreed


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("batch", range(BATCHES // 5))
def test_random_hand_overs_are_lawful_to_the_audit_until_the_hours_are_cut(
    batch: int, profile: PolicyProfile
) -> None:
    random = Random(1_000 + batch)
    hours = {"from": "22:00", "to": "02:00"}
    choice = PolicyChoice.model_validate({"overrides": {"relay_hours": hours}})
    values = policy_in_force(profile, choice).values
    cases = []
    while len(cases) < HAND_OVERS:
        task = with_a_relay_place(random, len(cases))
        found = find_relay(task, values)
        if found is not None:
            cases.append((task, write_relay(task, values, found)))
    lawful = verdicts(cases, profile, choice)
    assert {i: codes for i, codes in lawful.items() if codes} == {}

    none = verdicts(cases, profile, PolicyChoice())
    assert all("relay" in codes for codes in none.values())
    cut = {"overrides": {"relay_hours": {"from": "22:30", "to": "01:30"}}}
    found_late = verdicts(cases, profile, PolicyChoice.model_validate(cut))
    for i, (_, table) in enumerate(cases):
        assert table.relay is not None
        clocks = [(s - 12 * HOUR_S) % DAY_S for s in (table.relay.arrives_s, table.relay.departs_s)]
        inside = clocks[0] >= 37_800 and clocks[1] <= 48_600
        assert ("relay hours" in found_late[i]) is not inside


def with_a_relay_place(random: Random, number: int) -> RouteTask:
    """A haul of 9 to 24 hours that may be handed over somewhere on it."""
    task = random_task(random, number)
    leg = max(range(len(task.drive_s)), key=lambda n: task.drive_s[n])
    drive_s = list(task.drive_s)
    drive_s[leg] = random.randint(9 * HOUR_S, 24 * HOUR_S)
    after_s = random.randint(3 * HOUR_S, drive_s[leg] - 2 * HOUR_S)
    place = RelayPlace(leg, after_s, after_s * 22, f"t{number}r", random.choice([0, 5_000]))
    return replace(
        task,
        drive_s=tuple(drive_s),
        drive_m=tuple(s * 22 for s in drive_s),
        halts_at_night=True,
        relay=RelayTerms((place,), 30_000),
    )
