"""What is said about a point that looks wrong."""

from __future__ import annotations

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.places import Place
from routing.model.scenario import Datum


def axes_swapped(place: Place, point: str, *, pointer: str, mended: bool) -> Finding:
    """Latitude and longitude stand in each other's field."""
    done_zh = "，已按对调后的坐标计算" if mended else "，对调后正好落在应在的地方"
    done_en = ", read the other way round" if mended else ", which fit the other way round"
    return Finding(
        code="AXES_SWAPPED",
        severity=Severity.WARNING,
        pointer=pointer,
        subject=place.id,
        cause=LocalisedText(
            zh=f"经纬度像是填反了：{point}{done_zh}",
            en=f"latitude and longitude look swapped: {point}{done_en}",
        ),
        remedy=LocalisedText(zh="对调 lat 与 lon", en="swap lat and lon"),
        measured=point,
    )


def outside_china(place: Place, point: str, nearest: str, off_m: float, *, pointer: str) -> Finding:
    """No county holds the point."""
    off = f"{off_m / 1_000:.1f} km"
    return Finding(
        code="POINT_OUTSIDE_CHINA",
        severity=Severity.WARNING,
        pointer=pointer,
        subject=place.id,
        cause=LocalisedText(
            zh=f"坐标 {point} 在海里或国外，距最近的{nearest} {off}",
            en=f"{point} lies in the sea or abroad, {off} from the nearest county, {nearest}",
        ),
        remedy=LocalisedText(zh="在地图上核对经纬度", en="check latitude and longitude on a map"),
        measured=off,
    )


def outside_county(place: Place, admin: str, here: str, off_m: float, *, pointer: str) -> Finding:
    """The point lies in another county than its ``admin`` says."""
    off = f"{off_m / 1_000:.1f} km"
    return Finding(
        code="POINT_OUTSIDE_COUNTY",
        severity=Severity.WARNING,
        pointer=pointer,
        subject=place.id,
        cause=LocalisedText(
            zh=f"坐标落在{here}，距{admin} {off}",
            en=f"the point lies in {here}, {off} from {admin}",
        ),
        remedy=LocalisedText(
            zh="核对坐标或 admin（省/市/县）", en="check the point, or its admin (省/市/县)"
        ),
        measured=off,
        limit=admin,
    )


def wrong_datum(
    declared: Datum, likeliest: Datum, example: str, off_m: float, count: int
) -> Finding:
    """The points fit another coordinate system."""
    off = f"{off_m:.0f} m"
    return Finding(
        code="DATUM_SUSPECT",
        severity=Severity.WARNING,
        pointer="/datum",
        subject=example,
        cause=LocalisedText(
            zh=f"坐标像是 {likeliest}，不是 {declared}：{count} 个地点与已知点吻合，"
            f"按 {declared} 则偏 {off}",
            en=f"the points look like {likeliest}, not {declared}: {count} fit known points in it, "
            f"and are {off} off otherwise",
        ),
        remedy=LocalisedText(
            zh=f"把 datum 改为 {likeliest}，或核对坐标来源",
            en=f"set datum to {likeliest}, or check where the points come from",
        ),
        measured=off,
        limit=likeliest,
    )
