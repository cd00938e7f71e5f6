"""The few lines a planner wants to see after a plan was made."""

from __future__ import annotations

from collections import Counter

from routing.model.plan import CostTerm, Plan, StopReason
from routing.model.runs import RunRole
from routing.ports.renderer import Language

_WORDS = {
    "zh": {
        "carried": "已安排",
        "left": "未安排",
        "people": "人",
        "cost": "费用",
        "yuan": "元",
        "bound": "下界",
        "gap": "差距",
        "proves": "证明范围",
        "audit": "合规核查",
        "passed": "通过",
        "failed": "有违规",
        RunRole.DIRECT: "直达车",
        RunRole.FEEDER: "接驳车",
        RunRole.LINE_HAUL: "列车/航班",
        RunRole.LAST_MILE: "末端车",
        CostTerm.HIRE: "租车",
        CostTerm.DISTANCE: "里程",
        CostTerm.DEADHEAD: "空驶",
        CostTerm.TOLLS: "通行费",
        CostTerm.DRIVERS: "司机",
        CostTerm.RAIL: "铁路",
        CostTerm.AIR: "航空",
        CostTerm.TICKETS: "自行购票",
        CostTerm.HOTEL: "住宿",
    },
    "en": {
        "carried": "carried",
        "left": "left out",
        "people": "people",
        "cost": "cost",
        "yuan": "CNY",
        "bound": "lower bound",
        "gap": "gap",
        "proves": "proves",
        "audit": "audit",
        "passed": "passed",
        "failed": "violations",
        RunRole.DIRECT: "direct coaches",
        RunRole.FEEDER: "feeders",
        RunRole.LINE_HAUL: "trains and flights",
        RunRole.LAST_MILE: "last miles",
        CostTerm.HIRE: "hire",
        CostTerm.DISTANCE: "distance",
        CostTerm.DEADHEAD: "deadhead",
        CostTerm.TOLLS: "tolls",
        CostTerm.DRIVERS: "drivers",
        CostTerm.RAIL: "rail",
        CostTerm.AIR: "air",
        CostTerm.TICKETS: "tickets",
        CostTerm.HOTEL: "hotel",
    },
}

_ENDED = {
    "zh": {
        StopReason.PROVEN: "已证最优",
        StopReason.GAP: "已达目标差距",
        StopReason.WORK: "计算量用尽",
        StopReason.TIME: "时间用尽",
        StopReason.CANCELLED: "已取消",
    },
    "en": {
        StopReason.PROVEN: "proven best",
        StopReason.GAP: "wanted gap reached",
        StopReason.WORK: "work limit reached",
        StopReason.TIME: "time limit reached",
        StopReason.CANCELLED: "cancelled",
    },
}
"""Why the search ended; a table of its own, since an enumeration's ``gap`` equals the word."""


def summarise(plan: Plan, *, language: Language) -> str:
    """People, vehicles, cost by term, bound and gap with what it proves, and the audit."""
    words = _WORDS[language]
    carried = sum(i.people for i in plan.itineraries)
    left = sum(rest.people for rest in plan.left_out)
    roles = Counter(run.role for run in plan.runs)
    vehicles = "  ".join(f"{words[role]} {roles[role]}" for role in RunRole if roles[role])
    terms = "  ".join(
        f"{words[term]} {_yuan(fen)}" for term, fen in sorted(plan.cost.terms.items()) if fen
    )
    certificate = plan.certificate
    proves = certificate.proves.zh if language == "zh" else certificate.proves.en
    passed = plan.audit is not None and plan.audit.passed
    lines = (
        f"{words['carried']} {carried} {words['people']}  {words['left']} {left}  {vehicles}",
        f"{words['cost']} {_yuan(plan.cost.total_fen)} {words['yuan']}  ({terms})",
        f"{words['bound']} {_yuan(certificate.lower_bound_fen)} {words['yuan']}  "
        f"{words['gap']} {certificate.gap:.2%}  ({_ENDED[language][plan.stop_reason]})",
        f"{words['proves']}: {proves}",
        f"{words['audit']}: {words['passed'] if passed else words['failed']}",
    )
    return "\n".join(lines) + "\n"


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"
