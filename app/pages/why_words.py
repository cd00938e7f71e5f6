"""Words of the page that says why a plan is as it is."""

from __future__ import annotations

WHY_WORDS: dict[str, tuple[str, str]] = {
    "why_title": ("为什么这样排", "Why this plan"),
    "why_hint": (
        "费用逐项可查；约束与决定的价值由重新求解得出。",
        "Every fen accounted for; limits and decisions are priced by planning again.",
    ),
    "by_leg": ("按路段", "By part of the way"),
    "leg": ("路段", "Part"),
    "leg_direct": ("直达车", "direct coaches"),
    "leg_feeder": ("接驳车", "feeders"),
    "leg_line_haul": ("列车/航班", "trains and flights"),
    "leg_last_mile": ("末端车", "last miles"),
    "leg_beside": ("购票与住宿", "tickets and beds"),
    "runs_number": ("班次", "Runs"),
    "by_person": ("人均", "Per person"),
    "dearest_groups": ("人均费用最高的人群", "Groups that cost most a person"),
    "limits_bind": ("起作用的约束", "Limits that bind"),
    "limit_vehicles": ("再多一辆车", "one vehicle more"),
    "limit_seats": ("再多一单位座位", "one unit of seats more"),
    "limit_beds": ("再多一张床", "one bed more"),
    "limit_minimum": ("起购人数少一人", "a minimum lower by one"),
    "by_dual": ("影子价格（估计）", "By price (estimate)"),
    "by_try": ("试算节省", "Saved when tried"),
    "not_tried": ("未试算", "not tried"),
    "decisions": ("每项决定的价值", "What each decision is worth"),
    "not_asked": (
        "尚未试算；点击下面的按钮重新求解若干次。",
        "Not tried yet; the button below plans again a few times.",
    ),
    "try_it": ("试算约束与决定", "Try limits and decisions"),
    "quick_note": (
        "试算为快速力度，差额小于方案差距时可能只是搜索误差。",
        "Tries are quick plans: a difference below the gap may be the search's.",
    ),
    "harden_title": ("更稳妥的换乘", "Surer connections"),
    "missed_price": ("每位误车者按（元）", "Each who misses a connection counts (CNY)"),
    "harden_it": ("按值得的程度买时间", "Buy time where it pays"),
    "stranded": ("平均滞留（人）", "Stranded on average"),
    "risk": ("风险（元）", "Risk (CNY)"),
    "more_cost": ("增加费用（元）", "Money more (CNY)"),
    "tried": ("方案", "Tried"),
    "chosen": ("采用", "taken"),
    "judge_title": ("评判人工方案", "Judge a plan made by hand"),
    "judge_hint": (
        "上传改过的派车表（xlsx）或 plan.json，核价、审查，并与本方案的下界比较。",
        "Upload an edited dispatch workbook or plan.json: priced, audited, and measured against "
        "this plan's bound.",
    ),
    "judge_it": ("评判", "Judge it"),
    "stated": ("表上费用", "As stated"),
    "priced": ("按价目核算", "As priced"),
    "no_findings": ("不违反任何规则。", "It breaks no rule."),
}
