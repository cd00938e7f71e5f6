"""Rearranging a decision: who rides which coach, and who changes between coach and train."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from routing.model.runs import RunRole
from routing.solve.abreast import AT_ONCE
from routing.solve.anneal import Schedule
from routing.solve.annealings import Annealings, GoOn, Opening, run_annealings
from routing.solve.counts import Units
from routing.solve.duals import Goal
from routing.solve.floors import BIG_FEN
from routing.solve.instance import NO_FEN, Instance, Ints
from routing.solve.island_search import IslandSearch
from routing.solve.islands import Islands, coaches_for_all, has_many_coaches
from routing.solve.opening import open_fleet, people_by_item
from routing.solve.pricing import Numbers
from routing.solve.reheat import WARMTH, Reheat
from routing.solve.selection import Selection, Vehicle
from routing.solve.table import Table
from routing.solve.wholes import Mates, count_spread
from routing.solve.yard import (
    CARGO,
    COMB,
    ITEMS,
    MOST_ROWS,
    ROW,
    SPLIT_FEN,
    Fleet,
    Yard,
    build_yard,
)

HOT, COLD = 0.06, 0.002
"""First and last temperature as a share of what a typical coach costs."""
SEAT_SHARE, SEAT_SHARE_WITH_RIDES = 0.85, 0.97
"""Share of what the relaxation says that a seat is worth. At all of it too many are left waiting
for a better coach: plans of 600 workers cost 0.3 % more at ``quick``. Where people may also ride,
less than nearly all of it makes plans dearer."""
LEAST_TURNS = 1_000
TURN_VISITS = 20
"""What a turn costs beside its look at every coach, in such looks. Measured are 50; with fewer,
large problems get somewhat fewer turns than small ones."""
FREE_COACHES = 45
"""With more coaches on one island a search may take longer, by the root of their number."""
TURNS_PER_ITEM = 24_000
"""Most turns of an annealing for each trip there is to be made."""
ISLAND_STARTS, ISLAND_TURNS, TOGETHER_TURNS = 2, 0.9, 0.2
"""Annealings of an island in each sweep, and of everybody between sweeps; the turns of both beside
what the work allows for as many coaches."""
SHORTER = 16
"""Turns of an annealing beside those of one that only finds out, or mends, what costs are true."""
SHORT_WARMTH = 0.14
"""Temperatures of such a one beside those of a long one."""
SLIGHT = 0.05
"""So much of a coach above a whole number of them is none."""
MANY_TRIPS, MOST_TIMES = 100, 4
"""With fewer trips there are more annealings, at most so many times."""
ENOUGH_TRIPS = 20
"""With fewer trips the turns are fewer in proportion."""
WIDEST = 3
"""Most coaches ruined at once."""


@dataclass(frozen=True, slots=True)
class Search:
    """How much to search.

    Attributes:
        iterations: most turns of an annealing.
        visits: most turns of one, times coaches and ``TURN_VISITS``: a turn looks at every coach.
        starts: annealings.
        seed: of the first annealing.
        target_fen: what no decision can cost less than.
        warmth: share of the temperatures; a short search cannot cool down from all of them.
        cooler: temperatures of every second annealing beside those of the others.
        fewer: for each annealing in turn how many coaches it may have: −1 for as many as it likes,
            0 for as many as the best start has, 1 for one less or for as many as the relaxation
            has, rounded up, if those are fewer.
    """

    iterations: int
    visits: int
    starts: int
    seed: int
    target_fen: int = 0
    warmth: float = 1.0
    cooler: float = 1.0
    fewer: tuple[int, ...] = ()

    def spread(self, trips: int) -> Search:
        """As much work in more and shorter annealings where there are few trips.

        With a handful of coaches where one begins decides more than how long it goes on; with
        fewer there is less to find.
        """
        times = max(1, min(MOST_TIMES, MANY_TRIPS // max(1, trips)))
        most = min(self.iterations, TURNS_PER_ITEM * trips)
        turns = most * min(trips, ENOUGH_TRIPS) // (ENOUGH_TRIPS * times)
        return replace(self, iterations=turns, starts=self.starts * times)

    def shorter(self) -> Search:
        """The work of a turn that only finds out, or mends, what is unlawful or dearer."""
        return replace(
            self,
            iterations=self.iterations // SHORTER,
            visits=self.visits // SHORTER,
            starts=AT_ONCE,
            warmth=self.warmth * SHORT_WARMTH,
            cooler=1.0,
            fewer=(),
        )


@dataclass(frozen=True)
class Worths:
    """What the relaxation of a part of the space says that things are worth.

    Attributes:
        units: bounds on purchases there.
        seat_fen: per item, a seat for one person.
        row_fen: per fleet row, a vehicle elsewhere.
        coach_fen: what a coach costs, about; temperatures are measured by it.
        coaches: vehicles in its optimum; 0 where that is not known.
    """

    units: Units
    seat_fen: Numbers
    row_fen: Numbers
    coach_fen: float
    coaches: float = 0.0


class Improver:
    """Anneals decisions of one instance at the table's present costs.

    Args of a search are decisions to start from. They need not be whole: whoever has a ride but
    no coach to it, and whoever is left out, waits for a seat. What things are worth is told for
    some parts of the space, the most promising first; a decision goes by that of its own part.
    """

    def __init__(
        self,
        instance: Instance,
        table: Table,
        goal: Goal,
        *,
        worths: list[Worths],
        islands: Islands,
        mates: Mates,
    ) -> None:
        self.instance = instance
        self.table = table
        self.goal = goal
        self.worths = worths
        self.islands = islands
        self.mates = mates

    def can_search(self) -> bool:
        """Whether the fleet fits the annealing's bit masks, and there is a coach at all."""
        return len(self.instance.fleet.rows) <= MOST_ROWS and len(self.table.pair) > 0

    def improve(self, starts: list[Selection], search: Search, *, go_on: GoOn) -> list[Selection]:
        """The cheapest whole decision that was met, the starts included; none when there was none.

        After it comes what the other annealings came to, cheapest first. Islands begin from the
        cheapest whole start, or from the first.
        """
        search = search.spread(len(self.instance.items))
        if self.searches_islands():
            begin = min(filter(self._is_whole, starts), key=self.worth, default=starts[0])
            found = [self._search_islands(self._openings([begin])[0], search, go_on)]
        else:
            limits = self._limits(starts, search.fewer)
            schedule = self._schedule(search)
            work = Annealings(search.seed, search.starts, schedule, search.cooler, limits)
            found = run_annealings(self._openings(starts), work, go_on=go_on)
        read = [s for f in found if (s := self._read(starts[0], f)) is not None]
        whole = [*(s for s in starts if self._is_whole(s)), *read[:1]]
        others = list(dict.fromkeys(read))[1:]
        return [min(whole, key=self.worth), *others] if whole else []

    def reheat(self, start: Selection, search: Search, *, again: bool) -> Reheat:
        """Begin cooler annealings from a decision, half as many as there were.

        ``again`` where there is time for as many, in rounds of two at a time, each round from what
        the one before found.
        """
        search = search.spread(len(self.instance.items))
        schedule = self._schedule(replace(search, warmth=search.warmth * WARMTH))
        most = self._limits([start], tuple(less for less in search.fewer if less >= 0))
        starts = max(1, search.starts // 2)
        each, rounds = (AT_ONCE, starts) if again else (starts, 1)
        first = search.seed + search.starts
        work = [Annealings(first + each * n, each, schedule, most=most) for n in range(rounds)]
        opening = self._openings([start])[0]
        return Reheat(*opening, work, at_once=AT_ONCE if again else 1)

    def read(self, reheat: Reheat, start: Selection) -> Selection | None:
        """What annealings beside found; None where it is not whole."""
        return self._read(start, reheat.best())

    def searches_islands(self) -> bool:
        """Whether islands are searched one by one."""
        return len(self.islands) > 1 and has_many_coaches(self.instance)

    def _openings(self, starts: list[Selection]) -> list[Opening]:
        """Decisions as fleets, each where things are worth what its part of the space says."""
        yards: dict[int, Yard] = {}
        openings = []
        for start in starts:
            held = (n for n, w in enumerate(self.worths) if w.units.hold(start.units))
            at = next(held, 0)
            if at not in yards:
                yards[at] = self._yard(self.worths[at])
            openings.append(Opening(yards[at], open_fleet(self.instance, yards[at], start)))
        return openings

    def _yard(self, worths: Worths) -> Yard:
        share = SEAT_SHARE_WITH_RIDES if self.instance.rides else SEAT_SHARE
        return build_yard(
            self.instance,
            self.table,
            price=share * np.maximum(worths.seat_fen, 0),
            missed_fen=self._missed_fen(),
            mates=self.mates,
        )

    def _search_islands(self, opening: Opening, search: Search, go_on: GoOn) -> Fleet:
        schedule = self._schedule(search)._replace(target_fen=0)

        def some(share: float, hot_fen: float) -> Annealings:
            turns = max(LEAST_TURNS, round(share * schedule.iterations))
            less = schedule._replace(iterations=turns, hot_fen=hot_fen)
            return Annealings(search.seed, ISLAND_STARTS, less, search.cooler)

        work = some(ISLAND_TURNS, schedule.hot_fen)
        together = some(TOGETHER_TURNS, schedule.cold_fen * 2)
        worth = np.maximum(self.worths[0].row_fen, 0)
        searching = IslandSearch(opening.yard, self.islands, worth, work, together)
        return searching.run(opening.fleet, go_on=go_on)

    def _limits(self, starts: list[Selection], fewer: tuple[int, ...]) -> tuple[int, ...]:
        """Most coaches of each annealing in turn; 0 for no limit."""
        whole = [s for s in starts if self._is_whole(s)]
        if not whole or not fewer:
            return (0,)
        known = len(min(whole, key=self.worth).vehicles)
        few = known - 1
        if self.worths[0].coaches:
            few = min(few, math.ceil(self.worths[0].coaches - SLIGHT))
        return tuple((0, max(1, known), max(1, few))[less + 1] for less in fewer)

    def worth(self, selection: Selection) -> int:
        """Money and penalties together, to compare decisions by."""
        left = sum(int(p) * n for p, n in zip(self.goal.left_fen, selection.left, strict=True))
        spread = SPLIT_FEN * count_spread(self.instance, self.mates, selection.vehicles)
        return selection.money_fen(self.instance, self.table) + left + spread

    def _missed_fen(self) -> Ints:
        """What a person on no coach costs: a ticket or the penalty; a ride cannot be missed."""
        dearest = int(self.goal.left_fen.max(initial=1)) * 4
        fen = []
        for item in self.instance.items:
            left = int(self.goal.left_fen[item.demand])
            own = int(self.instance.own_fen[item.demand])
            fen.append(min(left, own) if item.role is RunRole.DIRECT else dearest)
        return np.array(fen, dtype=np.int64)

    def _schedule(self, search: Search) -> Schedule:
        """Temperatures in proportion to what a typical coach costs."""
        coaches, visits = coaches_for_all(self.instance), search.visits
        if coaches > FREE_COACHES and not self.searches_islands():
            visits = math.isqrt(visits * visits * coaches // FREE_COACHES)
        most = visits // (TURN_VISITS + coaches)
        turns = max(LEAST_TURNS, min(search.iterations, most))
        unit = search.warmth * self.worths[0].coach_fen
        hot, cold = max(1.0, HOT * unit), max(1.0, COLD * unit)
        return Schedule(turns, hot, cold, WIDEST, search.seed, search.target_fen)

    def _is_whole(self, selection: Selection) -> bool:
        """Whether everyone who has a ride has a coach to it, and everyone else is somewhere."""
        waiting = people_by_item(self.instance, selection)
        for vehicle in selection.vehicles:
            if self.table.cost[vehicle.combination, vehicle.row] >= BIG_FEN:
                return False
            for e, n in vehicle.load:
                waiting[e] -= n
        for e, item in enumerate(self.instance.items):
            if item.role is RunRole.DIRECT:
                waiting[e] -= selection.own[item.demand] + selection.left[item.demand]
        used = np.bincount([v.row for v in selection.vehicles], minlength=1)
        return not waiting.any() and bool((used <= self.instance.fleet.count[: len(used)]).all())

    def _read(self, start: Selection, fleet: Fleet) -> Selection | None:
        """The fleet as a decision; None when a ride lost its coach or a load is too small."""
        vehicles: list[Vehicle] = []
        for c in range(int(fleet.total[0])):
            size = int(fleet.coach[c, ITEMS])
            cargo = fleet.coach[c, CARGO : CARGO + 2 * size].reshape(size, 2)
            load = tuple(sorted((int(e), int(n)) for e, n in cargo))
            vehicle = Vehicle(int(fleet.coach[c, COMB]), int(fleet.coach[c, ROW]), load)
            if not self._stands(vehicle):
                return None
            vehicles.append(vehicle)
        own, left = list(start.own), list(start.left)
        for e, item in enumerate(self.instance.items):
            missed = int(fleet.missed[e])
            if item.role is not RunRole.DIRECT:
                if missed:
                    return None
                continue
            alone = self.instance.own_fen[item.demand] < NO_FEN
            own[item.demand] = missed if alone else 0
            left[item.demand] = 0 if alone else missed
        sold, offers = fleet.sold.tolist(), self.instance.offers
        if any(0 < n < o.min_people for n, o in zip(sold, offers, strict=False)):
            return None
        return Selection(
            vehicles=tuple(vehicles),
            rides=tuple(fleet.riding.tolist()),
            units=tuple(-(-n // o.seats) for n, o in zip(sold, offers, strict=False)),
            own=tuple(own),
            left=tuple(left),
        )

    def _stands(self, vehicle: Vehicle) -> bool:
        """Whether a coach may drive, and a direct one carries its least load."""
        if vehicle.combination < 0 or self.table.cost[vehicle.combination, vehicle.row] >= BIG_FEN:
            return False
        direct = self.instance.items[vehicle.load[0][0]].role is RunRole.DIRECT
        people = sum(n for _, n in vehicle.load)
        return not direct or people >= self.instance.fleet.min_people[vehicle.row]


def typical_coach_fen(table: Table, used: Iterable[tuple[int, int, float]]) -> float:
    """The mean cost of the vehicles in the relaxation's optimum; of a median column without one.

    Feeders cost a tenth of a long coach: where a train carries most, the median says too much.

    Args:
        table: with the costs.
        used: combination, row and number of vehicles.
    """
    known = [(int(table.cost[c, k]), n) for c, k, n in used if table.cost[c, k] < BIG_FEN]
    vehicles = sum(n for _, n in known)
    if vehicles > 0:
        return sum(fen * n for fen, n in known) / vehicles
    costs = table.cost[table.cost < BIG_FEN]
    return float(np.median(costs)) if len(costs) else 1.0
