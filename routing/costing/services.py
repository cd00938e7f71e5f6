"""What trains, flights, own tickets and hotel beds cost."""

from __future__ import annotations

from routing.model.demand import Group
from routing.model.places import Place
from routing.model.plan import CostTerm
from routing.model.services import Offer, ServiceMode
from routing.units import Fen


def offer_cost(offer: Offer, *, units: int, people: int) -> Fen:
    """``price_fen`` for each unit bought plus ``per_person_fen`` for each person carried."""
    return Fen(offer.price_fen * units + offer.per_person_fen * people)


def service_term(mode: ServiceMode) -> CostTerm:
    """The term of a service's purchases, whatever the offer's kind."""
    return CostTerm.RAIL if mode is ServiceMode.TRAIN else CostTerm.AIR


def own_travel_cost(group: Group, *, people: int) -> Fen:
    """Tickets of their own for some people of a group.

    Raises:
        ValueError: the group may not travel on its own.
    """
    if group.own_travel_fen_per_person is None:
        raise ValueError(f"group {group.id} has no ticket of its own")
    return Fen(group.own_travel_fen_per_person * people)


def hotel_cost(place: Place, *, people: int, nights: int = 1) -> Fen:
    """Beds of a hotel; a place without a price is free (a staff home)."""
    return Fen((place.bed_fen or 0) * people * nights)


def ride_penalty(*, people: int, journey_s: int, fen_per_hour: int) -> Fen:
    """The goals' penalty on time from door to gate, rounded half up once per itinerary."""
    return Fen((2 * fen_per_hour * people * journey_s + 3_600) // 7_200)
