"""The papers as PDFs, read back with another library than made them."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import typst
import zxingcpp
from pypdf import PdfReader

from routing.formats.papers import PAPERS, PaperRequest
from routing.formats.papers.cards import WORDS, build_cards
from routing.formats.papers.compiler import to_json
from routing.formats.papers.masked import mask_name, mask_number, mask_phone
from routing.formats.plan_view import PlanView
from routing.formats.typeset import TEMPLATES, read_fonts
from routing.model.details import Contact, DispatchDetails, DriverDetails, PlaceContact, RunDetails
from routing.model.plan import Plan
from routing.model.roster import Roster
from routing.model.rules import PolicyProfile
from routing.model.scenario import Scenario
from routing.ports.renderer import Language
from routing.roster import seat_people
from tests.generators.rosters import build_roster
from tests.generators.small_plan import at, small_plan, small_scenario
from tests.unit.formats.papers.raster import read_grey_png

DETAILS = DispatchDetails(
    hotline=Contact(name="值班室", phone="0771-3530000"),
    runs=(
        RunDetails(
            run="C001",
            plate="桂F12345",
            permit_number="桂包0001",
            drivers=(DriverDetails(driver="C001-D1", name="农建国", phone="13900000001"),),
            leader=Contact(name="黄卫", phone="13900000002"),
            meeting_point="村委会门口",
            meeting_time=at(5, 50),
            sign="红丝巾",
        ),
    ),
    contacts=(PlaceContact(place="gate-1", contact=Contact(name="一厂人事", phone="0750-1")),),
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    path = Path(__file__).resolve().parents[4] / "data/policies/cn-2023.json"
    return small_plan(PolicyProfile.model_validate_json(path.read_bytes()))


def request_for(
    plan: Plan,
    *,
    scenario: Scenario | None = None,
    roster: Roster | None = None,
    details: DispatchDetails | None = None,
    language: Language = "zh",
    full: bool = False,
) -> PaperRequest:
    scenario = scenario or small_scenario()
    seating = None if roster is None else seat_people(scenario, plan, roster)
    return PaperRequest(PlanView(scenario, plan, language), seating, details, full)


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_paper_is_made_in_both_languages_with_and_without_people(
    plan: Plan, name: str
) -> None:
    roster = build_roster(small_scenario())
    for language in ("zh", "en"):
        for people in (None, roster):
            request = request_for(plan, roster=people, details=DETAILS, language=language)
            data = PAPERS[name](request)
            assert data.startswith(b"%PDF")
            assert data == PAPERS[name](request)


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_font_is_embedded(plan: Plan, name: str) -> None:
    request = request_for(plan, roster=build_roster(small_scenario()), details=DETAILS)
    for page in PdfReader(BytesIO(PAPERS[name](request))).pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(described.get_object())


def test_everyone_who_is_seated_stands_once_on_the_manifest_of_each_vehicle(plan: Plan) -> None:
    roster = build_roster(small_scenario())
    request = request_for(plan, roster=roster, full=True)
    assert request.seating is not None
    text = text_of(PAPERS["manifests.pdf"](request))
    printed = Counter(n for p in roster.people if (n := p.id_number) for _ in range(text.count(n)))
    rides = {one.person.id_number: len(one.seats) for one in request.seating.seated}
    assert printed == Counter({n: rides[n] for n in rides if n is not None and rides[n]})


def test_numbers_and_names_are_masked_unless_asked_for(plan: Plan) -> None:
    roster = build_roster(small_scenario())
    masked = request_for(plan, roster=roster)
    for name in PAPERS:
        text = text_of(PAPERS[name](masked))
        assert not [p for p in roster.people if p.id_number and p.id_number in text]
        assert not [p for p in roster.people if p.phone and p.phone in text]


@pytest.mark.parametrize(
    ("shown", "hidden"),
    [
        (mask_name("欧阳锋"), "欧**"),
        (mask_number("530624199001011234"), "5306**********1234"),
        (mask_phone("13812345678"), "138****5678"),
        (mask_number("1234"), "****"),
        (mask_name(""), ""),
    ],
)
def test_masks_keep_the_ends_only(shown: str, hidden: str) -> None:
    assert shown == hidden


def test_without_a_roster_the_manifest_has_a_blank_line_for_each_seat(plan: Plan) -> None:
    reader = PdfReader(BytesIO(PAPERS["manifests.pdf"](request_for(plan))))
    assert len(reader.pages) == 3
    assert "40" in reader.pages[1].extract_text()


def test_the_cards_qr_codes_scan_to_the_tokens_and_nothing_else(plan: Plan) -> None:
    roster = build_roster(small_scenario())
    request = request_for(plan, roster=roster)
    data = build_cards(request)
    pages = typst.compile(
        str(TEMPLATES / "cards.typ"),
        root=str(TEMPLATES),
        font_paths=read_fonts(),
        format="png",
        ppi=75,
        sys_inputs={"data": to_json(data, words=WORDS, language="zh")},
    )
    pictures = pages if isinstance(pages, list) else [pages]
    found = zxingcpp.read_barcodes(read_grey_png(pictures[0] or b""))
    assert request.seating is not None
    first = [one.person.token for one in request.seating.seated[:8]]
    assert sorted(code.text for code in found) == sorted(first)


def test_dispatch_details_stand_on_the_papers_they_are_for(plan: Plan) -> None:
    request = request_for(plan, roster=build_roster(small_scenario()), details=DETAILS)
    text = {name: text_of(make(request)) for name, make in PAPERS.items()}
    assert "农建国 13900000001" in text["road_cards.pdf"]
    assert "黄卫 13900000002" in text["cards.pdf"]
    assert "村委会门口" in text["cards.pdf"]
    assert "桂包0001" in text["filing.pdf"]
    assert "一厂人事 0750-1" in text["reception.pdf"]
    assert "红丝巾" in text["signs.pdf"]
    assert "桂F12345" in text["subsidies.pdf"]


def test_the_road_card_names_the_rests_and_the_law(plan: Plan) -> None:
    text = text_of(PAPERS["road_cards.pdf"](request_for(plan)))
    assert text.count("停车休息") >= 3
    assert "02:00—05:00" in text.replace("\n", "")


def test_the_subsidy_list_adds_up_to_the_runs(plan: Plan) -> None:
    text = text_of(PAPERS["subsidies.pdf"](request_for(plan)))
    assert "22,000.00" in text
    assert "26,700.00" in text
