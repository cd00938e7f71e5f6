"""What a policy says about vehicles and offers, laid over a scenario's own figures."""

from __future__ import annotations

from routing.model.fleet import FleetRow
from routing.model.rules import PolicyValues
from routing.model.scenario import Scenario
from routing.model.services import Offer, OfferKind, Service
from routing.units import Seconds


def under_policy(scenario: Scenario, values: PolicyValues) -> Scenario:
    """The scenario as engine and schedule see it: of row and policy the stricter holds.

    Isolation seats are kept like reserved ones, least groups are raised to the policy's, and
    without the rule on home areas no row has one. A service asks the check-in of the largest party
    that could board it. The document itself, and its digest, stay.
    """
    return scenario.model_copy(
        update={
            "fleet": tuple(_row(row, values) for row in scenario.fleet),
            "services": tuple(_service(s, values, scenario) for s in scenario.services),
        }
    )


def _row(row: FleetRow, values: PolicyValues) -> FleetRow:
    return row.model_copy(
        update={
            "reserved_seats": row.reserved_seats + values.isolation_seats,
            "min_people": max(row.min_people, values.coach_min_people),
            "home_area": row.home_area if values.home_area_rule else None,
        }
    )


def _service(service: Service, values: PolicyValues, scenario: Scenario) -> Service:
    return service.model_copy(
        update={
            "offers": tuple(_offer(o, values) for o in service.offers),
            "check_in_s": _check_in_s(service, scenario),
        }
    )


def _check_in_s(service: Service, scenario: Scenario) -> Seconds:
    """The check-in of the largest party that could board: nobody knows yet who boards where."""
    party = service.large_party
    seats = sum(offer.seats * offer.units for offer in service.offers)
    people = min(seats, sum(group.people for group in scenario.groups))
    if party is None or people < party.people:
        return service.check_in_s
    return max(service.check_in_s, party.check_in_s)


def _offer(offer: Offer, values: PolicyValues) -> Offer:
    if offer.kind is not OfferKind.CHARTER:
        return offer
    least = max(offer.min_people, values.charter_min_people)
    return offer.model_copy(update={"min_people": least})
