"""Sound plans made by hand: a coach, a long coach, a train with feeder and last mile, a night."""

from __future__ import annotations

import copy

from tests.unit.audit.draft import Draft, Json, at, later, settle

HOME = "广西壮族自治区/崇左市"

PLACES: list[Json] = [
    {"id": "base", "kind": "coach_base", "lat": 24.0, "lon": 106.95, "admin": f"{HOME}/江州区"},
    {"id": "a", "kind": "village", "lat": 24.0, "lon": 107.0, "admin": f"{HOME}/天等县"},
    {"id": "b", "kind": "resettlement_site", "lat": 24.0, "lon": 107.2, "admin": f"{HOME}/天等县"},
    {"id": "s1", "kind": "rail_station", "lat": 24.0, "lon": 107.6},
    {"id": "hotel", "kind": "hotel", "lat": 24.0, "lon": 107.601, "beds": 40, "bed_fen": 3_050},
    {"id": "r", "kind": "service_area", "lat": 24.0, "lon": 109.3, "relay_fen": 8_000},
    {
        "id": "f",
        "kind": "factory",
        "lat": 24.0,
        "lon": 109.0,
        "admin": "广西壮族自治区/柳州市/柳南区",
    },
    {"id": "m", "kind": "rail_station", "lat": 24.0, "lon": 110.0},
    {
        "id": "s2",
        "kind": "rail_station",
        "lat": 24.0,
        "lon": 113.0,
        "admin": "广东省/广州市/番禺区",
    },
    {"id": "depot", "kind": "coach_base", "lat": 24.0, "lon": 113.05},
    {"id": "g", "kind": "factory", "lat": 24.0, "lon": 113.1, "admin": "广东省/广州市/增城区"},
]

FLEET: list[Json] = [
    {
        "id": "bus",
        "seats": 49,
        "reserved_seats": 2,
        "count": 2,
        "base": "base",
        "home_area": HOME,
        "hire_fen": 120_000,
        "per_km_fen": 333,
        "toll_per_km_fen": 45,
        "deadhead_per_km_fen": 210,
        "driver_day_fen": 30_000,
        "per_stop_fen": 5_000,
    },
    {
        "id": "mini",
        "seats": 37,
        "count": 1,
        "base": "base",
        "hire_fen": 60_000,
        "per_km_fen": 250,
        "deadhead_per_km_fen": 125,
        "returns_empty": True,
        "driver_day_fen": 20_000,
    },
    {"id": "gz", "seats": 53, "count": 1, "base": "depot", "hire_fen": 90_000},
]


def draft(
    groups: list[Json], runs: list[Json], itineraries: list[Json], **more: list[Json]
) -> Draft:
    """A scenario and plan from their lists, not yet settled."""
    scenario: Json = {
        "id": "case",
        "places": [{"name": p["id"], **p} for p in PLACES],
        "groups": groups,
        "fleet": [dict(row) for row in FLEET],
        "services": more.get("services", []),
        "drivers": [],
        "policy": {"profile": "cn-2023", "overrides": {}},
        "travel": {"pairs": []},
        "goals": {},
        "pins": [],
        "solver": {},
    }
    plan: Json = {
        "scenario_id": "case",
        "stop_reason": "work",
        "provenance": {
            "versions": {"zhida": "0"},
            "seed": 0,
            "effort": "standard",
            "provider": "hand",
        },
        "purchases": more.get("purchases", []),
        "certificate": {
            "people_bound": sum(group["people"] for group in groups),
            "proves": {"zh": "手工", "en": "by hand"},
        },
        "runs": runs,
        "itineraries": itineraries,
        "left_out": more.get("left_out", []),
    }
    return Draft(scenario, plan)


def group(name: str, people: int, ends: tuple[str, str], **more: object) -> Json:
    ready = {"ready_from": at("06:00"), "payer": "county"}
    return {
        "id": name,
        "origin": ends[0],
        "destination": ends[1],
        "people": people,
        **ready,
        **more,
    }


def stop(place: str, times: tuple[str, str], on_board: int, **loads: list[tuple[str, int]]) -> Json:
    heads = {
        verb: [{"group": name, "people": people} for name, people in loads.get(verb, [])]
        for verb in ("board", "alight")
    }
    return {"place": place, "arrives": times[0], "departs": times[1], "on_board": on_board, **heads}


def leg(distance_m: int, duration_s: int) -> Json:
    return {"distance_m": distance_m, "duration_s": duration_s}


def empty(ends: tuple[str, str], departs: str, distance_m: int, duration_s: int) -> Json:
    return {
        "from": ends[0],
        "to": ends[1],
        "departs": departs,
        "arrives": later(departs, duration_s),
        **leg(distance_m, duration_s),
    }


