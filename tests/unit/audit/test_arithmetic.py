"""The audit's own clock, earth, flow and canonical JSON, against plain answers."""

from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from routing.audit.canonical import canonical, number, sha256_of
from routing.audit.clock import (
    DAY_S,
    instant,
    local_days,
    most_at_once,
    seconds_inside,
)
from routing.audit.earth import shortest_way_m
from routing.audit.flow import SINK, SOURCE, most_through
from routing.model.base import ClockWindow
from routing.model.places import Place, PlaceKind
from routing.model.scenario import Scenario
from tests.unit.audit.draft import MIDNIGHT
from tests.unit.audit.sound_plans import train_plan

ZONE_S = 28_800
NIGHT = ClockWindow(start="22:00", end="06:00")
MIDNIGHT_S = instant(MIDNIGHT)

trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(trees)
def test_canonical_json_is_that_of_the_library(tree: object) -> None:
    assert canonical(tree).encode() == rfc8785.dumps(tree)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # RFC 8785, appendix B
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (999999999999999700000.0, "999999999999999700000"),
        (1e21, "1e+21"),
        (333333333.3333332, "333333333.3333332"),
        (0.000001, "0.000001"),
        (1e-7, "1e-7"),
        (-0.0000033333333333333333, "-0.0000033333333333333333"),
        (1424953923781206.2, "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_in_the_standards_appendix(value: float, text: str) -> None:
    assert number(value) == text


def test_keys_are_ordered_by_utf_16_units() -> None:
    # U+FB33 sorts after the surrogates of U+1F600, although its code point is smaller.
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'


def test_the_hash_of_a_scenario_is_sha_256_of_its_canonical_json() -> None:
    scenario = Scenario.model_validate(train_plan().scenario)
    text = canonical(json.loads(scenario.model_dump_json()))
    assert sha256_of(scenario) == hashlib.sha256(text.encode()).hexdigest()


@given(st.integers(-3 * DAY_S, 3 * DAY_S), st.integers(0, 2 * DAY_S))
def test_seconds_inside_daily_hours_are_counted_minute_by_minute(start: int, length: int) -> None:
    start, length = start // 60 * 60, length // 60 * 60
    minutes = range(start, start + length, 60)
    dark = sum(60 for m in minutes if (m % DAY_S) >= 22 * 3_600 or (m % DAY_S) < 6 * 3_600)
    begins = MIDNIGHT_S + start
    inside = seconds_inside(begins, begins + length, hours=NIGHT, offset_s=ZONE_S)
    assert inside == dark


def test_hours_with_equal_ends_hold_no_time() -> None:
    hours = ClockWindow(start="06:00", end="06:00")
    span = (MIDNIGHT_S, MIDNIGHT_S + 2 * DAY_S)
    assert seconds_inside(*span, hours=hours, offset_s=ZONE_S) == 0


def test_local_days_count_a_midnight_that_is_reached() -> None:
    assert len(local_days(MIDNIGHT_S, MIDNIGHT_S + DAY_S - 1, offset_s=ZONE_S)) == 1
    assert len(local_days(MIDNIGHT_S, MIDNIGHT_S + DAY_S, offset_s=ZONE_S)) == 2


def test_who_leaves_makes_room_for_who_comes_at_the_same_instant() -> None:
    assert most_at_once([(0, 10, 3), (10, 20, 4)]) == 4
    assert most_at_once([(0, 11, 3), (10, 20, 4)]) == 7
    assert most_at_once([]) == 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 9)), max_size=12))
def test_most_at_once_is_the_fullest_instant(spans: list[tuple[int, int, int]]) -> None:
    fullest = max(sum(n for start, end, n in spans if start <= t < end) for t in range(31))
    assert most_at_once(spans) == fullest


def place(name: str, lat: float | None, lon: float | None) -> Place:
    return Place(id=name, name=name, kind=PlaceKind.VILLAGE, lat=lat, lon=lon)


@given(
    st.tuples(st.floats(18, 53), st.floats(73, 135)),
    st.tuples(st.floats(18, 53), st.floats(73, 135)),
)
def test_the_shortest_way_is_below_the_geodesic_and_near_it(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    least = shortest_way_m(place("a", *a), place("b", *b))
    true = geodesic(a, b).m
    assert least is not None
    assert least <= true
    assert least >= true * 0.985 - 1


def test_places_without_coordinates_have_no_shortest_way() -> None:
    assert shortest_way_m(place("a", None, None), place("b", 24.0, 107.0)) is None
    assert shortest_way_m(place("b", 24.0, 107.0), place("a", 24.0, None)) is None


def test_swapped_axes_are_read_as_planning_reads_them() -> None:
    upright = shortest_way_m(place("a", 27.7, 103.8), place("b", 23.1, 107.1))
    assert shortest_way_m(place("a", 103.8, 27.7), place("b", 23.1, 107.1)) == upright
    assert shortest_way_m(place("a", 103.8, 27.7), place("b", 107.1, 23.1)) == upright


def test_flow_goes_back_on_a_choice_that_blocks_another() -> None:
    # Sending a's unit to x first would leave b, which fits x only, without a place.
    pipes = [(SOURCE, "a", 1), (SOURCE, "b", 1), ("a", "x", 1), ("a", "y", 1), ("b", "x", 1)]
    assert most_through([*pipes, ("x", SINK, 1), ("y", SINK, 1)]) == 2
    assert most_through([*pipes, ("x", SINK, 1)]) == 1
    assert most_through([]) == 0


@given(
    st.lists(st.integers(0, 6), min_size=3, max_size=3),
    st.lists(st.integers(0, 6), min_size=3, max_size=3),
    st.lists(st.booleans(), min_size=9, max_size=9),
)
def test_flow_is_what_halls_condition_says(
    supply: list[int], room: list[int], joined: list[bool]
) -> None:
    pipes = [(SOURCE, f"s{i}", n) for i, n in enumerate(supply)]
    pipes += [(f"r{j}", SINK, n) for j, n in enumerate(room)]
    pipes += [(f"s{k // 3}", f"r{k % 3}", 99) for k, yes in enumerate(joined) if yes]
    cuts = []
    for chosen in range(8):
        kept = [i for i in range(3) if chosen >> i & 1]
        reached = {j for i in kept for j in range(3) if joined[3 * i + j]}
        rest = sum(supply[i] for i in range(3) if i not in kept)
        cuts.append(rest + sum(room[j] for j in reached))
    assert most_through(pipes) == min(cuts)
