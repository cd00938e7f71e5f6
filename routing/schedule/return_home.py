"""The same operation turned round: from the gate home before the festival.

One switch makes the journey home out of the journey to work: origins and destinations change
places and time is mirrored at a pivot. The train comes first and the county's coaches after it; who
had to be at the gate by six in the evening leaves it at six in the morning when the pivot is noon.
"""

from __future__ import annotations

from datetime import datetime

from routing.errors import InputRefused
from routing.model.base import LocalisedText, Text, Window
from routing.model.demand import Group
from routing.model.findings import Finding, Severity
from routing.model.fleet import FleetRow
from routing.model.places import Place
from routing.model.scenario import Scenario
from routing.model.services import Call, Offer, Service

LONGEST_TITLE = 200
"""Characters kept of a title, so that there is room for what is added to it."""


def turn_round(scenario: Scenario, *, pivot: datetime) -> Scenario:
    """The scenario of the way home.

    A moment *t* becomes ``pivot + (pivot − t)``. Due becomes ready and ready becomes due; a group
    without a latest arrival is ready at the mirror of its own ``ready_from`` and stays without.
    ``arrive_from``, a gate's opening, has no mirror and is dropped. Prices, fleet, hotels, policy
    and pins stay; a previous plan does not.

    Args:
        scenario: the way to work, as its document says it.
        pivot: the moment about which time is mirrored.

    Raises:
        InputRefused: a service lacks the times that its mirror needs.
    """
    mirror = Mirror(pivot)
    return scenario.model_copy(
        update={
            "id": f"{scenario.id}-home",
            "title": None if scenario.title is None else _title(scenario.title),
            "places": tuple(mirror.place(p) for p in scenario.places),
            "groups": tuple(mirror.group(g) for g in scenario.groups),
            "fleet": tuple(mirror.row(r) for r in scenario.fleet),
            "services": tuple(mirror.service(i, s) for i, s in enumerate(scenario.services)),
            "previous_plan": None,
        }
    )


class Mirror:
    """Time turned round about a moment."""

    def __init__(self, pivot: datetime) -> None:
        self.pivot = pivot

    def moment(self, moment: datetime) -> datetime:
        """The mirror of a moment, in the moment's own zone."""
        return (self.pivot + (self.pivot - moment)).astimezone(moment.tzinfo)

    def windows(self, windows: tuple[Window, ...]) -> tuple[Window, ...]:
        """The mirrors of windows, earliest first."""
        turned = [Window(start=self.moment(w.end), end=self.moment(w.start)) for w in windows]
        return tuple(sorted(turned, key=lambda w: w.start))

    def place(self, place: Place) -> Place:
        """A place with its opening hours mirrored."""
        return place.model_copy(update={"open": self.windows(place.open)})

    def row(self, row: FleetRow) -> FleetRow:
        """A fleet row with its availability and the two sides' limits mirrored."""
        return row.model_copy(
            update={
                "available": self.windows(row.available),
                "max_pickups": row.max_drops,
                "max_drops": row.max_pickups,
                "max_pickup_detour_s": row.max_drop_detour_s,
                "max_drop_detour_s": row.max_pickup_detour_s,
            }
        )

    def group(self, group: Group) -> Group:
        """A group on its way home."""
        due = self.moment(group.ready_from)
        ready = due if group.arrive_by is None else self.moment(group.arrive_by)
        return group.model_copy(
            update={
                "origin": group.destination,
                "destination": group.origin,
                "ready_from": ready,
                "arrive_by": None if group.arrive_by is None else due,
                "arrive_from": None,
            }
        )

    def service(self, index: int, service: Service) -> Service:
        """A train or flight run backwards, booked as long before it leaves."""
        calls = tuple(self._call(c) for c in reversed(service.calls))
        leaves, left = calls[0].departs, service.calls[0].departs
        if leaves is None or left is None:
            raise InputRefused((_no_time(index, service),))
        book_by = None if service.book_by is None else service.book_by + (leaves - left)
        return service.model_copy(
            update={
                "calls": calls,
                "offers": tuple(_turned_offer(o) for o in service.offers),
                "book_by": book_by,
            }
        )

    def _call(self, call: Call) -> Call:
        return call.model_copy(
            update={
                "arrives": None if call.departs is None else self.moment(call.departs),
                "departs": None if call.arrives is None else self.moment(call.arrives),
            }
        )


def festival_pivot(scenario: Scenario, *, home_by: datetime) -> datetime:
    """The pivot that brings the first to be ready on the way out home last, at ``home_by``."""
    first = min(group.ready_from for group in scenario.groups)
    return first + (home_by - first) / 2


def _title(title: Text) -> Text:
    """The title, cut where it is too long, with a word that says which way the people go."""
    if isinstance(title, LocalisedText):
        zh, en = title.zh[:LONGEST_TITLE], title.en[:LONGEST_TITLE]
        return LocalisedText(zh=f"{zh}（返乡）", en=f"{en} (the way home)")
    return f"{title[:LONGEST_TITLE]} · 返乡 / the way home"


def _turned_offer(offer: Offer) -> Offer:
    return offer.model_copy(update={"origin": offer.destination, "destination": offer.origin})


def _no_time(index: int, service: Service) -> Finding:
    return Finding(
        code="CALL_TIME_MISSING",
        severity=Severity.ERROR,
        pointer=f"/services/{index}/calls",
        subject=service.id,
        cause=LocalisedText(
            zh="首站无发车时间或末站无到达时间，无法反转。",
            en="The first call has no departure or the last no arrival: it cannot be turned.",
        ),
        remedy=LocalisedText(zh="补上时刻。", en="Give the time."),
    )
