"""Five thousand people: all papers within the time and memory asked for, everybody once on them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from io import BytesIO

import pytest
from pypdf import PdfReader

from routing.formats.papers import PAPERS, PaperRequest
from routing.formats.plan_view import PlanView
from routing.model.rules import PolicyProfile
from routing.roster import seat_people
from tests.conftest import ROOT
from tests.generators.big_plan import big_plan, big_scenario
from tests.generators.rosters import build_roster
from tests.generators.small_plan import small_plan

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
PEOPLE = 5_000
MOST_S, MOST_MB = 30, 500
CARDS_ON_A_SHEET = 8
TOLD = re.compile(r"^5000 people: ([\d.]+) s of processor, (\d+) MB at most$", re.MULTILINE)


def test_workbook_and_papers_are_made_within_half_a_minute_and_half_a_gigabyte() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.papers", str(PEOPLE)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    told = TOLD.search(done.stdout)
    assert told is not None, done.stdout
    assert float(told[1]) < MOST_S, done.stdout
    assert int(told[2]) < MOST_MB, done.stdout


def test_every_person_stands_once_on_each_vehicles_manifest_and_has_one_card() -> None:
    scenario = big_scenario(PEOPLE)
    profile = (ROOT / "data/policies/cn-2023.json").read_bytes()
    plan = big_plan(scenario, small_plan(PolicyProfile.model_validate_json(profile)))
    roster = build_roster(scenario)
    assert len(roster.people) == PEOPLE
    seating = seat_people(scenario, plan, roster)
    request = PaperRequest(PlanView(scenario, plan, "zh"), seating, full=True)
    pages = PdfReader(BytesIO(PAPERS["manifests.pdf"](request))).pages
    printed = Counter(re.findall(r"\d{17}[\dX]", "\n".join(p.extract_text() for p in pages)))
    expected: Counter[str] = Counter()
    for one in seating.seated:
        expected[one.person.id_number or ""] += len(one.seats)
    assert printed == +expected
    cards = PdfReader(BytesIO(PAPERS["cards.pdf"](request)))
    assert len(cards.pages) == -(-len(seating.seated) // CARDS_ON_A_SHEET)
