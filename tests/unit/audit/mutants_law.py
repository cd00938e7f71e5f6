"""Mutants of the rules of law: hours, crews, vehicles."""

from __future__ import annotations

from collections.abc import Callable

from tests.unit.audit.draft import Draft, Json, at, later, move_all
from tests.unit.audit.more_plans import late_feeder, second_feeder
from tests.unit.audit.mutant import Mutant, edge, field, given, rule_value, spoil
from tests.unit.audit.sound_plans import duty

HOME = "广西壮族自治区"


def change_of_drivers(draft: Draft, start: str) -> None:
    """The long run without its first break: the second driver takes the wheel at ``start``."""
    stops = later(start, 14_400)
    draft.run("C001")["duties"] = [
        duty(
            "D1",
            at("05:00"),
            ("drive", at("05:12")),
            ("standby", at("06:15")),
            ("drive", at("10:03")),
            ("standby", stops),
            ("break", at("14:43")),
            ("drive", at("14:55")),
        ),
        duty(
            "D2",
            at("05:00"),
            ("standby", start),
            ("drive", stops),
            ("break", at("14:43")),
            ("standby", at("14:55")),
        ),
    ]


def activities(draft: Draft, run: str = "C001", crew: int = 0) -> list[Json]:
    found: list[Json] = draft.run(run)["duties"][crew]["activities"]
    return found


def end_activity(
    index: int, *, crew: int = 0, onwards: bool = False
) -> Callable[[Draft, object], None]:
    """Moves the end of an activity, and with ``onwards`` the start of the next one."""

    def change(draft: Draft, moment: object) -> None:
        rows = activities(draft, crew=crew)
        rows[index]["ends"] = moment
        if onwards:
            rows[index + 1]["starts"] = moment

    return change


def stay(draft: Draft, until: object) -> None:
    """The driver of the first feeder rests at the base until some instant."""
    rows = activities(draft)
    rows.append({"kind": "rest", "starts": rows[-1]["ends"], "ends": until})


def kept_at_the_first_stop(draft: Draft) -> None:
    draft.row("bus")["base"] = "a"
    draft.run("C001")["positioning"] = []
    activities(draft).pop(0)


def split_drive(draft: Draft) -> None:
    """One drive written as two that follow each other."""
    rows = activities(draft)
    last = rows[4]
    half = later(last["starts"], 5_000)
    rows[4:5] = [dict(last, ends=half), dict(last, starts=half)]


def break_at(draft: Draft, seconds: int) -> None:
    """A stand of some seconds on the coach's second leg, after one hour."""
    rows = activities(draft)
    begins = later(rows[4]["starts"], 3_600)
    ends = later(begins, seconds)
    arrives = later(rows[4]["ends"], seconds)
    tail = [
        dict(rows[4], ends=begins),
        {"kind": "break", "starts": begins, "ends": ends},
        {"kind": "drive", "starts": ends, "ends": arrives},
    ]
    rows[4:] = tail
    stop = draft.run("C001")["stops"][2]
    stop["arrives"], stop["departs"] = arrives, later(stop["departs"], seconds)
    for itinerary in draft.plan["itineraries"]:
        itinerary["arrives"] = arrives
    draft.override(drive_day_max_s=13_319)


def hours_before(draft: Draft, hours: object) -> None:
    draft.scenario["drivers"] = [{"id": "C001-D1", "hours_7d": hours}]


def open_from_to(draft: Draft, window: object) -> None:
    start, end = str(window).split("–")
    draft.row("bus")["available"] = [{"from": at(start), "to": at(end)}]


def foreign_under(draft: Draft, rule: object) -> None:
    draft.row("bus")["home_area"] = "广东省"
    draft.override(home_area_rule=rule)


def exempt_below(draft: Draft, metres: object) -> None:
    draft.override(night_halt={"from": "06:00", "to": "08:00"}, night_halt_exempt_m=metres)


RELAY = ("runs", "C001", "relays", 0)


def relay_from(draft: Draft, clock: object) -> None:
    draft.override(relay_hours={"from": clock, "to": "02:00"})


def relay_until(draft: Draft, clock: object) -> None:
    draft.override(relay_hours={"from": "22:00", "to": clock})


def relay_without_halt(draft: Draft, hours: object) -> None:
    draft.override(night_halt="off", relay_hours=hours)


def halt_from(draft: Draft, clock: object) -> None:
    draft.override(night_halt={"from": clock, "to": "05:00"})


def taken_over_at(draft: Draft, moment: object) -> None:
    """The hand-over, and the duty of who takes over, begin at another instant."""
    field(*RELAY, "arrives")(draft, moment)
    activities(draft, crew=1)[0]["starts"] = moment


