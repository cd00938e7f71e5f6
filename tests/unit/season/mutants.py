"""Season's plans spoiled on purpose: each breaks exactly one rule."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from routing.formats.json_documents import canonical_sha256
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartKind, PartRecord, SeasonPlan, Trip
from routing.season.planning import Planned


@dataclass(frozen=True)
class Spoiled:
    """Documents as the audit reads them."""

    season: SeasonScenario
    plan: SeasonPlan
    parts: dict[str, PartRecord]

    def plan_with(self, **changes: object) -> Spoiled:
        """Another plan."""
        return replace(self, plan=self.plan.model_copy(update=changes))

    def season_with(self, **changes: object) -> Spoiled:
        """Another season."""
        return replace(self, season=self.season.model_copy(update=changes))

    def part_with(self, record: PartRecord) -> Spoiled:
        """Another part, with its hashes noted as if it had been planned like that."""
        name = record.assignment.part
        parts = tuple(
            p.model_copy(
                update={
                    "scenario_sha256": canonical_sha256(record.scenario),
                    "plan_sha256": canonical_sha256(record.plan),
                }
            )
            if p.assignment.part == name
            else p
            for p in self.plan.parts
        )
        return replace(self.plan_with(parts=parts), parts=self.parts | {name: record})


def sound(planned: Planned) -> Spoiled:
    """The plan as it is."""
    return Spoiled(planned.season, planned.plan, {r.assignment.part: r for r in planned.records})


def trips(spoiled: Spoiled, change: Callable[[Trip], Trip]) -> Spoiled:
    """Every trip changed."""
    return spoiled.plan_with(trips=tuple(change(t) for t in spoiled.plan.trips))


def part_of(spoiled: Spoiled, kind: PartKind) -> PartRecord:
    """The first part of a kind."""
    return next(r for _, r in sorted(spoiled.parts.items()) if r.assignment.kind is kind)


def own_trips(spoiled: Spoiled) -> list[Trip]:
    """Trips of coaches that come back."""
    return [t for t in spoiled.plan.trips if t.fleet == "coach"]


def lost_file(s: Spoiled) -> Spoiled:
    first = s.plan.parts[0].assignment.part
    return replace(s, parts={k: v for k, v in s.parts.items() if k != first})


def unknown_left(s: Spoiled) -> Spoiled:
    fleet = tuple(r for r in s.season.fleet if r.id != "coach")
    return s.season_with(fleet=fleet)


def trip_missing(s: Spoiled) -> Spoiled:
    return s.plan_with(trips=s.plan.trips[1:])


def person_lost(s: Spoiled) -> Spoiled:
    groups = s.season.groups
    first = groups[0].model_copy(update={"people": groups[0].people + 1})
    return s.season_with(groups=(first, *groups[1:]))


def group_elsewhere(s: Spoiled) -> Spoiled:
    groups = tuple(
        g.model_copy(update={"destination": "kunming-base"}) if g.id == "cuihua>chenggong" else g
        for g in s.season.groups
    )
    return s.season_with(groups=groups)


def outside_span(s: Spoiled) -> Spoiled:
    day = part_of(s, PartKind.HOMEWARD).assignment.day + timedelta(days=1)
    groups = tuple(
        g.model_copy(update={"first_day": day, "last_day": day}) if g.id.endswith("cuihua") else g
        for g in s.season.groups
    )
    return s.season_with(groups=groups)


def gate_closed(s: Spoiled) -> Spoiled:
    openings = tuple(o.model_copy(update={"day": date(2026, 3, 9)}) for o in s.season.openings)
    return s.season_with(openings=openings)


def too_many_loaded(s: Spoiled) -> Spoiled:
    loading = tuple(x.model_copy(update={"people": 10}) for x in s.season.loading)
    return s.season_with(loading=loading)


def dearer_row(s: Spoiled) -> Spoiled:
    fleet = tuple(
        r.model_copy(update={"hire_fen": r.hire_fen + 1}) if r.id == "coach" else r
        for r in s.season.fleet
    )
    return s.season_with(fleet=fleet)


def no_rest(s: Spoiled) -> Spoiled:
    return s.season_with(turnaround_s=400_000)


def elsewhere(s: Spoiled) -> Spoiled:
    """Somebody else's coach brings people home: one that never stayed in the city."""
    back = next(t for t in own_trips(s) if t.part.endswith(".home"))
    return trips(s, lambda t: t.model_copy(update={"number": 99}) if t == back else t)


def too_few_vehicles(s: Spoiled) -> Spoiled:
    fleet = tuple(
        r.model_copy(update={"count": 1}) if r.id == "coach" else r for r in s.season.fleet
    )
    return s.season_with(fleet=fleet)


def hired_again(s: Spoiled) -> Spoiled:
    local = [t for t in s.plan.trips if t.fleet == "shuttle"]
    twice = local[1]
    return trips(s, lambda t: t.model_copy(update={"number": local[0].number}) if t == twice else t)


