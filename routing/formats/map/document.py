"""What the map's script reads: one typed document, written as JSON.

Records that repeat a thousand times are named tuples, which JSON writes as short arrays; the rest
has named fields. Times are whole minutes of local clock time from ``starts``. Texts are either the
same in both languages or a pair ``[Chinese, English]``, so that one file serves both.
"""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

Words = str | tuple[str, str]
"""A text: the same in both languages, or Chinese and English."""


class MapDocument(BaseModel):
    """Base of the records below: immutable, closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MapPlace(NamedTuple):
    """A place; ``lat`` and ``lon`` are WGS-84 degrees, five decimals."""

    name: Words
    kind: str
    lat: float
    lon: float
    area: str
    """County or city, for the search box; may be empty."""


class MapStop(NamedTuple):
    """A stop of a run: place index, minutes, people."""

    place: int
    arrives_min: int
    departs_min: int
    board: int
    alight: int
    on_board: int


class MapDuty(NamedTuple):
    """One driver's part: ``spans`` is a run of letter and minutes, such as ``D240B20D180``.

    D drive, B break, H halt, R rest, S standby; the first span starts at ``starts_min``.
    """

    driver: str
    starts_min: int
    spans: str


class MapRelay(NamedTuple):
    """A standing coach handed over to a fresh crew: place index, minutes, drivers' names."""

    place: int
    arrives_min: int
    departs_min: int
    leaves: str
    joins: str


class MapEmpty(NamedTuple):
    """An empty drive: place indices, minutes, metres."""

    origin: int
    destination: int
    departs_min: int
    arrives_min: int
    distance_m: int


class MapSegment(NamedTuple):
    """A piece of way used by one or more legs, stored once.

    ``line`` is an encoded polyline (five decimals); ``schematic`` is 1 where nobody knows the road.
    """

    line: str
    schematic: int


class MapRun(MapDocument):
    """A vehicle's run: label, load, stops, ways, crew."""

    id: str
    mode: str
    role: str
    vehicle: Words
    seats: int
    """Seats that people may take: a coach's capacity, or the seats bought on a service."""
    people: int
    """People who board, in all."""
    peak: int
    """Most people on board at once."""
    day: str
    """Local date of the first departure, ``YYYY-MM-DD``."""
    cost_fen: int
    distance_m: int
    gate: int
    """Index of the place where most of its people are going."""
    stops: tuple[MapStop, ...]
    legs: tuple[tuple[int, ...], ...]
    """For each leg the indices of its segments, in driving order."""
    duties: tuple[MapDuty, ...]
    relays: tuple[MapRelay, ...]
    """Where fresh drivers take over, at places that have coordinates."""
    empties: tuple[MapEmpty, ...]
    partners: tuple[int, ...]
    """Indices of the runs that its people ride before or after it."""


class MapReason(NamedTuple):
    """Why people are left out."""

    code: str
    detail: Words


class MapLeftOut(NamedTuple):
    """People who are not carried, waiting at ``place``."""

    place: int
    destination: int
    group: str
    people: int
    reasons: tuple[MapReason, ...]
    repair: Words


class MapTotals(MapDocument):
    """The plan in one line."""

    status: str
    demand: int
    """People asked for."""
    carried: int
    """People who ride in a vehicle of the plan."""
    own_travel: int
    """People who travel on their own ticket."""
    left_out: int
    cost_fen: int


class MapArea(NamedTuple):
    """An inset's window: name and bounds in degrees."""

    name: Words
    south: float
    west: float
    north: float
    east: float


class OutlineArc(NamedTuple):
    """A border or coast line, encoded with three decimals.

    ``rank``: 0 coast or outer border, 1 between provinces, 2 between prefectures, 3 between
    counties.
    """

    line: str
    rank: int


class OutlineLabel(NamedTuple):
    """An area's name and where to write it; ``rank`` 1 province, 2 prefecture, 3 county."""

    name: str
    rank: int
    lat: float
    lon: float


class Outline(MapDocument):
    """Administrative outlines without tiles: a sketch, no authority on borders."""

    source: Words
    arcs: tuple[OutlineArc, ...]
    rings: tuple[tuple[int, ...], ...]
    """Land areas: arc indices in ring order; ``-1 - i`` means arc ``i`` backwards."""
    boundary: tuple[str, ...]
    """National boundary lines of the source, encoded with three decimals."""
    labels: tuple[OutlineLabel, ...]


class TileLayer(MapDocument):
    """A tile layer that the operator allows; none is used unless it stands in the settings."""

    name: Words
    urls: tuple[str, ...]
    """Leaflet's templates with ``{x}``, ``{y}``, ``{z}``, the lowest first; a key is part of them.

    A second one holds names for the first.
    """
    subdomains: str = "abc"
    """Letters that ``{s}`` stands for."""
    attribution: str
    datum: str = "wgs84"
    """``wgs84`` (OSM, Tianditu's CGCS2000) or ``gcj02`` (AMap)."""
    max_zoom: int = 18


class MapData(MapDocument):
    """Everything the map shows."""

    version: int = 1
    title: Words
    language: str
    starts: str
    """Local midnight of the first day as ``YYYY-MM-DD``; minute 0 of every time."""
    totals: MapTotals
    places: tuple[MapPlace, ...]
    segments: tuple[MapSegment, ...]
    runs: tuple[MapRun, ...]
    left_out: tuple[MapLeftOut, ...]
    home: MapArea | None
    """Where most people start."""
    city: MapArea | None
    """Where most people arrive."""
    tiles: tuple[TileLayer, ...]
    outline: Outline | None
    """None when the package with the outlines is not installed."""
