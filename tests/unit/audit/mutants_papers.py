"""Mutants of the rules on structure, money, certificate and provenance."""

from __future__ import annotations

import copy
from collections.abc import Callable

from tests.unit.audit.draft import Draft, at, move_all, settle
from tests.unit.audit.mutant import Mutant, edge, field, given, spoil
from tests.unit.audit.sound_plans import coach_plan, leg, train_plan


def charge(draft: Draft, term: str, fen: int = 1) -> None:
    """Add to a term of the plan and to everything that is summed from it."""
    cost = draft.plan["cost"]
    cost["terms"][term] = cost["terms"].get(term, 0) + fen
    owe(draft, fen)


def owe(draft: Draft, fen: int) -> None:
    """Add to the total, the payer and the objective, and keep the gap true."""
    cost = draft.plan["cost"]
    cost["total_fen"] += fen
    cost["by_payer"]["county"] += fen
    aim(draft, fen)


def aim(draft: Draft, fen: int) -> None:
    """Add to the objective and keep the gap true."""
    draft.plan["cost"]["objective_fen"] += fen
    certify(draft, draft.plan["certificate"]["lower_bound_fen"])


def certify(draft: Draft, bound: int) -> None:
    left = sum(left["people"] for left in draft.plan["left_out"]) * 1_000_000
    value = draft.plan["cost"]["objective_fen"] - left
    gap = max(0.0, (value - bound) / value)
    draft.plan["certificate"].update(lower_bound_fen=bound, gap=gap)


def bill(run: str, term: str, fen: int = 1) -> Callable[[Draft], None]:
    """Add to one term of one run and to everything that is summed from it."""

    def change(draft: Draft) -> None:
        named = draft.run(run)
        named["terms"][term] = named["terms"].get(term, 0) + fen
        named["cost_fen"] += fen
        charge(draft, term, fen)

    return change


def dearer_carriage(draft: Draft) -> None:
    draft.plan["purchases"][0]["cost_fen"] += 1
    bill("T1", "rail")(draft)


def at_the_bound(draft: Draft, above: int = 0, reason: str = "work") -> None:
    certify(draft, draft.plan["cost"]["objective_fen"] + above)
    draft.plan["stop_reason"] = reason


def target(draft: Draft, gap: object) -> None:
    draft.scenario["solver"]["gap_target"] = gap
    draft.plan["stop_reason"] = "gap"


def frozen(draft: Draft, number: object) -> None:
    before = copy.deepcopy(draft.plan)
    before["runs"][0]["vehicle"]["number"] = number
    draft.scenario["previous_plan"] = {"plan": before, "frozen_runs": ["C001"]}


def by_the_day(*, shift_s: int, fen: int) -> Draft:
    """The coach hired by the day, moved so that it arrives late, and billed some fen too much."""
    made = coach_plan()
    made.row("bus")["hire_basis"] = "day"
    made.override(night_halt="off")
    move_all(made, shift_s)
    settle(made)
    bill("C001", "hire", fen)(made)
    return made


def odd_metres(*, fen: int) -> Draft:
    """224.500 km at 3.33 are 747.585 yuan: 74 758.5 fen are 74 759, rounded half up."""
    made = coach_plan()
    made.run("C001")["legs"][1]["distance_m"] = 200_500
    settle(made)
    bill("C001", "distance", fen)(made)
    return made


def priced_hours(fen: int) -> Draft:
    """The train plan with 1.01 yuan a head and hour, and some fen too much in the objective."""
    made = train_plan()
    made.scenario["goals"]["ride_hour_fen_per_person"] = 101
    settle(made)
    aim(made, fen)
    return made


def nothing_long(draft: Draft) -> None:
    row = draft.run("C001")["duties"][0]["activities"][1]
    empty = {"kind": "standby", "starts": row["ends"], "ends": row["ends"]}
    draft.run("C001")["duties"][0]["activities"].insert(2, empty)


