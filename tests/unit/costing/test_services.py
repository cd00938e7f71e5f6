"""Offers, tickets, beds and the penalty on time."""

import pytest

from routing.costing.services import (
    hotel_cost,
    offer_cost,
    own_travel_cost,
    ride_penalty,
    service_term,
)
from routing.model.demand import Group
from routing.model.places import Place, PlaceKind
from routing.model.plan import CostTerm
from routing.model.services import Offer, OfferKind, ServiceMode
from routing.units import Fen


def group(own_fen: int | None) -> Group:
    return Group.model_validate(
        {
            "id": "G",
            "origin": "A",
            "destination": "B",
            "people": 9,
            "ready_from": "2026-02-20T06:00:00+08:00",
            "own_travel_fen_per_person": own_fen,
        }
    )


def test_an_offer_costs_its_units_and_its_heads() -> None:
    offer = Offer(
        id="C",
        kind=OfferKind.CARRIAGE,
        seats=118,
        units=4,
        price_fen=Fen(500_000),
        per_person_fen=Fen(1_250),
    )

    assert offer_cost(offer, units=2, people=200) == 1_250_000


def test_money_for_a_train_is_rail_and_for_a_plane_air() -> None:
    assert service_term(ServiceMode.TRAIN) is CostTerm.RAIL
    assert service_term(ServiceMode.PLANE) is CostTerm.AIR


def test_own_tickets_are_paid_per_person() -> None:
    assert own_travel_cost(group(35_000), people=4) == 140_000


def test_own_tickets_that_are_not_allowed_raise() -> None:
    with pytest.raises(ValueError, match="G"):
        own_travel_cost(group(None), people=4)


def test_beds_are_paid_per_person_and_night_and_a_staff_home_is_free() -> None:
    hotel = Place(id="H", name="H", kind=PlaceKind.HOTEL, beds=50, bed_fen=Fen(6_000))
    home = Place(id="S", name="S", kind=PlaceKind.HOTEL, beds=50)

    assert hotel_cost(hotel, people=10) == 60_000
    assert hotel_cost(hotel, people=10, nights=2) == 120_000
    assert hotel_cost(home, people=10) == 0


@pytest.mark.parametrize(
    ("journey_s", "fen"), [(3_600, 300), (1_799, 150), (1_800, 150), (6, 1), (5, 0)]
)
def test_an_hours_penalty_is_per_head_and_rounded_half_up(journey_s: int, fen: int) -> None:
    assert ride_penalty(people=3, journey_s=journey_s, fen_per_hour=100) == fen
