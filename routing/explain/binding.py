"""Limits that hold a plan's cost up, read from its certificate's prices and tried out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from routing.explain.repairs import Replan
from routing.model.certificate import CertificateLeaf
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.model.services import Offer, Service
from routing.model.why import Binding, MarginalPerson
from routing.units import Fen

BRANCHING = re.compile(r"^units:(?P<service>[^/]+)/(?P<offer>.+) (?P<sense>>=|<=) (?P<bound>\d+)$")
"""A leaf's decision as ``routing/certify`` writes it."""


def find_bindings(scenario: Scenario, plan: Plan) -> tuple[Binding, ...]:
    """Vehicles, seats, beds and minimums of which more would save money, the dearest first.

    The prices are those of the certificate's leaf in which the plan lies. They come from the
    relaxed problem, where coaches and people may be divided: estimates for one unit, and nothing
    where a certificate has no prices.
    """
    leaf = find_leaf(plan)
    if leaf is None:
        return ()
    scale = plan.certificate.scale
    found = [
        Binding.model_validate(
            {
                "kind": kind,
                "subject": subject,
                "dual_fen": round(abs(price) / scale),
                "unit": unit,
            }
        )
        for name, price in leaf.duals.items()
        for kind, subject, unit in _limits(scenario, name)
        if round(abs(price) / scale)
    ]
    return tuple(sorted(found, key=lambda b: (-b.dual_fen, b.kind, b.subject)))


def find_margins(plan: Plan) -> tuple[MarginalPerson, ...]:
    """What one person more of each group would cost by the certificate's prices, dearest first."""
    leaf = find_leaf(plan)
    if leaf is None:
        return ()
    found = [
        MarginalPerson(
            group=name.removeprefix("demand:"), dual_fen=Fen(round(price / plan.certificate.scale))
        )
        for name, price in leaf.duals.items()
        if name.startswith("demand:")
    ]
    return tuple(sorted(found, key=lambda m: (-m.dual_fen, m.group)))


def find_leaf(plan: Plan) -> CertificateLeaf | None:
    """The leaf whose branchings the plan's purchases meet; None without a certificate."""
    units = {(bought.service, bought.offer): bought.units for bought in plan.purchases}
    return next((leaf for leaf in plan.certificate.leaves if _lies_in(leaf, units)), None)


def _lies_in(leaf: CertificateLeaf, units: dict[tuple[str, str], int]) -> bool:
    for branching in leaf.branchings:
        match = BRANCHING.match(branching)
        if match is None:
            continue
        bought = units.get((match["service"], match["offer"]), 0)
        bound = int(match["bound"])
        if bought < bound if match["sense"] == ">=" else bought > bound:
            return False
    return True


def _limits(scenario: Scenario, name: str) -> Iterator[tuple[str, str, int]]:
    """Kind, subject and unit of the limit that a row of the certificate stands for."""
    kind, _, subject = name.partition(":")
    match kind:
        case "fleet":
            yield "vehicles", subject, 1
        case "beds":
            yield "beds", subject.rpartition("/")[0], 1
        case "least":
            yield "minimum", subject, 1
        case "seats":
            offer = find_offer(scenario, subject)
            yield "seats", subject, 1 if offer is None else offer.seats


def find_offer(scenario: Scenario, name: str) -> Offer | None:
    """The offer of a ``service/offer`` name."""
    for service in scenario.services:
        for offer in service.offers:
            if f"{service.id}/{offer.id}" == name:
                return offer
    return None


def check_bindings(
    scenario: Scenario, plan: Plan, bindings: tuple[Binding, ...], *, replan: Replan, most: int
) -> tuple[Binding, ...]:
    """The bindings, the first ``most`` of them tried out: planned again with one unit more.

    Args:
        scenario: what the plan was made from.
        plan: the plan to compare with, made at the effort that ``replan`` spends.
        bindings: of the plan, the most promising first.
        replan: plans a scenario.
        most: how many are tried; each costs a plan.
    """
    tried = []
    for binding in bindings[:most]:
        other = replan(MORE[binding.kind](scenario, binding.subject))
        tried.append(
            binding.model_copy(
                update={
                    "checked_fen": _saved(scenario, plan, other),
                    "checked_people": _carried(other) - _carried(plan),
                }
            )
        )
    return (*tried, *bindings[most:])


def _one_vehicle_more(scenario: Scenario, row: str) -> Scenario:
    fleet = tuple(
        r.model_copy(update={"count": r.count + 1}) if r.id == row else r for r in scenario.fleet
    )
    return scenario.model_copy(update={"fleet": fleet})


def _one_bed_more(scenario: Scenario, hotel: str) -> Scenario:
    places = tuple(
        p.model_copy(update={"beds": p.beds + 1}) if p.id == hotel and p.beds is not None else p
        for p in scenario.places
    )
    return scenario.model_copy(update={"places": places})


def _one_unit_more(scenario: Scenario, name: str) -> Scenario:
    return _with_offer(scenario, name, lambda offer: {"units": offer.units + 1})


def _minimum_lower(scenario: Scenario, name: str) -> Scenario:
    return _with_offer(scenario, name, lambda offer: {"min_people": max(0, offer.min_people - 1)})


def _with_offer(
    scenario: Scenario, name: str, update: Callable[[Offer], dict[str, int]]
) -> Scenario:
    def changed(service: Service) -> Service:
        offers = tuple(
            o.model_copy(update=update(o)) if f"{service.id}/{o.id}" == name else o
            for o in service.offers
        )
        return service.model_copy(update={"offers": offers})

    return scenario.model_copy(update={"services": tuple(map(changed, scenario.services))})


MORE: dict[str, Callable[[Scenario, str], Scenario]] = {
    "vehicles": _one_vehicle_more,
    "seats": _one_unit_more,
    "beds": _one_bed_more,
    "minimum": _minimum_lower,
}
"""The scenario with one unit more, by the kind of limit."""


def _saved(scenario: Scenario, plan: Plan, other: Plan) -> Fen:
    """What one unit more saves: never less than nothing for as many people.

    The plan itself stays possible with a unit more, so a dearer one only shows the search's limits.
    """
    saved = _value(scenario, plan) - _value(scenario, other)
    return Fen(saved if _carried(other) > _carried(plan) else max(0, saved))


def _value(scenario: Scenario, plan: Plan) -> int:
    """The money side of the objective: without the penalty for people left out."""
    left = sum(rest.people for rest in plan.left_out)
    return plan.cost.objective_fen - left * scenario.goals.left_out_fen_per_person


def _carried(plan: Plan) -> int:
    return sum(itinerary.people for itinerary in plan.itineraries)
