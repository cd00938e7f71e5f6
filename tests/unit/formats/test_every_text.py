"""A hostile word in every text field at once reaches every surface as plain text."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO, StringIO

import gpxpy
import pytest
from fastapi import Request
from fastapi.responses import HTMLResponse
from icalendar import Calendar
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from app.desk.drafts import Draft
from app.pages.comparing import compare_figures, compare_groups
from app.pages.dates import Clock
from app.pages.desk_view import DeskView, build_desk
from app.pages.dispatch_view import build_tables
from app.pages.draft_view import build_inputs
from app.pages.rendering import Page
from app.pages.run_view import build_run
from app.pages.vehicles import VehicleFilter, choose_rows
from app.ports.jobs import Job, JobDocuments, JobProgress, JobState
from routing.formats.details_form import render_details_form
from routing.formats.json_documents import render_json
from routing.formats.mending import mark_tree
from routing.formats.papers import PAPERS, PaperRequest
from routing.formats.phone_files import phone_files
from routing.formats.plan_view import PlanView
from routing.formats.roster_form import render_roster_template
from routing.formats.workbook_form import read_workbook, render_form
from routing.model.base import LocalisedText
from routing.model.findings import Finding
from routing.model.scenario import Scenario
from routing.pipeline.outputs import make_renderer
from routing.roster import check_details, check_roster, seat_people
from tests.unit.formats.every_text import LONG, PAYLOAD, Planter
from tests.unit.formats.full_documents import Papers, sound

Words = Mapping[str, str]
LIVE = re.compile(rb"<f(?=[ >/])|<hyperlink ")
MUST_BE_PLANTED = frozenset(
    {
        "Scenario.id",
        "LocalisedText.zh",
        "LocalisedText.en",
        "Place.id",
        "Place.address",
        "Place.admin",
        "Place.source",
        "Group.id",
        "Group.payer",
        "Group.share_key",
        "Group.apart_key",
        "Group.categories",
        "Group.members",
        "FleetRow.operator",
        "FleetRow.home_area",
        "Driver.id",
        "Driver.operator",
        "Service.number",
        "Service.source",
        "Subsidy.payer",
        "Run.id",
        "Duty.driver",
        "Cost.by_payer",
        "Reason.subject",
        "Finding.subject",
        "Finding.measured",
        "RuleCheck.article",
        "Person.name",
        "Person.id_number",
        "Person.phone",
        "Person.township",
        "Person.family",
        "Person.team",
        "TownshipTotal.township",
        "Contact.name",
        "Contact.phone",
        "RunDetails.plate",
        "RunDetails.permit_number",
        "RunDetails.contract_number",
        "RunDetails.meeting_point",
        "RunDetails.sign",
        "DriverDetails.licence",
        "Supply.name",
        "SignOff.name",
        "SignOff.role",
        "SignOff.note",
    }
)


@dataclass(frozen=True)
class Planted:
    """Sound documents, the same with a hostile word in each text, and which text became what."""

    sound: Papers
    hostile: Papers
    words: Words
    fields: frozenset[str]


@pytest.fixture(scope="module", params=[PAYLOAD, LONG], ids=["payload", "long"])
def planted(request: pytest.FixtureRequest) -> Planted:
    papers = sound()
    planter = Planter(request.param)
    documents = (papers.scenario, papers.plan, papers.roster, papers.details)
    planter.learn(*documents)
    hostile = Papers(
        planter.plant(papers.scenario),
        planter.plant(papers.plan),
        planter.plant(papers.roster),
        planter.plant(papers.details),
    )
    return Planted(papers, hostile, planter.planted, frozenset(planter.fields))


class Tags(HTMLParser):
    """Elements of a page, the handlers on them, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.count: Counter[str] = Counter()
        self.handlers: list[str] = []
        self.words = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] += 1
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def same_page(sound_page: bytes, hostile_page: bytes, *, more: bool = False) -> Tags:
    """Both pages have the same elements, and nothing of the input was executed.

    With ``more`` the hostile page has more to say, in elements of the same kinds.
    """
    ours, theirs = Tags(sound_page), Tags(hostile_page)
    if more:
        assert theirs.count.keys() <= ours.count.keys() | {"small", "b"}
    else:
        assert theirs.count == ours.count
    assert theirs.handlers == []
    assert "1337" not in theirs.words
    return theirs


def test_every_text_field_of_every_document_is_planted(planted: Planted) -> None:
    assert planted.fields >= MUST_BE_PLANTED
    papers = planted.hostile
    for document in (papers.scenario, papers.plan, papers.roster, papers.details):
        texts = set(_strings(json.loads(render_json(document))))
        assert {old for old in planted.words if not old.isascii()} & texts == set()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["map.html", "audit.html"])
def test_pages_that_are_sent_around(planted: Planted, name: str, language: str) -> None:
    assert language in ("zh", "en")
    pages = [
        make_renderer(name).render(p.scenario, p.plan, language="zh" if language == "zh" else "en")
        for p in (planted.sound, planted.hostile)
    ]
    shown = same_page(*pages)
    assert planted.words["小样"][:40] in shown.words or name == "audit.html"


def test_geojson_and_the_maps_data_are_json_with_the_words_in_it(planted: Planted) -> None:
    papers = planted.hostile
    routes = make_renderer("routes.geojson").render(papers.scenario, papers.plan, language="zh")
    texts = set(_strings(json.loads(routes)))
    assert planted.words["C001"] in texts


def _strings(tree: object) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [text for each in inner for text in _strings(each)]


def page() -> Page:
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "path": "/",
        "query_string": b"",
        "headers": [],
    }
    return Page(Request(scope), "zh")


