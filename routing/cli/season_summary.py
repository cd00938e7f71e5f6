"""The few lines a planner wants to see after a season was planned."""

from __future__ import annotations

from collections import Counter

from routing.model.plan import CostTerm
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartKind, SeasonPlan
from routing.ports.renderer import Language

_WORDS = {
    "zh": {
        "carried": "已安排 {n:,} 人，未安排 {left:,} 人，{days} 天",
        "parts": "批次：外出 {out}，返乡 {home}，列车/航班 {rail}；"
        "直达车 {trips:,} 趟，用车 {vehicles} 辆",
        "cost": "费用 {cost} 元",
        "bound": "下界 {bound} 元，差距 {gap:.2%}",
        "book": "待订：{offers} 个车次，{units} 个单元，最早须在 {by} 前订",
        "wait": "平均等待最久：{who} {days:.1f} 天；均衡目标的代价 {price} 元",
        "audit": "整季核查：{word}",
        "passed": "通过",
        "failed": "有违规",
        "none": "–",
    },
    "en": {
        "carried": "carried {n:,}, left out {left:,}, {days} days",
        "parts": "parts: outward {out}, homeward {home}, trains and flights {rail}; "
        "{trips:,} direct runs with {vehicles} vehicles",
        "cost": "cost {cost} CNY",
        "bound": "lower bound {bound} CNY, gap {gap:.2%}",
        "book": "to book: {offers} services, {units} units, the first by {by}",
        "wait": "longest mean wait: {who} {days:.1f} days; evenness costs {price} CNY",
        "audit": "season audit: {word}",
        "passed": "passed",
        "failed": "violations",
        "none": "–",
    },
}


def summarise(season: SeasonScenario, plan: SeasonPlan, *, language: Language) -> str:
    """People, parts, cost, bound and gap with what it proves, bookings, waits and the audit."""
    words = _WORDS[language]
    kinds = Counter(p.assignment.kind for p in plan.parts)
    own = {r.id for r in season.fleet if r.use.value == "direct"}
    trips = [t for t in plan.trips if t.fleet in own]
    certificate = plan.certificate
    left = sum(x.people for x in plan.left_out)
    lines = [
        words["carried"].format(
            n=sum(g.people for g in season.groups) - left,
            left=left,
            days=len({p.assignment.day for p in plan.parts}),
        ),
        words["parts"].format(
            out=kinds[PartKind.OUTWARD],
            home=kinds[PartKind.HOMEWARD],
            rail=kinds[PartKind.SERVICE],
            trips=len(trips),
            vehicles=len({(t.fleet, t.number) for t in trips}),
        ),
        words["cost"].format(cost=_yuan(plan.cost.total_fen)),
        "  ".join(
            f"{t.value} {_yuan(f)}" for t, f in plan.cost.terms.items() if f and t in CostTerm
        ),
        words["bound"].format(bound=_yuan(certificate.lower_bound_fen), gap=certificate.gap),
        certificate.proves.zh if language == "zh" else certificate.proves.en,
        _bookings(plan, words),
        _waits(plan, words),
        words["audit"].format(
            word=words["none"]
            if plan.audit is None
            else words["passed" if plan.audit.passed else "failed"]
        ),
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _bookings(plan: SeasonPlan, words: dict[str, str]) -> str:
    if not plan.purchases:
        return ""
    first = plan.purchases[0].book_by
    return words["book"].format(
        offers=len({p.service for p in plan.purchases}),
        units=sum(p.units for p in plan.purchases),
        by=words["none"] if first is None else first.isoformat(),
    )


def _waits(plan: SeasonPlan, words: dict[str, str]) -> str:
    equity = plan.equity
    if not equity.waits:
        return ""
    price = words["none"] if equity.price_fen is None else _yuan(equity.price_fen)
    return words["wait"].format(
        who=equity.waits[0].subject, days=equity.worst_mean_days, price=price
    )


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"
