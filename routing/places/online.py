"""Geocoders on the network, behind one verb: asked only when somebody asks for them."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from geopy.distance import geodesic
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service
from geopy.location import Location
from pydantic import TypeAdapter, ValidationError

from routing.errors import GeocoderFailed, UnknownName
from routing.model.scenario import Datum
from routing.places.candidate import Match, PlaceCandidate
from routing.places.datums import point_to_wgs84
from routing.units import Metres

POLITE_S = 1.0
"""Least seconds between two questions: what Nominatim's usage policy asks for."""
UNKNOWN_PRECISION_M = 5_000
"""Assumed where a service gives no extent of what it found."""
SCORE = 70
"""Below any name that the gazetteer knows for certain."""
CANDIDATES = TypeAdapter(tuple[PlaceCandidate, ...])
SHIFTED = {"baidu": Datum.BD09, "baiduv3": Datum.BD09}
"""Services that answer in another datum."""


class Geocoder(Protocol):
    """Finds places by their name."""

    def find(self, name: str, *, limit: int = 5) -> tuple[PlaceCandidate, ...]:
        """Candidates in WGS-84, the likeliest first.

        Raises:
            GeocoderFailed: the service is down or answers nonsense.
        """
        ...


@dataclass(frozen=True, slots=True)
class GeocoderChoice:
    """Which geocoder is used, from the settings.

    Attributes:
        service: its name in geopy, such as ``nominatim``.
        options: what geopy's class of that name is made with (``domain``, ``api_key`` …).
        attribution: whom to name beside each result; the service's terms say.
        cache: folder where answers are kept; None keeps none.
        wait_s: least seconds between two questions.
    """

    service: str
    options: Mapping[str, Any]
    attribution: str
    cache: Path | None = None
    wait_s: float = POLITE_S


def geocoder_choice_from(environ: Mapping[str, str]) -> GeocoderChoice | None:
    """The choice that environment variables make; None where no geocoder is configured.

    ``ZHIDA_GEOCODER`` is its name, ``ZHIDA_GEOCODER_OPTIONS`` a JSON object,
    ``ZHIDA_GEOCODER_ATTRIBUTION`` and ``ZHIDA_GEOCODER_CACHE`` are optional.
    """
    service = environ.get("ZHIDA_GEOCODER", "")
    if not service:
        return None
    folder = environ.get("ZHIDA_GEOCODER_CACHE", "")
    return GeocoderChoice(
        service=service,
        options=json.loads(environ.get("ZHIDA_GEOCODER_OPTIONS") or "{}"),
        attribution=environ.get("ZHIDA_GEOCODER_ATTRIBUTION") or default_attribution(service),
        cache=Path(folder) if folder else None,
    )


def default_attribution(service: str) -> str:
    """Whom to name when the settings do not say."""
    return "© OpenStreetMap contributors, ODbL" if service == "nominatim" else service


class OnlineGeocoder:
    """A geopy geocoder with a cache, a pause between questions and a name beside each answer."""

    def __init__(self, choice: GeocoderChoice) -> None:
        try:
            service = get_geocoder_for_service(choice.service)(**choice.options)
        except (GeopyError, TypeError) as fault:
            raise UnknownName(f"no geocoder {choice.service}: {fault}") from fault
        self.choice = choice
        self.ask = RateLimiter(
            service.geocode,
            min_delay_seconds=choice.wait_s,
            max_retries=1,
            error_wait_seconds=choice.wait_s,
            swallow_exceptions=False,
        )

    def find(self, name: str, *, limit: int = 5) -> tuple[PlaceCandidate, ...]:
        """Candidates in WGS-84; from the cache where the name was asked for before.

        Raises:
            GeocoderFailed: the service is down or answers nonsense.
        """
        kept = self.find_kept(name)
        if kept is None:
            kept = self.find_online(name)
            self.keep(name, kept)
        return kept[:limit]

    def find_online(self, name: str) -> tuple[PlaceCandidate, ...]:
        """What the service answers now."""
        try:
            found = self.ask(name, exactly_one=False)
            return tuple(self.candidate(place) for place in found or ())
        except (GeopyError, ValidationError, ValueError) as fault:
            raise GeocoderFailed(f"{self.choice.service}: {fault}") from fault

    def candidate(self, place: Location) -> PlaceCandidate:
        """One of geopy's locations in our words."""
        datum = SHIFTED.get(self.choice.service, Datum.WGS84)
        lat, lon = point_to_wgs84(place.latitude, place.longitude, datum=datum)
        return PlaceCandidate(
            name=str(place.address).split(",")[0].strip() or "–",
            kind="online",
            admin=str(place.address),
            lat=lat,
            lon=lon,
            precision_m=Metres(extent_m(place.raw)),
            match=Match.ONLINE,
            score=SCORE,
            source=f"{self.choice.service}; {self.choice.attribution}",
        )

    def find_kept(self, name: str) -> tuple[PlaceCandidate, ...] | None:
        """The answer in the cache; None where there is none that can be read."""
        if self.choice.cache is None:
            return None
        try:
            return CANDIDATES.validate_json(self.path(name, self.choice.cache).read_bytes())
        except (OSError, ValidationError):
            return None

    def keep(self, name: str, candidates: Sequence[PlaceCandidate]) -> None:
        """Put an answer into the cache; a disk that refuses costs nothing but the cache."""
        folder = self.choice.cache
        if folder is None:
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(CANDIDATES.dump_json(tuple(candidates)))
            Path(file.name).replace(self.path(name, folder))
        except OSError:
            return

    def path(self, name: str, folder: Path) -> Path:
        """The cache file of a name, for this service with these options."""
        options = json.dumps(dict(self.choice.options), sort_keys=True, default=str)
        words = f"{self.choice.service}|{options}|{name}"
        return folder / f"{hashlib.sha256(words.encode()).hexdigest()}.json"


def extent_m(raw: object) -> int:
    """Half the diagonal of the box that Nominatim gives (south, north, west, east)."""
    box = raw.get("boundingbox") if isinstance(raw, dict) else None
    try:
        south, north, west, east = (float(side) for side in box or ())
    except (TypeError, ValueError):
        return UNKNOWN_PRECISION_M
    return round(float(geodesic((south, west), (north, east)).m) / 2)
