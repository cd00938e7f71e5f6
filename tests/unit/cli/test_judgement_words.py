"""What the judging verbs say: figures in the reader's units, nothing of people's data."""

from __future__ import annotations

import pytest

from routing.cli.judgement_words import (
    say_comparison,
    say_evaluation,
    say_patch,
    say_rehearsal,
)
from routing.explain import Changes, Patched, Tools, compare_plans, evaluate_plan, patch_plan
from routing.explain.rehearsal import Disturbances
from routing.explain.rehearsing import rehearse_plan
from routing.formats.json_documents import canonical_sha256
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import render_patch
from routing.ports.renderer import Language
from routing.units import Seconds
from tests.unit.explain.documents import audit, sound

CHINESE = "元人费用"


def dropped() -> Patched:
    """One walker stays at home."""
    scenario, plan = sound("train")

    def replan(_: Scenario) -> Plan:
        """Who was left out before still is."""
        return plan.model_copy(update={"runs": (), "itineraries": (), "purchases": ()})

    tools = Tools(replan=replan, audit=audit, sha256=canonical_sha256)
    changes = Changes(people={"gw": -1})
    cheaper = plan.cost.model_copy(update={"total_fen": plan.cost.total_fen - 100_000})
    nothing = plan.model_copy(update={"cost": cheaper, "runs": (), "itineraries": ()})
    return patch_plan(scenario, plan, changes, tools=tools, reference=nothing)


def said(language: Language) -> list[str]:
    scenario, plan = sound("train")
    rough = Disturbances(road_error=0.5, slow_start_s=Seconds(3_600), late_train=0.4)
    return [
        say_evaluation(evaluate_plan(scenario, plan, audit=audit), language=language),
        say_comparison(compare_plans(plan, dropped().plan), language=language),
        say_patch(dropped(), language=language),
        say_rehearsal(
            rehearse_plan(scenario, plan, seed=1, times=300, assumed=rough), language=language
        ),
        say_rehearsal(rehearse_plan(scenario, plan, seed=1, times=50), language=language),
    ]


def test_each_language_is_spoken_throughout() -> None:
    assert all(any(letter in text for letter in CHINESE) for text in said("zh"))
    assert not any(letter in text for text in said("en") for letter in CHINESE)


def test_money_is_told_in_yuan_and_people_by_the_head() -> None:
    patched = dropped()
    text = say_patch(patched, language="en")
    assert text.startswith("-200.50 CNY; 1 people to phone, 36 notice nothing")
    assert "+22.21 CNY for each person left in peace" in text  # 799.50 for 36 people
    figures = say_comparison(patched.comparison, language="en")
    assert "carried  37 → 36 people (-1)" in figures


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_calls_to_make_are_a_table(language: Language) -> None:
    files = render_patch(dropped(), language=language)
    assert set(files) == {"scenario.json", "changes.json", "calls.csv"}
    head, line = files["calls.csv"].decode("utf-8-sig").strip().splitlines()
    assert len(head.split(",")) == 5
    assert line.startswith("gw,1,")
    assert "K1" in line
