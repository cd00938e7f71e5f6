from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.artefacts.seating import Seating
from routing.model.plan import Plan
from routing.model.roster import Clearance, Person, Roster
from routing.model.rules import PolicyProfile
from routing.roster import seat_people
from routing.roster.portions import share_out
from tests.generators.rosters import build_roster
from tests.generators.small_plan import small_plan, small_scenario


@pytest.fixture
def plan(root: Path) -> Plan:
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    return small_plan(profile)


def everyone(seating: Seating) -> Counter[str]:
    tokens = [seated.person.token for seated in seating.seated]
    return Counter(tokens + [person.token for person, _ in seating.waiting])


def test_everyone_of_the_roster_is_found_exactly_once(plan: Plan) -> None:
    scenario = small_scenario()
    roster = build_roster(scenario)
    seating = seat_people(scenario, plan, roster)
    assert everyone(seating) == Counter(person.token for person in roster.people)
    assert [code for _, code in seating.waiting] == ["ROSTER_NO_SEAT"] * 2


def test_nobody_shares_a_seat_and_all_seats_of_a_chain_are_given(plan: Plan) -> None:
    scenario = small_scenario()
    seating = seat_people(scenario, plan, build_roster(scenario))
    taken = Counter((seat.run, seat.seat) for one in seating.seated for seat in one.seats)
    assert max(taken.values()) == 1
    assert {len(one.seats) for one in seating.seated if one.group == "b-2"} == {3}
    assert [s.run for s in next(o for o in seating.seated if o.group == "b-2").seats] == [
        "C002",
        "T1",
        "C003",
    ]
    assert max(seat for run, seat in taken if run == "C002") == 40


def test_the_order_of_the_roster_changes_nothing(plan: Plan) -> None:
    scenario = small_scenario()
    roster = build_roster(scenario)
    people = list(roster.people)
    Random(3).shuffle(people)
    again = Roster(id=roster.id, people=tuple(people))
    assert seat_people(scenario, plan, again) == seat_people(scenario, plan, roster)


def test_whoever_is_not_cleared_is_not_seated(plan: Plan) -> None:
    scenario = small_scenario()
    roster = build_roster(scenario)
    first = roster.people[0].model_copy(update={"clearance": Clearance.REFUSED})
    seating = seat_people(scenario, plan, Roster(id="r", people=(first, *roster.people[1:])))
    assert ("ROSTER_NOT_CLEARED", first.token) in {(c, p.token) for p, c in seating.waiting}
    assert first.token not in {one.person.token for one in seating.seated}


def person(number: int, family: int) -> Person:
    return Person(token=f"p{number:03d}", name="王", group="g", family=f"f{family}")


def test_families_stay_whole_where_that_is_possible() -> None:
    people = [person(n, family) for n, family in enumerate((1, 1, 1, 2, 2, 3, 4, 4, 4, 4))]
    portions, parted = share_out(people, [6, 4])
    assert parted == 0
    homes = {p.family: i for i, portion in enumerate(portions) for p in portion}
    assert all(homes[p.family] == i for i, portion in enumerate(portions) for p in portion)


def test_village_teams_ride_together_where_they_fit() -> None:
    """Families alone, the largest first, would fill one coach with both teams' first families."""
    teams = {"a": (3, 1, 1), "b": (2, 2, 1)}
    people = [
        person(100 * number + n, number).model_copy(update={"team": team})
        for number, (team, size) in enumerate((t, s) for t, sizes in teams.items() for s in sizes)
        for n in range(size)
    ]
    people = [p.model_copy(update={"family": f"{p.team}{p.family}"}) for p in people]
    portions, parted = share_out(people, [5, 5])
    assert parted == 0
    assert [{p.team for p in portion} for portion in portions] == [{"a"}, {"b"}]
    assert share_out(people[::-1], [5, 5])[0] == portions


def test_no_family_is_parted_for_the_sake_of_a_team() -> None:
    """With the team of three whole in one coach, one of the other families would be parted."""
    sizes = {1: 2, 2: 1, 3: 3, 4: 2}
    people = [person(10 * f + n, f) for f, size in sizes.items() for n in range(size)]
    people = [p.model_copy(update={"team": "a"}) if p.family in ("f1", "f2") else p for p in people]
    portions, parted = share_out(people, [4, 4])
    assert parted == 0
    homes = {p.family: i for i, portion in enumerate(portions) for p in portion}
    assert all(homes[p.family] == i for i, portion in enumerate(portions) for p in portion)
    assert homes["f1"] != homes["f2"]


def test_a_family_too_large_for_any_portion_is_parted_as_little_as_can_be() -> None:
    people = [person(n, 1) for n in range(5)]
    portions, parted = share_out(people, [3, 2])
    assert (parted, [len(p) for p in portions]) == (1, [3, 2])


@given(
    families=st.lists(st.integers(1, 5), max_size=12),
    sizes=st.lists(st.integers(0, 9), min_size=1, max_size=5),
)
def test_no_seat_stays_empty_while_somebody_waits(families: list[int], sizes: list[int]) -> None:
    people = [person(100 * f + n, f) for f, size in enumerate(families) for n in range(size)]
    portions, _ = share_out(people, sizes)
    placed = [p.token for portion in portions for p in portion]
    assert len(placed) == len(set(placed)) == min(len(people), sum(sizes))
    assert all(len(portion) <= size for portion, size in zip(portions, sizes, strict=True))
