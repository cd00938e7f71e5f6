"""From a scenario's words to the provider that answers them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from routing.errors import TravelProviderFailed
from routing.model.travel import ProviderName, TravelChoice
from routing.ports.travel_times import TravelTimeProvider
from routing.travel.block_cache import BlockCache
from routing.travel.engine_settings import RoadEngines, road_engines_from
from routing.travel.fallback import FallbackTravel
from routing.travel.great_circle import GreatCircleTravel
from routing.travel.matrix_memory import RememberedTravel
from routing.travel.osrm import OsrmClient
from routing.travel.pair_table import NoTravel, PairTable
from routing.travel.road_client import RoadClient
from routing.travel.road_engine import RoadEngineTravel
from routing.travel.skeleton import read_skeleton
from routing.travel.transport import Transport
from routing.travel.travel_model import read_travel_model
from routing.travel.valhalla import InProcess, ValhallaClient


def choose_provider(
    choice: TravelChoice, *, reference: Path, engines: RoadEngines | None = None
) -> TravelTimeProvider:
    """The provider a scenario asks for, with its pair table laid over it.

    Args:
        choice: the scenario's ``travel``.
        reference: folder of the reference tables (``data/reference``).
        engines: where road engines are; None reads the environment (``road_engines_from``).

    Raises:
        TravelProviderFailed: the reference tables are unusable, or the provider is not there.
    """
    settings = road_engines_from(os.environ) if engines is None else engines
    provider = choose_base(choice.provider, reference=reference, engines=settings)
    return PairTable(choice.pairs, over=provider) if choice.pairs else provider


def choose_base(name: ProviderName, *, reference: Path, engines: RoadEngines) -> TravelTimeProvider:
    """The provider under the pair table."""
    match name:
        case ProviderName.GREAT_CIRCLE:
            return embedded_model(reference, engines)
        case ProviderName.TABLE:
            return NoTravel()
        case ProviderName.OSRM | ProviderName.VALHALLA:
            engine = road_engine(name, engines)
            remembered = RememberedTravel(engine, identity=engine.client.identity)
            if not engines.falls_back:
                return remembered
            return FallbackTravel(remembered, otherwise=embedded_model(reference, engines))


def embedded_model(reference: Path, engines: RoadEngines) -> TravelTimeProvider:
    """The calibrated model, or a county's own fit of it; its matrices are remembered.

    Raises:
        TravelProviderFailed: the model cannot be read.
    """
    model = read_travel_model(reference, refitted=engines.travel_model)
    skeleton = read_skeleton(reference)
    sections = hashlib.sha256(skeleton.sections_km.tobytes()).hexdigest()
    return RememberedTravel(
        GreatCircleTravel(model, skeleton=skeleton),
        identity=lambda: model.model_dump_json() + sections,
    )


def road_engine(name: ProviderName, engines: RoadEngines) -> RoadEngineTravel:
    """A road engine with its cache.

    Raises:
        TravelProviderFailed: the settings name no such engine.
    """
    cache = None if engines.cache is None else BlockCache(engines.cache)
    return RoadEngineTravel(road_client(name, engines), cache=cache)


def road_client(name: ProviderName, engines: RoadEngines) -> RoadClient:
    """The dialect and the connection of a road engine.

    Raises:
        TravelProviderFailed: the settings name no such engine.
    """
    if name is ProviderName.OSRM and engines.osrm_url is not None:
        return OsrmClient(
            Transport(engines.osrm_url),
            profile=engines.osrm_profile,
            map_version=engines.map_version,
        )
    if name is ProviderName.VALHALLA and engines.valhalla_url is not None:
        return ValhallaClient(Transport(engines.valhalla_url), costing=engines.valhalla_costing)
    if name is ProviderName.VALHALLA and engines.valhalla_config is not None:
        return ValhallaClient(InProcess(engines.valhalla_config), costing=engines.valhalla_costing)
    raise TravelProviderFailed(
        f"no address is configured for the road engine {name}: "
        f"set ZHIDA_{name.upper()}_URL, or travel.provider to great_circle"
    )
