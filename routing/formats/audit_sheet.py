"""The audit on paper: every rule with its article, value, limit and margin, and each coach's data.

One self-contained page without scripts, for printing on A4 and stapling to a charter's papers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from routing.formats.audit_sheet_words import WORDS
from routing.formats.masking import choose_language, mask_personal
from routing.formats.plan_view import PlanView
from routing.model.findings import AuditReport, Finding, RuleCheck
from routing.model.plan import Plan
from routing.model.runs import Run
from routing.model.scenario import Scenario
from routing.ports.renderer import Language

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "static" / "audit"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_UNITS = ((re.compile(r"(?<=\d) people$"), " 人"), (re.compile(r"(?<=\d) CNY$"), " 元"))


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as it is printed."""

    code: str
    title: str
    article: str
    source: str
    checked: int
    measured: str
    limit: str
    margin: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Charter:
    """What a charter's filing asks of one coach run."""

    run: str
    vehicle: str
    operator: str
    drivers: str
    origin: str
    destination: str
    via: str
    distance_km: str
    valid_from: str
    valid_to: str


class AuditSheetRenderer:
    """Renders ``audit.html``."""

    def render(self, scenario: Scenario, plan: Plan, *, language: Language) -> bytes:
        """The sheet as UTF-8 HTML; a plan that was never audited says so in its heading."""
        view = PlanView(scenario, plan, language)
        report = plan.audit or AuditReport()
        lines = [_line(check, language) for check in report.rules]
        page = _TEMPLATES.get_template("audit_sheet.html").render(
            language=language,
            words={name: choose_language(text, language) for name, text in WORDS.items()},
            title=view.say(scenario.title or scenario.id),
            plan=plan,
            policy=plan.provenance.policy.profile,
            audited=plan.audit is not None,
            report=report,
            carried=sum(itinerary.people for itinerary in plan.itineraries),
            left_out=sum(left.people for left in plan.left_out),
            total=f"{plan.cost.total_fen / 100:,.2f}",
            findings=[_breach(finding, language) for finding in report.findings],
            law=[line for line in lines if line.article],
            other=[line for line in lines if not line.article],
            charters=[_charter(view, run) for run in view.coach_runs()],
        )
        return page.encode()


def _line(check: RuleCheck, language: Language) -> Line:
    return Line(
        code=check.code,
        title=choose_language(check.title, language),
        article=check.article or "",
        source=check.source or "",
        checked=check.checked,
        measured=_value(check.measured, language),
        limit=_value(check.limit, language),
        margin=_value(check.margin, language),
        passed=check.passed,
    )


def _value(value: str | None, language: Language) -> str:
    """A measured value with its unit's name in the sheet's language; long ones are cut."""
    shown = mask_personal(value or "—")
    for unit, name in _UNITS if language == "zh" else ():
        shown = unit.sub(name, shown)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


_LONGEST = 60


def _breach(finding: Finding, language: Language) -> dict[str, str]:
    return {
        "code": finding.code,
        "cause": mask_personal(choose_language(finding.cause, language)),
        "remedy": choose_language(finding.remedy, language),
        "pointer": finding.pointer,
        "article": finding.article or "",
    }


def _charter(view: PlanView, run: Run) -> Charter:
    """The data of a charter plate: ends, boarding and alighting stops as via points, validity."""
    row = view.find_fleet(run)
    names = [view.place_name(stop.place) for stop in run.stops]
    starts = min([run.stops[0].arrives, *(drive.departs for drive in run.positioning)])
    ends = max([run.stops[-1].departs, *(drive.arrives for drive in run.positioning)])
    return Charter(
        run=run.id,
        vehicle=view.vehicle_name(run),
        operator=mask_personal((row.operator if row is not None else None) or "—"),
        drivers="、".join(mask_personal(duty.driver) for duty in run.duties),
        origin=names[0],
        destination=names[-1],
        via=" → ".join(names[1:-1]) or "—",
        distance_km=f"{sum(leg.distance_m for leg in run.legs) / 1000:.1f}",
        valid_from=f"{view.local(starts):%Y-%m-%d %H:%M}",
        valid_to=f"{view.local(ends):%Y-%m-%d %H:%M}",
    )