STRUCTURE: tuple[Mutant, ...] = (
    *(
        spoil(
            "PLAN_UNKNOWN_ID",
            sound,
            lambda d, path=path: field(*path)(d, "nowhere"),
            name=path[-1],
            raw=True,
        )
        for sound, path in (
            ("coach", ("runs", "C001", "vehicle", "fleet")),
            ("coach", ("runs", "C001", "stops", 0, "place")),
            ("coach", ("runs", "C001", "stops", 0, "board", 0, "group")),
            ("coach", ("runs", "C001", "stops", 2, "alight", 0, "group")),
            ("coach", ("runs", "C001", "positioning", 0, "from")),
            ("coach", ("runs", "C001", "positioning", 0, "to")),
            ("coach", ("runs", "C001", "duties", 0, "activities", 1, "place")),
            ("coach", ("itineraries", "ga", "runs", 0)),
            ("night", ("itineraries", "ga", "night")),
        )
    ),
    *(
        spoil(
            "PLAN_UNKNOWN_ID",
            "train",
            lambda d, path=path: field(*path)(d, "nowhere"),
            name=f"train-{path[0]}-{path[-1]}",
            raw=True,
        )
        for path in (
            ("runs", "T1", "vehicle", "service"),
            ("left_out", "gx", "group"),
            ("purchases", 0, "service"),
            ("purchases", 0, "offer"),
            ("itineraries", "go", "group"),
        )
    ),
    spoil(
        "PLAN_UNKNOWN_ID",
        "night",
        lambda d: field("itineraries", "ga", "night")(d, "s1"),
        name="no-hotel",
        raw=True,
    ),
    spoil("PLAN_DUPLICATE_ID", "coach", lambda d: d.plan["runs"].append(d.plan["runs"][0])),
    spoil(
        "PLAN_DUPLICATE_ID", "long", lambda d: field("runs", "C001", "duties", 1, "driver")(d, "D1")
    ),
    spoil(
        "PLAN_DUPLICATE_ID", "train", lambda d: d.plan["purchases"].append(d.plan["purchases"][0])
    ),
    spoil("RUN_LEGS", "coach", lambda d: d.run("C001")["legs"].append(leg(0, 0))),
    spoil("RUN_LEGS", "coach", lambda d: d.run("C001")["legs"].pop(), name="one-fewer"),
    edge("RUN_MODE", "coach", field("runs", "C001", "mode"), "coach", "train"),
    edge("RUN_MODE", "coach", field("runs", "C001", "role"), "direct", "line_haul"),
    edge("RUN_MODE", "train", field("runs", "T1", "role"), "line_haul", "direct"),
    spoil("RUN_MODE", "train", lambda d: field("runs", "T1", "mode")(d, "plane"), raw=True),
    spoil(
        "TIMES_REVERSED",
        "coach",
        lambda d: field("runs", "C001", "duties", 0, "activities", 1, "ends")(d, at("05:49:59")),
        inside=nothing_long,
    ),
    edge(
        "TIMES_REVERSED",
        "coach",
        field("runs", "C001", "stops", 2, "departs"),
        at("10:02:30"),
        at("09:48:44"),
    ),
    edge(
        "TIMES_REVERSED",
        "coach",
        field("runs", "C001", "stops", 1, "arrives"),
        at("06:40"),
        at("06:09:59"),
    ),
    edge(
        "TIMES_REVERSED",
        "coach",
        field("runs", "C001", "positioning", 0, "arrives"),
        at("05:50"),
        at("05:37:59"),
    ),
)

