"""A small operation in which every optional text is filled in: scenario, plan, roster, details."""

from __future__ import annotations

from dataclasses import dataclass

from routing.model.base import LocalisedText
from routing.model.details import (
    Contact,
    DispatchDetails,
    DriverDetails,
    PlaceContact,
    RunDetails,
    SignOff,
    Supply,
)
from routing.model.findings import AuditReport, Finding, RuleCheck, Severity
from routing.model.plan import Plan
from routing.model.roster import Person, Roster, TownshipTotal
from routing.model.rules import PolicyProfile
from routing.model.scenario import Scenario
from routing.units import People
from tests.conftest import ROOT
from tests.generators.rosters import build_roster
from tests.generators.small_plan import at, small_plan, small_scenario


@dataclass(frozen=True)
class Papers:
    """Documents that belong together."""

    scenario: Scenario
    plan: Plan
    roster: Roster
    details: DispatchDetails


def sound() -> Papers:
    """A small operation with every optional text filled in."""
    profile = (ROOT / "data/policies/cn-2023.json").read_bytes()
    scenario = _filled(small_scenario())
    plan = small_plan(PolicyProfile.model_validate_json(profile))
    finding = Finding(
        code="X",
        severity=Severity.WARNING,
        pointer="/runs/0",
        subject="C001",
        cause=LocalisedText(zh="因", en="cause"),
        remedy=LocalisedText(zh="法", en="remedy"),
        measured="1 s",
        limit="2 s",
        article="第一条",
    )
    rule = RuleCheck(
        code="X",
        title=LocalisedText(zh="规则", en="rule"),
        article="第二条",
        source="来源",
        checked=1,
        measured="3 s",
        limit="4 s",
        margin="1 s",
        passed=True,
    )
    plan = plan.model_copy(update={"audit": AuditReport(findings=(finding,), rules=(rule,))})
    roster = build_roster(small_scenario())
    people = tuple(
        Person.model_validate(
            p.model_dump() | {"family": "户一", "team": "队一", "township": "甲镇"}
        )
        for p in roster.people[:6]
    )
    totals = (TownshipTotal(township="甲镇", people=People(7)),)
    return Papers(scenario, plan, Roster(id="r", people=people, totals=totals), _details(plan))


def _filled(scenario: Scenario) -> Scenario:
    document = scenario.model_dump(mode="json", by_alias=True)
    for place in document["places"]:
        place |= {"address": "某路1号", "admin": "广西壮族自治区/崇左市/天等县", "source": "公告"}
    for group in document["groups"]:
        group |= {"share_key": "同", "apart_key": "分", "payer": "县局"}
        group |= {"categories": {"脱贫": 1}, "members": ["t1"]}
    for row in document["fleet"]:
        row |= {"operator": "运输公司", "home_area": "广西壮族自治区"}
    for service in document["services"]:
        service |= {"source": "时刻表"}
    document["drivers"] = [{"id": "C001-D1", "operator": "运输公司", "hours_7d": 3}]
    document["subsidies"] = [{"payer": "省厅", "applies_to": "coach", "fen_per_person": 100}]
    return Scenario.model_validate(document)


def _details(plan: Plan) -> DispatchDetails:
    contact = Contact(name="韦姐", phone="13900000009")
    return DispatchDetails(
        hotline=contact,
        runs=tuple(
            RunDetails(
                run=run.id,
                plate="桂F12345",
                permit_number="桂包0001",
                contract_number="合同1",
                operator_contact=contact,
                drivers=tuple(
                    DriverDetails(driver=d.driver, name="农建国", phone="1", licence="A1")
                    for d in run.duties
                ),
                leader=contact,
                meeting_point="村委会",
                meeting_time=at(5, 50),
                sign="红丝巾",
            )
            for run in plan.runs
        ),
        contacts=(PlaceContact(place="gate-1", contact=contact),),
        supplies=(Supply(name="口罩", per_person=1),),
        sign_offs=(SignOff(name="韦主任", role="县局", note="同意", at=at(5), by="钥匙"),),
    )
