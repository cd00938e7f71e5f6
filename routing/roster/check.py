"""What is wrong with a roster, said before seats are given: all of it at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.roster import Clearance, Person, Roster
from routing.model.scenario import Scenario
from routing.roster.identity import age_on, find_birth_date, is_identity_number, normalise
from routing.roster.matching import GroupIndex

WORKING_AGE = 16
"""Labour Law of the People's Republic of China, article 15: nobody under 16 is employed."""


def check_roster(roster: Roster, scenario: Scenario | None = None) -> tuple[Finding, ...]:
    """Findings on every person; with a scenario also on who belongs to none of its groups.

    The day that counts for ages is the day of the scenario's first readiness.
    """
    findings = list(_check_numbers(roster.people))
    findings += _check_repeats(roster.people)
    findings += _check_namesakes(roster.people)
    if scenario is not None:
        day = min(group.ready_from for group in scenario.groups).date()
        findings += _check_ages(roster.people, day)
        findings += _check_groups(roster.people, scenario)
    findings += _check_clearance(roster.people)
    return tuple(sorted(findings, key=lambda f: (f.severity != Severity.ERROR, f.pointer, f.code)))


def _check_numbers(people: Iterable[Person]) -> Iterator[Finding]:
    for person in people:
        if not person.id_number:
            yield _warning(
                "ROSTER_ID_MISSING",
                person,
                ("没有身份证号", "there is no identity number"),
                ("补填身份证号", "add it"),
            )
        elif not is_identity_number(person.id_number):
            yield _error(
                "ROSTER_ID_INVALID",
                person,
                ("身份证号校验不通过", "the identity number fails its check"),
                ("核对证件重新填写", "compare it with the card"),
            )


def _check_repeats(people: Iterable[Person]) -> Iterator[Finding]:
    """One token twice, one number twice, one person in two batches."""
    tokens: dict[str, list[Person]] = defaultdict(list)
    numbers: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        tokens[person.token].append(person)
        if person.id_number:
            numbers[normalise(person.id_number)].append(person)
    for same in tokens.values():
        for person in same[1:]:
            yield _error(
                "ROSTER_TOKEN_TWICE",
                person,
                ("代号重复", "the token stands twice"),
                ("换一个代号", "use another token"),
            )
    for same in numbers.values():
        for person in same[1:]:
            batches = {(p.group, p.pickup, p.employer) for p in same}
            if len(batches) > 1:
                yield _error(
                    "ROSTER_TWO_BATCHES",
                    person,
                    ("同一人报在两个批次", "the same person is in two batches"),
                    ("只保留一个批次", "keep them in one"),
                )
            else:
                yield _error(
                    "ROSTER_ID_TWICE",
                    person,
                    ("身份证号重复", "the identity number stands twice"),
                    ("删去重复的一行", "remove one of the lines"),
                )


def _check_namesakes(people: Iterable[Person]) -> Iterator[Finding]:
    """Who has no identity number, but the name and the phone of somebody else on the roster."""
    first: dict[tuple[str, str], Person] = {}
    for person in sorted(people, key=lambda p: not p.id_number):
        if not person.phone:
            continue
        other = first.setdefault((person.name, person.phone), person)
        if other is not person and not person.id_number:
            yield _warning(
                "ROSTER_SAME_PERSON",
                person,
                ("与另一行同名同电话，可能是同一人", "name and phone are those of another line"),
                ("核对后只留一行，或补填身份证号", "keep one line, or add the identity number"),
            )


def _check_ages(people: Iterable[Person], day: date) -> Iterator[Finding]:
    for person in people:
        birth = find_birth_date(person.id_number or "")
        if birth is not None and age_on(birth, day) < WORKING_AGE:
            yield _error(
                "ROSTER_UNDER_AGE",
                person,
                (f"出发时未满{WORKING_AGE}周岁", f"under {WORKING_AGE} on the day of departure"),
                ("不得派送；随行子女不入名册", "nobody under age is sent to work"),
            )


def _check_groups(people: Iterable[Person], scenario: Scenario) -> Iterator[Finding]:
    index = GroupIndex(scenario)
    for person in people:
        if index.find(person) is None:
            yield _error(
                "ROSTER_NO_GROUP",
                person,
                ("找不到对应的批次", "no group of the scenario is meant"),
                (
                    "填批次编号，或填方案里的上车点和用工单位",
                    "name a group, or its pickup and employer",
                ),
            )


def _check_clearance(people: Iterable[Person]) -> Iterator[Finding]:
    for person in people:
        if person.clearance is not Clearance.CLEARED:
            yield _warning(
                "ROSTER_NOT_CLEARED",
                person,
                ("尚未核准乘车", "not cleared to board"),
                ("核准后再发乘车卡", "give out the card once they are"),
            )


def _error(code: str, person: Person, cause: tuple[str, str], remedy: tuple[str, str]) -> Finding:
    return _finding(code, Severity.ERROR, person, cause, remedy)


def _warning(code: str, person: Person, cause: tuple[str, str], remedy: tuple[str, str]) -> Finding:
    return _finding(code, Severity.WARNING, person, cause, remedy)


def _finding(
    code: str,
    severity: Severity,
    person: Person,
    cause: tuple[str, str],
    remedy: tuple[str, str],
) -> Finding:
    """A finding names a person by token and line only; findings travel further than rosters."""
    return Finding(
        code=code,
        severity=severity,
        pointer=person.source or f"/people/{person.token}",
        subject=person.token,
        cause=LocalisedText(zh=cause[0], en=cause[1]),
        remedy=LocalisedText(zh=remedy[0], en=remedy[1]),
    )
