"""Every rule is silent just inside its limit and gives exactly its own code just outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from routing.audit.rules import STRUCTURE, SUBSTANCE
from tests.unit.audit import mutants_law, mutants_papers, mutants_people
from tests.unit.audit.mutant import Mutant

MUTANTS = (*mutants_law.MUTANTS, *mutants_people.MUTANTS, *mutants_papers.MUTANTS)
NAMES = [f"{mutant.code}-{mutant.name}" for mutant in MUTANTS]


@pytest.mark.parametrize("mutant", MUTANTS, ids=NAMES)
def test_inside_the_limit_nothing_is_found(mutant: Mutant) -> None:
    assert [f.cause.en for f in mutant.inside().audit().findings] == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=NAMES)
def test_outside_the_limit_exactly_its_code_is_found(mutant: Mutant) -> None:
    findings = mutant.outside().audit().findings
    assert {f.code for f in findings} == {mutant.code}, [f.cause.en for f in findings]


@pytest.mark.parametrize("mutant", MUTANTS, ids=NAMES)
def test_a_finding_says_where_what_and_how_to_mend_it(mutant: Mutant) -> None:
    for finding in mutant.outside().audit().findings:
        assert finding.pointer.startswith("/")
        assert finding.measured
        assert finding.limit
        assert finding.measured != finding.limit
        assert finding.cause.zh
        assert finding.remedy.zh
        assert finding.remedy.en


def test_every_rule_has_a_mutant_and_every_mutant_a_rule() -> None:
    codes = [each.code for each in (*STRUCTURE, *SUBSTANCE)]
    assert len(codes) == len(set(codes))
    assert {mutant.code for mutant in MUTANTS} == set(codes)


def test_the_page_of_codes_lists_exactly_the_rules(root: Path) -> None:
    page = (root / "routing" / "ERRORS.md").read_text("utf-8")
    section = page.split("\n## audit\n")[1].split("\n## ")[0]
    listed = re.findall(r"^\| `([A-Z0-9_]+)` \|", section, re.MULTILINE)
    assert listed == [each.code for each in (*STRUCTURE, *SUBSTANCE)]
