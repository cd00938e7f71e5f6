"""The bound of a certificate, computed again from its prices, and compared with what it claims."""

from __future__ import annotations

import json
from dataclasses import dataclass

from routing.artefacts.problem import Problem
from routing.certify.coaches import Coaches
from routing.certify.space import Space, build_space, offer_name
from routing.model.base import LocalisedText
from routing.model.certificate import Certificate, CertificateLeaf
from routing.model.findings import Finding, Severity
from routing.model.fleet import FleetRow
from routing.model.plan import Plan

NOT_ALLOWED = 10**15


@dataclass(frozen=True, slots=True)
class CutPrice:
    """A rounding cut with its price; see ``routing/solve/cuts.py`` for what it says."""

    leaves: bool
    divisor: int
    covered: frozenset[str]
    demands: frozenset[str]
    need: int
    price: int

    @property
    def rest(self) -> int:
        """What the cut was multiplied by to make it whole."""
        return self.need % self.divisor

    def coefficient(self, people: int, seats: int) -> int:
        """What one vehicle counts for."""
        carried = min(people, seats, self.need)
        return self.rest * (carried // self.divisor) + min(self.rest, carried % self.divisor)


def certify_plan(problem: Problem, plan: Plan) -> tuple[Finding, ...]:
    """Findings where the plan's certificate claims more than its prices prove; none when it holds.

    The people bound is checked where it is below everybody: the engine proves that part by prices
    of its own, which a certificate of one goal does not hold; then a warning says so.
    """
    certificate = plan.certificate
    left = sum(x.people for x in plan.left_out)
    if not certificate.leaves:
        return (_finding("CERTIFICATE_EMPTY", "no prices", "at least one leaf"),)
    missing = _uncovered(problem, certificate.leaves)
    if missing:
        return (_finding("CERTIFICATE_INCOMPLETE", missing, "every purchase in some leaf"),)
    space = build_space(problem)
    proven = min(
        LeafPrices(space, leaf, certificate, left).bound_fen() for leaf in certificate.leaves
    )
    if certificate.lower_bound_fen > max(0, proven):
        return (_finding("CERTIFICATE_NOT_PROVEN", str(certificate.lower_bound_fen), str(proven)),)
    return ()


class LeafPrices:
    """One leaf's prices over the space."""

    def __init__(
        self, space: Space, leaf: CertificateLeaf, certificate: Certificate, left: int
    ) -> None:
        self.space = space
        self.duals = {k: v for k, v in leaf.duals.items() if not k.startswith("cut:")}
        self.scale = certificate.scale
        self.left = left
        self.coaches = Coaches(space, certificate.stops)
        self.cuts = [self._cut(k, v) for k, v in leaf.duals.items() if k.startswith("cut:")]
        self.low, self.high = unit_bounds(space.problem, leaf)

    def price(self, row: str) -> int:
        """A row's price with the sign that makes the bound valid; zero where none is given."""
        value = self.duals.get(row, 0)
        above = row.startswith(("demand:", "feeder:", "last_mile:", "least:"))
        return max(0, value) if above else min(0, value)

    def bound_fen(self) -> int:
        """What the prices prove, in whole fen, rounded up: every plan costs whole fen."""
        fleet = self.space.problem.scenario.fleet
        total = sum(self.price(f"demand:{d}") * n for d, n in self.space.people.items())
        total += sum(self.price(f"fleet:{r.id}") * int(r.count) for r in fleet)
        total += sum(self.price(name) * beds for name, beds in self.space.beds.items())
        total += self.price("left") * self.left
        for cut in self.cuts:
            total += cut.price * cut.rest * -(-cut.need // cut.divisor)
        total += self._others() + self._units() + self._vehicles()
        return -(-total // self.scale)

    def _cut(self, name: str, price: int) -> CutPrice:
        side, divisor, covered, demands = json.loads(name.removeprefix("cut:"))
        rows = {
            r.id: int(r.count) * self.space.capacity(r.id)
            for r in self.space.problem.scenario.fleet
        }
        need = sum(self.space.people[d] for d in demands) - sum(rows[r] for r in covered)
        return CutPrice(
            leaves=side == "leave",
            divisor=divisor,
            covered=frozenset(covered),
            demands=frozenset(demands),
            need=need,
            price=max(0, price),
        )

    def _stay_price(self, demand: str, *, leaves: bool) -> int:
        return sum(c.price for c in self.cuts if c.leaves == leaves and demand in c.demands)

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
                total += reduced * (self.low[name] if reduced > 0 else self.high[name])
        return total

    def _vehicles(self) -> int:
        """For each fleet row, its vehicles times the most negative reduced cost of its runs."""
        fleet = self.space.problem.scenario.fleet
        worst = {r.id: 0 for r in fleet}
        for picks, drops, trips in self.coaches.stop_sets():
            held = [n for n in trips if self._worth(n) > 0]
            if not held and not self.cuts:
                continue
            for row in fleet:
                earned = self._earned(row, trips)
                if earned <= self._least_hire(row) * self.scale:
                    continue
                enough = -(-earned // self.scale)
                fen = self.coaches.least_fen(row, picks, drops, enough=enough)
                if fen is not None:
                    worst[row.id] = min(worst[row.id], fen * self.scale - earned)
        return sum(worst[r.id] * int(r.count) for r in fleet)

    def _least_hire(self, row: FleetRow) -> int:
        return int(row.hire_fen) + int(row.driver_day_fen)

    def _worth(self, trip: int) -> int:
        known = self.space.trips[trip]
        return self.price(known.row) - known.fare_fen * self.scale

    def _earned(self, row: FleetRow, trips: list[int]) -> int:
        """The worth of a vehicle's best load, what its own row and the cuts pay included."""
        able = [n for n in trips if row.id in self.space.trips[n].rows]
        seats = self.space.capacity(row.id)
        people = sum(self.space.trips[n].people for n in able)
        if min(people, seats) < (row.min_people if self._is_direct(trips) else 0):
            return -NOT_ALLOWED
        load = self._best_load(able, seats)
        return load + self.price(f"fleet:{row.id}") + self._cut_worth(row, trips, seats)

    def _is_direct(self, trips: list[int]) -> bool:
        return self.space.trips[trips[0]].role == "direct"

    def _best_load(self, trips: list[int], seats: int) -> int:
        """Dearest people first; none of them stay apart."""
        held = sorted((n for n in trips if self._worth(n) > 0), key=lambda n: (-self._worth(n), n))
        total = 0
        for n in held:
            taken = min(seats, self.space.trips[n].people)
            total += taken * self._worth(n)
            seats -= taken
        return total

    def _cut_worth(self, row: FleetRow, trips: list[int], seats: int) -> int:
        total = 0
        for cut in self.cuts:
            if row.id in cut.covered:
                continue
            role = "feeder" if cut.leaves else "last_mile"
            people = sum(
                t.people
                for t in (self.space.trips[n] for n in trips)
                if t.demand in cut.demands and t.role in ("direct", role)
            )
            total += cut.price * cut.coefficient(people, seats) if people else 0
        return total


def unit_bounds(problem: Problem, leaf: CertificateLeaf) -> tuple[dict[str, int], dict[str, int]]:
    """Least and most units of each offer in a leaf."""
    offers = [(offer_name(s, o), int(o.units)) for s in problem.scenario.services for o in s.offers]
    low, high = {name: 0 for name, _ in offers}, dict(offers)
    for text in leaf.branchings:
        name, sign, number = text.removeprefix("units:").rsplit(" ", 2)
        if sign == ">=":
            low[name] = max(low[name], int(number))
        else:
            high[name] = min(high[name], int(number))
    return low, high


def _uncovered(problem: Problem, leaves: tuple[CertificateLeaf, ...]) -> str:
    """A purchase that no leaf speaks of, or nothing.

    Boxes of whole numbers cover everything when their corners do: any uncovered purchase can be
    moved down, offer by offer, to 0 or to some leaf's least or most plus one.
    """
    boxes = [unit_bounds(problem, leaf) for leaf in leaves]
    names = sorted(boxes[0][0])

    def search(chosen: dict[str, int], open_: list[tuple[dict[str, int], dict[str, int]]]) -> str:
        if len(chosen) == len(names):
            return "" if open_ else json.dumps(chosen, ensure_ascii=False)
        name = names[len(chosen)]
        most = max(
            int(o.units)
            for s in problem.scenario.services
            for o in s.offers
            if offer_name(s, o) == name
        )
        edges = {0, *(low[name] for low, _ in boxes), *(high[name] + 1 for _, high in boxes)}
        for value in sorted(v for v in edges if v <= most):
            inside = [b for b in open_ if b[0][name] <= value <= b[1][name]]
            found = search({**chosen, name: value}, inside)
            if found:
                return found
        return ""

    return search({}, boxes)


def _finding(code: str, measured: str, limit: str) -> Finding:
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
