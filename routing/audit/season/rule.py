"""What a rule of the season's audit is, and how it is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from routing.audit.season.case import SeasonCase
from routing.audit.wording import both
from routing.model.base import LocalisedText
from routing.model.findings import Finding, RuleCheck, Severity


@dataclass(frozen=True, slots=True)
class Reading:
    """One application of a rule.

    Attributes:
        pointer: JSON pointer into the season's plan.
        what: the ids it speaks of, the same in every language.
        measured, limit: as they are shown, with their unit.
        holds: whether the rule is met.
    """

    pointer: str
    what: str
    measured: object
    limit: object
    holds: bool


Reader = Callable[[SeasonCase], Iterable[Reading]]


@dataclass(frozen=True, slots=True)
class SeasonRule:
    """One rule: a code, what must hold, what to do when it does not, and how it is read."""

    code: str
    title: LocalisedText
    remedy: LocalisedText
    read: Reader


def season_rule(
    code: str, *, title: tuple[str, str], remedy: tuple[str, str]
) -> Callable[[Reader], SeasonRule]:
    """Make a rule of the function that reads it; words are (Chinese, English)."""

    def build(read: Reader) -> SeasonRule:
        return SeasonRule(code, both(*title), both(*remedy), read)

    return build


def judge(rule: SeasonRule, case: SeasonCase) -> tuple[RuleCheck, tuple[Finding, ...]]:
    """Apply one rule: its line of the sheet and a finding for each breach."""
    readings = tuple(rule.read(case))
    findings = tuple(_findings(rule, readings))
    check = RuleCheck(code=rule.code, title=rule.title, checked=len(readings), passed=not findings)
    return check, findings


def _findings(rule: SeasonRule, readings: Iterable[Reading]) -> Iterator[Finding]:
    for reading in readings:
        if reading.holds:
            continue
        measured, limit = str(reading.measured), str(reading.limit)
        yield Finding(
            code=rule.code,
            severity=Severity.ERROR,
            pointer=reading.pointer,
            subject=reading.what,
            cause=both(
                f"{rule.title.zh}：{reading.what}，实为 {measured}，应为 {limit}",
                f"{rule.title.en}: {reading.what}, found {measured}, must be {limit}",
            ),
            remedy=rule.remedy,
            measured=measured,
            limit=limit,
        )
