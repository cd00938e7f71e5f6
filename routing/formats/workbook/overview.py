"""The first sheet: what the plan achieves, what it costs, what it proves and rests on."""

from __future__ import annotations

from routing.formats.plan_view import PlanView
from routing.formats.workbook import words
from routing.formats.workbook.book import Book, Column
from routing.formats.workbook.words import Word, in_language


def add_overview(book: Book, view: PlanView) -> None:
    """One line per fact, in reading order."""
    sheet = book.add_sheet(
        words.SHEET_OVERVIEW, (Column(words.ITEM, width=30), Column(words.VALUE, width=90))
    )
    for label, value in overview_facts(view):
        sheet.add_row((in_language(label, view.language), value))
    sheet.close()


def overview_facts(view: PlanView) -> list[tuple[Word, str]]:
    """What a leader asks first, as pairs of label and text."""
    return _outcome(view) + _money(view) + _proof(view)


def _outcome(view: PlanView) -> list[tuple[Word, str]]:
    scenario, plan = view.scenario, view.plan
    own = sum(i.people for i in plan.itineraries if not i.runs)
    carried = sum(i.people for i in plan.itineraries) - own
    left_out = sum(entry.people for entry in plan.left_out)
    coaches = view.coach_runs()
    drivers = {duty.driver for run in coaches for duty in run.duties}
    return [
        (Word("方案", "Scenario"), view.say(scenario.title or scenario.id)),
        (
            Word("结果", "Outcome"),
            in_language(words.STATUSES[str(plan.status)], view.language),
        ),
        (Word("乘车人数", "People carried"), str(carried)),
        (Word("自行购票人数", "People on their own ticket"), str(own)),
        (Word("未成行人数", "People left out"), str(left_out)),
        (Word("大巴班次", "Coach runs"), str(len(coaches))),
        (Word("驾驶员人数", "Drivers"), str(len(drivers))),
        (Word("火车与航班", "Trains and flights"), str(len(view.service_runs()))),
    ]


def _money(view: PlanView) -> list[tuple[Word, str]]:
    cost = view.plan.cost
    people = sum(i.people for i in view.plan.itineraries)
    facts = [(Word("总费用（元）", "Total cost (yuan)"), _yuan_text(cost.total_fen))]
    if people:
        each = (2 * cost.total_fen + people) // (2 * people)
        facts.append((Word("人均费用（元）", "Cost per person (yuan)"), _yuan_text(each)))
    return facts


def _proof(view: PlanView) -> list[tuple[Word, str]]:
    plan = view.plan
    certificate, provenance = plan.certificate, plan.provenance
    facts = [
        (Word("费用下界（元）", "Lower bound (yuan)"), _yuan_text(certificate.lower_bound_fen)),
        (Word("与最优的最大差距", "Gap at most"), f"{certificate.gap * 100:.2f} %"),
        (Word("证明内容", "What is proven"), view.say(certificate.proves)),
        (Word("规则版本", "Policy profile"), provenance.policy.profile),
        (Word("里程与时间来源", "Distances and times"), provenance.provider),
    ]
    if provenance.travel_error is not None:
        error = f"{provenance.travel_error * 100:.1f} %"
        facts.append((Word("里程平均误差", "Mean error of distances"), error))
    if plan.audit is not None:
        passed = Word("通过", "passed") if plan.audit.passed else Word("未通过", "failed")
        facts.append((Word("独立审核", "Independent audit"), in_language(passed, view.language)))
    facts.append((Word("方案指纹", "Scenario hash"), plan.scenario_sha256))
    return facts


def _yuan_text(amount_fen: int) -> str:
    return f"{amount_fen // 100:,}.{amount_fen % 100:02d}"
