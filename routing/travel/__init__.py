"""Distances and driving times between places: models, tables and road engines."""

from routing.travel.choice import choose_provider
from routing.travel.great_circle import GreatCircleTravel
from routing.travel.pair_table import PairTable

__all__ = ["GreatCircleTravel", "PairTable", "choose_provider"]
