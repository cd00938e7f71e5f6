"""The whole way of a planner with no time, with the network cut; the plan is the one made by hand.

Upload the workbook, mend a marked cell, plan, watch, filter, compare, print, open the map. Every
page on the way is searched by axe-core and kept as a picture; no request fails, nothing complains
of anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from routing.formats.mending import mend_sheets
from routing.formats.workbook_form import render_form, unpack
from routing.model.scenario import Scenario
from tests.api.running import Running
from tests.browser.page_fixtures import SHOTS, address, keep_shot, open_page, violations
from tests.unit.formats.map_plans import mixed
from tests.unit.formats.test_workbook_form import Sheets, workbook

pytestmark = pytest.mark.timeout(600)
CELL = "人员批次!D2"
WORDS = "四十六"
PLANNED_MS = 200_000
A4_LANDSCAPE = (842, 595)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return mixed()[0]


@pytest.fixture(scope="module")
def spoiled(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form as a county fills it in, with a word where a number belongs."""
    sheets, _ = unpack(render_form(scenario, language="zh"))
    rows: Sheets = {
        s.name: [list(row) for row in s.rows] for s in mend_sheets(sheets, {CELL: WORDS})
    }
    path = tmp_path_factory.mktemp("upload") / "天等.xlsx"
    path.write_bytes(workbook(rows))
    return path


def test_from_a_workbook_with_a_wrong_cell_to_a_printed_plan(
    browser: Browser,
    server: Running,
    jobs: list[dict[str, Any]],
    scenario: Scenario,
    spoiled: Path,
) -> None:
    with open_page(browser, address(server)) as (page, complaints):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        mend_the_cell(page, spoiled, str(scenario.groups[0].people))
        plan = watch_it_planned(page, server)
        assert plan["id"] not in {job["id"] for job in jobs}
        filter_the_vehicles(page, plan)
        compare_with(page, plan, jobs[0], scenario)
        print_it(page, plan)
        open_the_map(page, plan)
        assert [url for url in asked if not url.startswith((address(server), "data:"))] == []
    assert complaints.found == []


def mend_the_cell(page: Page, spoiled: Path, right: str) -> None:
    """The wrong cell is marked; mended it is accepted, and the page was never left."""
    page.goto("/")
    assert violations(page) == []
    keep_shot(page, "way-1-home")
    page.get_by_label("文件", exact=True).set_input_files(spoiled)
    page.locator(".upload").get_by_role("button", name="开始求解").click()
    page.wait_for_url("**/drafts/*")
    where = page.url
    cell = page.locator(f'[id="cell-{CELL}"] input:not([type=hidden])')
    expect(cell).to_have_value(WORDS)
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(cell).to_be_focused()
    expect(page.locator(".cells .wrong")).to_have_count(1)
    assert violations(page) == []
    keep_shot(page, "way-2-marked")
    cell.fill("五十")
    page.get_by_role("button", name="重新检查").click()
    expect(page.locator(".cells .wrong small")).to_contain_text("五十")
    cell.fill(right)
    page.get_by_role("button", name="重新检查").click()
    expect(page.locator(".findings h2")).to_contain_text("检查通过", timeout=60_000)
    assert page.url == where
    assert violations(page) == []
    keep_shot(page, "way-3-mended")


def watch_it_planned(page: Page, server: Running) -> dict[str, Any]:
    """Planning shows its phase, the best cost, the bound and the gap while it is under way."""
    watched = {
        "phase": "搜索更好的方案",
        "cost_fen": "90,000",
        "bound_fen": "80,000",
        "gap": "12.5%",
    }
    hold = server.state / "hold"
    hold.touch()
    page.get_by_role("button", name="开始求解").click()
    page.wait_for_url("**/plans/*")
    for figure, shown in watched.items():
        expect(page.locator(f"[data-field={figure}]")).to_have_text(shown, timeout=PLANNED_MS)
    assert violations(page) == []
    keep_shot(page, "way-4-planning")
    hold.unlink()
    page.wait_for_selector(".map.zm", timeout=PLANNED_MS)
    newest = server.client.get("/v1/plans").json()["plans"][0]
    answer: dict[str, Any] = server.client.get(f"/v1/plans/{newest['id']}").json()
    assert answer["state"] == "done"
    return answer


def filter_the_vehicles(page: Page, plan: dict[str, Any]) -> None:
    """A place's vehicles alone stay in the table; the rest of the timeline fades."""
    runs = plan["plan"]["runs"]
    place = runs[0]["stops"][0]["place"]
    there = [run["id"] for run in runs if any(s["place"] == place for s in run["stops"])]
    page.locator(".filters [name=place]").select_option(place)
    expect(page.locator(".vehicles tbody tr")).to_have_count(len(there))
    expect(page.locator(".lane.faint")).to_have_count(len(runs) - len(there))
    page.locator(".vehicles .pick").first.click()
    expect(page.locator("#run h2")).to_contain_text(there[0])
    assert violations(page) == []
    keep_shot(page, "way-5-desk", whole=True)
    page.locator(".filters [name=place]").select_option("")


def compare_with(
    page: Page, plan: dict[str, Any], other: dict[str, Any], scenario: Scenario
) -> None:
    """Both plans side by side: with its cell mended the workbook is the other plan's operation."""
    page.get_by_role("tab", name="对比").click()
    page.locator(f'.others a[href*="{other["id"]}"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("方案对比")
    left_out = sum(part["people"] for part in plan["plan"]["left_out"])
    people = sum(group.people for group in scenario.groups) - left_out
    expect(page.locator(".compare tbody tr").first).to_contain_text(str(people))
    expect(page.get_by_text("各批次的安排相同。")).to_be_visible()
    assert violations(page) == []
    keep_shot(page, "way-6-compared")
    page.goto(f"/plans/{plan['id']}")
    page.wait_for_selector(".map.zm")


def print_it(page: Page, plan: dict[str, Any]) -> None:
    """On paper: A4 landscape, every run, and no controls."""
    path = SHOTS / "way-7-printed.pdf"
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    pages = PdfReader(path).pages
    sizes = {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pages}
    assert sizes == {A4_LANDSCAPE}
    text = "".join(p.extract_text() for p in pages)
    assert [run["id"] for run in plan["plan"]["runs"] if run["id"] not in text] == []
    assert "方案明细" not in text  # controls stay on the screen


def open_the_map(page: Page, plan: dict[str, Any]) -> None:
    """The map that is sent around opens by itself, with every run on it."""
    page.get_by_role("link", name="地图文件").click()
    expect(page.locator(".zm .zm-summary")).to_be_visible(timeout=60_000)
    expect(page.locator("button[data-run]")).to_have_count(len(plan["plan"]["runs"]))
    keep_shot(page, "way-8-map")
