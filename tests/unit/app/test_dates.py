"""Solar and lunar dates as planners say them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.pages.dates import Clock, lunar_day
from app.pages.money import kilometres, percent, yuan


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        # Published Spring Festival dates and a leap month.
        (date(2020, 1, 25), "正月初一", "lunar 1-01"),
        (date(2022, 2, 1), "正月初一", "lunar 1-01"),
        (date(2026, 2, 17), "正月初一", "lunar 1-01"),
        (date(2026, 2, 16), "腊月廿九", "lunar 12-29"),
        (date(2020, 2, 23), "二月初一", "lunar 2-01"),
        (date(2026, 2, 26), "正月初十", "lunar 1-10"),
        (date(2026, 3, 8), "正月二十", "lunar 1-20"),
        (date(2023, 3, 22), "闰二月初一", "lunar leap 2-01"),
    ],
)
def test_the_lunar_day_has_its_usual_name(day: date, chinese: str, english: str) -> None:
    assert lunar_day(day, "zh") == chinese
    assert lunar_day(day, "en") == english


def test_outside_the_calendar_there_is_no_lunar_day() -> None:
    assert lunar_day(date(1850, 1, 1), "zh") == lunar_day(date(2300, 1, 1), "zh") == ""


def test_moments_are_told_on_the_scenarios_clock() -> None:
    moment = datetime(2026, 2, 23, 23, 5, tzinfo=UTC)
    clock = Clock(ZoneInfo("Asia/Shanghai"), "zh")
    assert clock.time(moment) == "07:05"
    assert clock.day(moment) == "2月24日 周二"
    assert clock.short(moment) == "24日 07:05"
    assert clock.lunar(moment) == "正月初八"
    assert Clock(ZoneInfo("Asia/Shanghai"), "en").day(moment) == "Tue 24 Feb"


@pytest.mark.parametrize(
    ("seconds", "chinese", "english"),
    [(0, "0分", "0 min"), (2_940, "49分", "49 min"), (50_700, "14小时05分", "14 h 05")],
)
def test_spans_are_hours_and_minutes(seconds: int, chinese: str, english: str) -> None:
    assert Clock(ZoneInfo("Asia/Shanghai"), "zh").span(seconds) == chinese
    assert Clock(ZoneInfo("Asia/Shanghai"), "en").span(seconds) == english


def test_money_rounds_half_up_to_whole_yuan() -> None:
    assert [yuan(fen) for fen in (0, 49, 50, 149, 12_345_650, -150)] == [
        "0",
        "0",
        "1",
        "1",
        "123,457",
        "−2",
    ]
    assert (kilometres(1_499), kilometres(1_500), percent(0.0634)) == ("1", "2", "6.3%")
