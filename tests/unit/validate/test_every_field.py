"""Every field broken in every way its schema knows, one by one and all at once."""

from __future__ import annotations

import pytest

from routing.model.findings import Severity
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.validate import check_plan, check_scenario
from tests.unit.validate.spoiled import Spoiler, packed
from tests.unit.validate.whole_plan import whole_plan
from tests.unit.validate.whole_scenario import whole_scenario

SCHEMA = Scenario.model_json_schema(by_alias=True)
PLAN_SCHEMA = Plan.model_json_schema(by_alias=True)
ALL = tuple(Spoiler(SCHEMA).spoilings(whole_scenario(), SCHEMA))
OF_PLAN = tuple(Spoiler(PLAN_SCHEMA).spoilings(whole_plan(), PLAN_SCHEMA))


def errors(raw: object) -> set[str]:
    found = check_scenario(raw).findings
    return {f.pointer for f in found if f.severity is Severity.ERROR}


def seen_in(document: object, path: str = "") -> set[str]:
    """Paths of a document, list entries as ``*``."""
    if isinstance(document, list):
        return set().union(*(seen_in(item, f"{path}/*") for item in document))
    if isinstance(document, dict):
        inner = {f"{path}/{name}" for name in document}
        return inner.union(*(seen_in(v, f"{path}/{k}") for k, v in document.items()))
    return set()


def test_the_whole_scenario_is_sound_and_has_every_field() -> None:
    checked = check_scenario(whole_scenario(), profiles=["cn-2023"])
    assert checked.findings == ()
    assert checked.scenario is not None
    assert set(Spoiler(SCHEMA).leaves(SCHEMA)) <= seen_in(whole_scenario())


def test_the_whole_plan_is_sound() -> None:
    plan, findings = check_plan(whole_plan())
    assert findings == ()
    assert plan is not None


def test_every_field_broken_in_every_way_is_found_where_it_is() -> None:
    """As many defects to a document as go together, so that each answer holds all of them."""
    unseen: list[tuple[str, str]] = []
    batches = packed(ALL)
    for batch in batches:
        broken = whole_scenario()
        for spoiling in batch:
            spoiling.apply(broken)
        found = errors(broken)
        unseen += [(s.pointer, s.why) for s in batch if s.pointer not in found]
    assert len(ALL) > 2_500
    assert max(len(batch) for batch in batches) > 300
    assert unseen == []


def test_one_broken_field_is_enough_to_refuse() -> None:
    """A sample of the defects one by one: none is only seen beside others."""
    whole = whole_scenario()
    unseen = [
        (spoiling.pointer, spoiling.why)
        for spoiling in ALL[::40]
        if spoiling.pointer not in errors(spoiling.applied(whole))
    ]
    assert unseen == []


def test_every_field_of_a_plan_broken_in_every_way_is_found_where_it_is() -> None:
    unseen: list[tuple[str, str]] = []
    for batch in packed(OF_PLAN):
        broken = whole_plan()
        for spoiling in batch:
            spoiling.apply(broken)
        plan, findings = check_plan(broken)
        found = {f.pointer for f in findings}
        unseen += [(s.pointer, s.why) for s in batch if s.pointer not in found]
        assert plan is None
    assert unseen == []


@pytest.mark.parametrize("nothing", [None, 1, "x", [], True])
def test_what_is_no_object_is_refused_at_the_root(nothing: object) -> None:
    checked = check_scenario(nothing)
    assert checked.scenario is None
    assert [f.pointer for f in checked.findings] == [""]


def test_an_empty_object_misses_every_required_field() -> None:
    assert errors({}) == {"/id", "/places", "/groups"}


def test_a_broken_field_adds_no_finding_about_other_fields() -> None:
    """Nothing else is said: a price in quotes is one finding."""
    raw = whole_scenario()
    raw["fleet"][0]["hire_fen"] = "300000"
    found = check_scenario(raw).findings
    assert [(f.code, f.pointer) for f in found] == [("WRONG_TYPE", "/fleet/0/hire_fen")]
    assert "fen" in found[0].remedy.en
    assert "分" in found[0].remedy.zh


def test_findings_speak_both_languages_and_stand_in_the_order_of_the_file() -> None:
    raw = whole_scenario()
    raw["places"][2]["lat"] = "23"
    raw["places"] += [raw["places"][1] | {"id": f"p{i}", "lat": "x"} for i in range(12)]
    found = check_scenario(raw).findings
    assert [f.pointer for f in found] == [f"/places/{i}/lat" for i in (2, *range(6, 18))]
    assert all(f.cause.zh != f.cause.en and f.remedy.zh != f.remedy.en for f in found)
