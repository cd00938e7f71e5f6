"""The season's page: complete, escaped, without scripts and requests."""

from __future__ import annotations

import re

import pytest

from routing.cli.season_summary import summarise
from routing.formats.season_page import render_season_page
from routing.ports.renderer import Language
from routing.season.planning import Planned


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_plan(planned: Planned, language: Language) -> None:
    page = render_season_page(planned.season, planned.plan, language=language).decode()
    assert f"{planned.plan.certificate.gap:.2%}" in page
    assert f"{planned.plan.cost.total_fen / 100:,.0f}" in page
    for part in planned.plan.parts:
        day = part.assignment.day
        assert f"{day.month}-{day.day}" in page
    assert "☾1-6" in page
    assert page.count("<svg") >= 1


def test_the_page_runs_nothing_and_asks_nobody(planned: Planned) -> None:
    season = planned.season.model_copy(update={"title": "<script>alert(1)</script>{{ 7*7 }}"})
    page = render_season_page(season, planned.plan, language="zh").decode()
    assert "<script" not in page
    assert "{{ 7*7 }}" in page
    assert not re.search(r"(src|href)=", page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_summary_says_what_counts(planned: Planned, language: Language) -> None:
    said = summarise(planned.season, planned.plan, language=language)
    assert "194" in said
    assert f"{planned.plan.cost.total_fen / 100:,.2f}" in said
    assert ("通过" if language == "zh" else "passed") in said
