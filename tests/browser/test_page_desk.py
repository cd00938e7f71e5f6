"""The desk of a plan in a real browser with the network cut."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from routing.formats.json_documents import render_json
from tests.api.running import Running
from tests.browser.page_fixtures import DESK, PHONE, address, open_page, violations
from tests.unit.formats.map_plans import mixed

pytestmark = pytest.mark.timeout(400)
MAP_READY = ".map.zm, .map .zm"


def open_desk(page: Page, job: dict[str, Any], query: str = "") -> None:
    page.goto(f"/plans/{job['id']}{query}")
    page.wait_for_selector(MAP_READY)


def test_totals_say_what_the_plan_says(
    browser: Browser, server: Running, jobs: list[dict[str, Any]]
) -> None:
    plan = jobs[0]["plan"]
    left_out = sum(part["people"] for part in plan["left_out"])
    with open_page(browser, address(server)) as (page, complaints):
        open_desk(page, jobs[0])
        tiles = page.locator(".tiles")
        expect(tiles).to_contain_text(f"{round(plan['cost']['total_fen'] / 100):,}")
        expect(tiles.locator(".tile", has_text="未安排").locator("b")).to_have_text(str(left_out))
        expect(tiles.locator(".tile", has_text="车次").locator("b")).to_have_text(
            str(len(plan["runs"]))
        )
        page.get_by_role("tab", name="未安排").click()
        for part in plan["left_out"]:
            expect(page.locator("#pane-left")).to_contain_text(part["group"])
    assert complaints.found == []


def test_a_choice_is_the_same_in_table_timeline_details_and_map(
    browser: Browser, server: Running, jobs: list[dict[str, Any]]
) -> None:
    runs = [run["id"] for run in jobs[0]["plan"]["runs"]]
    with open_page(browser, address(server)) as (page, complaints):
        open_desk(page, jobs[0])
        for run, part in ((runs[0], ".vehicles"), (runs[1], ".lane-names")):
            page.locator(f'{part} [data-run="{run}"] .pick').click()
            expect(page.locator(f'.vehicles tr[data-run="{run}"]')).to_have_class("on")
            expect(page.locator(f'.lane-names [data-run="{run}"] .pick')).to_have_attribute(
                "aria-pressed", "true"
            )
            expect(page.locator("#run h2")).to_contain_text(run)
            assert chosen_on_map(page) == run
        page.evaluate("run => document.querySelector('.map').zhidaMap.select(run)", runs[2])
        expect(page.locator(f'.vehicles tr[data-run="{runs[2]}"]')).to_have_class("on")
        page.keyboard.press("Escape")
        expect(page.locator(".vehicles tr.on")).to_have_count(0)
        assert chosen_on_map(page) is None
    assert complaints.found == []


def chosen_on_map(page: Page) -> object:
    return page.evaluate(
        """() => { const face = document.querySelector(".map").zhidaMap;
          const at = face.state.selected; return at === null ? null : face.model.runs[at].id; }"""
    )


def test_filters_narrow_the_table_and_fade_the_rest_of_the_timeline(
    browser: Browser, server: Running, jobs: list[dict[str, Any]]
) -> None:
    plan = jobs[0]["plan"]
    trains = [run["id"] for run in plan["runs"] if run["mode"] == "train"]
    with open_page(browser, address(server)) as (page, complaints):
        open_desk(page, jobs[0])
        page.get_by_label("方式").select_option("train")
        expect(page.locator(".vehicles tbody tr")).to_have_count(len(trains))
        expect(page.locator(".lane.faint")).to_have_count(len(plan["runs"]) - len(trains))
        page.get_by_label("方式").select_option("")
        page.get_by_placeholder("查找车次、车辆、站点").fill(plan["runs"][0]["id"])
        expect(page.locator(".vehicles tbody tr")).to_have_count(1)
    assert complaints.found == []


def test_sorting_by_a_column_and_again_turns_it_round(
    browser: Browser, server: Running, jobs: list[dict[str, Any]]
) -> None:
    costs = sorted(run["cost_fen"] for run in jobs[0]["plan"]["runs"])
    with open_page(browser, address(server)) as (page, complaints):
        open_desk(page, jobs[0])
        header = page.locator("th", has=page.locator('[data-sort="cost"]'))
        page.locator('[data-sort="cost"]').click()
        expect(header).to_have_attribute("aria-sort", "ascending")
        assert shown_costs(page) == [round(c / 100) for c in costs]
        page.locator('[data-sort="cost"]').click()
        expect(header).to_have_attribute("aria-sort", "descending")
        assert shown_costs(page) == [round(c / 100) for c in reversed(costs)]
    assert complaints.found == []


def shown_costs(page: Page) -> list[int]:
    texts = page.locator(".vehicles tbody tr td:last-child").all_inner_texts()
    return [int(text.replace(",", "")) for text in texts]


def test_the_desk_can_be_used_with_the_keyboard_alone(
    browser: Browser, server: Running, jobs: list[dict[str, Any]]
) -> None:
    with open_page(browser, address(server)) as (page, complaints):
        open_desk(page, jobs[0])
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.locator("#tab-vehicles").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#tab-left")).to_be_focused()
        expect(page.locator("#pane-left")).to_be_visible()
        expect(page.locator("#pane-vehicles")).to_be_hidden()
        page.keyboard.press("Home")
        first = page.locator(".vehicles .pick").first
        first.focus()
        page.keyboard.press("Enter")
        expect(first).to_have_attribute("aria-pressed", "true")
    assert complaints.found == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tab_is_accessible_and_nothing_is_wider_than_the_screen(
    browser: Browser, server: Running, jobs: list[dict[str, Any]], size: ViewportSize, language: str
) -> None:
    with open_page(browser, address(server), size=size) as (page, complaints):
        open_desk(page, jobs[0], f"?lang={language}")
        page.locator(".vehicles .pick").first.click()
        page.wait_for_selector("#run h2")
        for tab in ("vehicles", "left", "cost", "audit", "compare"):
            page.locator(f"#tab-{tab}").click()
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert complaints.found == []


def test_two_plans_stand_side_by_side(
    browser: Browser, server: Running, jobs: list[dict[str, Any]]
) -> None:
    with open_page(browser, address(server)) as (page, complaints):
        open_desk(page, jobs[0])
        page.get_by_role("tab", name="对比").click()
        page.locator(".others a").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("方案对比")
        expect(page.locator(".compare tbody tr").first).to_contain_text("619")
        expect(page.get_by_text("各批次的安排相同。")).to_be_visible()
        assert violations(page) == []
    assert complaints.found == []


def test_the_desk_is_readable_without_scripts(
    browser: Browser, server: Running, jobs: list[dict[str, Any]]
) -> None:
    with open_page(browser, address(server), script=False) as (page, complaints):
        page.goto(f"/plans/{jobs[0]['id']}?mode=train")
        for pane in ("vehicles", "left", "cost", "audit"):
            expect(page.locator(f"#pane-{pane}")).to_be_visible()
        trains = [run for run in jobs[0]["plan"]["runs"] if run["mode"] == "train"]
        expect(page.locator(".vehicles tbody tr")).to_have_count(len(trains))
    assert complaints.found == []


def test_the_desk_prints_without_its_controls(
    browser: Browser, server: Running, jobs: list[dict[str, Any]]
) -> None:
    with open_page(browser, address(server)) as (page, complaints):
        open_desk(page, jobs[0])
        page.emulate_media(media="print")
        for control in (".tabs", ".filters", ".bar-links"):
            expect(page.locator(control)).to_be_hidden()
        expect(page.locator("#pane-vehicles")).to_be_visible()
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert complaints.found == []


def test_names_from_the_input_are_shown_and_never_run(browser: Browser, server: Running) -> None:
    text = render_json(mixed()[0]).decode()
    evil = "<img src=x onerror=window.pwned=1>{{7*191}}${7*191}"
    scenario = text.replace("龙茗镇", evil.replace('"', '\\"'))
    assert evil in scenario
    answer = server.client.post(
        "/v1/plans", content=scenario.encode(), headers={"content-type": "application/json"}
    )
    job = server.wait_end(answer.json())
    with open_page(browser, address(server)) as (page, complaints):
        open_desk(page, job)
        page.locator(".vehicles .pick").first.click()
        page.wait_for_selector("#run h2")
        assert page.locator(".vehicles").get_by_text(evil).count() > 0
        assert page.evaluate("window.pwned") is None
        assert "1337" not in page.content()
    assert complaints.found == []
