"""Pins: each says one thing, and no two say the opposite."""

from __future__ import annotations

from collections.abc import Iterator

from routing.model.findings import Finding
from routing.validate.defect import Defect, Words
from routing.validate.raw_tree import Node

TARGETS = ("fleet", "service", "with")

PIN_TARGET = Defect(
    "PIN_TARGET",
    Words(
        "一条指定须说明对象：fleet 或 service（不可同填），也可用 with；现在填了 {measured} 项",
        "a pin names a fleet row or a service, not both, or a group; this one names {measured}",
    ),
    Words("补上对象，或拆成几条", "name what it speaks of, or split it into several pins"),
)
PIN_WITH_ITSELF = Defect(
    "PIN_WITH_ITSELF",
    Words("人员组“{measured}”被指定与自己同车", "group {measured} is pinned to itself"),
    Words("把 with 改成另一个人员组", "name another group in with"),
)
PINS_CONTRADICT = Defect(
    "PINS_CONTRADICT",
    Words("“{measured}”既被要求又被禁止", "{measured} is both required and forbidden"),
    Words("删去其中一条（另一条在 {limit}）", "remove one of the two pins (the other is {limit})"),
)
PIN_AGAINST_APART = Defect(
    "PIN_AGAINST_APART",
    Words(
        "“{measured}”被指定同车，却要求分开（apart_key）",
        "{measured} are pinned together but apart by key",
    ),
    Words("删去该指定，或统一 apart_key", "remove the pin, or make their apart_key equal"),
)
PIN_AGAINST_SHARE = Defect(
    "PIN_AGAINST_SHARE",
    Words(
        "“{measured}”被禁止同车，却要求同车（share_key）",
        "{measured} are barred from each other but share a key",
    ),
    Words("删去该指定，或改 share_key", "remove the pin, or change a share_key"),
)


def check_pins(raw: Node) -> Iterator[Finding]:
    """Every contradiction among pins, and between pins and keys."""
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    keys = {
        name: {g.text("id"): g.text(name) for g in raw.entries("groups")}
        for name in ("apart_key", "share_key")
    }
    for pin in raw.entries("pins"):
        if not isinstance(pin.value, dict):
            continue
        given = [name for name in TARGETS if pin.member(name).value is not None]
        if not given or {"fleet", "service"} <= set(given):
            yield PIN_TARGET.at(pin.pointer, subject=pin.text("group"), measured=len(given))
        for name in given:
            yield from check_opposite(pin, name, seen=seen)
        yield from check_with(pin, keys=keys)


def check_opposite(
    pin: Node, name: str, *, seen: dict[tuple[str, ...], tuple[str, str]]
) -> Iterator[Finding]:
    """A pin whose opposite came before; ``seen`` is carried from pin to pin."""
    group, target, kind = pin.text("group"), pin.text(name), pin.text("kind")
    if group is None or target is None or kind is None:
        return
    ends = tuple(sorted((group, target))) if name == "with" else (group, target)
    before = seen.setdefault((name, *ends), (kind, pin.pointer))
    if before[0] != kind:
        shown = f"{group} – {target}"
        yield PINS_CONTRADICT.at(pin.pointer, subject=group, measured=shown, limit=before[1])


def check_with(pin: Node, *, keys: dict[str, dict[str | None, str | None]]) -> Iterator[Finding]:
    """A pin of two groups against the keys that they carry."""
    group, other = pin.text("group"), pin.text("with")
    if group is None or other is None:
        return
    pointer = f"{pin.pointer}/with"
    if group == other:
        yield PIN_WITH_ITSELF.at(pointer, subject=group, measured=group)
        return
    shown = f"{group} – {other}"
    apart = keys["apart_key"].get(group), keys["apart_key"].get(other)
    share = keys["share_key"].get(group), keys["share_key"].get(other)
    if pin.text("kind") == "require" and None not in apart and apart[0] != apart[1]:
        yield PIN_AGAINST_APART.at(pointer, subject=group, measured=shown)
    if pin.text("kind") == "forbid" and share[0] is not None and share[0] == share[1]:
        yield PIN_AGAINST_SHARE.at(pointer, subject=group, measured=shown)
