"""Places, groups and fleet rows that contradict themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from routing.model.findings import Finding, Severity
from routing.model.travel import ProviderName
from routing.validate.defect import Defect, Words
from routing.validate.raw_tree import Node
from routing.validate.shape_words import OUT_OF_RANGE

RIGHT_ANGLE = 90

HALF_A_COORDINATE = Defect(
    "HALF_A_COORDINATE",
    Words("地点“{subject}”缺少 {limit}", "place {subject} has no {limit}"),
    Words("经纬度要么都填，要么都不填（按名称或地址查找）", "give both lat and lon, or neither"),
)
HOTEL_INCOMPLETE = Defect(
    "HOTEL_INCOMPLETE",
    Words("住宿点“{subject}”没有填写 {limit}", "hotel {subject} has no {limit}"),
    Words("填写床位数 beds 和床位价 bed_fen（分）", "give its beds and bed_fen"),
)
BEDS_ELSEWHERE = Defect(
    "BEDS_ELSEWHERE",
    Words(
        "地点“{subject}”不是住宿点，{limit} 不起作用",
        "{subject} is no hotel: its {limit} is ignored",
    ),
    Words("把 kind 改为 hotel，或删去该项", "set its kind to hotel, or remove the field"),
    Severity.WARNING,
)
ADMIN_FORMAT = Defect(
    "ADMIN_FORMAT",
    Words("行政区“{measured}”格式不对", "admin {measured} has the wrong format"),
    Words("写成 省/市/县，如 云南省/昭通市/大关县", "write 省/市/县, such as 云南省/昭通市/大关县"),
)
SAME_PLACE = Defect(
    "SAME_PLACE",
    Words(
        "人员组“{subject}”的起点和终点都是“{measured}”",
        "group {subject} starts and ends at {measured}",
    ),
    Words("改正 origin 或 destination", "mend its origin or destination"),
)
HEADS_EXCEED_GROUP = Defect(
    "HEADS_EXCEED_GROUP",
    Words(
        "“{field}”{measured} 人，超过全组 {limit} 人",
        "{field} counts {measured}, the group has {limit}",
    ),
    Words("改正人数", "mend the number"),
)
MEMBER_TWICE = Defect(
    "MEMBER_TWICE",
    Words("成员代号“{measured}”出现两次", "the member {measured} is listed twice"),
    Words("每人只归入一组（首次出现于 {limit}）", "list a person in one group (first at {limit})"),
)
SHARE_AGAINST_APART = Defect(
    "SHARE_AGAINST_APART",
    Words(
        "同车组“{measured}”里的人员组又要求互相分开（apart_key：{limit}）",
        "groups that must share a coach ({measured}) must also be apart (apart_key: {limit})",
    ),
    Words(
        "统一 apart_key 或拆开 share_key", "make their apart_key equal or their share_key different"
    ),
)
RESERVED_EXCEED_SEATS = Defect(
    "RESERVED_EXCEED_SEATS",
    Words("保留座位 {measured} 多于座位 {limit}", "{measured} reserved seats of {limit}"),
    Words("减少 reserved_seats 或改正 seats", "reserve fewer, or mend seats"),
)
WHEELCHAIRS_EXCEED_SEATS = Defect(
    "WHEELCHAIRS_EXCEED_SEATS",
    Words("轮椅位 {measured} 多于座位 {limit}", "{measured} wheelchair places on {limit} seats"),
    Words("改正 wheelchair_places 或 seats", "mend wheelchair_places or seats"),
)
TABLE_EMPTY = Defect(
    "TABLE_EMPTY",
    Words(
        "选用了里程表（table），却没有任何里程", "the provider is a table, but no pairs are given"
    ),
    Words(
        "在 travel.pairs 中填写，或改用 great_circle", "fill in travel.pairs, or use great_circle"
    ),
)
PAIR_TO_ITSELF = Defect(
    "PAIR_TO_ITSELF",
    Words("里程的两端都是“{measured}”", "the pair runs from {measured} to itself"),
    Words("改正 from 或 to", "mend from or to"),
)
SUBSIDY_AMOUNT = Defect(
    "SUBSIDY_AMOUNT",
    Words(
        "补贴要么按比例（rate），要么按人（fen_per_person），现在填了 {measured} 项",
        "a subsidy is a rate or an amount per person; {measured} of them are given",
    ),
    Words("只填其中一项", "give exactly one of rate and fen_per_person"),
)
GOAL_TWICE = Defect(
    "GOAL_TWICE",
    Words("目标“{measured}”列了两次", "the goal {measured} stands twice"),
    Words("每个目标只列一次", "list each goal once"),
)


def check_contradictions(raw: Node) -> Iterator[Finding]:
    """Records that cannot be meant as they are written."""
    for place in raw.entries("places"):
        yield from check_place(place)
    for group in raw.entries("groups"):
        yield from check_group_heads(group)
    yield from check_members(raw)
    yield from check_keys(raw)
    for row in raw.entries("fleet"):
        yield from check_row(row)
    yield from check_travel(raw.member("travel"))
    for subsidy in raw.entries("subsidies"):
        given = [n for n in ("rate", "fen_per_person") if subsidy.member(n).value is not None]
        if len(given) != 1 and isinstance(subsidy.value, dict):
            yield SUBSIDY_AMOUNT.at(subsidy.pointer, measured=len(given))
    order = [goal.value for goal in raw.member("goals").entries("order")]
    for i, goal in enumerate(order):
        if isinstance(goal, str) and goal in order[:i]:
            yield GOAL_TWICE.at(f"/goals/order/{i}", measured=goal)


def check_place(place: Node) -> Iterator[Finding]:
    """A place with half a coordinate, a hotel without beds, beds without a hotel."""
    subject = place.text("id")
    absent = [name for name in ("lat", "lon") if place.member(name).value is None]
    if len(absent) == 1:
        yield HALF_A_COORDINATE.at(f"{place.pointer}/{absent[0]}", subject=subject, limit=absent[0])
    lat, lon = place.number("lat"), place.number("lon")
    if lat is not None and abs(lat) > RIGHT_ANGLE and (lon is None or abs(lon) > RIGHT_ANGLE):
        yield OUT_OF_RANGE.at(
            f"{place.pointer}/lat",
            subject=subject,
            measured=lat,
            limit="-90 – 90",
            field="lat",
            unit_zh="",
            unit_en="",
        )
    for name in ("beds", "bed_fen"):
        is_given = place.member(name).value is not None
        pointer = f"{place.pointer}/{name}"
        if place.text("kind") == "hotel" and not is_given:
            yield HOTEL_INCOMPLETE.at(pointer, subject=subject, limit=name)
        if place.text("kind") not in ("hotel", None) and is_given:
            yield BEDS_ELSEWHERE.at(pointer, subject=subject, limit=name)
    admin = place.text("admin")
    levels = (admin or "省").split("/")
    if len(levels) > len(("省", "市", "县")) or not all(level.strip() for level in levels):
        shown = admin or ""
        yield ADMIN_FORMAT.at(f"{place.pointer}/admin", subject=subject, measured=shown)


def check_group_heads(group: Node) -> Iterator[Finding]:
    """A group that goes nowhere, or counts more heads of some kind than it has people."""
    subject, people = group.text("id"), group.whole("people")
    origin = group.text("origin")
    if origin is not None and origin == group.text("destination"):
        shown = origin
        yield SAME_PLACE.at(f"{group.pointer}/destination", subject=subject, measured=shown)
    if people is None or people < 0:
        return
    members = group.member("members").value
    categories = group.member("categories")
    counts = [(group.member("wheelchairs"), group.whole("wheelchairs") or 0)]
    counts.append((group.member("members"), len(members) if isinstance(members, list) else 0))
    for name in categories.value if isinstance(categories.value, dict) else ():
        counts.append((categories.member(name), categories.whole(name) or 0))
    for node, heads in counts:
        if heads > people:
            field = node.pointer.rpartition("/")[2]
            yield HEADS_EXCEED_GROUP.at(
                node.pointer, subject=subject, measured=heads, limit=people, field=field
            )


def check_members(raw: Node) -> Iterator[Finding]:
    """A person's token in two places."""
    first: dict[str, str] = {}
    for group in raw.entries("groups"):
        for member in group.entries("members"):
            if not isinstance(member.value, str):
                continue
            if first.setdefault(member.value, member.pointer) != member.pointer:
                yield MEMBER_TWICE.at(
                    member.pointer,
                    subject=group.text("id"),
                    measured=member.value,
                    limit=first[member.value],
                )


