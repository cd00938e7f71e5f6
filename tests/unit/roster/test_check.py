from __future__ import annotations

from random import Random

import pytest

from routing.model.roster import Clearance, Person, Roster, TownshipTotal
from routing.roster import check_roster, reconcile
from routing.units import People
from tests.generators.rosters import build_roster, identity_number
from tests.generators.small_plan import small_scenario

GOOD = Person(token="p1", name="王伟", id_number=identity_number(Random(1)), group="a-1")


def codes(*people: Person) -> list[tuple[str, str | None]]:
    findings = check_roster(Roster(id="r", people=people), small_scenario())
    return [(f.code, f.subject) for f in findings]


def other(**fields: object) -> Person:
    number = identity_number(Random(2))
    return GOOD.model_copy(update={"token": "p2", "id_number": number, **fields})


def test_a_good_roster_has_no_findings() -> None:
    scenario = small_scenario()
    assert check_roster(build_roster(scenario), scenario) == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"id_number": None}, "ROSTER_ID_MISSING"),
        ({"id_number": GOOD.id_number}, "ROSTER_ID_TWICE"),
        ({"id_number": GOOD.id_number, "group": "b-2"}, "ROSTER_TWO_BATCHES"),
        ({"id_number": "110105194912310021"}, "ROSTER_ID_INVALID"),
        ({"id_number": identity_number(Random(3), year=2007)}, "ROSTER_UNDER_AGE"),
        ({"group": "nobody"}, "ROSTER_NO_GROUP"),
        ({"group": None, "pickup": "甲村"}, "ROSTER_NO_GROUP"),
        ({"clearance": Clearance.PENDING}, "ROSTER_NOT_CLEARED"),
    ],
)
def test_each_defect_has_its_code_and_names_the_token_only(
    fields: dict[str, object], code: str
) -> None:
    assert codes(GOOD, other(**fields)) == [(code, "p2")]


def test_a_token_that_stands_twice_is_told() -> None:
    assert codes(GOOD, other(token="p1")) == [("ROSTER_TOKEN_TWICE", "p1")]


def test_the_same_name_and_phone_without_a_number_is_told_as_perhaps_the_same_person() -> None:
    one = GOOD.model_copy(update={"phone": "13800000001"})
    again = other(phone="13800000001", name=one.name, id_number=None)
    assert codes(one, again) == [("ROSTER_ID_MISSING", "p2"), ("ROSTER_SAME_PERSON", "p2")]
    assert codes(again, one) == codes(one, again)
    assert codes(one, other(phone="13800000001", name=one.name)) == []
    assert codes(one, other(phone="13800000002", name=one.name, id_number=None)) == [
        ("ROSTER_ID_MISSING", "p2")
    ]


def test_a_group_may_be_meant_by_the_names_of_its_ends() -> None:
    assert codes(other(group=None, pickup="甲村", employer="Works one")) == []


def test_no_finding_says_a_name_or_a_number() -> None:
    bad = other(id_number="110105194912310021", name="欧阳锋", group="nobody")
    findings = check_roster(Roster(id="r", people=(bad,)), small_scenario())
    text = "".join(finding.model_dump_json() for finding in findings)
    assert len(findings) == 2
    assert "欧阳锋" not in text
    assert "110105194912310021" not in text


def test_reconciliation_names_the_people_who_are_on_no_roster() -> None:
    scenario = small_scenario()
    roster = build_roster(scenario)
    short = Roster(
        id="r",
        people=roster.people[:-2],
        totals=(TownshipTotal(township="a-1", people=People(31)),),
    )
    lines = reconcile(short, scenario)
    missing = {(line.level, line.name): line.missing for line in lines if line.missing}
    assert missing == {
        ("group", "b-2"): 2,
        ("pickup", "village-b"): 2,
        ("employer", "gate-2"): 2,
        ("township", "a-1"): 1,
    }
