"""What a season buys, who travels with it, what it costs, and what it claims to prove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from routing.audit.auditing import audit_plan
from routing.audit.season.case import SeasonCase
from routing.audit.season.rule import Reading, SeasonRule, season_rule
from routing.model.plan import CostTerm
from routing.model.season import CoachUse
from routing.model.season_plan import PartKind

GAP_DIGITS = 1e-9


@season_rule(
    "SEASON_PART_AUDIT",
    title=("每个批次通过单日核查", "Every part passes the audit of single plans"),
    remedy=("看该批次的核查结果", "see the part's own findings"),
)
def _parts(case: SeasonCase) -> Iterator[Reading]:
    for pointer, record in case.records():
        report = audit_plan(record.scenario, record.plan, profile=case.profile)
        codes = ", ".join(sorted({f.code for f in report.findings})) or "–"
        yield Reading(pointer, record.assignment.part, codes, "–", report.passed)


@season_rule(
    "SEASON_SERVICE_CHANGED",
    title=("批次中的车次与整季一致", "A part's train or flight is the season's"),
    remedy=("按整季的车次改正批次", "mend the part's service after the season's"),
)
def _services(case: SeasonCase) -> Iterator[Reading]:
    own = {s.id: s for s in case.season.services}
    for pointer, record in case.records():
        for service in record.scenario.services:
            same = service == own[service.id]
            yield Reading(pointer, service.id, "=" if same else "≠", "=", same)


@season_rule(
    "SEASON_PURCHASES",
    title=("订购清单与各批次所用一致", "What is to be bought is what the parts use"),
    remedy=("按批次重列订购清单", "list the purchases of the parts"),
)
def _purchases(case: SeasonCase) -> Iterator[Reading]:
    used: Counter[tuple[str, str]] = Counter()
    for _, record in case.records():
        for bought in record.plan.purchases:
            used[bought.service, bought.offer] += bought.units
    listed: Counter[tuple[str, str]] = Counter()
    for p in case.plan.purchases:
        listed[p.service, p.offer] += p.units
    for key in sorted({*used, *listed}):
        holds = used[key] == listed[key]
        yield Reading("/purchases", "/".join(key), listed[key], used[key], holds)


@season_rule(
    "SEASON_UNITS",
    title=("订购不超过报价数量", "No more is bought than is offered"),
    remedy=("减少订购", "buy less"),
)
def _units(case: SeasonCase) -> Iterator[Reading]:
    offered = {(s.id, o.id): int(o.units) for s in case.season.services for o in s.offers}
    bought: Counter[tuple[str, str]] = Counter()
    for p in case.plan.purchases:
        bought[p.service, p.offer] += p.units
    for key, units in sorted(bought.items()):
        most = offered.get(key, 0)
        yield Reading("/purchases", "/".join(key), units, f"≤ {most}", units <= most)


@season_rule(
    "SEASON_BOOKED_LATE",
    title=(
        "不晚于截止日预订，也不早于编制日",
        "Nothing is booked after its deadline, or before planning began",
    ),
    remedy=("改用来得及预订的车次", "use an offer that can still be booked"),
)
def _booked(case: SeasonCase) -> Iterator[Reading]:
    deadlines = {s.id: s.book_by for s in case.season.services}
    for i, p in enumerate(case.plan.purchases):
        deadline = deadlines.get(p.service)
        pointer, what = f"/purchases/{i}", f"{p.service}/{p.offer}"
        if deadline is not None:
            last = case.day_of(deadline)
            yield Reading(pointer, what, p.booked_on, f"≤ {last}", p.booked_on <= last)
        first = case.season.planned_on
        yield Reading(pointer, what, p.booked_on, f"≥ {first}", p.booked_on >= first)


@season_rule(
    "SEASON_ESCORTS",
    title=("随车人员够用", "There are escorts for every direct coach and service"),
    remedy=("分到别的日子，或增加人员", "move some to other days, or add staff"),
)
def _escorts(case: SeasonCase) -> Iterator[Reading]:
    always = next((int(s.escorts) for s in case.season.staff if s.day is None), None)
    own = {s.day: int(s.escorts) for s in case.season.staff if s.day is not None}
    needed: Counter[date] = Counter()
    for made in case.made:
        record = case.parts[made.trip.part]
        outward = record.assignment.kind is PartKind.OUTWARD
        if outward and case.fleet[made.trip.fleet].use is CoachUse.DIRECT:
            needed[made.trip.day] += 1
    for _, record in case.records():
        if record.plan.purchases:
            needed[record.assignment.day] += int(case.season.escorts_per_service)
    for day, escorts in sorted(needed.items()):
        most = own.get(day, always)
        if most is not None:
            yield Reading("/trips", str(day), escorts, f"≤ {most}", escorts <= most)


@season_rule(
    "SEASON_COST",
    title=("费用等于各批次之和", "The season costs what its parts cost"),
    remedy=("重新合计", "add the parts up again"),
)
def _cost(case: SeasonCase) -> Iterator[Reading]:
    terms: Counter[CostTerm] = Counter()
    for pointer, record in case.records():
        for term, fen in record.plan.cost.terms.items():
            terms[term] += fen
        part = next(p for p in case.plan.parts if p.assignment.part == record.assignment.part)
        own = record.plan.cost.total_fen
        yield Reading(pointer, record.assignment.part, part.cost_fen, own, part.cost_fen == own)
    for term in sorted({*terms, *case.plan.cost.terms}):
        listed = case.plan.cost.terms.get(term, 0)
        yield Reading("/cost/terms", term, listed, terms[term], listed == terms[term])
    total, found = sum(terms.values()), case.plan.cost.total_fen
    yield Reading("/cost/total_fen", case.plan.scenario_id, found, total, found == total)


@season_rule(
    "SEASON_GAP",
    title=("差距由费用与下界算出", "The gap follows from cost and bound"),
    remedy=("重新计算", "work it out again"),
)
def _gap(case: SeasonCase) -> Iterator[Reading]:
    value, bound = case.plan.cost.total_fen, case.plan.certificate.lower_bound_fen
    yield Reading("/certificate", case.plan.scenario_id, bound, f"≤ {value}", bound <= value)
    gap = (value - bound) / value if value else 0.0
    near = abs(gap - case.plan.certificate.gap) <= GAP_DIGITS
    yield Reading("/certificate/gap", case.plan.scenario_id, case.plan.certificate.gap, gap, near)


RULES: tuple[SeasonRule, ...] = (
    _parts,
    _services,
    _purchases,
    _units,
    _booked,
    _escorts,
    _cost,
    _gap,
)
