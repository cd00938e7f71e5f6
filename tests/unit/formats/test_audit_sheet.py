"""The audit sheet prints every rule in both languages, is one page of its own, and escapes."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from routing.formats.audit_sheet import AuditSheetRenderer
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.ports.renderer import Language
from tests.unit.audit.draft import Draft
from tests.unit.audit.sound_plans import coach_plan


class Page(HTMLParser):
    """Tags, and the text outside ``style``."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.words.append(data.strip())


def sheet(made: Draft, language: Language = "en") -> bytes:
    plan = Plan.model_validate(made.plan).model_copy(update={"audit": made.audit()})
    scenario = Scenario.model_validate(made.scenario)
    return AuditSheetRenderer().render(scenario, plan, language=language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_is_printed_and_a_sound_plan_passes(language: Language) -> None:
    made = coach_plan()
    page = Page(sheet(made, language))
    report = made.audit()
    assert {check.code for check in report.rules} <= set(page.words)
    verdict = {"zh": "全部通过", "en": "All rules hold"}[language]
    assert f"{verdict} · {len(report.rules)}" in page.words
    assert ("合格" if language == "zh" else "pass") in page.words
    assert ("FAIL" if language == "en" else "违规") not in page.words


def test_a_breach_stands_first_with_cause_remedy_article_and_place() -> None:
    made = coach_plan()
    made.override(drive_day_max_s=13_319)
    page = Page(sheet(made))
    assert "FAIL" in page.words
    start = page.words.index("Breaches")
    row = page.words[start : page.words.index("Law and policy")]
    assert "DRIVE_ROW_DAY" in row
    assert "stop for a break, or let another driver drive" in row
    assert "/runs/0/duties/0/activities/4" in row
    assert any("第三十八条" in word for word in row)


def test_the_charter_filing_names_stops_distance_and_validity() -> None:
    page = Page(sheet(coach_plan()))
    start = page.words.index("Charter filing")
    words = page.words[start:]
    assert "C001-D1" in words
    assert "224.0" in words
    assert "2021-02-20 05:38 –" in words
    assert "2021-02-20 10:02" in words


def test_units_are_spoken_in_chinese() -> None:
    words = Page(sheet(coach_plan(), "zh")).words
    assert "35 人" in words
    assert not any(word.endswith((" people", " CNY")) for word in words)


def test_the_page_needs_no_network_and_runs_no_script() -> None:
    page = Page(sheet(coach_plan()))
    assert "script" not in page.tags
    assert page.addresses == []
    assert b"url(" not in sheet(coach_plan())


def test_names_from_the_scenario_are_escaped_and_numbers_of_people_masked() -> None:
    made = coach_plan()
    made.scenario["title"] = "<img src=x onerror=alert(1)> 13812345678"
    made.place("f")["name"] = "{{ 7*7 }}<script>"
    page = sheet(made)
    assert b"<img" not in page
    assert b"<script" not in page
    assert b"{{ 7*7 }}&lt;script&gt;" in page
    assert b"138****5678" in page


def test_a_plan_that_nobody_audited_says_so() -> None:
    made = coach_plan()
    scenario, plan = Scenario.model_validate(made.scenario), Plan.model_validate(made.plan)
    page = Page(AuditSheetRenderer().render(scenario, plan, language="en"))
    assert "Not audited" in page.words


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert sheet(coach_plan()) == sheet(coach_plan())