def duty(driver: str, start: str, *parts: tuple[str, str]) -> Json:
    """A duty from a start and (activity, until) pairs."""
    activities, here = [], start
    for kind, until in parts:
        activities.append({"kind": kind, "starts": here, "ends": until})
        here = until
    return {"driver": driver, "activities": activities}


def way(run_list: list[Json], name: str, people: int, *runs: str) -> Json:
    """An itinerary whose times are taken from its runs."""
    first = next(run for run in run_list if run["id"] == runs[0])
    last = next(run for run in run_list if run["id"] == runs[-1])
    departs = next(
        s["departs"] for s in first["stops"] if any(x["group"] == name for x in s["board"])
    )
    arrives = next(
        s["arrives"] for s in last["stops"] if any(x["group"] == name for x in s["alight"])
    )
    return {
        "group": name,
        "people": people,
        "runs": list(runs),
        "departs": departs,
        "arrives": arrives,
    }


def coach_plan() -> Draft:
    """20 people of village a and 15 of site b in one coach to factory f, 224 km, one driver."""
    run: Json = {
        "id": "C001",
        "mode": "coach",
        "role": "direct",
        "vehicle": {"fleet": "bus", "number": 1},
        "stops": [
            stop("a", (at("05:50"), at("06:10")), 20, board=[("ga", 20)]),
            stop("b", (at("06:40"), at("06:48:45")), 35, board=[("gb", 15)]),
            stop("f", (at("09:48:45"), at("10:02:30")), 0, alight=[("ga", 20), ("gb", 15)]),
        ],
        "legs": [leg(24_000, 1_800), leg(200_001, 10_800)],
        "positioning": [empty(("base", "a"), at("05:38"), 8_000, 720)],
        "duties": [
            duty(
                "C001-D1",
                at("05:38"),
                ("drive", at("05:50")),
                ("standby", at("06:10")),
                ("drive", at("06:40")),
                ("standby", at("06:48:45")),
                ("drive", at("09:48:45")),
                ("standby", at("10:02:30")),
            )
        ],
    }
    groups = [
        group("ga", 20, ("a", "f"), ready_from=at("06:00")),
        group("gb", 15, ("b", "f"), ready_from=at("06:30"), arrive_by=at("12:00")),
    ]
    ways = [way([run], "ga", 20, "C001"), way([run], "gb", 15, "C001")]
    return settle(draft(groups, [run], ways))


def long_plan() -> Draft:
    """40 people of village a to factory g, 700 km in 8 h of driving, two drivers, two breaks."""
    run: Json = {
        "id": "C001",
        "mode": "coach",
        "role": "direct",
        "vehicle": {"fleet": "bus", "number": 2},
        "stops": [
            stop("a", (at("05:12"), at("06:15")), 40, board=[("ga", 40)]),
            stop("g", (at("14:55"), at("15:10")), 0, alight=[("ga", 40)]),
        ],
        "legs": [leg(700_000, 28_800)],
        "positioning": [empty(("base", "a"), at("05:00"), 8_000, 720)],
        "duties": [],
    }
    stands = (at("10:03"), at("10:23"), at("14:23"), at("14:43"))
    run["duties"] = [
        duty(
            "D1",
            at("05:00"),
            ("drive", at("05:12")),
            ("standby", at("06:15")),
            ("drive", stands[0]),
            ("break", stands[1]),
            ("standby", stands[2]),
            ("break", stands[3]),
            ("drive", at("14:55")),
            ("standby", at("15:10")),
        ),
        duty(
            "D2",
            at("05:00"),
            ("standby", stands[0]),
            ("break", stands[1]),
            ("drive", stands[2]),
            ("break", stands[3]),
            ("standby", at("15:10")),
        ),
    ]
    groups = [group("ga", 40, ("a", "g"), ready_from=at("06:00"))]
    return settle(draft(groups, [run], [way([run], "ga", 40, "C001")]))


SERVICE: Json = {
    "id": "K1",
    "mode": "train",
    "number": "K1",
    "calls": [
        {"place": "s1", "departs": at("12:00")},
        {"place": "m", "arrives": at("15:00"), "departs": at("15:05")},
        {"place": "s2", "arrives": at("18:00")},
    ],
    "offers": [
        {
            "id": "carriage",
            "kind": "carriage",
            "seats": 118,
            "units": 2,
            "min_people": 20,
            "price_fen": 500_000,
        },
        {"id": "seat", "kind": "ticket", "seats": 1, "units": 10, "per_person_fen": 20_050},
    ],
    "check_in_s": 3_600,
    "egress_s": 1_800,
}