def check_keys(raw: Node) -> Iterator[Finding]:
    """Groups that must share a coach and must not."""
    apart: dict[str, dict[str, Node]] = defaultdict(dict)
    for group in raw.entries("groups"):
        share, key = group.text("share_key"), group.text("apart_key")
        if share is None or key is None:
            continue
        others = apart[share]
        if others and key not in others:
            yield SHARE_AGAINST_APART.at(
                f"{group.pointer}/apart_key",
                subject=group.text("id"),
                measured=share,
                limit=", ".join([*others, key]),
            )
        others[key] = group


def check_row(row: Node) -> Iterator[Finding]:
    """A coach with more special seats than seats."""
    subject, seats = row.text("id"), row.whole("seats")
    if seats is None:
        return
    for name, defect in (
        ("reserved_seats", RESERVED_EXCEED_SEATS),
        ("wheelchair_places", WHEELCHAIRS_EXCEED_SEATS),
    ):
        special = row.whole(name)
        if special is not None and special > seats:
            pointer = f"{row.pointer}/{name}"
            yield defect.at(pointer, subject=subject, measured=special, limit=seats)


def check_travel(travel: Node) -> Iterator[Finding]:
    """A table without pairs, and pairs that go nowhere."""
    pairs = list(travel.entries("pairs"))
    if travel.text("provider") == ProviderName.TABLE and not pairs:
        yield TABLE_EMPTY.at("/travel/pairs")
    for pair in pairs:
        origin = pair.text("from")
        if origin is not None and origin == pair.text("to"):
            yield PAIR_TO_ITSELF.at(f"{pair.pointer}/to", measured=origin)
