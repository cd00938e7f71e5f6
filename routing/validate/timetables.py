"""Trains and flights: calls in order of time, offers between calls of their own service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from routing.model.findings import Finding, Severity
from routing.validate.defect import Defect, Words
from routing.validate.raw_tree import Node
from routing.validate.times import check_notation

FEWEST_CALLS = 2

TOO_FEW_CALLS = Defect(
    "TOO_FEW_CALLS",
    Words("班次“{subject}”只有 {measured} 个停靠站", "service {subject} has {measured} calls"),
    Words("至少填写上车站和下车站", "give at least a call to board at and one to alight at"),
)
CALL_TWICE = Defect(
    "CALL_TWICE",
    Words("班次“{subject}”两次停靠“{measured}”", "service {subject} calls at {measured} twice"),
    Words("每站只列一次；回程另列一个班次", "list a place once; a way back is another service"),
)
CALL_TIME_MISSING = Defect(
    "CALL_TIME_MISSING",
    Words("停靠站“{measured}”缺少{side_zh}时间", "the call at {measured} has no time of {side_en}"),
    Words(
        "除首站无到达、末站无开出外，都要填写",
        "give it; only the first call has no arrival and only the last no departure",
    ),
)
CALLS_OUT_OF_ORDER = Defect(
    "CALLS_OUT_OF_ORDER",
    Words(
        "时间倒流：{measured} 不晚于 {limit}",
        "time runs backwards: {measured} is not after {limit}",
    ),
    Words("按行车顺序和时间排列停靠站", "list the calls in the order of travel and time"),
)
OFFER_NOT_ON_SERVICE = Defect(
    "OFFER_NOT_ON_SERVICE",
    Words(
        "席位的“{field}”= {measured} 不是本班次的停靠站",
        "{field} is {measured}, no call of this service",
    ),
    Words("改成本班次的停靠站之一：{limit}", "use one of its calls: {limit}"),
)
OFFER_REVERSED = Defect(
    "OFFER_REVERSED",
    Words(
        "席位从 {measured} 到 {limit}，与行车方向相反",
        "the offer runs from {measured} to {limit}, backwards",
    ),
    Words("对调 from 与 to", "swap from and to"),
)

NOTHING_OFFERED = Defect(
    "NOTHING_OFFERED",
    Words(
        "班次“{subject}”没有任何席位，不会被使用",
        "service {subject} offers nothing: it is not used",
    ),
    Words("填写 offers，或删去该班次", "give its offers, or remove it"),
    Severity.WARNING,
)
CALL_AT_ODD_PLACE = Defect(
    "CALL_AT_ODD_PLACE",
    Words(
        "“{subject}”停靠“{measured}”，但该地点不是{limit_zh}",
        "{subject} calls at {measured}, which is no {limit}",
    ),
    Words("核对停靠站，或改正地点的 kind", "check the call, or the place's kind"),
    Severity.WARNING,
)
STATIONS = {"train": ("rail_station", "火车站"), "plane": ("airport", "机场")}


def check_timetables(raw: Node) -> Iterator[Finding]:
    """Every contradiction inside a service."""
    kinds = {place.text("id"): place.text("kind") for place in raw.entries("places")}
    for service in raw.entries("services"):
        yield from check_use(service, kinds)
        calls = list(service.entries("calls"))
        yield from check_notation(service, "book_by")
        yield from check_calls(service, calls)
        yield from check_order(calls, subject=service.text("id"))
        yield from check_offers(service, calls)


def check_use(service: Node, kinds: dict[str | None, str | None]) -> Iterator[Finding]:
    """A service that offers nothing, or calls where its like does not."""
    subject = service.text("id")
    if service.raw("offers") == []:
        yield NOTHING_OFFERED.at(f"{service.pointer}/offers", subject=subject)
    station, station_zh = STATIONS.get(service.text("mode") or "", (None, ""))
    for call in service.entries("calls"):
        place = call.text("place")
        kind = kinds.get(place)
        if station is not None and kind is not None and kind != station:
            yield CALL_AT_ODD_PLACE.at(
                f"{call.pointer}/place",
                subject=subject,
                measured=place,
                limit=station,
                limit_zh=station_zh,
            )


def check_calls(service: Node, calls: list[Node]) -> Iterator[Finding]:
    """Too few calls, a place called at twice, times left out."""
    subject = service.text("id")
    if isinstance(service.member("calls").value, list) and len(calls) < FEWEST_CALLS:
        yield TOO_FEW_CALLS.at(f"{service.pointer}/calls", subject=subject, measured=len(calls))
    seen: set[str] = set()
    for position, call in enumerate(calls):
        place = call.text("place")
        if place is not None and place in seen:
            shown = place
            yield CALL_TWICE.at(f"{call.pointer}/place", subject=subject, measured=shown)
        seen.add(place or "")
        if isinstance(call.value, dict):
            yield from check_call_times(call, first=position == 0, last=call is calls[-1])


def check_call_times(call: Node, *, first: bool, last: bool) -> Iterator[Finding]:
    """A call without the time it needs."""
    needed = (("arrives", "到达", "arrival", not first), ("departs", "开出", "departure", not last))
    for name, side_zh, side_en, is_needed in needed:
        yield from check_notation(call, name)
        if is_needed and call.member(name).value is None:
            yield CALL_TIME_MISSING.at(
                f"{call.pointer}/{name}",
                measured=call.text("place") or "?",
                side_zh=side_zh,
                side_en=side_en,
            )


def check_order(calls: list[Node], *, subject: str | None) -> Iterator[Finding]:
    """Times that do not grow along the calls; a train may leave the minute it arrives."""
    before: datetime | None = None
    for call in calls:
        arrives, departs = call.instant("arrives"), call.instant("departs")
        if before is not None and arrives is not None and arrives <= before:
            yield out_of_order(call, "arrives", arrives, before, subject=subject)
        floor = arrives if arrives is not None else before
        if floor is not None and departs is not None and departs < floor:
            yield out_of_order(call, "departs", departs, floor, subject=subject)
        before = departs or arrives or before


def out_of_order(
    call: Node, name: str, moment: datetime, floor: datetime, *, subject: str | None
) -> Finding:
    """The finding for one time that is too early."""
    return CALLS_OUT_OF_ORDER.at(
        f"{call.pointer}/{name}",
        subject=subject,
        measured=moment.isoformat(),
        limit=floor.isoformat(),
    )


def check_offers(service: Node, calls: list[Node]) -> Iterator[Finding]:
    """Offers from or to a place the service does not call at, or against its direction."""
    order = {place: i for i, call in enumerate(calls) if (place := call.text("place"))}
    for offer in service.entries("offers"):
        ends = {name: offer.text(name) for name in ("from", "to")}
        for name, place in ends.items():
            if place is not None and place not in order:
                yield OFFER_NOT_ON_SERVICE.at(
                    f"{offer.pointer}/{name}",
                    subject=offer.text("id"),
                    measured=place,
                    limit=", ".join(order) or "–",
                    field=name,
                )
        origin, destination = ends["from"], ends["to"]
        both = origin in order and destination in order
        if origin and destination and both and order[origin] >= order[destination]:
            yield OFFER_REVERSED.at(
                f"{offer.pointer}/to",
                subject=offer.text("id"),
                measured=origin,
                limit=destination,
            )
