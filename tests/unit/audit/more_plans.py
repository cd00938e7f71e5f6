"""More sound plans, for rules that the first five do not reach."""

from __future__ import annotations

from tests.unit.audit.draft import Draft, Json, at, later, settle
from tests.unit.audit.sound_plans import (
    SOUND,
    draft,
    duty,
    empty,
    feeder,
    group,
    leg,
    stop,
    train_plan,
    twice_plan,
    way,
)


def drops_plan() -> Draft:
    """One coach from village a: 15 people alight at site b, 20 go on to factory f."""
    run: Json = {
        "id": "C001",
        "mode": "coach",
        "role": "direct",
        "vehicle": {"fleet": "bus", "number": 1},
        "stops": [
            stop("a", (at("05:50"), at("06:15")), 35, board=[("ga", 20), ("gb", 15)]),
            stop("b", (at("06:45"), at("06:53:45")), 20, alight=[("gb", 15)]),
            stop("f", (at("09:53:45"), at("10:03:45")), 0, alight=[("ga", 20)]),
        ],
        "legs": [leg(24_000, 1_800), leg(200_000, 10_800)],
        "positioning": [empty(("base", "a"), at("05:38"), 8_000, 720)],
        "duties": [
            duty(
                "C001-D1",
                at("05:38"),
                ("drive", at("05:50")),
                ("standby", at("06:15")),
                ("drive", at("06:45")),
                ("standby", at("06:53:45")),
                ("drive", at("09:53:45")),
            )
        ],
    }
    groups = [group("ga", 20, ("a", "f")), group("gb", 15, ("a", "b"))]
    ways = [way([run], "ga", 20, "C001"), way([run], "gb", 15, "C001")]
    return settle(draft(groups, [run], ways))


def pair_plan(*, spare: int) -> Draft:
    """Two coaches from village a to factory f, 20 and 15 people of one team.

    ``spare`` seats fewer than 47 each: with 13 both coaches are needed.
    """
    runs = [_direct("C001", 1, ("ga", 20)), _direct("C002", 2, ("gb", 15))]
    groups = [
        group("ga", 20, ("a", "f"), ready_from=at("05:30"), share_key="team"),
        group("gb", 15, ("a", "f"), ready_from=at("05:30"), share_key="team"),
    ]
    ways = [way(runs, "ga", 20, "C001"), way(runs, "gb", 15, "C002")]
    made = draft(groups, runs, ways)
    made.row("bus")["reserved_seats"] = 2 + spare
    return settle(made)


def _direct(name: str, number: int, load: tuple[str, int]) -> Json:
    return {
        "id": name,
        "mode": "coach",
        "role": "direct",
        "vehicle": {"fleet": "bus", "number": number},
        "stops": [
            stop("a", (at("05:50"), at("06:15")), load[1], board=[load]),
            stop("f", (at("09:45"), at("10:00")), 0, alight=[load]),
        ],
        "legs": [leg(220_000, 12_600)],
        "positioning": [empty(("base", "a"), at("05:38"), 8_000, 720)],
        "duties": [
            duty(
                f"{name}-D1",
                at("05:38"),
                ("drive", at("05:50")),
                ("standby", at("06:15")),
                ("drive", at("09:45")),
            )
        ],
    }


def relay_plan(departs: str = at("08:59:30")) -> Draft:
    """30 people change from a small coach to a large one at station s1."""
    arrives = later(departs, 7_200)
    second: Json = {
        "id": "C002",
        "mode": "coach",
        "role": "last_mile",
        "vehicle": {"fleet": "bus", "number": 1},
        "stops": [
            stop("s1", (at("08:40"), departs), 30, board=[("ga", 30)]),
            stop("f", (arrives, later(arrives, 750)), 0, alight=[("ga", 30)]),
        ],
        "legs": [leg(150_000, 7_200)],
        "positioning": [empty(("base", "s1"), at("07:20"), 80_000, 4_800)],
        "duties": [
            duty(
                "C002-D1",
                at("07:20"),
                ("drive", at("08:40")),
                ("standby", departs),
                ("drive", arrives),
            )
        ],
    }
    runs = [feeder("C001", 1, 30, at("06:30")), second]
    made = draft([group("ga", 30, ("a", "f"))], runs, [way(runs, "ga", 30, "C001", "C002")])
    del made.row("bus")["home_area"]
    return settle(made)


