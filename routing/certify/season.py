"""A season's bound, computed again from its prices, and compared with what it claims.

The proof is weak duality by people: whatever way each person goes, it pays at least its own cost
less what its rows earn, so that all people together cost at least the rows' prices times their
limits plus, for every group, its people times the cheapest of its ways at these prices. Prices of
wrong sign count as nothing. Nothing of the solving room is used, and ways, floors and limits are
read from the season again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from routing.artefacts.season import SeasonSituation
from routing.artefacts.travel_matrix import TravelMatrix
from routing.certify.certify import refused
from routing.certify.season_floors import MILLI, SeasonFloors
from routing.certify.season_space import SeasonSpace
from routing.model.findings import Finding
from routing.model.rules import PolicyValues
from routing.model.season import CoachUse, SeasonCoach, SeasonGroup, SeasonScenario
from routing.model.season_plan import SeasonPlan
from routing.model.services import Service

ESCORT_PARTS = 100_000
"""Parts of an escort that the certificate's rows count in."""


def certify_season(
    season: SeasonScenario,
    plan: SeasonPlan,
    *,
    matrix: TravelMatrix,
    values: PolicyValues,
    situation: SeasonSituation,
) -> tuple[Finding, ...]:
    """Findings where a season's certificate claims more than its prices prove.

    Args:
        season: the season with its places located.
        plan: the plan with its certificate.
        matrix: all distances and times between its places.
        values: the rules in force.
        situation: what was over when the plan was made.
    """
    certificate = plan.certificate
    if not certificate.duals and certificate.lower_bound_fen > 0:
        return (refused("CERTIFICATE_EMPTY", "no prices", "prices of the season's rows"),)
    everybody = sum(int(g.people) for g in season.groups)
    if certificate.people_bound < everybody:
        measured = f"{certificate.people_bound} people"
        return (refused("CERTIFICATE_NOT_PROVEN", measured, f"{everybody} people"),)
    space = SeasonSpace(season, values, situation)
    over = [p for p in plan.parts if space.number(p.assignment.day) < situation.from_day]
    ahead = sum(p.people for p in plan.parts) - sum(p.people for p in over)
    waiting = sum(space.people(g) for g in space.groups)
    prices = SeasonPrices(space, SeasonFloors(space, matrix), certificate.duals)
    if prices.unknown:
        return (refused("CERTIFICATE_UNREADABLE", prices.unknown, "rows of this season"),)
    proven = prices.bound_milli_fen(left=max(0, waiting - ahead))
    most = sum(p.cost_fen for p in over) + max(0, -(-proven // MILLI))
    if certificate.lower_bound_fen > most or certificate.scale != MILLI:
        return (refused("CERTIFICATE_NOT_PROVEN", str(certificate.lower_bound_fen), str(most)),)
    return ()


@dataclass(frozen=True)
class SeasonPrices:
    """Prices of a season's rows, and what they prove."""

    space: SeasonSpace
    floors: SeasonFloors
    duals: Mapping[str, int]

    @cached_property
    def limits(self) -> dict[str, int]:
        """Every row that is no group's, with its right-hand side."""
        space = self.space
        found = {}
        for day in range(space.days):
            for row in space.rows(CoachUse.DIRECT):
                found[f"fleet:{row.id}/{day}"] = space.count(row, day) * space.room(row)
            escorts = space.escorts(day)
            if escorts is not None:
                found[f"escorts:{day}"] = escorts * ESCORT_PARTS
        for (site, day), people in space.loading.items():
            found[self._site(site, day)] = people
        for service, offer, _, units in space.offers():
            found[f"seats:{service.id}/{offer.id}"] = int(offer.seats) * units
        for back, city in self.back_fen:
            found[f"back:{back}/{space.cities.index(city)}"] = 0
            found[f"stay:{back}/{space.cities.index(city)}"] = self._standing(back, city)
        return found

    @cached_property
    def unknown(self) -> str | None:
        """A price of no row of this season."""
        groups = {f"group:{g.id}" for g in self.space.groups}
        known = {"left", *self.limits, *groups}
        return next((name for name in sorted(self.duals) if name not in known), None)

    def price(self, row: str) -> int:
        """A limit's price, at most 0; nothing for one that the season does not have."""
        return min(0, self.duals.get(row, 0)) if row in self.limits else 0

    def bound_milli_fen(self, *, left: int) -> int:
        """What the prices prove when at most ``left`` people stay; thousandths of a fen."""
        stays = min(0, self.duals.get("left", 0))
        total = stays * left
        total += sum(self.price(name) * most for name, most in self.limits.items())
        for group in self.space.groups:
            # Whoever is left out earns the price of staying; everybody else goes by some way.
            ways = [-stays, *self._ways(group)]
            total += min(ways) * self.space.people(group)
        return total + sum(self._way_back(row, city) for row, city in self.back_fen)

    def _ways(self, group: SeasonGroup) -> Iterator[int]:
        """What one person of a group costs beyond what the prices earn, on every way."""
        for row in self._rows_for(group):
            fen = self._run_fen(row, group)
            if fen is None:
                continue
            if self.space.homeward(group):
                yield from self._home_by_coach(group, row, fen)
            else:
                yield from self._out_by_coach(group, row, fen)
        yield from self._by_service(group)

    def _out_by_coach(self, group: SeasonGroup, row: SeasonCoach, fen: int) -> Iterator[int]:
        space, room, city = self.space, self.space.room(row), self.space.city(group)
        busy = self._least_days[row.id, city] if row.comes_back else 1
        for day in space.span(group):
            earned = self.price(self._site(group.origin, day))
            earned += self.price(f"escorts:{day}") * (ESCORT_PARTS // room)
            away = range(day, min(space.days, day + busy))
            held = sum(self.price(f"fleet:{row.id}/{d}") for d in away)
            yield fen * MILLI // room - earned - held
            if (row.id, city) in self.back_fen:
                saved = max(0, fen - self._home_fen[row.id, city]) * MILLI // room
                held = self.price(f"fleet:{row.id}/{day}")
                yield saved - earned - held - self.price(self._row("stay", row.id, city))

    def _home_by_coach(self, group: SeasonGroup, row: SeasonCoach, fen: int) -> Iterator[int]:
        city = self.space.city(group)
        extra = (fen - self.back_fen[row.id, city]) * MILLI // self.space.room(row)
        back = self.price(self._row("back", row.id, city))
        for day in self.space.span(group):
            yield extra - back - self.price(self._site(group.origin, day))

    def _by_service(self, group: SeasonGroup) -> Iterator[int]:
        span = self.space.span(group)
        for service, offer, day, _ in self.space.offers():
            if day not in span:
                continue
            ends = self._ends_milli_fen(group, service)
            if ends is not None:
                seat = int(offer.per_person_fen) * MILLI + int(offer.price_fen) * MILLI // int(
                    offer.seats
                )
                earned = self.price(f"seats:{service.id}/{offer.id}")
                yield seat + ends - earned - self.price(self._site(group.origin, day))

    def _way_back(self, row_id: str, city: str) -> int:
        """What coaches that bring people home cost, at the worst."""
        row = next(r for r in self.space.season.fleet if r.id == row_id)
        room = self.space.room(row)
        earned = self.price(self._row("back", row_id, city))
        earned += self.price(self._row("stay", row_id, city))
        reduced = self.back_fen[row_id, city] * MILLI + room * earned
        most = sum(self.space.count(row, day) for day in range(self.space.days))
        return most * min(0, reduced)

    @cached_property
    def back_fen(self) -> dict[tuple[str, str], int]:
        """The cheapest run home by row id and city, where somebody comes home."""
        found: dict[tuple[str, str], int] = {}
        for group, row, fen in self._runs(homeward=True):
            key = row.id, self.space.city(group)
            found[key] = min(fen, found.get(key, fen))
        return found

    @cached_property
    def _home_fen(self) -> dict[tuple[str, str], int]:
        """The dearest empty way home by row id and city, for coaches that can stay there."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        for group, row, _ in self._runs(homeward=False):
            key = row.id, self.space.city(group)
            found[key] = max(found[key], self.floors.home_fen(row, group.destination))
        return found

    @cached_property
    def _least_days(self) -> dict[tuple[str, str], int]:
        """Days between two departures of one vehicle, at least, by row id and city."""
        found: dict[tuple[str, str], int] = {}
        for group, row, _ in self._runs(homeward=False):
            key = row.id, self.space.city(group)
            days = self.floors.least_days(self._ends(row, group))
            found[key] = min(days, found.get(key, days))
        return found

    def _runs(self, *, homeward: bool) -> Iterator[tuple[SeasonGroup, SeasonCoach, int]]:
        for group in self.space.groups:
            if self.space.homeward(group) is homeward:
                for row in self._rows_for(group):
                    fen = self._run_fen(row, group)
                    if fen is not None:
                        yield group, row, fen

    def _rows_for(self, group: SeasonGroup) -> Iterator[SeasonCoach]:
        """Rows whose coaches can serve a group all the way."""
        ends = [self.space.places[p] for p in (group.origin, group.destination)]
        for row in self.space.rows(CoachUse.DIRECT):
            fits = all(p.max_coach_seats is None or row.seats <= p.max_coach_seats for p in ends)
            may = row.comes_back or not self.space.homeward(group)
            if fits and may and self.space.room(row):
                yield row

    def _run_fen(self, row: SeasonCoach, group: SeasonGroup) -> int | None:
        return self.floors.run_fen(row, self._ends(row, group))

    def _ends(self, row: SeasonCoach, group: SeasonGroup) -> tuple[str, str, str, bool]:
        if self.space.homeward(group):
            return self._waiting[self.space.city(group)], group.origin, group.destination, False
        home = row.comes_back or row.returns_empty
        return row.base, group.origin, group.destination, home

    @cached_property
    def _waiting(self) -> dict[str, str]:
        return {city: self.space.waiting_place(city) for city in self.space.cities}

    def _ends_milli_fen(self, group: SeasonGroup, service: Service) -> int | None:
        """The least of feeder and last mile, over every pair of calls; None without a pair."""
        return min(
            (
                there + on
                for i, board in enumerate(service.calls)
                for alight in service.calls[i + 1 :]
                for there in [self.floors.short_milli_fen(group.origin, board.place)]
                for on in [self.floors.short_milli_fen(alight.place, group.destination)]
                if there is not None and on is not None
            ),
            default=None,
        )

    def _standing(self, row_id: str, city: str) -> int:
        row = next(r for r in self.space.season.fleet if r.id == row_id)
        standing = self.space.situation.standing.items()
        waiting = sum(n for (r, c, _), n in standing if (r, c) == (row_id, city))
        return waiting * self.space.room(row)

    def _site(self, site: str, day: int) -> str:
        return f"site:{self.space.sites.index(site)}/{day}"

    def _row(self, kind: str, row_id: str, city: str) -> str:
        return f"{kind}:{row_id}/{self.space.cities.index(city)}"
