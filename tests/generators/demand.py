"""Who travels in a generated scenario, and what is wished for them."""

from __future__ import annotations

from random import Random

from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.goals import Pin, PinKind
from routing.model.services import Service
from tests.generators.feature import Feature
from tests.generators.land import Land, moment


def draw_groups(random: Random, land: Land, chosen: frozenset[Feature]) -> tuple[Group, ...]:
    """One to six groups, each from a site to a gate."""
    ends = [(o, d) for o in land.origins for d in land.destinations]
    picked = random.sample(ends, min(len(ends), random.randint(1, 6)))
    return tuple(_group(random, i, *pair, land, chosen) for i, pair in enumerate(picked))


def _group(
    random: Random,
    number: int,
    origin: str,
    destination: str,
    land: Land,
    chosen: frozenset[Feature],
) -> Group:
    people = random.choice((1, 3, 8, 14, 22, 31, 47, 70))
    lifted = random.randint(0, people)
    fields: dict[str, object] = {
        "id": f"group-{number}",
        "origin": origin,
        "destination": destination,
        "people": people,
        "ready_from": moment(random.choice((5.5, 6, 7))),
        "arrive_by": moment(20, day=2 if land.far else 1),
        "categories": {"lifted_from_poverty": lifted},
    }
    fields |= _wishes(random, people, chosen)
    fields |= _times(random, land, chosen)
    return Group.model_validate(fields)


def _wishes(random: Random, people: int, chosen: frozenset[Feature]) -> dict[str, object]:
    fields: dict[str, object] = {}
    if Feature.TOGETHER in chosen and people <= 40 and random.random() < 0.6:
        fields["together"] = True
    if Feature.WHEELCHAIRS in chosen and random.random() < 0.5:
        fields["wheelchairs"] = random.randint(1, min(2, people))
    if Feature.PRIORITY in chosen:
        fields["priority"] = random.randint(0, 3)
    if Feature.APART in chosen and random.random() < 0.7:
        fields["apart_key"] = random.choice(("red", "blue"))
    elif Feature.SHARE in chosen and random.random() < 0.6:
        fields["share_key"] = random.choice(("village", "team"))
    if Feature.OWN_TRAVEL in chosen and random.random() < 0.6:
        fields["own_travel_fen_per_person"] = random.choice((25_000, 60_000))
    if Feature.PAYERS in chosen:
        fields["payer"] = random.choice(("county-0", "county-1"))
    return fields


def _times(random: Random, land: Land, chosen: frozenset[Feature]) -> dict[str, object]:
    fields: dict[str, object] = {}
    last_day = 2 if land.far else 1
    if Feature.WINDOWS in chosen and random.random() < 0.7:
        fields["arrive_from"] = moment(random.choice((6, 7)), day=last_day)
        fields["arrive_by"] = moment(random.choice((12, 17, 20)), day=last_day)
    if Feature.RIDE_LIMITS in chosen and random.random() < 0.7:
        fields["max_on_board_s"] = random.choice((6, 9, 20, 40)) * 3_600
        fields["max_journey_s"] = random.choice((12, 24, 48)) * 3_600
    return fields


def draw_pins(
    random: Random,
    groups: tuple[Group, ...],
    fleet: tuple[FleetRow, ...],
    services: tuple[Service, ...],
    chosen: frozenset[Feature],
) -> tuple[Pin, ...]:
    """At most one pin for each group, and no two that contradict each other."""
    if Feature.PINS not in chosen:
        return ()
    pins: list[Pin] = []
    for group in random.sample(groups, random.randint(1, len(groups))):
        kind = random.choice((PinKind.REQUIRE, PinKind.FORBID))
        if services and random.random() < 0.4:
            pins.append(Pin(kind=kind, group=group.id, service=random.choice(services).id))
        elif len(groups) > 1 and random.random() < 0.4:
            other = random.choice([g for g in groups if g.id != group.id])
            pin = _pair_pin(kind, group, other)
            if not any(_is_opposite(pin, earlier) for earlier in pins):
                pins.append(pin)
        else:
            pins.append(Pin(kind=kind, group=group.id, fleet=random.choice(fleet).id))
    return tuple(pins)


def _is_opposite(pin: Pin, earlier: Pin) -> bool:
    """Whether two pins bind and part the same two groups."""
    pair, other = {pin.group, pin.with_group}, {earlier.group, earlier.with_group}
    return pair == other and pin.kind is not earlier.kind


def _pair_pin(kind: PinKind, group: Group, other: Group) -> Pin:
    """Two groups bound by their keys already are never told the opposite."""
    bound = group.share_key is not None and group.share_key == other.share_key
    parted = None not in (group.apart_key, other.apart_key) and group.apart_key != other.apart_key
    if bound:
        kind = PinKind.REQUIRE
    if parted:
        kind = PinKind.FORBID
    return Pin(kind=kind, group=group.id, with_group=other.id)
