"""What a season's bound speaks of, read from the season itself: people, rows, cities, offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from math import floor
from zoneinfo import ZoneInfo

from routing.artefacts.season import SeasonSituation
from routing.model.places import Place, PlaceKind
from routing.model.rules import PolicyValues
from routing.model.season import CoachUse, SeasonCoach, SeasonGroup, SeasonScenario
from routing.model.services import Offer, Service


@dataclass(frozen=True)
class SeasonSpace:
    """A season with its places located, as it stands.

    Attributes:
        situation: what is over already.
    """

    season: SeasonScenario
    values: PolicyValues
    situation: SeasonSituation

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places by id."""
        return {p.id: p for p in self.season.places}

    @cached_property
    def days(self) -> int:
        """How many days the season has."""
        return self.number(self.season.last_day) + 1

    @cached_property
    def groups(self) -> tuple[SeasonGroup, ...]:
        """Groups of whom somebody is still to leave, by id."""
        return tuple(g for g in sorted(self.season.groups, key=lambda g: g.id) if self.people(g))

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Far cities, in the order that the certificate numbers them in."""
        return tuple(sorted({self.city(g) for g in self.groups}))

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """Places where people board, in the order that the certificate numbers them in."""
        return tuple(sorted({g.origin for g in self.groups}))

    @cached_property
    def loading(self) -> dict[tuple[str, int], int]:
        """Most people by site and day number; a day's own limit is before one for every day."""
        found: dict[tuple[str, int], int] = {}
        for limit in self.season.loading:
            if limit.day is None:
                found |= {(limit.place, d): int(limit.people) for d in range(self.days)}
        for limit in self.season.loading:
            if limit.day is not None:
                found[limit.place, self.number(limit.day)] = int(limit.people)
        return {key: people for key, people in found.items() if key[0] in self.sites}

    def rows(self, use: CoachUse) -> tuple[SeasonCoach, ...]:
        """Fleet rows of one use."""
        return tuple(r for r in self.season.fleet if r.use is use)

    def room(self, row: SeasonCoach) -> int:
        """People that one of a row's coaches takes."""
        capped = floor(row.seats * self.values.seat_cap + 1e-6)
        return max(0, min(row.seats - row.reserved_seats, capped))

    def count(self, row: SeasonCoach, day: int) -> int:
        """A row's vehicles that can leave on a day."""
        if day < self.situation.from_day:
            return 0
        when = self.season.first_day + timedelta(days=day)
        spans = [d.count for d in row.days if d.first_day <= when <= d.last_day]
        there = spans[0] if spans else row.count
        return max(0, there - self.situation.missing.get((row.id, day), 0))

    def escorts(self, day: int) -> int | None:
        """Escorts of a day; None means no limit."""
        when = self.season.first_day + timedelta(days=day)
        for wanted in (when, None):
            for limit in self.season.staff:
                if limit.day == wanted:
                    return limit.escorts
        return None

    def people(self, group: SeasonGroup) -> int:
        """People of a group who are still to leave."""
        return self.situation.people.get(group.id, int(group.people))

    def span(self, group: SeasonGroup) -> range:
        """Day numbers on which a group's people may leave."""
        first = max(self.situation.from_day, self.number(group.first_day), 0)
        return range(first, min(self.days - 1, self.number(group.last_day)) + 1)

    def homeward(self, group: SeasonGroup) -> bool:
        """Whether a group comes home."""
        return not lies_in(self.places[group.origin], self.season.home_area)

    def city(self, group: SeasonGroup) -> str:
        """A group's far city."""
        return self.city_of(group.origin if self.homeward(group) else group.destination)

    def city_of(self, place: str) -> str:
        """``省/市`` of a place, or the place itself."""
        admin = self.places[place].admin
        return place if admin is None else "/".join(admin.split("/")[:2])

    def waiting_place(self, city: str) -> str:
        """Where coaches wait in a city: its coach base, or its first place by id."""
        there = [p for p in self.season.places if self.city_of(p.id) == city]
        return min(there, key=lambda p: (p.kind is not PlaceKind.COACH_BASE, p.id)).id

    def offers(self) -> Iterator[tuple[Service, Offer, int, int]]:
        """What can be bought: service, offer, day number and units."""
        for service in self.season.services:
            departs = service.calls[0].departs
            if departs is None or service.id in self.situation.cancelled:
                continue
            day = self.number_of(departs)
            if not self.situation.from_day <= day < self.days:
                continue
            for offer in service.offers:
                booked = self.situation.booked.get((service.id, offer.id), 0)
                units = booked if self._is_closed(service) else int(offer.units)
                if units:
                    yield service, offer, day, units

    def _is_closed(self, service: Service) -> bool:
        """Whether its booking closed before the day on which the plan was made."""
        planned = self.number(self.season.planned_on)
        today = self.situation.from_day - 1 if self.situation.from_day else planned
        return service.book_by is not None and self.number_of(service.book_by) < today

    def number(self, day: date) -> int:
        """A date's day number."""
        return (day - self.season.first_day).days

    def number_of(self, moment: datetime) -> int:
        """The day number of a moment."""
        return self.number(moment.astimezone(ZoneInfo(self.season.timezone)).date())


def lies_in(place: Place, area: str) -> bool:
    """Whether a place's ``省/市/县`` begins with an area's parts."""
    wanted = [x for x in area.split("/") if x]
    return place.admin is not None and place.admin.split("/")[: len(wanted)] == wanted
