"""Driving hours on spans that roll over runs and days."""

from __future__ import annotations

from tests.unit.audit.draft import Draft, at, gone, later, settle
from tests.unit.audit.more_plans import second_feeder
from tests.unit.audit.sound_plans import long_plan, twice_plan


def finding(draft: Draft, code: str) -> tuple[str | None, str | None]:
    found = [f for f in draft.audit().findings if f.code == code]
    assert len(found) == 1
    return found[0].subject, found[0].measured


def row(draft: Draft, code: str) -> str | None:
    return next(check.measured for check in draft.audit().rules if check.code == code)


def same_driver(start: str) -> Draft:
    """Two feeder runs by one driver, who drives 720 + 4 500 + 4 800 s in each."""
    made = second_feeder(start)
    made.run("C003")["duties"][0]["driver"] = "C001-D1"
    return settle(made)


def test_hours_of_one_driver_add_up_over_runs() -> None:
    assert row(twice_plan(), "DRIVE_24H") == "5:34:00 h"


def test_the_time_between_two_runs_ends_a_row_from_twenty_minutes_on() -> None:
    # the first run is back at 07:57
    assert same_driver(at("08:17:00")).codes() == set()
    short = same_driver(at("08:16:59"))
    assert short.codes() == {"DRIVE_ROW_DAY"}
    assert finding(short, "DRIVE_ROW_DAY") == ("C001-D1", "5:34:00 h")


def test_twenty_four_hours_roll_and_do_not_begin_at_midnight() -> None:
    # Both runs are alike. A day apart to the second, every span of 24 h holds as much driving as
    # one run; a second less, and the span that begins with the first run holds one second more.
    made = twice_plan()
    made.override(drive_24h_max_s=10_020, night_halt="off")
    move(made, "C003", at("04:00", day=1))
    assert "DRIVE_24H" not in made.codes()
    move(made, "C003", at("03:59:59", day=1))
    assert finding(made, "DRIVE_24H") == ("C001-D1", "2:47:01 h")


def test_seven_days_roll_too() -> None:
    made = twice_plan()
    made.override(drive_7d_max_s=10_020, night_halt="off")
    move(made, "C003", at("04:00", day=7))
    assert "DRIVE_7D" not in made.codes()
    move(made, "C003", at("03:59:59", day=7))
    assert finding(made, "DRIVE_7D") == ("C001-D1", "2:47:01 h")


def test_hours_before_the_plan_count_through_its_first_seven_days_and_no_longer() -> None:
    made = twice_plan()
    made.override(drive_7d_max_s=13_620, night_halt="off")
    made.scenario["drivers"] = [{"id": "C001-D1", "hours_7d": 1}]
    move(made, "C003", at("04:00", day=7))
    assert "DRIVE_7D" not in made.codes()
    move(made, "C003", at("03:59:59", day=7))
    assert finding(made, "DRIVE_7D") == ("C001-D1", "3:47:01 h")


def test_a_break_on_a_moving_coach_ends_no_row() -> None:
    # The first driver pretends to rest while the second drives.
    made = long_plan()
    rows = made.run("C001")["duties"][0]["activities"]
    rows[3]["kind"], rows[4]["kind"], rows[5]["kind"] = "standby", "rest", "standby"
    assert settle(made).codes() == {"DRIVE_ROW_DAY", "REST_WHILE_MOVING"}


def test_standing_by_on_a_standing_coach_ends_no_row() -> None:
    made = long_plan()
    for crew in made.run("C001")["duties"]:
        for activity in crew["activities"]:
            activity["kind"] = activity["kind"].replace("break", "standby")
    assert settle(made).codes() == {"DRIVE_ROW_DAY"}


def test_two_pauses_that_touch_are_one() -> None:
    made = long_plan()
    rows = made.run("C001")["duties"][0]["activities"]
    middle = later(rows[3]["starts"], 600)
    rows[3:4] = [dict(rows[3], ends=middle), dict(rows[3], starts=middle, kind="halt")]
    assert settle(made).codes() == set()


def move(draft: Draft, name: str, start: str) -> None:
    """Move one run to leave the base at ``start``; what depends on it is left as it is."""
    run = draft.run(name)
    seconds = gone(run["positioning"][0]["departs"], start)
    for part in (*run["stops"], *run["positioning"]):
        part["arrives"] = later(part["arrives"], seconds)
        part["departs"] = later(part["departs"], seconds)
    for activity in run["duties"][0]["activities"]:
        activity["starts"] = later(activity["starts"], seconds)
        activity["ends"] = later(activity["ends"], seconds)
