"""A lower bound on the money of a season, whatever its days look like in detail.

**Why no plan can cost less.** Take any plan of the season whose coaches, trains and feeders keep
the season's limits, and give every person a share of what carries them:

- A direct run costs at least the floor of each group on it: its loaded way is no shorter than that
  group's own way, its empty ways no shorter than the shortest from the base to any stop, and its
  crew no smaller (``CoachOption.floor_fen``, over shortest ways in the matrix, so that no triangle
  inequality is assumed). With at most ``room`` people on board at once and in all (a direct run's
  people board before any alight, or their floors are counted at the fuller end), the run costs at
  least Σ people × floor ÷ room: the largest floor is at least the mean, and a full coach is the
  cheapest (*optimistic fill, cheapest trips*).
- A unit of an offer has ``seats``; a person's seat costs at least its share of a full unit. Feeder
  and last mile likewise.
- A coach that stays in a city saves at most the dearest empty way home from there, and it comes
  home on a run that carries people: such runs are counted and paid in full, and are at least as
  many as those that stayed.
- A vehicle that leaves on day d cannot leave again within ``floor_days``; people who left with a
  row's coaches in any such span therefore had seats in at most as many coaches as there are. Places
  load no more than their limit, and each coach takes an escort.

These shares are a solution of the linear program below whose cost is at most the plan's, so its
minimum is a lower bound; ``proven_least`` proves it in whole numbers from the prices alone. What
the relaxation drops (whole coaches, smallest loads, windows within a day, drivers' weeks, booking
rounds) can only make real plans dearer.
"""

from __future__ import annotations

from collections import defaultdict

from routing.artefacts.season import SeasonBound, SeasonProblem
from routing.solve.season.lines import Lines, best_prices, proven_least

MILLI = 1_000
ESCORT_UNIT = 100_000
"""Parts of an escort that the program counts in; a person on a coach takes at least their share,
rounded down."""


def season_lines(problem: SeasonProblem, *, carried: int) -> Lines:
    """The relaxation of the whole season, in thousandths of a fen."""
    return _Builder(problem, carried).build()


def prove(problem: SeasonProblem, *, carried: int) -> SeasonBound:
    """The relaxation's bound with the prices that prove it.

    Raises:
        EngineFailed: the linear solver gave no optimum.
    """
    lines = season_lines(problem, carried=carried)
    prices = {name: price for name, price in best_prices(lines).items() if price}
    least = proven_least(lines, prices)
    return SeasonBound(max(0, -(-least // MILLI)), problem.people, prices)


class _Builder:
    def __init__(self, problem: SeasonProblem, carried: int) -> None:
        self.problem = problem
        self.lines = Lines()
        self.carried = carried
        self.entries: dict[tuple[int, int], int] = {}

    def build(self) -> Lines:
        problem, lines = self.problem, self.lines
        self.left = lines.add_row("left", problem.people - self.carried)
        self.demand = [
            lines.add_row(f"group:{d.group}", d.people, equal=True) for d in problem.demands
        ]
        for d, demand in enumerate(problem.demands):
            lines.add_column(0, demand.people, [(self.left, 1), (self.demand[d], 1)])
        self._limits()
        self._coaches()
        self._rides()
        return lines

    def _limits(self) -> None:
        """Rows of vehicles, sites, escorts and seats."""
        problem, lines = self.problem, self.lines
        self.fleet = {
            (r, day): lines.add_row(f"fleet:{row.fleet}/{day}", row.counts[day] * row.room)
            for r, row in enumerate(problem.rows)
            for day in range(problem.days)
        }
        self.site = {
            key: lines.add_row(f"site:{key[0]}/{key[1]}", people)
            for key, people in sorted(problem.loading.items())
        }
        self.escorts = {
            day: lines.add_row(f"escorts:{day}", escorts * ESCORT_UNIT)
            for day, escorts in enumerate(problem.escorts)
            if escorts is not None
        }
        self.seats = [
            lines.add_row(f"seats:{o.service}/{o.offer}", o.seats * o.units) for o in problem.offers
        ]

    def _coaches(self) -> None:
        cheapest: dict[tuple[int, int], int] = defaultdict(lambda: 10**15)
        homeward = {
            (o.row, self.problem.demands[o.demand].city): o
            for o in self.problem.options
            if self.problem.demands[o.demand].homeward
        }
        for option in self.problem.options:
            demand = self.problem.demands[option.demand]
            if demand.homeward:
                key = option.row, demand.city
                cheapest[key] = min(cheapest[key], option.floor_fen)
        self.back_seats, self.stays = {}, {}
        for row, city in sorted(homeward):
            name = f"{self.problem.rows[row].fleet}/{city}"
            room = self.problem.rows[row].room
            self.back_seats[row, city] = self.lines.add_row(f"back:{name}", 0)
            waiting = sum(
                n for (k, c, _), n in self.problem.standing.items() if (k, c) == (row, city)
            )
            self.stays[row, city] = self.lines.add_row(f"stay:{name}", waiting * room)
            self.lines.add_column(
                cheapest[row, city] * MILLI,
                sum(self.problem.rows[row].counts),
                [(self.back_seats[row, city], -room), (self.stays[row, city], -room)],
            )
        for option in self.problem.options:
            if self.problem.demands[option.demand].homeward:
                self._homeward(
                    option.demand,
                    option.row,
                    option.floor_fen
                    - cheapest[option.row, self.problem.demands[option.demand].city],
                )
            else:
                self._outward(option.demand, option.row, option.floor_fen)

    def _homeward(self, d: int, r: int, extra_fen: int) -> None:
        demand, row = self.problem.demands[d], self.problem.rows[r]
        for day in range(demand.first, demand.last + 1):
            entries = [(self.demand[d], 1), (self.back_seats[r, demand.city], 1)]
            entries += self._loading(demand.site, day)
            self.lines.add_column(extra_fen * MILLI // row.room, demand.people, entries)

    def _outward(self, d: int, r: int, floor_fen: int) -> None:
        demand, row = self.problem.demands[d], self.problem.rows[r]
        way = self.problem.ways[r, demand.city]
        stay = self.stays.get((r, demand.city))
        for day in range(demand.first, demand.last + 1):
            busy = range(
                day, min(self.problem.days, day + (way.floor_days if row.comes_back else 1))
            )
            entries = [(self.demand[d], 1)]
            entries += self._loading(demand.site, day)
            if day in self.escorts:
                entries.append((self.escorts[day], ESCORT_UNIT // row.room))
            away = [(self.fleet[r, b], 1) for b in busy]
            self.lines.add_column(floor_fen * MILLI // row.room, demand.people, entries + away)
            if stay is not None:
                # A vehicle that stays is away until somebody rides home with it: at least today.
                held = [*entries, (self.fleet[r, day], 1), (stay, 1)]
                cost = max(0, floor_fen - way.home_fen) * MILLI // row.room
                self.lines.add_column(cost, demand.people, held)

    def _rides(self) -> None:
        for ride in self.problem.rides:
            demand, offer = self.problem.demands[ride.demand], self.problem.offers[ride.offer]
            if demand.first <= offer.day <= demand.last:
                entries = [(self.demand[ride.demand], 1), (self.seats[ride.offer], 1)]
                entries += self._loading(demand.site, offer.day)
                self.lines.add_column(
                    offer.floor_milli_fen + ride.floor_milli_fen, demand.people, entries
                )

    def _loading(self, site: int, day: int) -> list[tuple[int, int]]:
        return [(self.site[site, day], 1)] if (site, day) in self.site else []