MONEY: tuple[Mutant, ...] = (
    *(
        spoil(f"COST_{term.upper()}", "coach", bill("C001", term, fen), name=f"{fen}", raw=True)
        for term in ("hire", "distance", "tolls", "deadhead", "drivers")
        for fen in (1, -1)
    ),
    Mutant(
        "COST_HIRE",
        "two-days",
        # it arrives at 24:00:00, which touches the second day; a second earlier it does not
        lambda: by_the_day(shift_s=51_075, fen=0),
        lambda: by_the_day(shift_s=51_074, fen=120_000),
    ),
    Mutant("COST_DISTANCE", "half-up", lambda: odd_metres(fen=0), lambda: odd_metres(fen=-1)),
    spoil("COST_SERVICE", "train", bill("T1", "rail"), raw=True),
    spoil(
        "COST_TERM_STRANGE", "coach", bill("C001", "rail"), inside=bill("C001", "air", 0), raw=True
    ),
    spoil("COST_TERM_STRANGE", "train", bill("T1", "tolls"), raw=True),
    spoil(
        "RUN_COST",
        "coach",
        lambda d: field("runs", "C001", "cost_fen")(d, 241_353),
        inside=lambda d: field("runs", "C001", "cost_fen")(d, 241_352),
        raw=True,
    ),
    spoil("COST_PURCHASE", "train", dearer_carriage, raw=True),
    spoil("COST_TICKETS", "train", lambda d: charge(d, "tickets"), raw=True),
    spoil("COST_HOTEL", "night", lambda d: charge(d, "hotel", -1), raw=True),
    spoil("COST_TERMS", "coach", lambda d: charge(d, "tolls"), raw=True),
    spoil("COST_TOTAL", "coach", lambda d: owe(d, 1), raw=True),
    spoil(
        "COST_PAYERS", "coach", lambda d: field("cost", "by_payer", "county")(d, 241_351), raw=True
    ),
    spoil(
        "COST_PAYERS", "coach", lambda d: field("cost", "by_payer")(d, {}), raw=True, name="none"
    ),
    spoil("COST_OBJECTIVE", "train", lambda d: aim(d, 1), raw=True),
    Mutant("COST_OBJECTIVE", "hours", lambda: priced_hours(0), lambda: priced_hours(1)),
)

PAPERS: tuple[Mutant, ...] = (
    spoil(
        "BOUND_ABOVE_VALUE",
        "coach",
        lambda d: at_the_bound(d, above=1),
        inside=at_the_bound,
        raw=True,
    ),
    spoil(
        "GAP_WRONG",
        "coach",
        lambda d: field("certificate", "gap")(d, d.plan["certificate"]["gap"] + 1e-6),
        inside=lambda d: field("certificate", "gap")(d, d.plan["certificate"]["gap"] + 1e-8),
        raw=True,
    ),
    edge("PEOPLE_BOUND", "train", field("certificate", "people_bound"), 37, 36),
    spoil(
        "STOP_REASON",
        "coach",
        lambda d: field("stop_reason")(d, "proven"),
        inside=lambda d: at_the_bound(d, reason="proven"),
        raw=True,
    ),
    edge("STOP_REASON", "coach", target, 0.1, 0.0999),
    spoil("SCENARIO_MISMATCH", "coach", lambda d: field("scenario_sha256")(d, "0" * 64), raw=True),
    spoil(
        "SCENARIO_MISMATCH", "coach", lambda d: given("title")(d, "other"), raw=True, name="title"
    ),
    spoil(
        "SCENARIO_MISMATCH",
        "coach",
        lambda d: field("scenario_id")(d, "other"),
        raw=True,
        name="id",
    ),
    spoil(
        "POLICY_MISMATCH",
        "coach",
        lambda d: field("provenance", "policy", "values", "max_drivers")(d, 2),
        inside=lambda d: field("provenance", "policy", "values", "max_drivers")(d, 3),
        raw=True,
    ),
    spoil(
        "POLICY_MISMATCH",
        "coach",
        lambda d: field("provenance", "policy", "profile")(d, "cn-2018"),
        raw=True,
        name="profile",
    ),
    edge("FROZEN_CHANGED", "coach", frozen, 1, 2),
)

MUTANTS = (*STRUCTURE, *MONEY, *PAPERS)
