"""The bound of a certificate, computed again from its prices, and compared with what it claims."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.problem import Problem
from routing.certify.coaches import Coaches
from routing.certify.columns import Columns
from routing.certify.cut_prices import Inequality, prove_cut, stay_price
from routing.certify.enumerated import ANY, Gap, RowPrices, none_within
from routing.certify.long_runs import LongRuns
from routing.certify.parts import bounds_of, find_gap
from routing.certify.space import Space, build_space, offer_name
from routing.model.base import LocalisedText
from routing.model.certificate import Certificate, CertificateLeaf
from routing.model.findings import Finding, Severity
from routing.model.fleet import FleetRow
from routing.model.plan import Plan


def certify_plan(problem: Problem, plan: Plan) -> tuple[Finding, ...]:
    """Findings where the plan's certificate claims more than its prices prove; none when it holds.

    The people bound is checked where it is below everybody: the engine proves that part by prices
    of its own, which a certificate of one goal does not hold; then a warning says so.
    """
    certificate = plan.certificate
    left = sum(x.people for x in plan.left_out)
    if not certificate.leaves:
        return (refused("CERTIFICATE_EMPTY", "no prices", "at least one leaf"),)
    try:
        return _check(problem, certificate, left)
    except (KeyError, IndexError, ValueError) as error:
        return (refused("CERTIFICATE_UNREADABLE", str(error), "names of this scenario"),)


def _check(problem: Problem, certificate: Certificate, left: int) -> tuple[Finding, ...]:
    missing = find_gap([leaf.branchings for leaf in certificate.leaves])
    if missing is not None:
        return (refused("CERTIFICATE_INCOMPLETE", missing, "every part in some leaf"),)
    prices = Prices(build_space(problem), certificate)
    claimed = int(certificate.lower_bound_fen)
    proven = min(_proven(prices, leaf, left, claimed) for leaf in certificate.leaves)
    if certificate.lower_bound_fen > max(0, proven):
        return (refused("CERTIFICATE_NOT_PROVEN", str(certificate.lower_bound_fen), str(proven)),)
    return ()


def _proven(prices: Prices, leaf: CertificateLeaf, left: int, claimed_fen: int) -> int:
    """What a leaf proves: by its prices, and by looking at the sets of coaches that they leave."""
    known = LeafPrices(prices, leaf, left)
    scaled = known.bound_scaled()
    bound_fen = -(-scaled // prices.scale)
    if bound_fen >= claimed_fen or not leaf.enumerated or left:
        return bound_fen
    return claimed_fen if known.none_below(claimed_fen, scaled) else bound_fen


UNPROVEN = 10**30
"""Taken off a bound whose prices cannot be checked where runs have many stops."""


class Prices:
    """What all leaves of a certificate share: columns, and cuts proven again when first paid."""

    def __init__(self, space: Space, certificate: Certificate) -> None:
        self.space = space
        self.scale = certificate.scale
        stops = certificate.stops
        self.long: LongRuns | None = None
        if stops.relaxed:
            self.long = LongRuns(space, Coaches(space, stops), certificate.scale)
            # Stations stand alone on the side that grows, and are in no long run.
            beside = min(stops.max_pickups, stops.max_drops)
            forward = stops.max_pickups >= stops.max_drops
            sides = {"max_pickups": 1 if forward else beside, "max_drops": beside if forward else 1}
            stops = stops.model_copy(update=sides)
        self.columns = Columns(space, stops)
        self.cuts: dict[int, Inequality] = {}
        self._written = certificate.cuts
        self._calling: dict[str, NDArray[np.int64]] = {}

    def cut(self, number: int) -> Inequality:
        """A cut by its place in the certificate."""
        if number not in self.cuts:
            self.cuts[number] = prove_cut(self.space, self.columns, self._written[number])
        return self.cuts[number]

    def vehicles(self, name: str) -> NDArray[np.int64]:
        """Shape (fleet rows, columns): 1 for the vehicles that a count counts."""
        if name not in self._calling:
            picks, drops, row = json.loads(name.removeprefix("vehicles:"))
            calling = self.columns.calling(frozenset(picks), frozenset(drops))
            rows = np.array([row is None or r.id == row for r in self.columns.rows])
            self._calling[name] = (rows[:, None] & calling[None]).astype(np.int64)
        return self._calling[name]


class LeafPrices:
    """One leaf's prices over the space."""

    def __init__(self, prices: Prices, leaf: CertificateLeaf, left: int) -> None:
        self.prices = prices
        self.space = prices.space
        self.columns = prices.columns
        self.scale = prices.scale
        self.left = left
        self.duals = leaf.duals
        self.cuts = {
            int(name.removeprefix("cut:")): price
            for name, price in leaf.duals.items()
            if name.startswith("cut:") and price > 0
        }
        self.bounds = bounds_of(leaf)

    def price(self, row: str) -> int:
        """A row's price with the sign that makes the bound valid; zero where none is given."""
        value = self.duals.get(row, 0)
        above = row.startswith(("demand:", "feeder:", "last_mile:", "least:"))
        return max(0, value) if above else min(0, value)

    def bound_scaled(self) -> int:
        """What the prices prove, times their scale."""
        fleet = self.space.problem.scenario.fleet
        total = sum(self.price(f"demand:{d}") * n for d, n in self.space.people.items())
        total += sum(self.price(f"fleet:{r.id}") * self._runs(r) for r in fleet)
        total += sum(self.price(name) * beds for name, beds in self.space.beds.items())
        total += self.price("left") * self.left
        total += sum(price * self.prices.cut(n).right for n, price in self.cuts.items())
        total += sum(price * bound for price, bound in self._counts().values())
        total += self._others() + self._units() + self._vehicles()
        return total

    def none_below(self, claimed_fen: int, bound_scaled: int) -> bool:
        """Whether no set of coaches in the leaf's part carries everybody for less than a bound."""
        if self.prices.long is not None:
            return False
        names = [n for n in self.bounds if n.startswith("vehicles:")]
        bounds = [self.bounds[n] for n in names]
        worth = [self._worth(n) for n in range(len(self.space.trips))]
        gap = Gap(
            scaled=claimed_fen * self.scale - 1 - bound_scaled,
            below_fen=claimed_fen,
            scale=self.scale,
            worth=worth,
            bounds=[(low, ANY if high is None else high) for low, high in bounds],
        )
        people = np.array([*worth, 0], dtype=np.int64)
        rows = [self._row_prices(k, people, names) for k in range(len(self.columns.rows))]
        return none_within(self.columns, rows, gap)

    def _row_prices(self, k: int, people: NDArray[np.int64], names: list[str]) -> RowPrices:
        loads = self.columns.best_loads(people, k)
        earned = self._earned(k, loads)
        marks = np.zeros(len(earned), dtype=np.uint64)
        for j, name in enumerate(names):
            marks |= self.prices.vehicles(name)[k].astype(np.uint64) << np.uint64(j)
        return RowPrices(earned, loads, self._worst(k, earned), marks)

    def _counts(self) -> dict[str, tuple[int, int]]:
        """Prices of counts of vehicles with the bounds they pay; without a bound they are none."""
        found = {}
        for name, price in self.duals.items():
            low, high = self.bounds.get(name, (0, None))
            bound = low if price > 0 else high
            if name.startswith("vehicles:") and bound is not None:
                found[name] = price, bound
        return found

    def _stay_price(self, demand: str, *, leaves: bool) -> int:
        return stay_price(
            {n: self.prices.cut(n) for n in self.cuts}, self.cuts, demand, leaves=leaves
        )

    def _others(self) -> int:
        """Each demand's people on the best of rides, own ticket and staying."""
        best = dict.fromkeys(self.space.people, 0)
        units = {
            offer_name(s, o): int(o.units)
            for s in self.space.problem.scenario.services
            for o in s.offers
        }
        for ride in self.space.rides:
            reduced = ride.fen * self.scale - self.price(f"demand:{ride.demand}")
            reduced += sum(self.price(r) for r in (ride.feeder, ride.last_mile) if r is not None)
            reduced -= self.price(f"seats:{ride.offer}")
            reduced -= self.price(f"least:{ride.offer}") * units[ride.offer]
            reduced -= self.price(ride.bed) if ride.bed is not None else 0
            if ride.feeder is None:
                reduced -= self._stay_price(ride.demand, leaves=True)
            if ride.last_mile is None:
                reduced -= self._stay_price(ride.demand, leaves=False)
            best[ride.demand] = min(best[ride.demand], reduced)
        for demand in best:
            paid = self.price(f"demand:{demand}")
            paid += self._stay_price(demand, leaves=True) + self._stay_price(demand, leaves=False)
            if demand in self.space.own_fen:
                best[demand] = min(best[demand], self.space.own_fen[demand] * self.scale - paid)
            if self.left:
                best[demand] = min(best[demand], -paid - self.price("left"))
        return sum(value * self.space.people[d] for d, value in best.items())

    def _units(self) -> int:
        total = 0
        for service in self.space.problem.scenario.services:
            for offer in service.offers:
                name = offer_name(service, offer)
                reduced = int(offer.price_fen) * self.scale
                reduced += int(offer.seats) * self.price(f"seats:{name}")
                reduced += int(offer.min_people) * self.price(f"least:{name}")
                low, high = self.bounds.get(f"units:{name}", (0, None))
                most = int(offer.units) if high is None else min(high, int(offer.units))
                total += reduced * (low if reduced > 0 else most)
        return total

    def _vehicles(self) -> int:
        """For each fleet row, its vehicles times the most negative reduced cost of its runs."""
        worth = [self._worth(n) for n in range(len(self.space.trips))]
        if self.prices.long is not None:
            return self._long_vehicles(self.prices.long, worth)
        people = np.array([*worth, 0], dtype=np.int64)
        total = 0
        for k, row in enumerate(self.columns.rows):
            earned = self._earned(k, self.columns.best_loads(people, k))
            total += self._runs(row) * self._worst(k, earned)
        return total

    def _earned(self, k: int, loads: NDArray[np.int64]) -> NDArray[np.int64]:
        """Per column of a row, what its best load and its rows pay."""
        earned = loads + self.price(f"fleet:{self.columns.rows[k].id}")
        for n, price in self.cuts.items():
            self.prices.cut(n).add_to(earned, k, price)
        for name, (price, _) in self._counts().items():
            earned += price * self.prices.vehicles(name)[k]
        return earned

    def _long_vehicles(self, long: LongRuns, worth: list[int]) -> int:
        """The same where runs have many stops, which are priced without cuts and counts."""
        if self.cuts or self._counts() or self.columns.coaches.stops.repeats:
            return -UNPROVEN
        people = np.array([*worth, 0], dtype=np.int64)
        total = 0
        for k, row in enumerate(self.columns.rows):
            alone = self._worst(k, self._earned(k, self.columns.best_loads(people, k)))
            worst = long.worst(k, worth, self.price(f"fleet:{row.id}"))
            total += self._runs(row) * min(alone, worst)
        return total

    def _worst(self, k: int, earned: NDArray[np.int64]) -> int:
        """The most negative reduced cost of a row, given what each column earns."""
        worst = 0
        least = self.columns.cheapest_fen(k) * self.scale
        for c in np.flatnonzero((earned > least) & ~self.columns.too_few(k)):
            paid = int(earned[c])
            fen = self.columns.least_fen(int(c), k, enough=-(-paid // self.scale))
            worst = min(worst, fen * self.scale - paid)
        return worst

    def _runs(self, row: FleetRow) -> int:
        """Most runs of a fleet row: its vehicles times the most runs of one."""
        return int(row.count) * self.columns.coaches.repeats.of(row).most

    def _worth(self, trip: int) -> int:
        known = self.space.trips[trip]
        return self.price(known.row) - known.fare_fen * self.scale


def refused(code: str, measured: str, limit: str) -> Finding:
    """What is wrong with a certificate."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        pointer="/certificate",
        measured=measured,
        limit=limit,
        cause=LocalisedText(
            zh="证书中的价格不能证明其所称的下界。",
            en="The certificate's prices do not prove the bound it claims.",
        ),
        remedy=LocalisedText(
            zh="请用同一情景重新求解；若仍不符，请报告此缺陷。",
            en="Plan the same scenario again; if it still differs, report the defect.",
        ),
    )
