"""What is said about points that a road engine could not place well."""

from __future__ import annotations

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.places import Place

CHECK = LocalisedText(
    zh="核对坐标，或在 travel.pairs 中给出里程和时间",
    en="check the point, or give its distances and times in travel.pairs",
)


def no_road(place: Place, *, pointer: str) -> Finding:
    """No road near the point."""
    return Finding(
        code="NO_ROAD_NEAR",
        severity=Severity.WARNING,
        pointer=pointer,
        subject=place.id,
        cause=LocalisedText(
            zh="路网引擎在此点附近找不到道路，视为不可达",
            en="the road engine finds no road near this point; it counts as unreachable",
        ),
        remedy=CHECK,
    )


def far_from_road(place: Place, off_m: int, limit_m: int, *, pointer: str) -> Finding:
    """The point was put on a road far off."""
    return Finding(
        code="FAR_FROM_ROAD",
        severity=Severity.WARNING,
        pointer=pointer,
        subject=place.id,
        cause=LocalisedText(
            zh=f"此点距可用道路 {off_m} 米，里程从该道路算起",
            en=f"this point is {off_m} m from the road that its distances start on",
        ),
        remedy=CHECK,
        measured=f"{off_m} m",
        limit=f"{limit_m} m",
    )


def cut_off(place: Place, *, pointer: str) -> Finding:
    """No road leads from the point, or to it."""
    return Finding(
        code="CUT_OFF",
        severity=Severity.WARNING,
        pointer=pointer,
        subject=place.id,
        cause=LocalisedText(
            zh="没有道路从此点通往其他地点，或从其他地点通到此点",
            en="no road leads from this point to any other place, or from any to it",
        ),
        remedy=CHECK,
    )
