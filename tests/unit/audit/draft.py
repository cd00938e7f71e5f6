"""Scenarios and plans made by hand, as the JSON they would be read from.

``settle`` works out what follows from the rest (hash, policy, money, gap) in plain arithmetic of
its own, so that a spoiled plan breaks one rule and not ten. The money of the sound plans is also
written out in figures in ``test_sound_plans``.
"""

from __future__ import annotations

import copy
import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import rfc8785

from routing.audit import audit_plan
from routing.model.findings import AuditReport
from routing.model.plan import Plan
from routing.model.rules import PolicyProfile, policy_in_force
from routing.model.scenario import Scenario

Json = dict[str, Any]

PROFILE = PolicyProfile.model_validate_json(
    (Path(__file__).parents[3] / "data" / "policies" / "cn-2023.json").read_bytes()
)
MIDNIGHT = datetime.fromisoformat("2021-02-20T00:00:00+08:00")


def at(clock: str, *, day: int = 0) -> str:
    """``06:10`` or ``06:10:30`` on a day counted from the case's own, ISO 8601."""
    parts = [*map(int, clock.split(":")), 0]
    span = timedelta(days=day, hours=parts[0], minutes=parts[1], seconds=parts[2])
    return (MIDNIGHT + span).isoformat()


def later(moment: str, seconds: int) -> str:
    """An instant moved by seconds."""
    return (datetime.fromisoformat(moment) + timedelta(seconds=seconds)).isoformat()


def gone(start: str, end: str) -> int:
    """Seconds between two instants."""
    return round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass
class Draft:
    """A scenario and a plan that may be changed before they are settled."""

    scenario: Json
    plan: Json

    def copy(self) -> Draft:
        return copy.deepcopy(self)

    def group(self, name: str) -> Json:
        return named(self.scenario["groups"], name)

    def place(self, name: str) -> Json:
        return named(self.scenario["places"], name)

    def row(self, name: str) -> Json:
        return named(self.scenario["fleet"], name)

    def service(self, name: str) -> Json:
        return named(self.scenario["services"], name)

    def run(self, name: str) -> Json:
        return named(self.plan["runs"], name)

    def itinerary(self, group: str) -> Json:
        return next(i for i in self.plan["itineraries"] if i["group"] == group)

    def override(self, **values: object) -> None:
        self.scenario["policy"]["overrides"].update(values)

    def audit(self) -> AuditReport:
        """Read both documents as a stranger would and audit them."""
        scenario = Scenario.model_validate(self.scenario)
        return audit_plan(scenario, Plan.model_validate(self.plan), profile=PROFILE)

    def codes(self) -> set[str]:
        return {finding.code for finding in self.audit().findings}


def named(rows: list[Json], name: str) -> Json:
    return next(row for row in rows if row["id"] == name)


def move_all(draft: Draft, seconds: int) -> None:
    """Move everything that happens, and what groups ask for, by some seconds."""

    def move(node: object) -> object:
        if isinstance(node, dict):
            return {key: move(value) for key, value in node.items()}
        if isinstance(node, list):
            return [move(value) for value in node]
        moment = isinstance(node, str) and node.startswith("2021-02-")
        return later(str(node), seconds) if moment else node

    draft.scenario["groups"] = move(draft.scenario["groups"])
    draft.plan = dict(draft.plan, runs=move(draft.plan["runs"]))
    draft.plan["itineraries"] = move(draft.plan["itineraries"])


def settle(draft: Draft) -> Draft:
    """Everything that follows from the rest, worked out anew, in place."""
    scenario = Scenario.model_validate(draft.scenario)
    plan = draft.plan
    tree = rfc8785.dumps(scenario.model_dump(mode="json"))
    plan["scenario_sha256"] = hashlib.sha256(tree).hexdigest()
    policy = policy_in_force(PROFILE, scenario.policy)
    plan["provenance"]["policy"] = policy.model_dump(mode="json")
    plan["status"] = "partial" if plan["left_out"] else "complete"
    settle_money(draft)
    return draft


def settle_money(draft: Draft) -> None:
    """Terms, purchases, totals, objective and gap."""
    plan, terms = draft.plan, Counter[str]()
    for bought in plan["purchases"]:
        offer = named(draft.service(bought["service"])["offers"], bought["offer"])
        fixed = offer.get("price_fen", 0) * bought["units"]
        bought["cost_fen"] = fixed + offer.get("per_person_fen", 0) * bought["people"]
    for run in plan["runs"]:
        run["terms"] = run_terms(draft, run)
        run["cost_fen"] = sum(run["terms"].values())
        terms.update(run["terms"])
    hours = Decimal(0)
    for way in plan["itineraries"]:
        group = draft.group(way["group"])
        if not way["runs"]:
            terms["tickets"] += group.get("own_travel_fen_per_person", 0) * way["people"]
        else:
            price = draft.scenario["goals"].get("ride_hour_fen_per_person", 0)
            door = Decimal(gone(way["departs"], way["arrives"])) / 3600
            hours += half_up(price * door * way["people"])
        if way.get("night"):
            terms["hotel"] += draft.place(way["night"]).get("bed_fen", 0) * way["people"]
    total = sum(terms.values())
    left = sum(left["people"] for left in plan["left_out"])
    penalty = left * draft.scenario["goals"].get("left_out_fen_per_person", 1_000_000)
    plan["cost"] = {
        "total_fen": total,
        "terms": dict(terms),
        "objective_fen": total + int(hours) + penalty,
        "by_payer": {"county": total},
    }
    value = total + int(hours)
    bound = value - value // 10
    gap = float(Decimal(value - bound) / value) if value else 0
    plan["certificate"] |= {"lower_bound_fen": bound, "gap": gap}


def run_terms(draft: Draft, run: Json) -> Json:
    """The terms of one run; a driver whom an earlier run of the plan pays costs nothing more."""
    if "service" in run["vehicle"]:
        name = run["vehicle"]["service"]
        paid = sum(b["cost_fen"] for b in draft.plan["purchases"] if b["service"] == name)
        return {"rail" if run["mode"] == "train" else "air": paid}
    row = draft.row(run["vehicle"]["fleet"])
    start, end = run["stops"][0]["departs"], run["stops"][-1]["arrives"]
    loaded = Decimal(sum(leg["distance_m"] for leg in run["legs"])) / 1000
    empty = Decimal(sum(drive["distance_m"] for drive in run["positioning"])) / 1000
    first, last = (datetime.fromisoformat(t).date() for t in (start, end))
    times = (last - first).days + 1 if row.get("hire_basis") == "day" else 1
    started = max(1, -(-gone(start, end) // 86_400))
    before = draft.plan["runs"][: draft.plan["runs"].index(run)]
    before = [other for other in before if other["vehicle"] == run["vehicle"]]
    paid_for = {duty["driver"] for other in before for duty in other["duties"]}
    drivers = sum(duty["driver"] not in paid_for for duty in run["duties"])
    extra = row.get("per_stop_fen", 0) * (len(run["stops"]) - 2)
    handed_over = sum(
        (draft.place(relay["place"]).get("relay_fen") or 0) * len(relay["joins"])
        for relay in run.get("relays", [])
    )
    return {
        "hire": row["hire_fen"] * times + extra,
        "distance": half_up(row.get("per_km_fen", 0) * loaded),
        "tolls": half_up(row.get("toll_per_km_fen", 0) * loaded),
        "deadhead": half_up(row.get("deadhead_per_km_fen", 0) * empty),
        "drivers": row.get("driver_day_fen", 0) * drivers * started + handed_over,
    }