def hours(s: Spoiled, rule: str, most_s: int) -> Spoiled:
    policy = s.season.policy
    overrides = policy.overrides.model_copy(update={rule: most_s})
    return s.season_with(policy=policy.model_copy(update={"overrides": overrides}))


def one_driver_everywhere(s: Spoiled) -> Spoiled:
    """Two shuttles that are out at once have the same driver."""
    shuttles = sorted((t for t in s.plan.trips if t.fleet == "shuttle"), key=lambda t: t.leaves)
    first, other = next((a, b) for a, b in itertools.combinations(shuttles, 2) if b.leaves < a.free)
    person = first.crew[0].person
    crew = (other.crew[0].model_copy(update={"person": person}), *other.crew[1:])
    return trips(s, lambda t: t.model_copy(update={"crew": crew}) if t == other else t)


def other_service(s: Spoiled) -> Spoiled:
    services = tuple(x.model_copy(update={"number": "K9"}) for x in s.season.services)
    return s.season_with(services=services)


def forgotten_purchase(s: Spoiled) -> Spoiled:
    return s.plan_with(purchases=())


def booked_late(s: Spoiled) -> Spoiled:
    late = tuple(p.model_copy(update={"booked_on": date(2026, 2, 21)}) for p in s.plan.purchases)
    return s.plan_with(purchases=late)


def no_escorts(s: Spoiled) -> Spoiled:
    staff = tuple(x.model_copy(update={"escorts": 0}) for x in s.season.staff)
    return s.season_with(staff=staff)


def wrong_total(s: Spoiled) -> Spoiled:
    cost = s.plan.cost
    total = cost.total_fen + 1
    gap = (total - s.plan.certificate.lower_bound_fen) / total
    certificate = s.plan.certificate.model_copy(update={"gap": gap})
    return s.plan_with(cost=cost.model_copy(update={"total_fen": total}), certificate=certificate)


def wrong_gap(s: Spoiled) -> Spoiled:
    return s.plan_with(certificate=s.plan.certificate.model_copy(update={"gap": 0.5}))


def part_unlawful(s: Spoiled) -> Spoiled:
    """A part whose plan counts a coach's cost wrong, with the sums made to fit."""
    record = part_of(s, PartKind.HOMEWARD)
    run = record.plan.runs[0]
    changed = run.model_copy(
        update={
            "legs": tuple(x.model_copy(update={"duration_s": x.duration_s + 60}) for x in run.legs)
        }
    )
    plan = record.plan.model_copy(update={"runs": (changed, *record.plan.runs[1:])})
    return s.part_with(record.model_copy(update={"plan": plan}))


MUTANTS: dict[str, Callable[[Spoiled], Spoiled]] = {
    "SEASON_PART_FILE": lost_file,
    "SEASON_UNKNOWN_ID": unknown_left,
    "SEASON_TRIP": trip_missing,
    "SEASON_PEOPLE": person_lost,
    "SEASON_GROUP_CHANGED": group_elsewhere,
    "SEASON_DAY": outside_span,
    "SEASON_OPENING": gate_closed,
    "SEASON_LOADING": too_many_loaded,
    "SEASON_ROW_CHANGED": dearer_row,
    "SEASON_TWO_PLACES": no_rest,
    "SEASON_WHEREABOUTS": elsewhere,
    "SEASON_COUNT": too_few_vehicles,
    "SEASON_HIRED_TWICE": hired_again,
    "SEASON_DRIVE_24H": lambda s: hours(s, "drive_24h_max_s", 3_600),
    "SEASON_DRIVE_7D": lambda s: hours(s, "drive_7d_max_s", 3_600),
    "SEASON_DRIVER_TWICE": one_driver_everywhere,
    "SEASON_PART_AUDIT": part_unlawful,
    "SEASON_SERVICE_CHANGED": other_service,
    "SEASON_PURCHASES": forgotten_purchase,
    "SEASON_UNITS": lambda s: s.season_with(
        services=tuple(
            x.model_copy(
                update={"offers": tuple(o.model_copy(update={"units": 0}) for o in x.offers)}
            )
            for x in s.season.services
        )
    ),
    "SEASON_BOOKED_LATE": booked_late,
    "SEASON_ESCORTS": no_escorts,
    "SEASON_COST": wrong_total,
    "SEASON_GAP": wrong_gap,
}
BRINGS = {
    "SEASON_PART_FILE": {"SEASON_TRIP"},
    "SEASON_UNITS": {"SEASON_SERVICE_CHANGED"},
    "SEASON_WHEREABOUTS": {"SEASON_COUNT"},
}
"""Codes that come along: trips of a lost part have no run, an offer that shrank differs from the
part's, and a vehicle that never stayed is beyond the row's count."""
