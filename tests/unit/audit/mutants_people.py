"""Mutants of the rules on stops, transfers, beds, seats, people, wishes and services."""

from __future__ import annotations

from collections.abc import Callable

from tests.unit.audit.draft import Draft, at, settle
from tests.unit.audit.more_plans import relay_plan, second_feeder, split_plan
from tests.unit.audit.mutant import Mutant, edge, field, given, rule_value, spoil
from tests.unit.audit.sound_plans import leg, stop, train_plan


def windows(place: str) -> Callable[[Draft, object], None]:
    """Sets a place's open windows from ``HH:MM:SS–HH:MM:SS`` texts."""

    def change(draft: Draft, spans: object) -> None:
        pairs = [span.split("–") for span in str(spans).split()]
        draft.place(place)["open"] = [{"from": at(a), "to": at(b)} for a, b in pairs]

    return change


def least_stop(name: str) -> Callable[[Draft, object], None]:
    def change(draft: Draft, seconds: object) -> None:
        draft.override(**{name: seconds})
        draft.group("ga")["ready_from"] = at("05:50")

    return change


def closed_until(draft: Draft, clock: object) -> None:
    draft.place("a")["no_night_access"] = True
    draft.override(night_access={"from": "22:00", "to": clock})


def two_at_the_station(start: str) -> Draft:
    made = second_feeder(start, number=2)
    made.place("s1")["bays"] = 1
    return settle(made)


def check_in(draft: Draft, seconds: object) -> None:
    draft.service("K1")["check_in_s"] = seconds
    draft.group("gw")["ready_from"] = at("09:00")


def large_party_from(draft: Draft, people: object) -> None:
    check_in(draft, 3_600)
    draft.service("K1")["large_party"] = {"people": people, "check_in_s": 10_381}


def no_hotel(draft: Draft, least_wait_s: object) -> None:
    draft.itinerary("ga")["night"] = None
    draft.override(night_stay_beyond_s=least_wait_s)


def wheelchairs(draft: Draft, places: object) -> None:
    draft.group("ga")["wheelchairs"] = 2
    draft.row("bus")["wheelchair_places"] = places


def split_wheelchairs(draft: Draft, places: object) -> None:
    """Of 30 people in two feeders 12 use wheelchairs: at least two must be among the 20."""
    draft.group("ga")["wheelchairs"] = 12
    draft.row("mini")["wheelchair_places"] = places
    draft.row("gz")["wheelchair_places"] = 12


def apart(draft: Draft, key: object) -> None:
    draft.group("ga")["apart_key"] = "x"
    draft.group("gb")["apart_key"] = key


def of_the_same_team(draft: Draft, key: object) -> None:
    draft.row("bus")["reserved_seats"] = 14
    draft.group("gb")["share_key"] = key


def places_for_both(draft: Draft, places: object) -> None:
    of_the_same_team(draft, "team")
    draft.row("bus")["wheelchair_places"] = places
    for name in ("ga", "gb"):
        draft.group(name)["wheelchairs"] = 1


def one_more_aboard(draft: Draft) -> None:
    stops = draft.run("C001")["stops"]
    stops[0]["board"][0]["people"] += 1
    stops[2]["alight"][0]["people"] += 1
    stops[0]["on_board"] += 1
    stops[1]["on_board"] += 1
    stops[2]["departs"] = at("10:02:45")


def two_loads(draft: Draft) -> None:
    draft.run("C001")["stops"][0]["board"] = [
        {"group": "ga", "people": 12},
        {"group": "ga", "people": 8},
    ]


def idle_stop(draft: Draft) -> None:
    run = draft.run("C001")
    run["stops"].append(stop("f", (at("10:02:30"), at("10:07:30")), 0))
    run["legs"].append(leg(0, 0))


def pin(kind: str, group: str) -> Callable[[Draft, object], None]:
    """A pin on ``fleet:id``, ``service:id`` or ``with:id``."""

    def change(draft: Draft, target: object) -> None:
        what, name = str(target).split(":")
        draft.scenario["pins"] = [{"kind": kind, "group": group, what: name}]

    return change


def call_departs(draft: Draft, clock: object) -> None:
    draft.service("K1")["calls"][0]["departs"] = at(str(clock))


def tickets(draft: Draft, people: object) -> None:
    draft.plan["purchases"][1].update(units=people, people=people)


