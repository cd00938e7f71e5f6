"""Plans that break no rule audit clean, and their money is what a clerk would add up by hand."""

from __future__ import annotations

import pytest

from tests.unit.audit.draft import settle
from tests.unit.audit.more_plans import EVERY
from tests.unit.audit.sound_plans import coach_plan, night_plan, train_plan


@pytest.mark.parametrize("name", EVERY)
def test_a_sound_plan_has_no_finding(name: str) -> None:
    report = EVERY[name]().audit()
    assert [f.cause.en for f in report.findings] == []
    assert report.passed


@pytest.mark.parametrize("name", EVERY)
def test_every_rule_has_a_line_on_the_sheet_that_passes(name: str) -> None:
    report = EVERY[name]().audit()
    codes = [check.code for check in report.rules]
    assert len(codes) == len(set(codes))
    assert all(check.passed for check in report.rules)
    assert all((check.measured is None) == (check.checked == 0) for check in report.rules)


def test_the_coachs_money_by_hand() -> None:
    # 1200.00 hire + 50.00 for the second pickup; 224.001 km at 3.33 and at 0.45; 8 km empty at
    # 2.10; one driver, one day.
    assert coach_plan().plan["cost"]["terms"] == {
        "hire": 125_000,
        "distance": 74_592,
        "tolls": 10_080,
        "deadhead": 1_680,
        "drivers": 30_000,
    }


def test_the_trains_money_by_hand() -> None:
    # A carriage at 5000.00, four seats at 200.50, three own tickets at 350.00; the feeder drives
    # 75 km loaded at 2.50 and 88 km empty at 1.25; the last mile is hired flat.
    assert train_plan().plan["cost"]["terms"] == {
        "hire": 60_000 + 90_000,
        "distance": 18_750,
        "tolls": 0,
        "deadhead": 11_000,
        "drivers": 20_000,
        "rail": 500_000 + 80_200,
        "tickets": 105_000,
    }


def test_a_hand_over_adds_its_price_and_the_second_drivers_day() -> None:
    made = EVERY["handover"]()
    assert made.plan["cost"]["terms"]["drivers"] == 2 * 30_000 + 8_000


def test_drivers_who_ride_in_turn_are_never_two_on_board() -> None:
    made = EVERY["handover"]()
    made.override(max_drivers=1)
    assert settle(made).codes() == set()


def test_a_night_adds_its_beds() -> None:
    assert night_plan().plan["cost"]["terms"]["hotel"] == 30 * 3_050


def test_the_sheet_names_article_value_and_margin_of_a_rule_of_law() -> None:
    checks = {check.code: check for check in coach_plan().audit().rules}
    row = checks["DRIVE_ROW_DAY"]
    assert row.article is not None
    assert "第三十八条第(一)项" in row.article
    assert row.source is not None
    assert "交运发〔2018〕55号" in row.source
    # 12 min to the first stop, 30 min and 3 h on the way, nothing of it a break.
    assert (row.measured, row.limit, row.margin) == ("3:42:00 h", "4:00:00 h", "0:18:00 h")


def test_an_overridden_value_is_said_to_be_the_scenarios() -> None:
    made = coach_plan()
    made.override(drive_day_max_s=20_000)
    checks = {check.code: check for check in made.audit().rules}
    source = checks["DRIVE_ROW_DAY"].source
    assert source is not None
    assert "policy.overrides.drive_day_max_s" in source