RELAYS: tuple[Mutant, ...] = (
    edge(
        "RELAY_NOT_ALLOWED",
        "handover",
        relay_without_halt,
        {"from": "22:00", "to": "02:00"},
        None,
    ),
    edge("RELAY_HOURS", "handover", relay_from, "22:15", "22:16"),
    edge("RELAY_HOURS", "handover", relay_until, "22:35", "22:34"),
    edge("RELAY_PLACE", "handover", given("places", "r", "relay_fen"), 0, None),
    # 2 h of driving are 240 km at 120 km/h; the second longitude is one metre farther.
    edge("RELAY_OFF_THE_WAY", "handover", given("places", "r", "lon"), 109.37725, 109.37726),
    edge("RELAY_MOVING", "handover", taken_over_at, at("22:15:00"), at("22:14:59")),
    # D2's other duty ends at 09:45; the hand-over begins at 22:15.
    edge("RELAY_REST", "tired-relief", rule_value("relay_rest_s"), 45_000, 45_001),
    edge("NIGHT_HALT", "handover", halt_from, "22:15", "22:14"),
    edge(
        "DUTY_GAP",
        "handover",
        field("runs", "C001", "duties", 1, "activities", 0, "starts"),
        at("22:15:00"),
        at("22:15:01"),
        name="relief-late",
    ),
    edge(
        "DUTY_GAP",
        "handover",
        field("runs", "C001", "duties", 0, "activities", 3, "ends"),
        at("22:35:00"),
        at("22:34:59"),
        name="left-early",
    ),
    edge("TIMES_REVERSED", "handover", field(*RELAY, "departs"), at("22:35:00"), at("22:14:59")),
    edge("PLAN_UNKNOWN_ID", "handover", field(*RELAY, "joins"), ["D2"], ["D3"]),
)
"""A coach handed over at 22:15 to a driver who waited."""

MUTANTS: tuple[Mutant, ...] = (
    *RELAYS,
    # 12 min + 30 min + 3 h without a break
    edge("DRIVE_ROW_DAY", "coach", rule_value("drive_day_max_s"), 13_320, 13_319),
    edge("DRIVE_ROW_DAY", "coach", break_at, 1_200, 1_199, name="break"),
    # from 05:38 to 05:50
    edge("DRIVE_ROW_NIGHT", "coach", rule_value("drive_night_max_s"), 720, 719),
    edge("DRIVE_24H", "coach", rule_value("drive_24h_max_s"), 13_320, 13_319),
    edge("DRIVE_7D", "coach", rule_value("drive_7d_max_s"), 13_320, 13_319),
    # 44 h less 13 320 s are 40.3 h
    edge("DRIVE_7D", "coach", hours_before, 40.3, 40.3003),
    edge("NIGHT_HALT", "coach", move_all, -2_280, -2_281),
    edge("NIGHT_HALT", "train", exempt_below, 75_001, 75_000),
    spoil(
        "DUTY_GAP",
        "coach",
        lambda d: end_activity(1)(d, at("06:09:59")),
        inside=lambda d: activities(d).pop(),
    ),
    spoil("DUTY_GAP", "coach", lambda d: end_activity(3)(d, at("06:48:46")), name="overlap"),
    spoil(
        "DRIVE_SECONDS",
        "coach",
        lambda d: end_activity(4, onwards=True)(d, at("09:48:44")),
        inside=split_drive,
    ),
    spoil(
        "DRIVE_SECONDS",
        "coach",
        lambda d: end_activity(4, onwards=True)(d, at("09:48:46")),
        name="at-the-stop",
    ),
    edge("TWO_AT_THE_WHEEL", "long", change_of_drivers, at("10:03:01"), at("10:02:59")),
    edge("CHANGE_WHILE_MOVING", "long", change_of_drivers, at("10:03:01"), at("10:03:00")),
    edge(
        "REST_WHILE_MOVING", "long", end_activity(3, onwards=True), at("10:23:00"), at("10:23:01")
    ),
    edge("SECOND_DRIVER", "coach", rule_value("two_drivers_beyond_m"), 224_001, 224_000),
    edge("TOO_MANY_DRIVERS", "long", rule_value("max_drivers"), 2, 1),
    edge("DRIVER_IN_TWO_PLACES", "twice", stay, at("08:17"), at("08:17:01")),
    edge("NO_SUCH_VEHICLE", "coach", field("runs", "C001", "vehicle", "number"), 2, 3),
    Mutant(
        "VEHICLE_OVERLAP",
        "second-run",
        lambda: second_feeder(at("07:57")),
        lambda: second_feeder(at("07:56:59")),
    ),
    spoil(
        "POSITIONING_BROKEN",
        "coach",
        lambda d: given("fleet", "bus", "base")(d, "b"),
        inside=kept_at_the_first_stop,
    ),
    spoil(
        "POSITIONING_BROKEN",
        "train",
        lambda d: given("fleet", "gz", "returns_empty")(d, True),
        name="stays-out",
    ),
    edge("NOT_AVAILABLE", "coach", open_from_to, "05:38:00–10:02:30", "05:38:01–10:02:30"),
    edge("NOT_AVAILABLE", "coach", open_from_to, "05:38:00–10:02:30", "05:38:00–10:02:29"),
    edge(
        "HOME_AREA",
        "coach",
        given("fleet", "bus", "home_area"),
        f"{HOME}/柳州市",
        "广东省",
    ),
    edge("HOME_AREA", "coach", given("fleet", "bus", "home_area"), HOME, f"{HOME}/崇左"),
    edge("HOME_AREA", "coach", foreign_under, False, True, name="rule"),
    Mutant(
        "HOTEL_MISSING",
        "halt-hours",
        lambda: late_feeder(at("05:00:00")),
        lambda: late_feeder(at("04:59:59")),
    ),
)