def seat_from(draft: Draft, place: object) -> None:
    draft.service("K1")["offers"][1].update({"from": place, "to": "s2"})


def chartered_from(draft: Draft, people: object) -> None:
    """The carriage chartered, under a policy's fewest people for a charter."""
    given("services", "K1", "offers", "carriage", "kind")(draft, "charter")
    draft.override(charter_min_people=people)


def pair_of(ends: tuple[str, str]) -> Callable[[Draft, object], None]:
    def change(draft: Draft, metres: object) -> None:
        pair = {"from": ends[0], "to": ends[1], "distance_m": metres, "duration_s": 1_800}
        draft.scenario["travel"]["pairs"] = [pair]

    return change


def no_price(draft: Draft) -> None:
    del draft.group("go")["own_travel_fen_per_person"]


def unplanned(draft: Draft) -> None:
    """Everyone of ``ga`` and ``gb`` left out, and the plan said to be infeasible."""
    draft.plan.update(runs=[], itineraries=[])
    draft.plan["left_out"] = [
        {"group": name, "people": people, "reasons": [{"code": "SEATS"}]}
        for name, people in (("ga", 20), ("gb", 15))
    ]
    settle(draft)
    draft.plan["status"] = "infeasible"


def together() -> Draft:
    made = train_plan()
    made.group("ga")["together"] = True
    return settle(made)


def torn() -> Draft:
    made = split_plan()
    made.group("ga")["together"] = True
    return settle(made)


STOPS: tuple[Mutant, ...] = (
    # 15 people take 300 + 225 s, and the stop lasts 525 s
    edge("STOP_TOO_SHORT", "coach", least_stop("stop_fixed_s"), 300, 301),
    edge("STOP_TOO_SHORT", "coach", least_stop("stop_per_person_s"), 15, 16),
    edge(
        "BOARDING_BEFORE_READY",
        "coach",
        given("groups", "ga", "ready_from"),
        at("06:00:00"),
        at("06:00:01"),
    ),
    edge(
        "ARRIVED_LATE", "coach", given("groups", "gb", "arrive_by"), at("09:48:45"), at("09:48:44")
    ),
    edge(
        "ARRIVED_EARLY",
        "coach",
        given("groups", "gb", "arrive_from"),
        at("09:48:45"),
        at("09:48:46"),
    ),
    edge("PLACE_CLOSED", "coach", windows("f"), "09:48:45–10:02:30", "09:48:46–10:02:30"),
    edge("PLACE_CLOSED", "coach", windows("f"), "09:48:45–10:02:30", "09:48:45–10:02:29"),
    edge(
        "PLACE_CLOSED",
        "coach",
        windows("f"),
        "08:00:00–09:00:00 09:48:45–10:02:30",
        "09:00:00–10:00:00 10:00:00–11:00:00",
    ),
    edge("NIGHT_ACCESS", "coach", closed_until, "05:50", "05:51"),
    edge("BAYS_FULL", "coach", given("places", "f", "bays"), 1, 0),
    Mutant(
        "BAYS_FULL",
        "two-feeders",
        lambda: two_at_the_station(at("04:20:00")),
        lambda: two_at_the_station(at("04:19:59")),
    ),
    edge("COACH_TOO_LARGE", "coach", given("places", "a", "max_coach_seats"), 49, 48),
    edge("TOO_MANY_PICKUPS", "coach", given("fleet", "bus", "max_pickups"), 2, 1),
    edge("TOO_MANY_DROPS", "drops", given("fleet", "bus", "max_drops"), 2, 1),
    # 06:10 to 06:48:45 less half an hour; 06:53:45 to 10:03:45 less three hours
    edge("PICKUP_DETOUR", "coach", given("fleet", "bus", "max_pickup_detour_s"), 525, 524),
    edge("DROP_DETOUR", "drops", given("fleet", "bus", "max_drop_detour_s"), 600, 599),
    edge("PAIR_IGNORED", "coach", pair_of(("a", "b")), 24_000, 24_001),
    edge("PAIR_IGNORED", "coach", pair_of(("b", "a")), 24_000, 23_999, name="reverse"),
    # 0.05° of longitude at 24° north: 6371008.8 m × 0.05° × cos 24° × 0.994
    edge(
        "DISTANCE_IMPOSSIBLE",
        "coach",
        field("runs", "C001", "positioning", 0, "distance_m"),
        5_048,
        5_047,
    ),
    # three hours at 120 km/h are 360 km
    edge(
        "SPEED_IMPOSSIBLE",
        "coach",
        field("runs", "C001", "legs", 1, "distance_m"),
        360_033,
        360_034,
    ),
)