def job(papers: Papers) -> Job:
    title = papers.scenario.title
    assert isinstance(title, LocalisedText)
    return Job(
        id="j",
        tenant="t",
        state=JobState.DONE,
        scenario_id=papers.scenario.id,
        title=(title.zh, title.en),
        people=1,
        sequence=1,
        attempts=1,
        progress=JobProgress(phase="done", percent=100),
        has_plan=True,
        submitted_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def desk_of(papers: Papers) -> DeskView:
    documents = JobDocuments(render_json(papers.scenario), render_json(papers.plan))
    return build_desk(documents, "zh")


def desk_pages(papers: Papers) -> dict[str, bytes]:
    """The pages around a plan, as the service renders them."""
    desk, mine = desk_of(papers), job(papers)
    wanted = VehicleFilter()
    run = papers.plan.runs[0]
    view = PlanView(papers.scenario, papers.plan, "zh")
    findings = check_details(papers.details, papers.scenario, papers.plan)
    found = [
        *findings,
        *check_roster(papers.roster, papers.scenario),
        *(papers.plan.audit.findings if papers.plan.audit else ()),
    ]
    show = page().show
    answers = {
        "desk": show(
            "desk.html",
            job=mine,
            desk=desk,
            rows=choose_rows(desk.rows, wanted),
            wanted=wanted,
            others=(mine,),
            run=None,
        ),
        "run": show("parts/run.html", plan_id="j", run=build_run(run, desk)),
        "compare": show(
            "compare.html",
            jobs=[mine, mine],
            figures=compare_figures(desk, desk),
            changes=compare_groups(desk, desk),
        ),
        "dispatch": show(
            "dispatch.html",
            job=mine,
            tables=build_tables(view, papers.details, findings),
            version=1,
            history=(),
            clock=Clock(view.zone, "zh"),
            findings=findings,
            refused=False,
            errors=0,
            notice="",
        ),
        "findings": show("parts/findings.html", findings=found, errors=0),
        "draft": draft_page(papers),
    }
    return {name: bytes(answer.body) for name, answer in answers.items()}


def draft_page(papers: Papers) -> HTMLResponse:
    """The scenario on the page where cells are mended, a finding on each of its groups."""
    marks = mark_tree(json.loads(render_json(papers.scenario)), _marks(papers))
    return page().show(
        "parts/draft.html",
        draft=Draft(papers.scenario.id, b"", {}),
        draft_id="d",
        tables=build_inputs(marks, "zh"),
        cells=set(),
        findings=[],
        errors=0,
        elsewhere=False,
        accepted=False,
        efforts=[],
        effort="",
        return_home="",
    )


def _marks(papers: Papers) -> tuple[Finding, ...]:
    """A finding on each group, as if all of them were wrong."""
    audit = papers.plan.audit
    assert audit is not None
    return tuple(
        audit.findings[0].model_copy(update={"pointer": f"/groups/{n}/people"})
        for n in range(len(papers.scenario.groups))
    )


def test_the_planners_pages(planted: Planted) -> None:
    ours, theirs = desk_pages(planted.sound), desk_pages(planted.hostile)
    for name, mine in ours.items():
        # A hostile number is a wrong one, which is told; a long text gets no cell to mend it in.
        same_page(mine, theirs[name], more=name in ("findings", "dispatch", "draft"))
    assert planted.words["小样"] in Tags(theirs["desk"]).words
    assert planted.words["C001"] in Tags(theirs["run"]).words


def test_every_workbook(planted: Planted) -> None:
    papers = planted.hostile
    view = PlanView(papers.scenario, papers.plan, "zh")
    books = {
        "dispatch": make_renderer("dispatch.xlsx").render(
            papers.scenario, papers.plan, language="zh"
        ),
        "scenario": render_form(papers.scenario, language="zh"),
        "details": render_details_form(language="zh", view=view, details=papers.details),
        "roster": render_roster_template(language="zh", scenario=papers.scenario),
    }
    for name, data in books.items():
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
            assert not LIVE.search(b"".join(archive.read(n) for n in sheets)), name
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        cells = {
            str(cell)
            for sheet in book.sheet_names
            for row in book.get_sheet_by_name(sheet).to_python()
            for cell in row
        }
        assert [cell for cell in cells if "HYPERLINK" in cell], name
    assert (
        Scenario.model_validate(read_workbook(books["scenario"]).raw).title == papers.scenario.title
    )


def test_every_paper(planted: Planted) -> None:
    papers = planted.hostile
    seating = seat_people(papers.scenario, papers.plan, papers.roster)
    view = PlanView(papers.scenario, papers.plan, "zh")
    request = PaperRequest(view, seating, papers.details, full=True)
    for name, make in PAPERS.items():
        data = make(request)
        assert data.startswith(b"%PDF"), name
        text = "".join(p.extract_text() for p in PdfReader(BytesIO(data)).pages[:3])
        assert "HYPERLINK" in text.replace("\n", "").replace(" ", ""), name
        assert b"/URI" not in data, name


def test_files_for_phones_and_the_csv(planted: Planted) -> None:
    papers = planted.hostile
    view = PlanView(papers.scenario, papers.plan, "zh")
    for name, data in phone_files(view, papers.details).items():
        if name.endswith(".gpx"):
            assert "HYPERLINK" in gpxpy.parse(data.decode()).routes[0].points[0].name
        else:
            events = Calendar.from_ical(data.decode()).walk("VEVENT")
            assert len(events) >= 2
    table = make_renderer("stops.csv").render(papers.scenario, papers.plan, language="zh")
    rows = list(csv.reader(StringIO(table.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {9}
    assert [cell for row in rows for cell in row if cell.startswith("=")] == []