def feeder(name: str, number: int, people: int, start: str, *, who: str = "ga") -> Json:
    """Base to village a, to the station, empty home again; ``start`` is when it leaves the base."""
    here = [start]
    for seconds in (720, 3_000, 4_500, 1_200, 4_800):
        here.append(later(here[-1], seconds))
    return {
        "id": name,
        "mode": "coach",
        "role": "feeder",
        "vehicle": {"fleet": "mini", "number": number},
        "stops": [
            stop("a", (here[1], here[2]), people, board=[(who, people)]),
            stop("s1", (here[3], here[4]), 0, alight=[(who, people)]),
        ],
        "legs": [leg(75_000, 4_500)],
        "positioning": [
            empty(("base", "a"), here[0], 8_000, 720),
            empty(("s1", "base"), here[4], 80_000, 4_800),
        ],
        "duties": [
            duty(
                f"{name}-D1",
                here[0],
                ("drive", here[1]),
                ("standby", here[2]),
                ("drive", here[3]),
                ("standby", here[4]),
                ("drive", here[5]),
            )
        ],
    }


def last_mile() -> Json:
    return {
        "id": "C002",
        "mode": "coach",
        "role": "last_mile",
        "vehicle": {"fleet": "gz", "number": 1},
        "stops": [
            stop("s2", (at("18:10"), at("18:45")), 30, board=[("ga", 30)]),
            stop("g", (at("19:05"), at("19:17:30")), 0, alight=[("ga", 30)]),
        ],
        "legs": [leg(12_000, 1_200)],
        "positioning": [empty(("depot", "s2"), at("18:00"), 6_000, 600)],
        "duties": [
            duty(
                "C002-D1",
                at("18:00"),
                ("drive", at("18:10")),
                ("standby", at("18:45")),
                ("drive", at("19:05")),
            )
        ],
    }


def train() -> Json:
    return {
        "id": "T1",
        "mode": "train",
        "role": "line_haul",
        "vehicle": {"service": "K1"},
        "stops": [
            stop("s1", (at("12:00"), at("12:00")), 34, board=[("ga", 30), ("gw", 4)]),
            stop("s2", (at("18:00"), at("18:00")), 0, alight=[("ga", 30), ("gw", 4)]),
        ],
        "legs": [leg(600_000, 21_600)],
        "positioning": [],
        "duties": [],
    }


def train_plan(start: str = at("06:30")) -> Draft:
    """30 people by feeder, train and last mile; 4 walk in and out; 3 on own tickets; 2 left out."""
    runs = [feeder("C001", 1, 30, start), train(), last_mile()]
    groups = [
        group("ga", 30, ("a", "g"), ready_from=later(start, 720)),
        group("gw", 4, ("s1", "s2"), ready_from=at("10:30")),
        group("go", 3, ("b", "g"), own_travel_fen_per_person=35_000),
        group("gx", 2, ("b", "g")),
    ]
    ways = [
        way(runs, "ga", 30, "C001", "T1", "C002"),
        way(runs, "gw", 4, "T1"),
        {"group": "go", "people": 3, "runs": []},
    ]
    bought = [
        {"service": "K1", "offer": "carriage", "units": 1, "people": 30},
        {"service": "K1", "offer": "seat", "units": 4, "people": 4},
    ]
    left = [{"group": "gx", "people": 2, "reasons": [{"code": "SEATS", "subject": "mini"}]}]
    services = [copy.deepcopy(SERVICE)]
    made = draft(groups, runs, ways, services=services, purchases=bought, left_out=left)
    return settle(made)


def night_plan() -> Draft:
    """The train plan, with the feeder on the evening before and a night in the hotel."""
    made = train_plan(at("18:30", day=-1))
    made.itinerary("ga")["night"] = "hotel"
    return settle(made)


def twice_plan() -> Draft:
    """One small coach brings two groups of village a to the station, one after the other."""
    first, second = feeder("C001", 1, 20, at("04:00")), feeder("C003", 1, 10, at("08:17"), who="gc")
    second["duties"][0]["driver"] = first["duties"][0]["driver"]
    made = train_plan()
    runs = [first, second, train(), last_mile()]
    for run in runs[2:]:
        heads = [("ga", 20), ("gc", 10)] + ([("gw", 4)] if run["id"] == "T1" else [])
        loads = [{"group": name, "people": people} for name, people in heads]
        run["stops"][0]["board"], run["stops"][-1]["alight"] = loads, loads
    made.plan["runs"] = runs
    made.group("ga").update(people=20, ready_from=at("04:00"))
    made.scenario["groups"].append(group("gc", 10, ("a", "g")))
    ways = made.plan["itineraries"][1:]
    ways += [way(runs, "ga", 20, "C001", "T1", "C002"), way(runs, "gc", 10, "C003", "T1", "C002")]
    made.plan["itineraries"] = ways
    return settle(made)


SOUND = {
    "coach": coach_plan,
    "long": long_plan,
    "train": train_plan,
    "night": night_plan,
    "twice": twice_plan,
}
