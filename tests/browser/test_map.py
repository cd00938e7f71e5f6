"""The map in Debian's chromium with the network cut: it opens, tells the truth and can be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from routing.formats.map import MapRenderer, build_map_data
from routing.formats.map.page import build_single_page
from routing.model.plan import Plan
from routing.model.runs import RunRole
from routing.model.scenario import Scenario
from tests.browser.map_pages import (
    map_number,
    open_file,
    served,
    tell_map,
    wait_for_map,
    watched,
)
from tests.unit.formats import hostile_plan, map_big_plan, map_parts, map_plans
from tests.unit.formats.test_map_page import HOSTILE

SHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
SIZES = {"desk": (1440, 900), "small-desk": (1280, 800), "phone": (390, 844)}
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture(scope="module")
def sample() -> tuple[Scenario, Plan]:
    return map_plans.mixed()


@pytest.fixture(scope="module")
def single(sample: tuple[Scenario, Plan], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    path.write_bytes(MapRenderer().render(*sample, language="zh"))
    return path


@pytest.mark.parametrize("size", SIZES)
def test_the_single_file_opens_without_a_network_on_every_screen(
    browser: Browser, single: Path, sample: tuple[Scenario, Plan], size: str
) -> None:
    width, height = SIZES[size]
    with watched(browser, width=width, height=height) as watch:
        open_file(watch, single)
        SHOTS.mkdir(parents=True, exist_ok=True)
        watch.page.screenshot(path=SHOTS / f"map-{size}.png")
        assert watch.troubles == []
        assert [url for url in watch.requests if not url.startswith(("file:", "data:"))] == []
        assert map_number(watch.page, "map.painted.ways.length") == len(sample[1].runs)
        assert map_number(watch.page, "map.painted.marks.length") > 0
        assert map_number(watch.page, "map.painted.pins.length") == 1
        assert watch.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_linked_page_works_under_a_policy_without_inline_scripts(
    browser: Browser, sample: tuple[Scenario, Plan]
) -> None:
    with served(*sample) as address, watched(browser) as watch:
        watch.page.goto(address)
        wait_for_map(watch.page)
        watch.page.get_by_role("button", name=re.compile("C004")).click()
        expect(watch.page.get_by_role("heading", name="C004")).to_be_visible()
        assert watch.troubles == []
        assert map_number(watch.page, "map.painted.ways.length") == len(sample[1].runs)


def test_the_linked_page_says_when_its_data_cannot_be_read(
    browser: Browser, sample: tuple[Scenario, Plan]
) -> None:
    with served(*sample) as address, watched(browser) as watch:
        watch.page.route("**/map-data.json", lambda route: route.fulfill(status=500))
        watch.page.goto(address)
        expect(watch.page.get_by_role("alert")).to_have_text("地图数据读取失败")


def test_a_page_may_embed_the_map_without_its_panel_and_follow_the_selection(
    browser: Browser, sample: tuple[Scenario, Plan]
) -> None:
    with served(*sample) as address, watched(browser) as watch:
        watch.page.goto(address)
        wait_for_map(watch.page)
        # As a page that swaps in a part later; nobody calls the script.
        watch.page.evaluate(
            """() => {
              const host = document.createElement('div');
              host.id = 'desk';
              host.dataset.zhidaMap = '/map-data.json';
              host.dataset.zhidaPanel = 'off';
              host.addEventListener('plan:select', (event) => { window.chosen = event.detail; });
              document.body.replaceChildren(host);
            }"""
        )
        expect(watch.page.locator("#desk .zm-legend")).to_be_visible()
        assert watch.page.locator("#desk .zm-panel").count() == 0
        watch.page.evaluate("document.getElementById('desk').zhidaMap.select('C002')")
        assert watch.page.evaluate("window.chosen") == "C002"
        watch.page.evaluate("document.getElementById('desk').zhidaMap.show(['C002', 'C003'])")
        shown = "document.getElementById('desk').zhidaMap.painted.ways.length"
        assert watch.page.evaluate(shown) == 2
        assert watch.troubles == []


def test_a_plan_without_runs_opens_on_a_machine_without_outlines(
    browser: Browser, sample: tuple[Scenario, Plan], tmp_path: Path
) -> None:
    scenario, plan = sample
    nobody = plan.model_copy(update={"runs": (), "itineraries": ()})
    data = build_map_data(scenario, nobody, "zh", find_outlines=lambda: None)
    path = tmp_path / "empty.html"
    path.write_bytes(build_single_page(data))
    with watched(browser) as watch:
        open_file(watch, path)
        expect(watch.page.locator(".zm-left-out")).to_contain_text("9")
        assert map_number(watch.page, "map.painted.pins.length") == 1
        assert watch.troubles == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_plain_text(
    browser: Browser, sample: tuple[Scenario, Plan], tmp_path: Path, name: str
) -> None:
    scenario, plan = hostile_plan.rename(*sample, name)
    path = tmp_path / "hostile.html"
    path.write_bytes(MapRenderer().render(scenario, plan, language="zh"))
    with watched(browser) as watch:
        open_file(watch, path)
        page = watch.page
        page.locator(".zm-search input").fill(name[:20])
        tell_map(page, "map.select(map.model.runs[0].id)")
        page.locator(".zm-table .zm-link").first.click()
        expect(page.locator(".leaflet-popup .zm-pop").last).to_be_visible()
        tell_map(page, "map.select(null)")
        page.locator(".zm-group .zm-run > .zm-link").last.click()
        expect(page.locator(".leaflet-popup .zm-pop").last).to_be_visible()
        tell_map(page, "map.setLanguage('en')")
        assert watch.troubles == []
        assert page.evaluate("window.PWNED") is None
        assert page.locator("img, iframe, object").count() == 0
        assert "1337" not in page.locator("body").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["desk"][0]
        heading = page.locator(".zm-summary h1").inner_text()
        visible = re.sub(r"[\u0000-\u001f\u2028\u2029\u202a-\u202e\u2066-\u2069]", "", name)
        assert heading.replace("\u2028", "").replace("\u2029", "")[:20] == visible[:20]


def test_choosing_a_run_shows_its_timetable_crew_and_number_of_seats(
    browser: Browser, single: Path, sample: tuple[Scenario, Plan]
) -> None:
    scenario, plan = sample
    run = plan.runs[3]
    names = {p.id: p.name if isinstance(p.name, str) else p.name.zh for p in scenario.places}
    with watched(browser) as watch:
        open_file(watch, single)
        watch.page.get_by_role("button", name=re.compile(run.id)).click()
        rows = watch.page.locator(".zm-table tbody tr")
        expect(rows).to_have_count(len(run.stops))
        for number, stop in enumerate(run.stops):
            text = rows.nth(number).inner_text()
            assert names[stop.place] in text
            assert stop.arrives.strftime("%H:%M") in text
            assert stop.departs.strftime("%H:%M") in text
            assert text.split()[-1] == str(stop.on_board)
        expect(watch.page.locator(".zm-driver")).to_have_count(len(run.duties))
        watch.page.screenshot(path=SHOTS / "map-selected.png")
        watch.page.keyboard.press("Escape")
        expect(watch.page.locator(".zm-list")).to_be_visible()
        assert watch.troubles == []


def test_a_hundred_per_cent_are_said_of_full_coaches_only(browser: Browser, tmp_path: Path) -> None:
    """One seat of all is free: rounded it would be 100 %."""
    scenario, plan = map_plans.mixed()
    data = build_map_data(scenario, plan, "zh")
    seats = 400
    run = data.runs[0].model_copy(update={"seats": seats, "people": seats - 1, "peak": seats - 1})
    file = tmp_path / "nearly.html"
    file.write_bytes(build_single_page(data.model_copy(update={"runs": (run,)})))
    with watched(browser) as watch:
        open_file(watch, file)
        expect(watch.page.locator(".zm-panel")).to_contain_text("99%")
        expect(watch.page.locator(".zm-panel")).not_to_contain_text("100%")
        assert watch.troubles == []


def test_a_relay_is_drawn_and_told_where_fresh_drivers_take_over(
    browser: Browser, tmp_path: Path
) -> None:
    scenario, plan = map_plans.handed_over()
    told = tmp_path / "relay.html"
    told.write_bytes(build_single_page(build_map_data(scenario, plan, "zh")))
    relayed = plan.runs[0].model_copy(update={"relays": ()})
    plain = tmp_path / "plain.html"
    bare = plan.model_copy(update={"runs": (relayed, *plan.runs[1:])})
    plain.write_bytes(build_single_page(build_map_data(scenario, bare, "zh")))
    drawn = "document.querySelector('.leaflet-overlay-pane canvas').toDataURL()"
    pictures = []
    with watched(browser) as watch:
        for file in (plain, told):
            open_file(watch, file)
            tell_map(watch.page, f"map.select('{relayed.id}')")
            pictures.append(watch.page.evaluate(drawn))
        details = watch.page.locator(".zm-details")
        (relay,) = plan.runs[0].relays
        expect(details).to_contain_text("接驳换班")
        expect(details).to_contain_text("云表服务区")
        expect(details).to_contain_text(f"{relay.arrives:%H:%M}–{relay.departs:%H:%M}")
        watch.page.screenshot(path=SHOTS / "map-relay.png")
        assert pictures[0] != pictures[1]
        assert watch.troubles == []


def test_a_train_brings_its_feeders_and_last_miles_along(browser: Browser, single: Path) -> None:
    with watched(browser) as watch:
        open_file(watch, single)
        tell_map(watch.page, "map.select('T1')")
        clear = "map.painted.ways.filter(hit => map.model.runs[map.state.selected].partners"
        assert map_number(watch.page, f"{clear}.includes(hit.runs[0].index)).length") == 4
        expect(watch.page.get_by_text("换乘衔接 · 4")).to_be_visible()


def test_the_panel_can_be_used_by_keyboard_alone(browser: Browser, single: Path) -> None:
    with watched(browser) as watch:
        open_file(watch, single)
        page = watch.page
        page.locator("[data-run='C001']").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="C003")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator(".zm-group h2 input").first.focus()
        page.keyboard.press("Space")
        assert map_number(page, "map.state.hidden.size") == 10
        assert page.evaluate("document.activeElement.type") == "checkbox"


def test_hiding_a_group_changes_the_totals_and_the_lines(
    browser: Browser, single: Path, sample: tuple[Scenario, Plan]
) -> None:
    with watched(browser) as watch:
        open_file(watch, single)
        watch.page.locator(".zm-group h2 input").first.uncheck()
        first_day = map_parts.FIRST_DAY.date()
        left = [
            run
            for run in sample[1].runs
            if run.role is not RunRole.DIRECT or run.stops[0].departs.date() != first_day
        ]
        assert map_number(watch.page, "map.painted.ways.length") == len(left)
        runs = watch.page.locator(".zm-summary dd").nth(1)
        expect(runs).to_have_text(str(len(left)))


def test_a_factory_in_the_key_shows_its_vehicles_alone_and_all_again(
    browser: Browser, single: Path, sample: tuple[Scenario, Plan]
) -> None:
    with watched(browser) as watch:
        open_file(watch, single)
        watch.page.locator(".zm-only").first.click()
        gates = "new Set(map.painted.ways.map(hit => hit.runs[0].gate)).size"
        assert map_number(watch.page, gates) == 1
        assert map_number(watch.page, "map.state.hidden.size") > 0
        watch.page.locator(".zm-only").first.click()
        assert map_number(watch.page, "map.state.hidden.size") == 0
        assert map_number(watch.page, "map.painted.ways.length") == len(sample[1].runs)


def test_search_finds_stops_in_both_languages_and_opens_their_timetable(
    browser: Browser, single: Path
) -> None:
    with watched(browser) as watch:
        open_file(watch, single)
        watch.page.locator(".zm-search input").fill("nanning")
        watch.page.locator(".zm-results .zm-link").first.click()
        popup = watch.page.locator(".leaflet-popup .zm-pop")
        expect(popup).to_contain_text("南宁东站")
        expect(popup.locator("tbody tr")).to_have_count(3)  # two feeders and the train


def test_the_slider_moves_vehicles_and_keeps_them_standing_in_their_breaks(
    browser: Browser, single: Path, sample: tuple[Scenario, Plan]
) -> None:
    run = sample[1].runs[0]
    stand = next(
        activity
        for activity in run.duties[0].activities
        if activity.kind.value == "break" and activity.starts > run.stops[-2].departs
    )
    first_day = map_parts.FIRST_DAY
    minute = int((stand.starts - first_day).total_seconds() // 60) + 5
    with watched(browser) as watch:
        open_file(watch, single)
        live = "document.querySelector('.leaflet-zm-live-pane canvas').toDataURL()"
        nothing = watch.page.evaluate(live)
        tell_map(watch.page, f"map.setTime({minute})")
        there = watch.page.evaluate(live)
        tell_map(watch.page, f"map.setTime({minute + 10})")
        assert nothing != there
        clock = watch.page.locator(".zm-clock")
        assert stand.starts.strftime("%H:") in clock.inner_text()
        watch.page.locator(".zm-play").click()
        watch.page.wait_for_timeout(400)
        watch.page.locator(".zm-play").click()
        assert map_number(watch.page, "map.state.minute") > minute + 10
        assert watch.troubles == []


def test_one_switch_turns_every_word_to_english_and_back(browser: Browser, single: Path) -> None:
    with watched(browser) as watch:
        open_file(watch, single)
        watch.page.get_by_role("button", name="English").click()
        text = watch.page.locator(".zm-panel").inner_text()
        assert not re.search(r"[\u4e00-\u9fff]", text)
        assert watch.page.evaluate("document.documentElement.lang") == "en"
        watch.page.screenshot(path=SHOTS / "map-english.png")
        watch.page.get_by_role("button", name="中文").click()
        assert watch.page.evaluate("document.documentElement.lang") == "zh-CN"


def test_it_prints_on_one_landscape_page_of_a4(browser: Browser, single: Path) -> None:
    with watched(browser) as watch:
        open_file(watch, single)
        paper = watch.page.pdf(
            path=SHOTS / "map-print.pdf", prefer_css_page_size=True, print_background=True
        )
        boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", paper)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
        assert [(round(float(w)), round(float(h))) for w, h in boxes] == [(842, 595)]
        assert map_number(watch.page, "map.map.getSize().x") == SIZES["desk"][0]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("selected", ["null", "'C004'"])
def test_no_accessibility_violation_of_level_a_or_aa(
    browser: Browser, single: Path, size: str, selected: str
) -> None:
    width, height = SIZES[size]
    with watched(browser, width=width, height=height) as watch:
        # Axe is put into the page by the test; the page's own policy would refuse it.
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", single.read_text())
        open_copy = single.with_name("without-policy.html")
        open_copy.write_text(text)
        open_file(watch, open_copy)
        tell_map(watch.page, f"map.select({selected})")
        if size == "phone":
            watch.page.locator(".zm-handle").click()
        found = Axe().run(watch.page, options=AXE_OPTIONS)
        assert found.response["violations"] == [], found.generate_report()


def test_a_thousand_routes_open_and_one_of_them_can_be_chosen(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "big.html"
    path.write_bytes(MapRenderer().render(*map_big_plan.big(1_000, seed=7), language="zh"))
    with watched(browser) as watch:
        open_file(watch, path)
        watch.page.screenshot(path=SHOTS / "map-thousand.png")
        widest = "Math.max(...map.painted.ways.map(hit => hit.runs.length))"
        assert map_number(watch.page, widest) == 1_000
        tell_map(watch.page, "map.select('C0007')")
        expect(watch.page.get_by_role("heading", name="C0007")).to_be_visible()
        assert watch.troubles == []