TRANSFERS: tuple[Mutant, ...] = (
    # the feeder leaves the station at 09:07, the train at 12:00
    edge("MISSES_CHECK_IN", "train", check_in, 10_380, 10_381),
    # 34 people board together at s1; the feeder is empty at 09:07, 10,380 s before the train.
    edge("MISSES_CHECK_IN", "train", large_party_from, 35, 34, name="large-party"),
    edge(
        "READY_AFTER_CHECK_IN",
        "train",
        given("groups", "gw", "ready_from"),
        at("11:00:00"),
        at("11:00:01"),
    ),
    # 18:00 arrival, 18:45 departure, 750 s of boarding
    edge("EGRESS_TOO_SHORT", "train", given("services", "K1", "egress_s"), 1_950, 1_951),
    Mutant("TRANSFER_MISSED", "relay", lambda: relay_plan(), lambda: relay_plan(at("08:59:29"))),
    edge("RIDE_TOO_LONG", "coach", given("groups", "ga", "max_on_board_s"), 13_125, 13_124),
    edge("RIDE_TOO_LONG", "train", given("groups", "gw", "max_on_board_s"), 21_600, 21_599),
    edge("JOURNEY_TOO_LONG", "train", given("groups", "ga", "max_journey_s"), 41_580, 41_579),
    # from 20:47 to 11:00
    edge("HOTEL_MISSING", "night", no_hotel, 51_181, 51_180),
    edge("HOTEL_TOO_FAR", "night", rule_value("hotel_reach_m"), 100, 99),
    edge("HOTEL_FULL", "night", given("places", "hotel", "beds"), 30, 29),
)

SEATS: tuple[Mutant, ...] = (
    edge("SEATS_EXCEEDED", "coach", given("fleet", "bus", "reserved_seats"), 14, 15),
    # 49 × 0.72 = 35.28, 49 × 0.71 = 34.79
    edge("SEATS_EXCEEDED", "coach", rule_value("seat_cap"), 0.72, 0.71),
    edge("SEATS_EXCEEDED", "coach", rule_value("isolation_seats"), 12, 13, name="isolation"),
    edge("BELOW_MINIMUM_COACH", "coach", given("fleet", "bus", "min_people"), 35, 36),
    edge("BELOW_MINIMUM_COACH", "coach", rule_value("coach_min_people"), 35, 36, name="policy"),
    edge("WHEELCHAIR_PLACES", "coach", wheelchairs, 2, 1),
    edge("WHEELCHAIR_PLACES", "split", split_wheelchairs, 6, 5),
    Mutant("GROUP_SPLIT", "two-feeders", together, torn),
    edge("NOT_APART", "coach", apart, None, "y"),
    # 35 people of one team, in two coaches of 49 − 15 or 49 − 14 seats
    edge("SHARE_SPLIT", "pair", given("fleet", "bus", "reserved_seats"), 15, 14),
    edge("SHARE_SPLIT", "pair", of_the_same_team, None, "team", name="alone"),
    # two in wheelchairs, one of each group
    edge("SHARE_SPLIT", "pair", places_for_both, 1, 2, name="wheelchairs"),
)

