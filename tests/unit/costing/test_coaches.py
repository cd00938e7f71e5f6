"""A run's terms: each product once, halves up."""

import pytest

from routing.costing.coaches import calendar_days, coach_terms, driver_days, total_fen
from routing.model.fleet import FleetRow, HireBasis
from routing.model.plan import CostTerm

ROW = FleetRow(
    id="F",
    seats=49,
    count=3,
    base="B",
    hire_fen=100_000,
    per_km_fen=333,
    toll_per_km_fen=55,
    deadhead_per_km_fen=201,
    driver_day_fen=40_000,
    per_stop_fen=5_000,
)


def test_each_term_is_the_rounded_product_of_its_price() -> None:
    terms = coach_terms(
        ROW,
        loaded_m=1_234_567,
        empty_m=500,
        extra_stops=2,
        drivers=2,
        driver_days=2,
        days=2,
    )

    assert terms == {
        CostTerm.HIRE: 110_000,
        CostTerm.DISTANCE: 411_111,  # 333 × 1,234.567 = 411,110.811
        CostTerm.TOLLS: 67_901,  # 55 × 1,234.567 = 67,901.185
        CostTerm.DEADHEAD: 101,  # 201 × 0.5 = 100.5, half up
        CostTerm.DRIVERS: 160_000,
    }
    assert total_fen(terms) == 110_000 + 411_111 + 67_901 + 101 + 160_000


def test_hire_by_the_day_is_paid_for_each_day() -> None:
    row = ROW.model_copy(update={"hire_basis": HireBasis.DAY})

    terms = coach_terms(row, loaded_m=0, empty_m=0, extra_stops=0, drivers=1, driver_days=1, days=3)

    assert terms[CostTerm.HIRE] == 300_000


@pytest.mark.parametrize(
    ("elapsed_s", "days"), [(0, 1), (86_400, 1), (86_401, 2), (172_800, 2), (172_801, 3)]
)
def test_a_driver_is_paid_for_each_started_24_hours(elapsed_s: int, days: int) -> None:
    assert driver_days(10_000, 10_000 + elapsed_s) == days


@pytest.mark.parametrize(
    ("first_s", "last_s", "days"),
    [(0, 86_399, 1), (0, 86_400, 2), (86_399, 86_400, 2), (-1, 0, 2), (100_000, 300_000, 3)],
)
def test_calendar_days_count_every_local_date_touched(first_s: int, last_s: int, days: int) -> None:
    assert len(calendar_days(first_s, last_s)) == days
