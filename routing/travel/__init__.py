"""Distances and driving times between places: models, tables and road engines."""

from routing.travel.choice import choose_provider
from routing.travel.engine_settings import RoadEngines, road_engines_from
from routing.travel.great_circle import GreatCircleTravel
from routing.travel.pair_files import read_pairs, read_rows
from routing.travel.pair_table import PairTable
from routing.travel.paths import PathProvider, draw_paths
from routing.travel.refit import (
    Errors,
    RoadPair,
    held_out_errors,
    hour_errors,
    length_errors,
    refit_model,
    road_pairs_of,
)
from routing.travel.skeleton import read_skeleton
from routing.travel.travel_model import TravelModel, read_travel_model

__all__ = [
    "Errors",
    "GreatCircleTravel",
    "PairTable",
    "PathProvider",
    "RoadEngines",
    "RoadPair",
    "TravelModel",
    "choose_provider",
    "draw_paths",
    "held_out_errors",
    "hour_errors",
    "length_errors",
    "read_pairs",
    "read_rows",
    "read_skeleton",
    "read_travel_model",
    "refit_model",
    "road_engines_from",
    "road_pairs_of",
]