PEOPLE: tuple[Mutant, ...] = (
    edge("PEOPLE_LOST", "coach", given("groups", "ga", "people"), 20, 21),
    edge("PEOPLE_LOST", "train", field("left_out", "gx", "people"), 2, 1),
    edge(
        "LEFT_OUT_UNEXPLAINED", "train", field("left_out", "gx", "reasons"), [{"code": "SEATS"}], []
    ),
    spoil(
        "PLAN_STATUS", "coach", lambda d: field("status")(d, "partial"), inside=unplanned, raw=True
    ),
    spoil("PLAN_STATUS", "train", lambda d: field("status")(d, "infeasible"), raw=True),
    spoil("ITINERARY_BROKEN", "coach", lambda d: given("groups", "gb", "destination")(d, "m")),
    spoil(
        "ITINERARY_BROKEN",
        "train",
        lambda d: field("itineraries", "ga", "runs")(d, ["C001", "C002", "T1"]),
        name="order",
    ),
    spoil("RUN_LOAD_MISMATCH", "coach", one_more_aboard, inside=two_loads),
    edge("ON_BOARD_WRONG", "coach", field("runs", "C001", "stops", 1, "on_board"), 35, 36),
    edge("ON_BOARD_WRONG", "coach", field("runs", "C001", "stops", 1, "on_board"), 35, 34),
    spoil("RUN_ENDS", "coach", idle_stop),
    edge(
        "ITINERARY_TIMES",
        "coach",
        field("itineraries", "ga", "arrives"),
        at("09:48:45"),
        at("09:48:46"),
    ),
    spoil(
        "ITINERARY_TIMES",
        "coach",
        lambda d: field("itineraries", "ga", "departs")(d, None),
        name="absent",
        raw=True,
    ),
    edge("RUN_ROLE", "coach", field("runs", "C001", "role"), "direct", "last_mile"),
    edge("RUN_ROLE", "train", field("runs", "C002", "role"), "last_mile", "feeder"),
    spoil("OWN_TRAVEL_NOT_OFFERED", "train", no_price),
)


def ride_partly_together(draft: Draft, reserved: object) -> None:
    """10 of the 20 ride with the 15 of the other group; a coach has 49 less the reserved seats."""
    draft.row("bus")["reserved_seats"] = reserved
    for row in draft.scenario["fleet"][1:]:
        row["seats"] = 20
    first, second = draft.run("C001"), draft.run("C002")
    first["stops"][0].update(board=[{"group": "ga", "people": 10}], on_board=10)
    first["stops"][1]["alight"] = [{"group": "ga", "people": 10}]
    loads = [{"group": "gb", "people": 15}, {"group": "ga", "people": 10}]
    second["stops"][0].update(board=loads, on_board=25)
    second["stops"][1]["alight"] = loads
    draft.itinerary("ga")["people"] = 10
    draft.plan["itineraries"].append({**draft.itinerary("ga"), "runs": ["C002"]})
    for group in draft.scenario["groups"]:
        group["share_key"] = None
    pin("require", "ga")(draft, "with:gb")


WISHES: tuple[Mutant, ...] = (
    edge("PIN_REQUIRED", "coach", pin("require", "ga"), "fleet:bus", "fleet:mini"),
    edge("PIN_REQUIRED", "pair", pin("require", "ga"), "fleet:bus", "with:gb"),
    edge("PIN_REQUIRED", "train", pin("require", "ga"), "service:K1", "with:gx"),
    # 35 people who do not fit into 34 seats, and who fit into 35
    edge("PIN_REQUIRED", "pair", ride_partly_together, 15, 14, name="partly"),
    spoil(
        "PIN_REQUIRED", "train", lambda d: pin("require", "go")(d, "service:K1"), name="own-travel"
    ),
    edge("PIN_FORBIDDEN", "coach", pin("forbid", "ga"), "fleet:mini", "fleet:bus"),
    edge("PIN_FORBIDDEN", "coach", pin("forbid", "ga"), "with:ga2", "with:gb"),
    edge("PIN_FORBIDDEN", "train", pin("forbid", "ga"), "fleet:bus", "service:K1"),
)

SERVICES: tuple[Mutant, ...] = (
    edge("TIMETABLE", "train", call_departs, "12:00:00", "12:00:01"),
    edge("RIDE_DURATION", "train", field("runs", "T1", "legs", 0, "duration_s"), 21_600, 21_601),
    edge("OFFER_OVERSOLD", "train", given("services", "K1", "offers", "seat", "units"), 4, 3),
    edge("OFFER_SEATS", "train", given("services", "K1", "offers", "carriage", "seats"), 30, 29),
    edge(
        "OFFER_MINIMUM",
        "train",
        given("services", "K1", "offers", "carriage", "min_people"),
        30,
        31,
    ),
    edge("OFFER_MINIMUM", "train", chartered_from, 30, 31, name="charter"),
    edge("RIDERS_WITHOUT_TICKET", "train", tickets, 4, 5),
    edge("RIDERS_WITHOUT_TICKET", "train", tickets, 4, 3),
    edge("OFFER_NOT_VALID", "train", seat_from, "s1", "m"),
)

MUTANTS = (*STOPS, *TRANSFERS, *SEATS, *PEOPLE, *WISHES, *SERVICES)
