"""A grid becomes scenarios, their plans a table with the best of them marked."""

from __future__ import annotations

import pytest

from routing.explain.sweeping import Cell, Grid, build_cells, tabulate
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.units import Fen
from tests.unit.audit.draft import at
from tests.unit.explain.documents import sound


def grid(*axes: dict[str, object]) -> Grid:
    return Grid.model_validate({"axes": axes})


def cells(*axes: dict[str, object], name: str = "train") -> tuple[Cell, ...]:
    return build_cells(sound(name)[0], grid(*axes))


def test_every_combination_is_made_the_last_axis_fastest() -> None:
    found = cells(
        {"kind": "coaches", "fleet": "mini", "counts": [0, 2]},
        {"kind": "seat_cap", "shares": [1.0, 0.5]},
    )
    assert [cell.labels for cell in found] == [
        ("mini × 0", "100%"),
        ("mini × 0", "50%"),
        ("mini × 2", "100%"),
        ("mini × 2", "50%"),
    ]
    last = found[-1].scenario
    assert {row.id: row.count for row in last.fleet} == {"bus": 2, "mini": 2, "gz": 1}
    assert last.policy.overrides.seat_cap == 0.5


def test_a_service_is_taken_away_with_the_pins_that_name_it() -> None:
    scenario = sound("train")[0].model_dump(mode="json")
    scenario["pins"] = [{"kind": "require", "group": "ga", "service": "K1"}]
    with_it, without = build_cells(
        Scenario.model_validate(scenario), grid({"kind": "service", "service": "K1"})
    )
    assert [s.id for s in with_it.scenario.services] == ["K1"]
    assert len(with_it.scenario.pins) == 1
    assert without.scenario.services == without.scenario.pins == ()


def test_another_day_moves_what_groups_ask_for_and_not_the_timetable() -> None:
    (moved,) = cells({"kind": "day", "days": [-1]})
    assert moved.scenario.groups[0].ready_from.isoformat() == at("06:42", day=-1)
    assert moved.scenario.services == sound("train")[0].services


def test_comfort_is_a_price_of_time() -> None:
    cheap, fast = cells({"kind": "ride_hour", "prices_fen": [0, 2_000]})
    assert (cheap.scenario.goals.ride_hour_fen_per_person, fast.labels) == (0, ("20.00 CNY/h",))
    assert fast.scenario.goals.ride_hour_fen_per_person == 2_000


@pytest.mark.parametrize(
    "axis",
    [
        {"kind": "coaches", "fleet": "nowhere", "counts": [1]},
        {"kind": "service", "service": "nowhere"},
    ],
)
def test_an_axis_of_what_does_not_exist_is_refused(axis: dict[str, object]) -> None:
    with pytest.raises(LookupError):
        cells(axis)


def test_a_grid_of_two_hundred_cells_is_made_and_one_more_refused() -> None:
    assert len(cells({"kind": "day", "days": list(range(200))})) == 200
    with pytest.raises(ValueError, match="201 cells"):
        cells({"kind": "day", "days": list(range(201))})


def plan(fen: int, later_s: int, carried: int = 40) -> Plan:
    """The long plan at another price, arriving later, with some people left out."""
    made = sound("long")[1]
    arrives = made.itineraries[0].arrives
    assert arrives is not None
    moved = arrives.timestamp() + later_s
    way = made.itineraries[0].model_copy(
        update={"people": carried, "arrives": arrives.fromtimestamp(moved, tz=arrives.tzinfo)}
    )
    cost = made.cost.model_copy(update={"total_fen": Fen(fen)})
    return made.model_copy(update={"itineraries": (way,), "cost": cost})


def test_the_table_marks_the_cheapest_the_fastest_and_the_front() -> None:
    scenario = sound("long")[0]
    plans = {
        "cheap": plan(100, 3_600),
        "fast": plan(300, 0),
        "between": plan(200, 1_800),
        "worse": plan(310, 3_600),
        "left some": plan(1, 0, carried=39),
    }
    rows = tabulate((Cell(labels=(name,), scenario=scenario), p) for name, p in plans.items())
    assert {row.labels[0]: row.best for row in rows} == {
        "cheap": ("cheapest", "front"),
        "fast": ("fastest", "front"),
        "between": ("front",),
        "worse": (),
        "left some": (),
    }
    # 06:15 to 14:55
    assert (rows[1].journey_mean_s, rows[1].coaches, rows[1].carried) == (31_200, 1, 40)
