"""Points for the places that came with a name or an address only."""

from __future__ import annotations

from pathlib import Path

from geopy.distance import geodesic

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.places import Place, PlaceKind
from routing.model.scenario import Scenario
from routing.places.candidate import Match, PlaceCandidate
from routing.places.gazetteer import DIVISIONS
from routing.places.lookup import SEAT_PRECISION_M, find_places, within
from routing.units import Metres

CONSIDERED = 50
"""Candidates that are looked at: the seat of a known county may stand behind many like names."""
SHOWN = 5
UNSURE_BEYOND_M = 5_000
"""A point that may be further off than this is reported."""
APART_M = 20_000
"""Candidates of one name that are further from each other than this are different places."""
SOMEWHERE_INSIDE = frozenset(
    {
        PlaceKind.FACTORY,
        PlaceKind.HOTEL,
        PlaceKind.RESETTLEMENT_SITE,
        PlaceKind.SERVICE_AREA,
        PlaceKind.TOWNSHIP_STATION,
        PlaceKind.VILLAGE,
    }
)
"""Kinds of places that lie somewhere in a division, not at its seat."""


def locate(scenario: Scenario, *, reference: Path) -> tuple[Scenario, tuple[Finding, ...]]:
    """The scenario with a point for every place that can be found offline.

    A place without coordinates is looked up by its address, or else by its name. Its admin, its
    precision and the source of its point are filled in where they are absent.

    Args:
        scenario: in WGS-84 (see ``to_wgs84``).
        reference: folder of the reference tables.

    Returns:
        The scenario, and findings: an error for a name that is not found or means several places,
        a warning for every point that is not sure.

    Raises:
        UnknownName: the folder has no gazetteer.
    """
    places: list[Place] = []
    findings: list[Finding] = []
    for index, place in enumerate(scenario.places):
        if place.lat is not None:
            places.append(place)
            continue
        located, finding = locate_place(place, pointer=f"/places/{index}", reference=reference)
        places.append(located)
        findings += [finding] if finding else []
    return scenario.model_copy(update={"places": tuple(places)}), tuple(findings)


def locate_place(place: Place, *, pointer: str, reference: Path) -> tuple[Place, Finding | None]:
    """One place with its point, and what is to be said of it."""
    query = place.address or in_chinese(place)
    candidates = find_places(
        query, reference=reference, admin=place.admin, kind=place.kind, limit=CONSIDERED
    )
    usable = [c for c in candidates if c.match is not Match.SIMILAR]
    if not usable or not within(usable[0].admin, place.admin or ""):
        return place, not_found(place, query, candidates[:SHOWN], pointer=pointer)
    best = usable[0]
    rivals = [c for c in usable[1:] if is_rival(c, best, area=place.admin or "")]
    if rivals:
        return place, ambiguous(place, query, (best, *rivals[:SHOWN]), pointer=pointer)
    precision_m = max(best.precision_m, place.precision_m or 0)
    if best.kind in DIVISIONS and place.kind in SOMEWHERE_INSIDE:
        precision_m = max(precision_m, SEAT_PRECISION_M)
    located = place.model_copy(
        update={
            "lat": best.lat,
            "lon": best.lon,
            "precision_m": Metres(precision_m),
            "admin": place.admin or best.admin,
            "source": place.source or best.source,
        }
    )
    if best.is_sure and precision_m <= UNSURE_BEYOND_M and best.note is None:
        return located, None
    return located, unsure(located, query, best, pointer=pointer)


def in_chinese(place: Place) -> str:
    """The name that the gazetteer knows."""
    return place.name.zh if isinstance(place.name, LocalisedText) else place.name


def is_rival(other: PlaceCandidate, best: PlaceCandidate, *, area: str) -> bool:
    """Whether another candidate fits as well and lies elsewhere."""
    fits = other.score >= best.score and other.kind == best.kind and within(other.admin, area)
    return fits and bool(geodesic((other.lat, other.lon), (best.lat, best.lon)).m > APART_M)


def shown(candidates: tuple[PlaceCandidate, ...]) -> str:
    """Candidates as a planner reads them."""
    return "; ".join(
        f"{c.admin}/{c.name}" if c.name not in c.admin else c.admin for c in candidates
    )


def not_found(
    place: Place, query: str, near: tuple[PlaceCandidate, ...], *, pointer: str
) -> Finding:
    """The error for a name that the gazetteer does not know."""
    known = shown(near) or "–"
    return Finding(
        code="PLACE_NOT_FOUND",
        severity=Severity.ERROR,
        pointer=pointer,
        subject=place.id,
        cause=LocalisedText(
            zh=f"没有坐标，地名库里也找不到“{query}”",
            en=f"it has no coordinates and the gazetteer does not know {query}",
        ),
        remedy=LocalisedText(
            zh=f"填写 lat、lon，或改用能找到的名称（相近的有：{known}）",
            en=f"give lat and lon, or a name that is known (near ones: {known})",
        ),
        measured=query,
    )


def ambiguous(
    place: Place, query: str, rivals: tuple[PlaceCandidate, ...], *, pointer: str
) -> Finding:
    """The error for a name that means several places."""
    return Finding(
        code="PLACE_AMBIGUOUS",
        severity=Severity.ERROR,
        pointer=pointer,
        subject=place.id,
        cause=LocalisedText(
            zh=f"“{query}”可能是几个地方：{shown(rivals)}",
            en=f"{query} may be several places: {shown(rivals)}",
        ),
        remedy=LocalisedText(
            zh="填写 admin（省/市/县），或直接填写 lat、lon",
            en="give its admin (省/市/县), or lat and lon",
        ),
        measured=query,
    )


def unsure(place: Place, query: str, found: PlaceCandidate, *, pointer: str) -> Finding:
    """The warning for a point that may be well off, or about which something is to be known."""
    off_km = (place.precision_m or 0) / 1_000
    seat_zh = "，按所属县城定位" if found.match is Match.SEAT else ""
    seat_en = ", at the seat above it" if found.match is Match.SEAT else ""
    note_zh = f"；{found.note.zh}" if found.note else ""
    note_en = f"; {found.note.en}" if found.note else ""
    where = shown((found,))
    return Finding(
        code="PLACE_UNSURE",
        severity=Severity.WARNING,
        pointer=pointer,
        subject=place.id,
        cause=LocalisedText(
            zh=f"“{query}”取自地名库（{where}）{seat_zh}，可能偏差 {off_km:g} 公里{note_zh}",
            en=f"{query} is taken from the gazetteer ({where}){seat_en}, "
            f"up to {off_km:g} km off{note_en}",
        ),
        remedy=LocalisedText(zh="核对后填写 lat、lon", en="check it on a map and give lat and lon"),
        measured=f"{off_km:g} km",
        limit=f"{UNSURE_BEYOND_M / 1_000:g} km",
    )
