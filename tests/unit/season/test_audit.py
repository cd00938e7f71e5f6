"""Every rule of the season's audit is silent on a sound plan and speaks when it is broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from routing.audit.season import SEASON_RULES, audit_season
from routing.model.findings import AuditReport
from routing.pipeline import DataFolder
from routing.season.planning import Planned
from tests.unit.season.mutants import BRINGS, MUTANTS, Spoiled, sound


def audited(spoiled: Spoiled, data: DataFolder) -> AuditReport:
    profile = data.get_profile(spoiled.season.policy.profile)
    return audit_season(spoiled.season, spoiled.plan, spoiled.parts, profile=profile)


def test_a_sound_plan_meets_every_rule_and_every_rule_was_applied(
    planned: Planned, data: DataFolder
) -> None:
    report = audited(sound(planned), data)
    assert [f.cause.en for f in report.findings] == []
    assert [r.code for r in report.rules if not r.checked] == []
    assert [r.code for r in report.rules] == [r.code for r in SEASON_RULES]


@pytest.mark.parametrize("code", sorted(MUTANTS))
def test_a_broken_rule_is_found_and_no_other(code: str, planned: Planned, data: DataFolder) -> None:
    findings = audited(MUTANTS[code](sound(planned)), data).findings
    assert {f.code for f in findings} == {code} | BRINGS.get(code, set())
    for finding in findings:
        assert finding.pointer.startswith("/")
        assert finding.measured != finding.limit
        assert re.search("[\u4e00-\u9fff]", finding.cause.zh)
        assert finding.remedy.en


def test_every_rule_has_a_mutant_and_the_page_lists_it(root: Path) -> None:
    codes = [rule.code for rule in SEASON_RULES]
    assert set(codes) == set(MUTANTS)
    page = (root / "routing" / "ERRORS.md").read_text("utf-8")
    section = page.split("\n## season audit\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([A-Z0-9_]+)` \|", section, re.MULTILINE) == codes
