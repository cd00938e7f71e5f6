"""What all parts of a season share: located places, ways between them, the law, the cities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.travel_matrix import TravelMatrix
from routing.errors import InputRefused
from routing.model.findings import Severity
from routing.model.places import Place, PlaceKind
from routing.model.rules import PolicyValues
from routing.model.scenario import Scenario
from routing.model.season import CoachUse, SeasonCoach, SeasonGroup, SeasonScenario
from routing.network.coaches import coach_capacity, in_area
from routing.pipeline import DataFolder, get_policy
from routing.places import locate, to_wgs84
from routing.season.calendar import SeasonCalendar
from routing.season.part_scenarios import as_group
from routing.travel import choose_provider


@dataclass(frozen=True)
class Frame:
    """A season with its places located and its distances known.

    Attributes:
        given: the season as its document says it; ``season`` has its places located.
    """

    given: SeasonScenario
    season: SeasonScenario
    calendar: SeasonCalendar
    matrix: TravelMatrix
    values: PolicyValues
    data: DataFolder

    @cached_property
    def places(self) -> dict[str, Place]:
        """Located places by id."""
        return {p.id: p for p in self.season.places}

    @cached_property
    def groups(self) -> dict[str, SeasonGroup]:
        """Groups by id."""
        return {g.id: g for g in self.season.groups}

    @cached_property
    def direct(self) -> tuple[SeasonCoach, ...]:
        """Rows that carry people all the way, by id."""
        rows = [r for r in self.season.fleet if r.use is CoachUse.DIRECT]
        return tuple(sorted(rows, key=lambda r: r.id))

    @cached_property
    def local(self) -> tuple[SeasonCoach, ...]:
        """Rows for feeders and last miles, by id."""
        rows = [r for r in self.season.fleet if r.use is CoachUse.LOCAL]
        return tuple(sorted(rows, key=lambda r: r.id))

    @cached_property
    def shortest_m(self) -> NDArray[np.int64]:
        """Lengths of the shortest ways over any places, metres."""
        return _shortest(self.matrix.distance_m)

    @cached_property
    def shortest_s(self) -> NDArray[np.int64]:
        """Times of the quickest ways over any places, seconds."""
        return _shortest(self.matrix.duration_s)

    def room(self, row: SeasonCoach) -> int:
        """People that one coach of a row takes."""
        return coach_capacity(row, self.values)

    def homeward(self, group: SeasonGroup) -> bool:
        """Whether a group comes home."""
        return not self.at_home(group.origin)

    def at_home(self, place: str) -> bool:
        """Whether a place lies in the home area."""
        return in_area(self.places[place], self.season.home_area)

    def city(self, group: SeasonGroup) -> str:
        """The far city of a group, ``省/市``; the place's own id where its ``admin`` is unknown."""
        return self.city_of(group.origin if self.homeward(group) else group.destination)

    def city_of(self, place: str) -> str:
        """The city a place lies in."""
        admin = self.places[place].admin
        return place if admin is None else "/".join(admin.split("/")[:2])

    @cached_property
    def standing_places(self) -> dict[str, str]:
        """Where coaches wait in each city: its coach base, or its first place by id."""
        found: dict[str, str] = {}
        order = sorted(
            self.places.values(), key=lambda p: (p.kind is not PlaceKind.COACH_BASE, p.id)
        )
        for place in order:
            found.setdefault(self.city_of(place.id), place.id)
        return found


def build_frame(season: SeasonScenario, *, data: DataFolder) -> Frame:
    """Locate the places of a season and ask for all distances once.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        UnknownName: the policy profile does not exist.
        TravelProviderFailed: the distances could not be had.
    """
    calendar = SeasonCalendar(season)
    whole = Scenario(
        id=season.id,
        timezone=season.timezone,
        places=season.places,
        groups=tuple(
            as_group(g, people=g.people, day=g.first_day, calendar=calendar) for g in season.groups
        ),
        policy=season.policy,
        travel=season.travel,
    )
    located, findings = locate(to_wgs84(whole), reference=data.reference)
    if any(f.severity is Severity.ERROR for f in findings):
        raise InputRefused(findings)
    provider = choose_provider(located.travel, reference=data.reference)
    return Frame(
        given=season,
        season=season.model_copy(update={"places": located.places}),
        calendar=calendar,
        matrix=provider.matrix(located.places),
        values=get_policy(whole, data=data).values,
        data=data,
    )


def _shortest(direct: NDArray[np.int64]) -> NDArray[np.int64]:
    """All shortest ways by Floyd and Warshall."""
    best = direct.copy()
    for middle in range(len(best)):
        np.minimum(best, best[:, middle, None] + best[None, middle, :], out=best)
    return best