def handover_plan() -> Draft:
    """40 people over night, 700 km: a fresh driver takes over at r at 22:15 and drives through."""
    run: Json = {
        "id": "C001",
        "mode": "coach",
        "role": "direct",
        "vehicle": {"fleet": "bus", "number": 2},
        "stops": [
            stop("a", (at("19:12"), at("20:15")), 40, board=[("ga", 40)]),
            stop("g", (at("05:15", day=1), at("05:30", day=1)), 0, alight=[("ga", 40)]),
        ],
        "legs": [leg(700_000, 28_800)],
        "positioning": [empty(("base", "a"), at("19:00"), 8_000, 720)],
        "relays": [
            {
                "place": "r",
                "arrives": at("22:15"),
                "departs": at("22:35"),
                "leaves": ["D1"],
                "joins": ["D2"],
            }
        ],
        "duties": [
            duty(
                "D1",
                at("19:00"),
                ("drive", at("19:12")),
                ("standby", at("20:15")),
                ("drive", at("22:15")),
                ("standby", at("22:35")),
            ),
            duty(
                "D2",
                at("22:15"),
                ("standby", at("22:35")),
                ("drive", at("00:35", day=1)),
                ("break", at("00:55", day=1)),
                ("drive", at("02:55", day=1)),
                ("break", at("03:15", day=1)),
                ("drive", at("05:15", day=1)),
                ("standby", at("05:30", day=1)),
            ),
        ],
    }
    groups = [group("ga", 40, ("a", "g"), ready_from=at("20:00"))]
    made = draft(groups, [run], [way([run], "ga", 40, "C001")])
    made.override(relay_hours={"from": "22:00", "to": "02:00"})
    return settle(made)


def tired_relief_plan() -> Draft:
    """The plan with a hand-over, whose fresh driver drove another coach until 09:45 that day."""
    made = handover_plan()
    other = _direct("C002", 1, ("gb", 20))
    other["duties"][0]["driver"] = "D2"
    made.plan["runs"].append(other)
    made.scenario["groups"].append(group("gb", 20, ("a", "f"), ready_from=at("05:30")))
    made.plan["itineraries"].append(way([other], "gb", 20, "C002"))
    made.plan["certificate"]["people_bound"] += 20
    made.override(drive_24h_max_s=43_200)
    return settle(made)


def second_feeder(start: str, *, number: int = 1) -> Draft:
    """The plan with two feeder runs; the second leaves the base at ``start``, its own driver."""
    made = twice_plan()
    made.row("mini")["count"] = 2
    made.group("gc")["ready_from"] = at("04:00")
    made.plan["runs"][1] = feeder("C003", number, 10, start, who="gc")
    made.itinerary("gc")["departs"] = made.run("C003")["stops"][0]["departs"]
    return settle(made)


def split_plan() -> Draft:
    """The plan with two feeder runs, both carrying people of one group."""
    made = twice_plan()
    made.scenario["groups"] = [g for g in made.scenario["groups"] if g["id"] != "gc"]
    made.group("ga").update(people=30)
    made.itinerary("gc")["group"] = "ga"
    for run in made.plan["runs"]:
        for each in run["stops"]:
            for verb in ("board", "alight"):
                for load in each[verb]:
                    load["group"] = "ga" if load["group"] == "gc" else load["group"]
    return settle(made)


def late_feeder(arrival: str) -> Draft:
    """The train plan with a feeder that reaches the station at ``arrival``, and no hotel."""
    made = train_plan(later(arrival, -8_220))
    made.override(drive_night_max_s=14_400)
    return settle(made)


EVERY = SOUND | {
    "drops": drops_plan,
    "pair": lambda: pair_plan(spare=13),
    "relay": relay_plan,
    "handover": handover_plan,
    "tired-relief": tired_relief_plan,
    "split": split_plan,
}
