"""What a judgement says to a planner, in lines of plain words; the whole is had as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from routing.explain import Comparison, Evaluation, Hardening, Patched, Rehearsal
from routing.model.plan import CostTerm
from routing.ports.renderer import Language
from routing.units import Fen

TERMS = {
    "hire": "租车",
    "distance": "里程",
    "deadhead": "空驶",
    "tolls": "通行费",
    "drivers": "司机",
    "rail": "铁路",
    "air": "航空",
    "tickets": "自行购票",
    "hotel": "住宿",
}
FIGURES = {
    "total": "费用",
    "objective": "目标值",
    "lower_bound": "下界",
    "carried": "已安排",
    "left_out": "未安排",
    "by_train_or_plane": "乘列车或航班",
    "own_travel": "自行购票",
    "coaches": "用车",
    "coach_runs": "班次",
    "drivers": "司机",
    "loaded_distance": "载客里程",
    "empty_distance": "空驶里程",
    "journey_hours": "总乘车时间",
    "findings": "违规",
}
UNITS = {
    "fen": ("元", "CNY"),
    "people": ("人", "people"),
    "vehicles": ("辆", "vehicles"),
    "runs": ("班", "runs"),
    "m": ("公里", "km"),
    "person-h": ("人·小时", "person-h"),
    "count": ("项", ""),
}
IN_HUNDREDTHS = {"fen": 100, "m": 1_000}
MOST_RISKS = 8


def yuan(fen: Fen | int, *, signed: bool = False) -> str:
    """Fen as yuan, with a sign where a difference is meant."""
    return f"{fen / 100:+,.2f}" if signed else f"{fen / 100:,.2f}"


def say_evaluation(judged: Evaluation, *, language: Language) -> str:
    """The verdict, the people, the price and the distance from the bound."""
    verdict = judged.says.zh if language == "zh" else judged.says.en
    priced = "–" if judged.priced_fen is None else yuan(judged.priced_fen)
    bound = "–" if judged.lower_bound_fen is None else yuan(judged.lower_bound_fen)
    gap = "–" if judged.gap is None else f"{judged.gap:.2%}"
    most = "–" if judged.people_bound is None else str(judged.people_bound)
    terms = "" if judged.priced is None else _terms(judged.priced.cost.terms, language=language)
    if language == "zh":
        return (
            f"{verdict}\n"
            f"已安排 {judged.carried} 人（最多 {most} 人），未安排 {judged.left_out} 人\n"
            f"按价目核算 {priced} 元{terms}；方案自报 {yuan(judged.stated_fen)} 元\n"
            f"下界 {bound} 元，差距 {gap}\n"
        )
    return (
        f"{verdict}\ncarried {judged.carried} (at most {most} can be), left out {judged.left_out}\n"
        f"{priced} CNY by the price lists{terms}; the plan states {yuan(judged.stated_fen)} CNY\n"
        f"lower bound {bound} CNY, gap {gap}\n"
    )


def _terms(terms: dict[CostTerm, Fen], *, language: Language) -> str:
    shown = [
        f"{TERMS[term.value] if language == 'zh' else term.value} {yuan(fen)}"
        for term, fen in terms.items()
        if fen
    ]
    return f"（{'，'.join(shown)}）" if language == "zh" else f" ({', '.join(shown)})"


def say_comparison(comparison: Comparison, *, language: Language) -> str:
    """Every figure that differs, then how many people notice."""
    zh = language == "zh"
    lines = []
    for figure in comparison.figures:
        if figure.delta:
            name = FIGURES[figure.name] if zh else figure.name.replace("_", " ")
            unit = UNITS[figure.unit][0 if zh else 1]
            by = IN_HUNDREDTHS.get(figure.unit, 1)
            digits = ",.2f" if figure.unit == "fen" else ",.1f" if by > 1 else ",d"
            first, second, delta = (
                x / by if by > 1 else x for x in (figure.first, figure.second, figure.delta)
            )
            change = f"{first:{digits}} → {second:{digits}} {unit} ({delta:+{digits}})"
            lines.append(f"{name}  {change}")
    people, stay = comparison.people_to_phone, comparison.unchanged_people
    lines.append(
        f"行程有变 {people} 人，不变 {stay} 人"
        if zh
        else f"{people} people travel otherwise, {stay} notice nothing"
    )
    return "\n".join(lines) + "\n"


def say_patch(patched: Patched, *, language: Language) -> str:
    """What the change costs in money and in people, and what peace costs."""
    zh = language == "zh"
    comparison = patched.comparison
    counts = {
        kind: sum(1 for paper in patched.paper_changes if paper.change == kind)
        for kind in ("new", "changed", "withdrawn")
    }
    money = yuan(comparison.total_delta_fen, signed=True)
    phone, stay = comparison.people_to_phone, comparison.unchanged_people
    lines = [
        f"费用 {money} 元；通知 {phone} 人，{stay} 人行程不变"
        if zh
        else f"{money} CNY; {phone} people to phone, {stay} notice nothing",
        f"单据：新出 {counts['new']} 班，重出 {counts['changed']} 班，作废 {counts['withdrawn']} 班"
        if zh
        else f"papers: {counts['new']} runs new, {counts['changed']} to print again, "
        f"{counts['withdrawn']} withdrawn",
        *_peace(patched, zh=zh),
    ]
    if patched.thawed:
        names = ", ".join(patched.thawed)
        lines.append(
            f"无法原样冻结：{names}" if zh else f"could not stay exactly as they were: {names}"
        )
    if not patched.kept:
        lines.append(
            "已改用重新编制的方案" if zh else "planned from nothing: that was worth its calls"
        )
    return "\n".join(lines) + "\n"


def _peace(patched: Patched, *, zh: bool) -> Iterator[str]:
    """What is paid above a plan from nothing, in all and a person."""
    if patched.against_nothing_fen is None:
        return
    extra, moves = yuan(patched.against_nothing_fen, signed=True), patched.nothing_moves
    yield (
        f"与重新编制相比 {extra} 元（重编要通知 {moves} 人）"
        if zh
        else f"{extra} CNY against planning from nothing, which would move {moves} people"
    )
    if patched.spared_fen_per_person is not None:
        each = yuan(patched.spared_fen_per_person, signed=True)
        worth = yuan(patched.moved_fen_per_person)
        yield (
            f"每少打扰一人多花 {each} 元（折算价 {worth} 元/人）"
            if zh
            else f"{each} CNY for each person left in peace (weighed at {worth} CNY)"
        )


def _connections(rehearsal: Rehearsal, *, zh: bool) -> Iterator[str]:
    """Connections that were ever late, the riskiest first; one line when none was."""
    order = sorted(rehearsal.connections, key=lambda c: (-c.missed, -c.late_for_check_in, c.run))
    risky = [risk for risk in order if risk.late_for_check_in]
    if order and not risky:
        worst = max(order, key=lambda risk: risk.worst_s)
        early, least = -worst.worst_s / 60, min(risk.margin_s for risk in order) / 60
        yield (
            f"{len(order)} 个接驳从未误点：计划最少富余 {least:.0f} 分，最坏仍提早 {early:.0f} 分"
            if zh
            else f"none of {len(order)} connections was ever late: planned with {least:.0f} min to "
            f"spare at least, {early:.0f} min early at the worst"
        )
    for risk in risky[:MOST_RISKS]:
        margin, worst_min = risk.margin_s / 60, risk.worst_s / 60
        yield (
            f"{risk.run} → {risk.service}（{risk.people} 人，富余 {margin:.0f} 分）：检票迟到 "
            f"{risk.late_for_check_in:.1%}，误车 {risk.missed:.1%}，最坏晚 {worst_min:.0f} 分"
            if zh
            else f"{risk.run} → {risk.service} ({risk.people} people, {margin:.0f} min to spare): "
            f"late for check-in {risk.late_for_check_in:.1%}, missed {risk.missed:.1%}, "
            f"{worst_min:.0f} min late at the worst"
        )


def say_rehearsal(rehearsal: Rehearsal, *, language: Language) -> str:
    """How often all is well, the riskiest connections, and what more slack would save."""
    zh = language == "zh"
    lines = [
        f"推演 {rehearsal.times} 次：{rehearsal.all_well:.1%} 次无人误车、无人迟到；"
        f"平均每次滞留 {rehearsal.stranded_mean:.1f} 人，缺席 {rehearsal.absent_mean:.1f} 人"
        f"（95% 不超过 {rehearsal.absent_95} 人）"
        if zh
        else f"{rehearsal.times} rehearsals: in {rehearsal.all_well:.1%} nobody is stranded or "
        f"late; stranded {rehearsal.stranded_mean:.1f} people on average, absent "
        f"{rehearsal.absent_mean:.1f} (no more than {rehearsal.absent_95} in 95 %)"
    ]
    lines += _connections(rehearsal, zh=zh)
    late = [group for group in rehearsal.groups if group.late]
    for group in sorted(late, key=lambda g: (-(g.late or 0), g.group))[:MOST_RISKS]:
        behind = f"{group.delay_worst_s / 60:.0f}"
        lines.append(
            f"{group.group}：{group.late or 0:.1%} 次有人迟到，95% 的情形晚不过 {behind} 分"
            if zh
            else f"{group.group}: someone is late in {group.late or 0:.1%}, "
            f"behind plan by no more than {behind} min in 95 %"
        )
    spare, quarter = rehearsal.spare_coach_people, rehearsal.fifteen_minutes_people
    lines.append(
        f"备用车平均每次救回 {spare:.1f} 人；接驳提早 15 分钟救回 {quarter:.1f} 人"
        if zh
        else f"a spare coach saves {spare:.1f} people, feeders 15 minutes earlier {quarter:.1f}"
    )
    return "\n".join(lines) + "\n"


def say_hardening(hardening: Hardening, *, language: Language) -> str:
    """Every way to be surer with its money and its risk, and which of them pay."""
    zh = language == "zh"
    lines = []
    for at, each in enumerate(hardening.tried):
        risk = yuan(each.risk_fen)
        words = f"{each.says.zh}，风险 {risk} 元" if zh else f"{each.says.en}, risk {risk} CNY"
        taken = at == hardening.chosen or (each.kind == "spare_coach" and hardening.spare_coach)
        lines.append(("✓ " if taken else "  ") + words)
    price = yuan(hardening.missed_fen_per_person)
    lines.append(
        f"（每位误车者按 {price} 元计；试算为快速力度）"
        if zh
        else f"(each who misses a connection is reckoned at {price} CNY; tries are quick plans)"
    )
    return "\n".join(lines) + "\n"
