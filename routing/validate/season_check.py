"""Seasons as files: every defect of the whole document in one answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from lunardate import LunarDate

from routing.model.findings import Finding, Severity
from routing.model.season import SeasonScenario
from routing.validate.contradictions import check_place, check_row, check_travel
from routing.validate.defect import Defect, Words
from routing.validate.document_order import in_document_order
from routing.validate.raw_tree import Node
from routing.validate.references import (
    check_pairs,
    check_profile,
    check_reference,
    check_unique,
    known_ids,
)
from routing.validate.shape import made_readable, read_document
from routing.validate.times import check_timezone, check_window
from routing.validate.timetables import check_timetables

LISTS = ("places", "groups", "fleet", "services", "waves")
LONGEST_DAYS = 120
LUNAR_YEARS = range(1901, 2099)

DAYS_REVERSED = Defect(
    "DAYS_REVERSED",
    Words("最后一天 {measured} 早于第一天 {limit}", "the last day {measured} is before {limit}"),
    Words("对调或改正 first_day 与 last_day", "swap or mend first_day and last_day"),
)
SEASON_TOO_LONG = Defect(
    "SEASON_TOO_LONG",
    Words("整季 {measured} 天，最多 {limit} 天", "a season of {measured} days, at most {limit}"),
    Words("分成几季", "split it into several seasons"),
)
DAY_OUTSIDE_SEASON = Defect(
    "DAY_OUTSIDE_SEASON",
    Words(
        "{measured} 不在整季日期 {limit} 之内", "{measured} is outside the season's days {limit}"
    ),
    Words("改正日期，或放宽整季的起止日", "mend the date, or widen the season's days"),
)
NEITHER_END_HOME = Defect(
    "NEITHER_END_HOME",
    Words(
        "“{subject}”的起点和终点应恰有一个在 {limit}",
        "exactly one end of {subject} must lie in {limit}",
    ),
    Words("改正起终点、地点的 admin 或 home_area", "mend the ends, their admin or home_area"),
)
LUNAR_MISMATCH = Defect(
    "LUNAR_MISMATCH",
    Words("{measured} 不是农历 {limit}", "{measured} is not lunar {limit}"),
    Words("改正公历或农历日期", "mend the solar or the lunar date"),
)
SERVICE_OUTSIDE_SEASON = Defect(
    "SERVICE_OUTSIDE_SEASON",
    Words(
        "“{subject}”在 {measured} 开行，不在整季之内",
        "{subject} leaves on {measured}, outside the season",
    ),
    Words("改正日期；否则不予考虑", "mend its date; it is ignored otherwise"),
    Severity.WARNING,
)
BOOKING_PASSED = Defect(
    "BOOKING_PASSED",
    Words(
        "“{subject}”须在 {measured} 前预订，而编制日是 {limit}",
        "{subject} had to be booked by {measured}; the season is planned on {limit}",
    ),
    Words("确认是否已订，或提前编制", "see whether it is booked already, or plan earlier"),
    Severity.WARNING,
)


def check_season(
    raw: object, *, profiles: Collection[str] | None = None
) -> tuple[SeasonScenario | None, tuple[Finding, ...]]:
    """Check a season's shape, references and contradictions, all at once.

    Args:
        raw: the document as parsed from JSON.
        profiles: ids of the policy profiles there are; None leaves the profile unchecked.
    """
    readable, broken = made_readable(raw)
    season, shape = read_document(SeasonScenario, readable)
    cross = tuple(check_season_tree(Node(readable), profiles=profiles))
    findings = in_document_order((*broken, *shape, *cross))
    refused = any(f.severity is Severity.ERROR for f in findings)
    return (None if refused else season), findings


def check_season_tree(raw: Node, *, profiles: Collection[str] | None) -> Iterator[Finding]:
    """What can be said across the fields of a season that may be broken anywhere."""
    yield from check_named(raw)
    yield from check_pairs(raw.member("travel"), places=known_ids(raw, "places"))
    yield from check_profile(raw.member("policy"), profiles=profiles)
    yield from check_travel(raw.member("travel"))
    yield from check_timezone(raw)
    yield from check_timetables(raw)
    for place in raw.entries("places"):
        yield from check_place(place)
        for window in place.entries("open"):
            yield from check_window(window, subject=place.text("id"))
    for row in raw.entries("fleet"):
        yield from check_row(row)
    yield from check_days(raw)
    yield from check_ends(raw)
    for wave in raw.entries("waves"):
        yield from check_wave(wave)
    yield from check_services(raw)


def check_named(raw: Node) -> Iterator[Finding]:
    """Ids that stand twice and references that lead nowhere."""
    for name in LISTS:
        yield from check_unique(raw, name)
    places, waves = known_ids(raw, "places"), known_ids(raw, "waves")
    for group in raw.entries("groups"):
        for end in ("origin", "destination"):
            yield from check_reference(group, end, known=places)
        yield from check_reference(group, "wave", known=waves)
    for row in raw.entries("fleet"):
        yield from check_reference(row, "base", known=places)
    for service in raw.entries("services"):
        yield from check_unique(service, "offers")
        for call in service.entries("calls"):
            yield from check_reference(call, "place", known=places)
    for name in ("openings", "loading"):
        for entry in raw.entries(name):
            yield from check_reference(entry, "place", known=places)


def day_of(node: Node, name: str) -> date | None:
    """The named date, where it can be read."""
    text = node.text(name)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None


def check_days(raw: Node) -> Iterator[Finding]:
    """Spans that end before they begin, and days outside the season."""
    yield from check_span(raw, subject=raw.text("id"))
    first, last = day_of(raw, "first_day"), day_of(raw, "last_day")
    if first is None or last is None or last < first:
        return
    length = (last - first).days + 1
    if length > LONGEST_DAYS:
        yield SEASON_TOO_LONG.at("/last_day", measured=length, limit=LONGEST_DAYS)
    for group in raw.entries("groups"):
        yield from check_span(group, subject=group.text("id"))
        for name in ("first_day", "last_day"):
            day = day_of(group, name)
            if day is not None and not first <= day <= last:
                yield DAY_OUTSIDE_SEASON.at(
                    f"{group.pointer}/{name}",
                    subject=group.text("id"),
                    measured=day,
                    limit=f"{first} – {last}",
                )
    for row in raw.entries("fleet"):
        for span in row.entries("days"):
            yield from check_span(span, subject=row.text("id"))


def check_span(node: Node, *, subject: str | None) -> Iterator[Finding]:
    """A first day after a last day."""
    first, last = day_of(node, "first_day"), day_of(node, "last_day")
    if first is not None and last is not None and last < first:
        yield DAYS_REVERSED.at(
            f"{node.pointer}/last_day", subject=subject, measured=last, limit=first
        )


def check_ends(raw: Node) -> Iterator[Finding]:
    """Groups that neither leave home nor come back to it."""
    area = raw.text("home_area")
    admins = {p.text("id"): p.text("admin") for p in raw.entries("places")}
    if area is None:
        return
    wanted = [part for part in area.split("/") if part]
    home = {i for i, a in admins.items() if (a or "").split("/")[: len(wanted)] == wanted}
    for group in raw.entries("groups"):
        ends = [group.text("origin"), group.text("destination")]
        if all(end in admins for end in ends) and sum(end in home for end in ends) != 1:
            yield NEITHER_END_HOME.at(group.pointer, subject=group.text("id"), limit=area)


def check_wave(wave: Node) -> Iterator[Finding]:
    """A wave whose solar and lunar dates disagree."""
    day, lunar = day_of(wave, "day"), wave.text("lunar")
    if day is None or lunar is None or day.year not in LUNAR_YEARS:
        return
    found = LunarDate.from_solar_date(day.year, day.month, day.day)
    if lunar != f"{found.month}-{found.day}":
        yield LUNAR_MISMATCH.at(
            f"{wave.pointer}/lunar", subject=wave.text("id"), measured=day, limit=lunar
        )


def check_services(raw: Node) -> Iterator[Finding]:
    """Trains and flights outside the season, or past their booking."""
    first, last, planned = (day_of(raw, n) for n in ("first_day", "last_day", "planned_on"))
    for service in raw.entries("services"):
        departs = next((c.instant("departs") for c in service.entries("calls")), None)
        book_by = service.instant("book_by")
        if departs is not None and first is not None and last is not None:
            # A day to spare on both sides: the season's zone may differ from the offset written.
            inside = first - timedelta(days=1) <= departs.date() <= last + timedelta(days=1)
            if not inside:
                yield SERVICE_OUTSIDE_SEASON.at(
                    f"{service.pointer}/calls", subject=service.text("id"), measured=departs.date()
                )
        if book_by is not None and planned is not None and book_by.date() < planned:
            yield BOOKING_PASSED.at(
                f"{service.pointer}/book_by",
                subject=service.text("id"),
                measured=book_by.isoformat(),
                limit=planned,
            )
