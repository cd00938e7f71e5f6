"""What a rule of the audit is, what it reads in a plan, and how it is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from routing.audit.case import Case
from routing.audit.wording import Unit, both, show, show_margin
from routing.model.base import LocalisedText
from routing.model.findings import Finding, RuleCheck, Severity


class Sense(StrEnum):
    """How a measured value and its limit must stand to each other."""

    AT_MOST = "at most"
    AT_LEAST = "at least"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Reading:
    """One application of a rule.

    Attributes:
        pointer: JSON pointer into the plan.
        what: the ids it speaks of, the same in every language.
        measured, limit: in the rule's unit; both text where the unit is text.
    """

    pointer: str
    what: str
    measured: int | str
    limit: int | str


Reader = Callable[[Case], Iterable[Reading]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a code, its words, its unit and the function that reads it in a plan.

    Attributes:
        code: stable, listed in ``routing/ERRORS.md``.
        title: what must hold.
        remedy: what to do when it does not.
        values: names of the policy values it rests on; they bring article and source.
    """

    code: str
    title: LocalisedText
    remedy: LocalisedText
    unit: Unit
    sense: Sense
    read: Reader
    values: tuple[str, ...] = ()


def rule(
    code: str,
    *,
    title: tuple[str, str],
    remedy: tuple[str, str],
    unit: Unit,
    sense: Sense = Sense.EQUAL,
    values: tuple[str, ...] = (),
) -> Callable[[Reader], Rule]:
    """Make a rule of the function that reads it; words are (Chinese, English)."""

    def build(read: Reader) -> Rule:
        return Rule(code, both(*title), both(*remedy), unit, sense, read, values)

    return build


def judge(subject: Rule, case: Case) -> tuple[RuleCheck, tuple[Finding, ...]]:
    """Apply one rule to a plan: its line of the audit sheet and a finding for each breach."""
    readings = tuple(subject.read(case))
    findings = tuple(_finding(subject, r, case) for r in readings if margin(subject, r) < 0)
    tightest = min(readings, key=lambda r: margin(subject, r), default=None)
    return _row(subject, case, readings=len(readings), tightest=tightest), findings


def margin(subject: Rule, reading: Reading) -> int:
    """How far inside its limit a reading is, in the rule's unit; negative when it is broken."""
    measured, limit = reading.measured, reading.limit
    if isinstance(measured, str) or isinstance(limit, str):
        return 0 if measured == limit else -1
    if subject.sense is Sense.EQUAL:
        return -abs(measured - limit)
    return limit - measured if subject.sense is Sense.AT_MOST else measured - limit


_WORDS = {
    Sense.AT_MOST: ("上限", "at most"),
    Sense.AT_LEAST: ("下限", "at least"),
    Sense.EQUAL: ("应为", "must be"),
}


def _finding(subject: Rule, reading: Reading, case: Case) -> Finding:
    measured = show(reading.measured, unit=subject.unit, offset_s=case.offset_s)
    limit = show(reading.limit, unit=subject.unit, offset_s=case.offset_s)
    zh, en = _WORDS[subject.sense]
    return Finding(
        code=subject.code,
        severity=Severity.ERROR,
        pointer=reading.pointer,
        subject=reading.what,
        cause=both(
            f"{subject.title.zh}：{reading.what}，实为 {measured}，{zh} {limit}",
            f"{subject.title.en}: {reading.what}, found {measured}, {en} {limit}",
        ),
        remedy=subject.remedy,
        measured=measured,
        limit=limit,
        article=case.get_article(subject.values),
    )


def _row(subject: Rule, case: Case, *, readings: int, tightest: Reading | None) -> RuleCheck:
    unit, offset_s = subject.unit, case.offset_s
    shown = None if tightest is None else show(tightest.measured, unit=unit, offset_s=offset_s)
    limit = None if tightest is None else show(tightest.limit, unit=unit, offset_s=offset_s)
    least = 0 if tightest is None else margin(subject, tightest)
    return RuleCheck(
        code=subject.code,
        title=subject.title,
        article=case.get_article(subject.values),
        source=case.get_source(subject.values),
        checked=readings,
        measured=shown,
        limit=limit,
        margin=None if tightest is None else show_margin(least, unit=unit),
        passed=least >= 0,
    )
