"""What follows from a season's parts: money, purchases, waits, standby, who is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import exp, lgamma, log

from routing.model.base import LocalisedText
from routing.model.plan import CostTerm
from routing.model.season_plan import (
    DayReport,
    Equity,
    PartKind,
    PartRecord,
    SeasonCost,
    SeasonLeftOut,
    SeasonPurchase,
    Standby,
    Wait,
)
from routing.season.frame import Frame
from routing.units import Fen, People


def season_cost(records: Iterable[PartRecord]) -> SeasonCost:
    """The money of all parts, term by term."""
    terms: dict[CostTerm, int] = defaultdict(int)
    for record in records:
        for term, fen in record.plan.cost.terms.items():
            terms[term] += fen
    return SeasonCost(
        total_fen=Fen(sum(terms.values())), terms={t: Fen(f) for t, f in sorted(terms.items())}
    )


def purchases(
    frame: Frame,
    records: Iterable[PartRecord],
    *,
    booked_on: date,
    before: Iterable[SeasonPurchase] = (),
) -> tuple[SeasonPurchase, ...]:
    """What the parts buy of trains and flights, by deadline.

    What was booked ``before`` in as many units keeps its day of booking; the rest is booked now.
    """
    kept = {(p.service, p.offer): p for p in before}
    services = {s.id: s for s in frame.season.services}
    found = [
        SeasonPurchase(
            service=p.service,
            offer=p.offer,
            day=record.assignment.day,
            units=p.units,
            people=p.people,
            cost_fen=p.cost_fen,
            book_by=services[p.service].book_by,
            booked_on=_booked_on(kept.get((p.service, p.offer)), p.units, booked_on),
        )
        for record in records
        for p in record.plan.purchases
        if p.units or p.people
    ]
    return tuple(sorted(found, key=lambda p: (p.book_by or _far(frame), p.service, p.offer)))


def _booked_on(before: SeasonPurchase | None, units: int, now: date) -> date:
    return before.booked_on if before is not None and before.units >= units else now


def _far(frame: Frame) -> datetime:
    return frame.calendar.at(frame.season.last_day, "23:59")


def carried_by_group(
    records: Iterable[PartRecord], reports: Iterable[DayReport] = ()
) -> dict[str, int]:
    """People whom the parts carry, by group; where a report says who went, it counts."""
    went = {(w.part, w.group): int(w.people) for r in reports for w in r.went}
    found: dict[str, int] = defaultdict(int)
    for record in records:
        own: dict[str, int] = defaultdict(int)
        for itinerary in record.plan.itineraries:
            own[itinerary.group] += itinerary.people
        for group, people in own.items():
            found[group] += went.get((record.assignment.part, group), people)
    return dict(found)


SCARCE = LocalisedText(
    zh="在其可出发的日子里，车辆、座位、上车能力或随车人员不足，或为其加车的费用高于未安排的计价",
    en="vehicles, seats, loading or escorts do not suffice on the days on which they may leave, or "
    "a coach more costs more than leaving them is priced at",
)
OVER = LocalisedText(
    zh="当日未成行，且其可出发的日期已过",
    en="they did not leave that day, and the days on which they may leave are over",
)


def left_out(
    frame: Frame, carried: Mapping[str, int], *, over: date | None = None
) -> tuple[SeasonLeftOut, ...]:
    """Who is not carried; ``over`` is the last day that was read back."""
    return tuple(
        SeasonLeftOut(
            group=g.id,
            people=People(g.people - carried.get(g.id, 0)),
            reason=SCARCE if over is None or g.last_day > over else OVER,
        )
        for g in sorted(frame.season.groups, key=lambda g: g.id)
        if g.people > carried.get(g.id, 0)
    )


def equity(frame: Frame, records: Sequence[PartRecord], *, price_fen: int | None) -> Equity:
    """Mean waits by site and payer, longest first."""
    days: dict[tuple[str, str], int] = defaultdict(int)
    heads: dict[tuple[str, str], int] = defaultdict(int)
    for record in records:
        for itinerary in record.plan.itineraries:
            group = frame.groups[itinerary.group]
            waited = max(0, (record.assignment.day - group.first_day).days)
            for key in (("site", group.origin), ("payer", group.payer or "–")):
                days[key] += waited * itinerary.people
                heads[key] += itinerary.people
    waits = [
        Wait(
            kind="site" if kind == "site" else "payer",
            subject=subject,
            people=People(heads[kind, subject]),
            mean_days=round(days[kind, subject] / heads[kind, subject], 3),
        )
        for kind, subject in sorted(heads)
    ]
    waits.sort(key=lambda w: (-w.mean_days, w.kind, w.subject))
    worst = waits[0].mean_days if waits else 0.0
    price = None if price_fen is None else Fen(price_fen)
    return Equity(waits=tuple(waits), worst_mean_days=worst, price_fen=price)


def standby(frame: Frame, records: Iterable[PartRecord]) -> tuple[Standby, ...]:
    """How many of later days may be called to seats that no-shows will leave empty."""
    people: dict[tuple[date, str], dict[float, int]] = defaultdict(lambda: defaultdict(int))
    for record in records:
        if record.assignment.kind is not PartKind.OUTWARD:
            continue
        for itinerary in record.plan.itineraries:
            rate = frame.groups[itinerary.group].no_show_rate
            if rate > 0:
                key = record.assignment.day, record.assignment.subject
                people[key][rate] += itinerary.people
    risk = frame.season.balance.standby_risk
    found = []
    for (day, city), by_rate in sorted(people.items()):
        expected = sum(rate * n for rate, n in by_rate.items())
        safe = sure_no_shows(by_rate, risk=risk)
        found.append(
            Standby(day=day, city=city, expected_empty=round(expected, 2), people=People(safe))
        )
    return tuple(found)


def sure_no_shows(people: Mapping[float, int], *, risk: float) -> int:
    """The most who stay away with a chance of at least ``1 − risk``.

    Each person stays away by themselves with their group's rate, so the number is a sum of
    binomials.
    """
    chances = [1.0]
    for rate, count in sorted(people.items()):
        own = [_binomial(count, k, rate) for k in range(count + 1)]
        sums = [0.0] * (len(chances) + count)
        for i, a in enumerate(chances):
            for k, b in enumerate(own):
                sums[i + k] += a * b
        chances = sums
    below, safe = 0.0, 0
    for number, chance in enumerate(chances):
        if below > risk:
            break
        safe = number
        below += chance
    return safe


def _binomial(count: int, number: int, rate: float) -> float:
    """The chance that exactly ``number`` of ``count`` stay away, by logarithms for large counts."""
    ways = lgamma(count + 1) - lgamma(number + 1) - lgamma(count - number + 1)
    return exp(ways + number * log(rate) + (count - number) * log(1 - rate))
