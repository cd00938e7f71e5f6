"""Ids: each once in its list, and every reference finds what it names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from rapidfuzz import process

from routing.model.findings import Finding
from routing.validate.defect import Defect, Words, quoted
from routing.validate.raw_tree import Node

MOST_SUGGESTIONS = 200
"""Distinct wrong references of one kind that are compared with what there is."""
LONGEST_COMPARED = 100
LEAST_LIKE = 60
LISTS = ("places", "groups", "fleet", "drivers", "services")

DUPLICATE_ID = Defect(
    "DUPLICATE_ID",
    Words("编号“{measured}”在“{field}”中重复", "the id {measured} stands twice in {field}"),
    Words(
        "改成未用过的编号（首次出现于 {limit}）", "give it an id of its own (first used at {limit})"
    ),
)
DUPLICATE_PAIR = Defect(
    "DUPLICATE_PAIR",
    Words("{measured} 的里程给了两次", "the pair {measured} is given twice"),
    Words("只保留一条（首次出现于 {limit}）", "keep one of them (first given at {limit})"),
)
DANGLING_REFERENCE = Defect(
    "DANGLING_REFERENCE",
    Words(
        "“{field}”指向不存在的编号“{measured}”（应在“{target}”中）",
        "{field} names {measured}, which is not in {target}",
    ),
    Words("改成已有的编号（相近的有：{limit}）", "use an id that exists (near ones: {limit})"),
)
UNKNOWN_PROFILE = Defect(
    "UNKNOWN_PROFILE",
    Words("没有名为“{measured}”的规则集", "there is no policy profile {measured}"),
    Words("可用的规则集：{limit}", "use one of: {limit}"),
)


@dataclass(frozen=True)
class Known:
    """Ids that references may name.

    Attributes:
        target: the list they stand in.
        ids: the ids.
        near: ids like a wrong one, found before; filled while checking, and bounded, so that a
            document of nothing but wrong references is still answered at once.
    """

    target: str
    ids: frozenset[str]
    near: dict[str, str] = field(default_factory=dict)

    def like(self, value: str) -> str:
        """Up to three ids most like a wrong one."""
        if value not in self.near and len(self.near) < MOST_SUGGESTIONS:
            found = process.extract(
                value[:LONGEST_COMPARED], sorted(self.ids), limit=3, score_cutoff=LEAST_LIKE
            )
            self.near[value] = ", ".join(name for name, _, _ in found)
        return self.near.get(value) or "–"


def check_references(raw: Node, *, profiles: Collection[str] | None = None) -> Iterator[Finding]:
    """Duplicate ids and pairs, and references of every kind that lead nowhere.

    ``profiles`` are the ids of the policy profiles there are; None leaves the profile unchecked.
    """
    for name in LISTS:
        yield from check_unique(raw, name)
    places, groups, fleet, services = (
        known_ids(raw, name) for name in ("places", "groups", "fleet", "services")
    )
    for group in raw.entries("groups"):
        for end in ("origin", "destination"):
            yield from check_reference(group, end, known=places)
    for row in raw.entries("fleet"):
        yield from check_reference(row, "base", known=places)
    for service in raw.entries("services"):
        yield from check_unique(service, "offers")
        for call in service.entries("calls"):
            yield from check_reference(call, "place", known=places)
    for pin in raw.entries("pins"):
        yield from check_reference(pin, "group", known=groups)
        yield from check_reference(pin, "with", known=groups)
        yield from check_reference(pin, "fleet", known=fleet)
        yield from check_reference(pin, "service", known=services)
    yield from check_pairs(raw.member("travel"), places=places)
    yield from check_profile(raw.member("policy"), profiles=profiles)


def known_ids(node: Node, name: str, *, target: str | None = None) -> Known:
    """The ids of the named list, as references may name them."""
    return Known(target or name, frozenset(ids_of(node, name)))


def ids_of(node: Node, name: str) -> dict[str, str]:
    """Ids in the named list with the pointer of their first use."""
    found: dict[str, str] = {}
    for entry in node.entries(name):
        pid = entry.text("id")
        if pid is not None:
            found.setdefault(pid, f"{entry.pointer}/id")
    return found


def check_unique(node: Node, name: str) -> Iterator[Finding]:
    """Ids of the named list that were used before in it."""
    first = ids_of(node, name)
    for entry in node.entries(name):
        pid = entry.text("id")
        pointer = f"{entry.pointer}/id"
        if pid is not None and first[pid] != pointer:
            yield DUPLICATE_ID.at(pointer, subject=pid, measured=pid, limit=first[pid], field=name)


def check_reference(node: Node, name: str, *, known: Known) -> Iterator[Finding]:
    """The named member, where it names nothing in ``known``."""
    value = node.text(name)
    if value is not None and value not in known.ids:
        yield DANGLING_REFERENCE.at(
            node.member(name).pointer,
            subject=node.text("id"),
            measured=value,
            limit=known.like(value),
            field=name,
            target=known.target,
        )


def check_pairs(travel: Node, *, places: Known) -> Iterator[Finding]:
    """Ends of pairs that are no places, and pairs given twice in the same direction."""
    first: dict[tuple[str, str], str] = {}
    for pair in travel.entries("pairs"):
        ends = pair.text("from"), pair.text("to")
        for end in ("from", "to"):
            yield from check_reference(pair, end, known=places)
        if ends[0] is None or ends[1] is None:
            continue
        key = (ends[0], ends[1])
        if first.setdefault(key, pair.pointer) != pair.pointer:
            shown = quoted(f"{key[0]} → {key[1]}")
            yield DUPLICATE_PAIR.at(pair.pointer, measured=shown, limit=first[key])


def check_profile(policy: Node, *, profiles: Collection[str] | None) -> Iterator[Finding]:
    """A policy profile that does not exist."""
    name = policy.text("profile")
    if profiles is not None and name is not None and name not in profiles:
        yield UNKNOWN_PROFILE.at(
            f"{policy.pointer}/profile",
            measured=name,
            limit=", ".join(sorted(profiles)) or "–",
        )
