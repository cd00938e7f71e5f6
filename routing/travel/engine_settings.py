"""Where road engines are: settings of the server or the command line, never of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RoadEngines:
    """Addresses and habits of the road engines; None where there is none.

    Attributes:
        osrm_url, valhalla_url: base addresses.
        valhalla_config: Valhalla's configuration file, to run it in process instead.
        osrm_profile: the profile that the OSRM data was prepared with.
        valhalla_costing: Valhalla's vehicle.
        map_version: what the operator calls the OSRM map; a new name drops what was cached.
        cache: folder where tables are kept; None keeps nothing.
        falls_back: whether the embedded model answers when an engine fails; the plan says so.
        travel_model: a refitted model that takes the place of the embedded one.
    """

    osrm_url: str | None = None
    valhalla_url: str | None = None
    valhalla_config: Path | None = None
    osrm_profile: str = "driving"
    valhalla_costing: str = "bus"
    map_version: str = ""
    cache: Path | None = None
    falls_back: bool = False
    travel_model: Path | None = None


def road_engines_from(environ: Mapping[str, str]) -> RoadEngines:
    """Settings from environment variables, each ``ZHIDA_`` and the attribute in capitals.

    ``ZHIDA_TRAVEL_CACHE`` is the cache folder; ``ZHIDA_TRAVEL_FALLBACK`` is on when it is ``1``.
    """

    def text(name: str) -> str | None:
        return environ.get(f"ZHIDA_{name}") or None

    def address(name: str) -> str | None:
        return (text(name) or "").rstrip("/") or None

    def folder(name: str) -> Path | None:
        value = text(name)
        return Path(value) if value else None

    return RoadEngines(
        osrm_url=address("OSRM_URL"),
        valhalla_url=address("VALHALLA_URL"),
        valhalla_config=folder("VALHALLA_CONFIG"),
        osrm_profile=text("OSRM_PROFILE") or "driving",
        valhalla_costing=text("VALHALLA_COSTING") or "bus",
        map_version=text("MAP_VERSION") or "",
        cache=folder("TRAVEL_CACHE"),
        falls_back=text("TRAVEL_FALLBACK") == "1",
        travel_model=folder("TRAVEL_MODEL"),
    )
