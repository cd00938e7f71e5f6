"""Time that contradicts itself: reversed windows, people due before they are ready, odd zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from routing.model.findings import Finding
from routing.validate.defect import Defect, Words, quoted
from routing.validate.raw_tree import Node
from routing.validate.shape_words import WRONG_TIME

UNIX_TIME = re.compile(r"\s*[+-]?\d+(\.\d*)?\s*")
DEFAULT_YEARS = (2020, 2035)
MONTHS = 12
GROUP_TIMES = ("ready_from", "arrive_by", "arrive_from")
LIMITS_OF_YEARS = (1970, 2200)

WINDOW_REVERSED = Defect(
    "WINDOW_REVERSED",
    Words(
        "时段的结束 {measured} 早于开始 {limit}",
        "the window ends at {measured}, before its start {limit}",
    ),
    Words("对调或改正 from 与 to", "swap or mend from and to"),
)
ARRIVES_BEFORE_READY = Defect(
    "ARRIVES_BEFORE_READY",
    Words(
        "人员 {limit} 才能出发，却要求 {measured} 前到达",
        "people are ready at {limit} but due by {measured}",
    ),
    Words("推迟 arrive_by 或提前 ready_from", "set arrive_by later or ready_from earlier"),
)
ARRIVAL_REVERSED = Defect(
    "ARRIVAL_REVERSED",
    Words(
        "最早到达 {measured} 晚于最迟到达 {limit}",
        "they may arrive from {measured} only, after the latest arrival {limit}",
    ),
    Words("对调或改正 arrive_from 与 arrive_by", "swap or mend arrive_from and arrive_by"),
)
TIMEZONE_UNKNOWN = Defect(
    "TIMEZONE_UNKNOWN",
    Words("不认识的时区 {measured}", "the time zone {measured} is not known"),
    Words("使用 IANA 名称，如 Asia/Shanghai", "use an IANA name such as Asia/Shanghai"),
)
TIMEZONE_CHANGES = Defect(
    "TIMEZONE_CHANGES",
    Words(
        "时区 {measured} 在方案期间前后会变（夏令时）",
        "the offset of {measured} changes around the plan's dates (daylight saving)",
    ),
    Words("使用没有夏令时的时区，如 Asia/Shanghai", "use a zone without it, such as Asia/Shanghai"),
)
NIGHT_EMPTY = Defect(
    "NIGHT_EMPTY",
    Words(
        "每日时段从 {measured} 到 {measured}，长度为零",
        "the daily window {measured}–{measured} is empty",
    ),
    Words('填写不同的起止时刻；取消夜间停驶用 "off"', 'give two times; "off" lifts the night halt'),
)


def check_times(raw: Node) -> Iterator[Finding]:
    """Every contradiction of times but those of services, which have a file of their own."""
    for owner, name in (("places", "open"), ("fleet", "available")):
        for entry in raw.entries(owner):
            for window in entry.entries(name):
                yield from check_window(window, subject=entry.text("id"))
    for group in raw.entries("groups"):
        yield from check_group(group)
    yield from check_timezone(raw)
    overrides = raw.path("policy", "overrides")
    for name in ("night", "night_halt", "relay_hours", "night_access"):
        window = overrides.member(name)
        if window.text("from") is not None and window.text("from") == window.text("to"):
            yield NIGHT_EMPTY.at(window.pointer, measured=window.text("from"))


def check_window(window: Node, *, subject: str | None) -> Iterator[Finding]:
    """A window that ends before it starts, or counts in Unix seconds."""
    for name in ("from", "to"):
        yield from check_notation(window, name)
    start, end = window.instant("from"), window.instant("to")
    if start is not None and end is not None and end < start:
        yield WINDOW_REVERSED.at(
            window.pointer, subject=subject, measured=end.isoformat(), limit=start.isoformat()
        )


def check_group(group: Node) -> Iterator[Finding]:
    """A group due before it is ready, or whose earliest arrival is after its latest."""
    for name in GROUP_TIMES:
        yield from check_notation(group, name)
    ready, latest, earliest = (group.instant(name) for name in GROUP_TIMES)
    subject = group.text("id")
    if ready is not None and latest is not None and latest < ready:
        yield ARRIVES_BEFORE_READY.at(
            f"{group.pointer}/arrive_by",
            subject=subject,
            measured=latest.isoformat(),
            limit=ready.isoformat(),
        )
    if earliest is not None and latest is not None and latest < earliest:
        yield ARRIVAL_REVERSED.at(
            f"{group.pointer}/arrive_from",
            subject=subject,
            measured=earliest.isoformat(),
            limit=latest.isoformat(),
        )


def check_notation(node: Node, name: str) -> Iterator[Finding]:
    """An instant written as Unix seconds in quotes, which pydantic would take."""
    value = node.text(name)
    if value is not None and UNIX_TIME.fullmatch(value):
        yield WRONG_TIME.at(node.member(name).pointer, measured=quoted(value), field=name)


def check_timezone(raw: Node) -> Iterator[Finding]:
    """A zone that does not exist, or whose offset changes in the years the scenario speaks of."""
    name = raw.member("timezone").value
    if not isinstance(name, str):
        return
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield TIMEZONE_UNKNOWN.at("/timezone", measured=quoted(name))
        return
    first, last = years_of(raw)
    offsets = {
        datetime(year, month, 1, tzinfo=UTC).astimezone(zone).utcoffset()
        for year in range(first, last + 1)
        for month in range(1, MONTHS + 1)
    }
    if len(offsets) > 1:
        yield TIMEZONE_CHANGES.at("/timezone", measured=quoted(name))


def years_of(raw: Node) -> tuple[int, int]:
    """First and last year that the groups' times name, or a default span where they name none."""
    low, high = LIMITS_OF_YEARS
    years = [
        moment.year
        for group in raw.entries("groups")
        for name in GROUP_TIMES
        if (moment := group.instant(name)) is not None and low <= moment.year <= high
    ]
    return (min(years), max(years)) if years else DEFAULT_YEARS
