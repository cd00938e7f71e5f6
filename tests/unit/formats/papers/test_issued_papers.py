"""What details and many people do to papers: versions, convoys, supplies, parts, page counts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from routing.formats.calendar import render_calendar
from routing.formats.papers import PAPERS, PaperRequest
from routing.formats.papers.compiler import PART_BYTES
from routing.formats.papers.convoys import find_convoys
from routing.formats.papers.provinces import transit_provinces
from routing.formats.phone_files import phone_files
from routing.formats.plan_view import PlanView
from routing.model.details import (
    Contact,
    DispatchDetails,
    DriverDetails,
    PlaceContact,
    RunDetails,
    SignOff,
    Supply,
)
from routing.model.places import Place
from routing.model.plan import Plan
from routing.model.rules import PolicyProfile
from routing.model.runs import Run, RunRole
from routing.model.scenario import Scenario
from routing.roster import seat_people
from tests.generators.big_plan import big_plan, big_scenario
from tests.generators.rosters import build_roster
from tests.generators.small_plan import at, small_plan, small_scenario

SIGNED = SignOff(name="韦主任", role="县人社局", at=at(9, day=9))
DETAILS = DispatchDetails(
    version=3,
    sign_offs=(SIGNED,),
    supplies=(Supply(name="方便面", per_person=2), Supply(name="体温计", per_vehicle=1)),
    runs=(
        RunDetails(run="C001", leader=Contact(name="黄卫", phone="13900000002"), sign="红丝巾"),
        RunDetails(run="T1", leader=Contact(name="黄卫", phone="13900000002")),
    ),
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    path = Path(__file__).resolve().parents[4] / "data/policies/cn-2023.json"
    return small_plan(PolicyProfile.model_validate_json(path.read_bytes()))


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def test_papers_say_which_version_they_are_and_who_signed_it(plan: Plan) -> None:
    signed = PaperRequest(PlanView(small_scenario(), plan, "zh"), details=DETAILS)
    text = text_of(PAPERS["filing.pdf"](signed))
    assert text.count("派车细目 v3 · 签发 县人社局 韦主任 2月9日 09:00") == 3
    unsigned = DETAILS.model_copy(update={"sign_offs": ()})
    request = PaperRequest(PlanView(small_scenario(), plan, "en"), details=unsigned)
    assert "Dispatch details v3 · not signed" in text_of(PAPERS["road_cards.pdf"](request))


def test_the_road_card_lists_the_countys_supplies_and_else_the_proposal(plan: Plan) -> None:
    view = PlanView(small_scenario(), plan, "zh")
    own = PdfReader(BytesIO(PAPERS["road_cards.pdf"](PaperRequest(view, details=DETAILS))))
    words = own.pages[0].extract_text().split()
    assert words[words.index("方便面") + 1] == "60"
    assert words[words.index("体温计") + 1] == "1"
    assert "饮水" in text_of(PAPERS["road_cards.pdf"](PaperRequest(view)))


def test_a_full_coach_is_one_page_however_long_the_names_are(plan: Plan) -> None:
    scenario = big_scenario(400)
    long = "华方摩托车配件厂（杜阮镇龙榜工业区二号厂房，示意）"
    places = tuple(p.model_copy(update={"name": f"{p.id} {long}"}) for p in scenario.places)
    view = PlanView(scenario.model_copy(update={"places": places}), big_plan(scenario, plan), "zh")
    coaches = view.coach_runs()
    assert max(stop.on_board for run in coaches for stop in run.stops) >= 45
    pages = PdfReader(BytesIO(PAPERS["manifests.pdf"](PaperRequest(view)))).pages
    assert len(pages) == len(coaches)
    assert all("1 / 1" in page.extract_text() for page in pages)


def test_a_large_paper_is_set_in_parts_and_everybody_stands_on_it_once(plan: Plan) -> None:
    scenario = big_scenario(400)
    roster = build_roster(scenario)
    many = big_plan(scenario, plan)
    request = PaperRequest(
        PlanView(scenario, many, "zh"), seat_people(scenario, many, roster), full=True
    )
    data = PAPERS["manifests.pdf"](request)
    assert request.seating is not None
    text = text_of(data)
    printed = Counter({p.id_number: text.count(p.id_number) for p in roster.people if p.id_number})
    rides = Counter(
        {one.person.id_number: len(one.seats) for one in request.seating.seated if one.seats}
    )
    assert printed == rides
    cards = PdfReader(BytesIO(PAPERS["cards.pdf"](request)))
    assert len(cards.pages) == -(-len(request.seating.seated) // 8)
    assert sum(len(p.name) for p in roster.people) + 900 * len(roster.people) > PART_BYTES


def test_coaches_that_leave_within_the_hour_are_a_convoy_with_an_order(plan: Plan) -> None:
    runs = (plan.runs[0], _later(plan.runs[0], 30), _later(plan.runs[0], 200))
    view = PlanView(small_scenario(), plan.model_copy(update={"runs": runs}), "zh")
    (convoy,) = find_convoys(view)
    assert [run.id for run in convoy.runs] == ["C001", "C001+30"]
    request = PaperRequest(view, details=DETAILS)
    assert "黄卫" in text_of(PAPERS["convoys.pdf"](request))
    signs = [page.extract_text() for page in PdfReader(BytesIO(PAPERS["signs.pdf"](request))).pages]
    assert ["1/2" in text for text in signs] == [True, False, False]
    assert "2/2" in signs[1]


def _later(run: Run, minutes: int) -> Run:
    """The same run, so many minutes later, under another id."""
    stops = tuple(
        stop.model_copy(
            update={
                "arrives": stop.arrives + timedelta(minutes=minutes),
                "departs": stop.departs + timedelta(minutes=minutes),
            }
        )
        for stop in run.stops
    )
    return run.model_copy(update={"id": f"{run.id}+{minutes}", "stops": stops})


def test_a_notice_goes_to_every_province_on_the_way(plan: Plan) -> None:
    scenario = _from_daguan_to_ningbo(small_scenario())
    view = PlanView(scenario, plan, "zh")
    direct = next(run for run in view.coach_runs() if run.role is RunRole.DIRECT)
    way = ("四川省", "贵州省", "重庆市", "湖南省", "江西省", "安徽省")
    assert transit_provinces(direct, view) == way
    text = text_of(PAPERS["notices.pdf"](PaperRequest(view)))
    for province in (*way, "浙江省"):
        assert f"跨省协查通报　{province}" in text
    assert "按直线推算" in text


def _from_daguan_to_ningbo(scenario: Scenario) -> Scenario:
    def move(place: Place) -> Place:
        home = place.id.startswith(("village", "base", "station"))
        lat, lon = (27.75, 103.89) if home else (29.87, 121.55)
        admin = "云南省/昭通市/大关县" if home else "浙江省/宁波市/海曙区"
        return place.model_copy(update={"lat": lat, "lon": lon, "admin": admin})

    return scenario.model_copy(update={"places": tuple(map(move, scenario.places))})


def test_a_leader_of_several_runs_has_one_calendar_and_it_says_whom_to_phone(plan: Plan) -> None:
    view = PlanView(small_scenario(), plan, "zh")
    files = phone_files(view, DETAILS)
    assert {name for name in files if name.endswith(".ics")} == {
        "calendar/C001.ics",
        "calendar/C002.ics",
        "calendar/C003.ics",
    }
    events = Calendar.from_ical(files["calendar/C001.ics"].decode()).walk("VEVENT")
    assert {str(event["summary"]).split()[0] for event in events} == {"C001", "T1"}
    assert len([name for name in files if name.endswith(".gpx")]) == 3


HOSTILE = '=1+1 #panic("x") {{7*191}}<script>\u202e\r\nBEGIN:VEVENT'


def test_hostile_details_reach_every_paper_and_phone_as_text(plan: Plan) -> None:
    contact = Contact(name=HOSTILE, phone=HOSTILE)
    details = DispatchDetails(
        version=1,
        sign_offs=(SIGNED.model_copy(update={"name": HOSTILE, "role": HOSTILE}),),
        hotline=contact,
        supplies=(Supply(name=HOSTILE, per_person=1),),
        contacts=(PlaceContact(place="gate-1", contact=contact),),
        runs=(
            RunDetails(
                run="C001",
                plate=HOSTILE,
                permit_number=HOSTILE,
                contract_number=HOSTILE,
                operator_contact=contact,
                leader=contact,
                meeting_point=HOSTILE,
                sign=HOSTILE,
                drivers=(DriverDetails(driver="C001-D1", name=HOSTILE, licence="长" * 10_000),),
            ),
        ),
    )
    view = PlanView(small_scenario(), plan, "zh")
    request = PaperRequest(view, details=details)
    for name, make in PAPERS.items():
        text = text_of(make(request))
        assert "1337" not in text, name
    assert '#panic("x")' in text_of(PAPERS["filing.pdf"](request))
    calendar = Calendar.from_ical(render_calendar(view, (plan.runs[0],), details=details).decode())
    assert len(calendar.walk("VEVENT")) == len(plan.runs[0].stops)
