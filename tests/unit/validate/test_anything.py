"""Whatever is sent, the check answers with findings and never raises."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from routing.model.findings import Severity
from routing.validate import check_plan, check_scenario
from tests.unit.validate.test_every_field import ALL
from tests.unit.validate.whole_scenario import whole_scenario

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["g1", "site", "2026-02-24T06:00:00+08:00", "0", "\ud800", "/~", "", " "])
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)
PLACES = st.sampled_from(ALL)


@given(raw=JSON)
def test_any_json_is_answered(raw: object) -> None:
    checked = check_scenario(raw)
    assert checked.scenario is None
    assert checked.findings
    assert check_plan(raw)[0] is None


@given(changes=st.lists(st.tuples(PLACES, JSON), min_size=1, max_size=6))
def test_a_scenario_with_anything_anywhere_is_answered(changes: list[tuple[Any, object]]) -> None:
    raw = whole_scenario()
    for spoiling, value in changes:
        holder: Any = raw
        for step in spoiling.steps[:-1]:
            known = isinstance(holder, dict) and step in holder
            listed = isinstance(holder, list) and isinstance(step, int) and step < len(holder)
            holder = holder[step] if known or listed else None
        if isinstance(holder, dict):
            holder[str(spoiling.steps[-1])] = copy.deepcopy(value)
    before = copy.deepcopy(raw)
    checked = check_scenario(raw, profiles=["cn-2023"])
    assert (checked.scenario is None) == any(f.severity is Severity.ERROR for f in checked.findings)
    assert repr(raw) == repr(before)


@given(order=st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_no_finding_but_its_pointer(order: Random) -> None:
    raw = whole_scenario()
    raw["groups"][0]["origin"] = "nowhere"
    raw["places"][0]["bays"] = -1
    raw["fleet"][0]["reserved_seats"] = 50
    shuffled = copy.deepcopy(raw)
    for name in ("places", "groups", "pins"):
        order.shuffle(shuffled[name])
    plain, other = (
        sorted((f.code, f.subject or "", f.cause.en) for f in check_scenario(r).findings)
        for r in (raw, shuffled)
    )
    assert plain == other
