"""From a plan to files."""

from __future__ import annotations

from dataclasses import dataclass

from routing.errors import UnknownName
from routing.formats.audit_sheet import AuditSheetRenderer
from routing.formats.csv_table import CsvRenderer
from routing.formats.details_form import render_details_form
from routing.formats.geojson import GeoJsonRenderer
from routing.formats.json_documents import render_json
from routing.formats.map import MapRenderer
from routing.formats.papers import PAPERS, ManifestRenderer, PaperRequest
from routing.formats.phone_files import PhoneFilesRenderer, phone_files, zip_files
from routing.formats.plan_view import PlanView
from routing.formats.workbook import WorkbookRenderer
from routing.model.details import DispatchDetails
from routing.model.plan import Plan
from routing.model.roster import Roster
from routing.model.scenario import Scenario
from routing.pipeline.data_folder import DataFolder
from routing.places import locate, to_wgs84
from routing.ports.renderer import Language, Renderer
from routing.roster import seat_people

RENDERERS: dict[str, Renderer] = {
    "map.html": MapRenderer(),
    "routes.geojson": GeoJsonRenderer(),
    "dispatch.xlsx": WorkbookRenderer(),
    "audit.html": AuditSheetRenderer(),
    "manifests.pdf": ManifestRenderer(),
    "stops.csv": CsvRenderer(),
    "phones.zip": PhoneFilesRenderer(),
}
"""Every output besides ``plan.json``, by file name. A new output is a class with ``render`` in
``routing/formats`` and a line here."""


@dataclass(frozen=True, slots=True)
class PeoplePapers:
    """What stands on papers beside the plan; without a roster they have blank lines."""

    roster: Roster | None = None
    details: DispatchDetails | None = None
    full: bool = False


def render_output(
    name: str, scenario: Scenario, plan: Plan, *, data: DataFolder, language: Language
) -> bytes:
    """The bytes of one output file: ``plan.json`` or a key of ``RENDERERS``.

    Raises:
        UnknownName: there is no such output.
    """
    if name == "plan.json":
        return render_json(plan)
    if name not in RENDERERS:
        raise UnknownName(name)
    located, _ = locate(to_wgs84(scenario), reference=data.reference)
    return RENDERERS[name].render(located, plan, language=language)


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
