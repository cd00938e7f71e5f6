"""The season as an integer program: coaches by row, city and day, people by group and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ortools.math_opt.python import mathopt

from routing.artefacts.season import COACH, SeasonProblem

FEN = 0.01
"""Yuan in the program, so that its numbers stay within reach of the solver's tolerances."""

MIX_FEN = 5_000
"""Price of each coach of an earlier plan that is not used where it was."""

Key = tuple[int, int, int]


class SeasonProgram:
    """Variables by what they mean, and every rule that the days have to keep.

    Attributes:
        coach: people of a demand who leave by coach, by demand and day.
        ride: people of a demand on an offer, by demand and offer.
        out, stay, back: coaches by row, city and day.
        units, bought: units of each offer, and whether any is bought.
    """

    def __init__(self, problem: SeasonProblem) -> None:
        self.problem = problem
        self.model = mathopt.Model()
        self.cost: list[object] = []
        self.coach: dict[tuple[int, int], mathopt.Variable] = {}
        self.ride: dict[tuple[int, int], mathopt.Variable] = {}
        self.out: dict[Key, mathopt.Variable] = {}
        self.stay: dict[Key, mathopt.Variable] = {}
        self.back: dict[Key, mathopt.Variable] = {}
        self._options()
        self._people()
        self._coaches()
        self._offers()
        self._balance_people()
        self._seat_people()
        self._limit_fleet()
        self._limit_sites()
        self._limit_escorts()
        self._spread_waiting()
        self._keep()
        self.model.minimize(mathopt.fast_sum(self.cost))

    def _options(self) -> None:
        """Cheapest full run and dearness of each demand, by row and city."""
        problem = self.problem
        self.cheapest: dict[tuple[int, int, bool], int] = {}
        self.rows_of: dict[int, list[int]] = defaultdict(list)
        fens: dict[int, list[float]] = defaultdict(list)
        for option in problem.options:
            demand = problem.demands[option.demand]
            key = option.row, demand.city, demand.homeward
            self.cheapest[key] = min(option.fen, self.cheapest.get(key, option.fen))
            self.rows_of[option.demand].append(option.row)
        for option in problem.options:
            demand = problem.demands[option.demand]
            least = self.cheapest[option.row, demand.city, demand.homeward]
            fens[option.demand].append((option.fen - least) / problem.rows[option.row].room)
        self.extra_fen = {d: sum(found) / len(found) for d, found in fens.items()}

    def _people(self) -> None:
        problem = self.problem
        self.left = [self.model.add_variable(lb=0, ub=d.people) for d in problem.demands]
        for d, demand in enumerate(problem.demands):
            self.cost.append(demand.left_fen * FEN * self.left[d])
            if d not in self.extra_fen:
                continue
            for day in range(max(demand.first, demand.opens), demand.last + 1):
                if (d, day) in problem.shut:
                    continue
                people = self.model.add_variable(lb=0, ub=demand.people)
                self.coach[d, day] = people
                wait = problem.wait_fen * (day - demand.first)
                self.cost.append((self.extra_fen[d] + wait) * FEN * people)

    def _coaches(self) -> None:
        problem = self.problem
        for (r, city, homeward), fen in sorted(self.cheapest.items()):
            row = problem.rows[r]
            for day in range(problem.days):
                most = max(row.counts) + self._standing_of(r) if homeward else row.counts[day]
                number = self.model.add_integer_variable(lb=0, ub=most)
                (self.back if homeward else self.out)[r, city, day] = number
                self.cost.append(fen * FEN * number)
                if not homeward and row.comes_back and (r, city, True) in self.cheapest:
                    stays = self.model.add_integer_variable(lb=0, ub=row.counts[day])
                    self.stay[r, city, day] = stays
                    self.cost.append((fen - problem.ways[r, city].home_fen) * FEN * stays)

    def _offers(self) -> None:
        problem = self.problem
        riding: dict[int, list[mathopt.Variable]] = defaultdict(list)
        for ride in problem.rides:
            demand, offer = problem.demands[ride.demand], problem.offers[ride.offer]
            if not max(demand.first, demand.opens) <= offer.day <= demand.last:
                continue
            people = self.model.add_variable(lb=0, ub=demand.people)
            self.ride[ride.demand, ride.offer] = people
            riding[ride.offer].append(people)
            wait = problem.wait_fen * (offer.day - demand.first)
            self.cost.append((ride.fen + offer.per_person_fen + wait) * FEN * people)
        self.units, self.bought = [], []
        for o, offer in enumerate(problem.offers):
            units = self.model.add_integer_variable(lb=0, ub=offer.units)
            bought = self.model.add_binary_variable()
            self.cost.append(offer.price_fen * FEN * units)
            load = mathopt.fast_sum(riding[o])
            self._at_most(load, offer.seats * units)
            self._at_most(units, offer.units * bought)
            self._at_most(offer.least * bought, load)
            self.units.append(units)
            self.bought.append(bought)

    def _balance_people(self) -> None:
        lanes: dict[int, list[mathopt.Variable]] = defaultdict(list)
        for (d, _), people in [*self.coach.items(), *self.ride.items()]:
            lanes[d].append(people)
        for d, demand in enumerate(self.problem.demands):
            total = mathopt.fast_sum([*lanes[d], self.left[d]])
            self.model.add_linear_constraint(total == float(demand.people))

    def _seat_people(self) -> None:
        """Seats by city, direction and day; once more for those whom only some rows take."""
        problem = self.problem
        sets: dict[tuple[int, bool], set[tuple[int, ...]]] = defaultdict(set)
        for d, own in self.rows_of.items():
            demand = problem.demands[d]
            sets[demand.city, demand.homeward].add(tuple(sorted(own)))
        for (city, homeward), row_sets in sorted(sets.items()):
            demands = [
                d
                for d in self.rows_of
                if problem.demands[d].city == city and problem.demands[d].homeward == homeward
            ]
            for rows in sorted({*row_sets, tuple(sorted({r for s in row_sets for r in s}))}):
                inside = [d for d in demands if set(self.rows_of[d]) <= set(rows)]
                for day in range(problem.days):
                    self._seat(inside, rows, (city, day, homeward))

    def _seat(
        self, demands: list[int], rows: tuple[int, ...], where: tuple[int, int, bool]
    ) -> None:
        city, day, homeward = where
        people = [self.coach[d, day] for d in demands if (d, day) in self.coach]
        if not people:
            return
        fill = self.problem.fill.get(city, 1.0)
        seats = [
            fill * self.problem.rows[r].room * number
            for r in rows
            for number in self._numbers(r, city, day, homeward=homeward)
        ]
        self._at_most(mathopt.fast_sum(people), mathopt.fast_sum(seats))

    def _numbers(
        self, r: int, city: int, day: int, *, homeward: bool
    ) -> Iterator[mathopt.Variable]:
        for coaches in (self.back,) if homeward else (self.out, self.stay):
            if (r, city, day) in coaches:
                yield coaches[r, city, day]

    def _limit_fleet(self) -> None:
        """Vehicles away on each day, and those that stand in a city to be used."""
        problem = self.problem
        for r, row in enumerate(problem.rows):
            cities = sorted({c for (k, c) in problem.ways if k == r})
            for day in range(problem.days):
                away = [n for c in cities for n in self._away(r, c, day)]
                if away:
                    # Those that stand in a city are there, even on days when none can leave home.
                    there = max(row.counts[day], self._standing_of(r))
                    self._at_most(mathopt.fast_sum(away), float(there))
            for city in cities:
                if (r, city, 0) in self.stay:
                    self._stock(r, city)

    def _away(self, r: int, city: int, day: int) -> Iterator[object]:
        row, way = self.problem.rows[r], self.problem.ways[r, city]
        span = way.away_days if row.comes_back else 1
        for start in range(max(0, day - span + 1), day + 1):
            if (r, city, start) in self.out:
                yield self.out[r, city, start]
        if (r, city, 0) in self.stay:
            yield from (self.stay[r, city, s] for s in range(day + 1))
            yield from (-1 * self.back[r, city, s] for s in range(day + 1 - way.back_days))
            yield float(self._standing(r, city, self.problem.days))

    def _stock(self, r: int, city: int) -> None:
        way, days = self.problem.ways[r, city], self.problem.days
        for day in range(days):
            gone = [self.back[r, city, s] for s in range(day + 1)]
            come = [self.stay[r, city, s] for s in range(max(0, day + 1 - way.out_days))]
            here = float(self._standing(r, city, day))
            self._at_most(mathopt.fast_sum(gone), mathopt.fast_sum(come) + here)
        every = float(self._standing(r, city, days))
        stays = mathopt.fast_sum([self.stay[r, city, s] for s in range(days)])
        backs = mathopt.fast_sum([self.back[r, city, s] for s in range(days)])
        self.model.add_linear_constraint(stays + every == backs)

    def _standing_of(self, r: int) -> int:
        """All coaches of a row that wait in some city from before."""
        return sum(n for (k, _, _), n in self.problem.standing.items() if k == r)

    def _standing(self, r: int, city: int, day: int) -> int:
        """Coaches that wait in a city from before and can be used by a day."""
        found = self.problem.standing.items()
        return sum(n for (k, c, since), n in found if (k, c) == (r, city) and since <= day)

    def _limit_sites(self) -> None:
        loads: dict[tuple[int, int], list[mathopt.Variable]] = defaultdict(list)
        for d, day, people in self._leaving():
            loads[self.problem.demands[d].site, day].append(people)
        for key, most in sorted(self.problem.loading.items()):
            if loads[key]:
                self._at_most(mathopt.fast_sum(loads[key]), float(most))

    def _leaving(self) -> Iterator[tuple[int, int, mathopt.Variable]]:
        """Demand, day and people of every lane."""
        for (d, day), people in self.coach.items():
            yield d, day, people
        for (d, o), people in self.ride.items():
            yield d, self.problem.offers[o].day, people

    def _limit_escorts(self) -> None:
        for day, most in enumerate(self.problem.escorts):
            if most is None:
                continue
            escorts: list[object] = [
                n for (_, _, s), n in [*self.out.items(), *self.stay.items()] if s == day
            ]
            escorts += [
                offer.escorts * self.bought[o]
                for o, offer in enumerate(self.problem.offers)
                if offer.day == day
            ]
            self._at_most(mathopt.fast_sum(escorts), float(most))

    def _spread_waiting(self) -> None:
        """The longest mean wait of a site or payer, priced times everybody."""
        problem = self.problem
        if problem.uneven_fen == 0:
            return
        worst = self.model.add_variable(lb=0)
        self.cost.append(problem.uneven_fen * problem.people * FEN * worst)
        waits: dict[tuple[str, object], list[object]] = defaultdict(list)
        heads: dict[tuple[str, object], int] = defaultdict(int)
        for demand in problem.demands:
            heads["site", demand.site] += demand.people
            heads["payer", demand.payer] += demand.people
        for d, day, people in self._leaving():
            demand = problem.demands[d]
            if day > demand.first:
                waited = (day - demand.first) * people
                waits["site", demand.site].append(waited)
                waits["payer", demand.payer].append(waited)
        for key, found in waits.items():
            self._at_most(mathopt.fast_sum(found), heads[key] * worst)

    def _keep(self) -> None:
        """People of an earlier plan who would be moved, each at its price."""
        kept = self.problem.kept
        now = {(d, day, COACH): v for (d, day), v in self.coach.items()}
        lanes: dict[tuple[int, int, str], list[mathopt.Variable]] = defaultdict(list)
        for (d, o), people in self.ride.items():
            offer = self.problem.offers[o]
            lanes[d, offer.day, offer.service].append(people)
        for key, before in sorted(kept.items()):
            moved = self.model.add_variable(lb=0, ub=before)
            here = [now[key]] if key in now else lanes[key]
            self._at_most(float(before), mathopt.fast_sum([*here, moved]))
            self.cost.append(self.problem.move_fen * FEN * moved)
        for coaches, before in sorted(self.problem.kept_coaches.items()):
            if coaches in self.out:
                fewer = self.model.add_variable(lb=0, ub=before)
                self._at_most(float(before), self.out[coaches] + fewer)
                self.cost.append(MIX_FEN * FEN * fewer)

    def _at_most(self, left: mathopt.LinearTypes, right: mathopt.LinearTypes) -> None:
        self.model.add_linear_constraint(left <= right)

    def integers(self, days: Iterable[int]) -> list[mathopt.Variable]:
        """The coaches of some days."""
        wanted = set(days)
        return [
            number
            for coaches in (self.out, self.stay, self.back)
            for (_, _, day), number in coaches.items()
            if day in wanted
        ]
