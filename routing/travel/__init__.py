"""Distances and driving times between places: models, tables and road engines."""

from routing.travel.choice import choose_provider
from routing.travel.engine_settings import RoadEngines, road_engines_from
from routing.travel.great_circle import GreatCircleTravel
from routing.travel.pair_files import read_pairs
from routing.travel.pair_table import PairTable
from routing.travel.paths import PathProvider, draw_paths
from routing.travel.refit import refit_model, road_pairs_of

__all__ = [
    "GreatCircleTravel",
    "PairTable",
    "PathProvider",
    "RoadEngines",
    "choose_provider",
    "draw_paths",
    "read_pairs",
    "refit_model",
    "road_engines_from",
    "road_pairs_of",
]
