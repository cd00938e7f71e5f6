"""From a plan and its people to papers."""

from __future__ import annotations

from dataclasses import dataclass

from routing.formats.details_form import render_details_form
from routing.formats.papers import PAPERS, PaperRequest
from routing.formats.phone_files import phone_files, zip_files
from routing.formats.plan_view import PlanView
from routing.model.details import DispatchDetails
from routing.model.plan import Plan
from routing.model.roster import Roster
from routing.model.scenario import Scenario
from routing.pipeline.data_folder import DataFolder
from routing.places import locate, to_wgs84
from routing.ports.renderer import Language
from routing.roster import seat_people


@dataclass(frozen=True, slots=True)
class PeoplePapers:
    """What stands on papers beside the plan; without a roster they have blank lines."""

    roster: Roster | None = None
    details: DispatchDetails | None = None
    full: bool = False


def make_papers(
    scenario: Scenario,
    plan: Plan,
    *,
    data: DataFolder,
    language: Language,
    people: PeoplePapers,
) -> dict[str, bytes]:
    """Every paper of a plan as PDF by file name, and files for phones.

    Where no details are given, the form for them is among the papers.

    Args:
        scenario: the plan's scenario.
        plan: what the papers are of.
        data: reference tables, for places that have no coordinates of their own.
        language: of the papers.
        people: who travels, what was filled in, and whether names and numbers are shown in full.
    """
    located, _ = locate(to_wgs84(scenario), reference=data.reference)
    roster = people.roster
    seating = None if roster is None else seat_people(located, plan, roster)
    view = PlanView(located, plan, language)
    request = PaperRequest(view, seating, people.details, people.full)
    papers = {name: make(request) for name, make in PAPERS.items()}
    papers["phones.zip"] = zip_files(phone_files(view, people.details))
    if people.details is None:
        papers["details.xlsx"] = render_details_form(language=language, view=view)
    return papers
