"""From a scenario's words to the provider that answers them."""

from __future__ import annotations

from pathlib import Path

from routing.errors import TravelProviderFailed
from routing.model.travel import ProviderName, TravelChoice
from routing.ports.travel_times import TravelTimeProvider
from routing.travel.great_circle import GreatCircleTravel
from routing.travel.pair_table import NoTravel, PairTable
from routing.travel.travel_model import read_travel_model


def choose_provider(choice: TravelChoice, *, reference: Path) -> TravelTimeProvider:
    """The provider a scenario asks for, with its pair table laid over it.

    Args:
        choice: the scenario's ``travel``.
        reference: folder of the reference tables (``data/reference``).

    Raises:
        TravelProviderFailed: the reference tables are unusable, or the provider is not there.
    """
    provider = choose_base(choice.provider, reference=reference)
    return PairTable(choice.pairs, over=provider) if choice.pairs else provider


def choose_base(name: ProviderName, *, reference: Path) -> TravelTimeProvider:
    """The provider under the pair table."""
    match name:
        case ProviderName.GREAT_CIRCLE:
            return GreatCircleTravel(read_travel_model(reference))
        case ProviderName.TABLE:
            return NoTravel()
        case ProviderName.OSRM | ProviderName.VALHALLA:
            raise TravelProviderFailed(f"no address is configured for the road engine {name}")
