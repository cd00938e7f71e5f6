"""A plan's details and roster in a real browser, the network cut: fill in, sign, match, print."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import Browser, ViewportSize, expect

from tests.api.running import Running
from tests.browser.page_fixtures import DESK, PHONE, address, keep_shot, open_page, violations
from tests.unit.formats.map_plans import mixed

pytestmark = pytest.mark.timeout(600)
HOSTILE = '=HYPERLINK("x")<img src=x onerror=window.pwned=1>{{7*191}}\u202e#panic()'
Sheet = list[list[str | int]]


@pytest.fixture(scope="module")
def job(jobs: list[dict[str, Any]]) -> dict[str, Any]:
    return jobs[1]


def test_a_wrong_cell_is_marked_mended_kept_and_signed(
    browser: Browser, server: Running, job: dict[str, Any]
) -> None:
    coach = next(run["id"] for run in job["plan"]["runs"] if run["mode"] == "coach")
    with open_page(browser, address(server)) as (page, complaints):
        page.goto(f"/plans/{job['id']}")
        page.wait_for_selector(".map.zm")
        page.get_by_role("link", name="派车细目").click()
        when = page.get_by_label(f"{coach} 集合时间", exact=True)
        page.get_by_label(f"{coach} 车牌", exact=True).fill("桂F·12345")
        page.get_by_label(f"{coach} 集合地点", exact=True).fill(HOSTILE)
        when.fill("明天早上")
        page.get_by_role("button", name="保存为新版本").click()
        expect(when).to_be_focused()
        expect(when).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label(f"{coach} 集合地点", exact=True)).to_have_value(HOSTILE)
        assert violations(page) == []
        keep_shot(page, "dispatch-marked")
        when.fill("")
        page.get_by_role("button", name="保存为新版本").click()
        expect(page.locator(".versions li")).to_have_count(1)
        page.get_by_label("签发人").fill("韦主任")
        page.get_by_label("单位职务").fill("县人社局")
        page.get_by_role("button", name="签发 v1").click()
        expect(page.locator(".versions")).to_contain_text("✓ 县人社局 韦主任")
        assert page.evaluate("window.pwned") is None
        assert "1337" not in page.content()
        keep_shot(page, "dispatch-signed", whole=True)
    # Chromium writes a page's own 422 to the console; nothing else may stand there.
    assert [said for said in complaints.found if "422" not in said] == []
    kept = server.client.get(f"/v1/plans/{job['id']}/details").json()
    assert (kept["version"], kept["sign_offs"][0]["name"]) == (1, "韦主任")
    assert next(r for r in kept["runs"] if r["run"] == coach)["meeting_point"] == HOSTILE


def workbook(path: Path, rows: Sheet) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def test_townships_files_are_matched_once_reconciled_and_printed(
    browser: Browser, server: Running, job: dict[str, Any], tmp_path: Path
) -> None:
    scenario = mixed()[0]
    group = scenario.groups[0].id
    files = [
        workbook(tmp_path / "甲镇.xlsx", [["姓名", "批次编号"], ["王伟", group]]),
        workbook(tmp_path / "乙镇.xlsx", [["务工者", "哪一批"], ["李芳", group]]),
    ]
    with open_page(browser, address(server)) as (page, complaints):
        page.goto(f"/plans/{job['id']}/roster")
        page.get_by_label("文件", exact=True).set_input_files(files)
        page.get_by_role("button", name="上传并保存").click()
        assert violations(page) == []
        keep_shot(page, "roster-matching")
        page.get_by_label("务工者").select_option("name")
        page.get_by_label("哪一批").select_option("group")
        page.get_by_role("button", name="按此合并").click()
        expect(page.get_by_role("heading", name="已保存名册：2 人")).to_be_visible()
        short = page.locator("#h-balance ~ .scroll tbody tr").first
        expect(short.locator(".short")).to_have_text(str(scenario.groups[0].people - 2))
        assert violations(page) == []
        keep_shot(page, "roster-kept", whole=True)
    assert complaints.found == []
    answer = server.client.get(f"/v1/plans/{job['id']}/papers.zip", params={"roster": job["id"]})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.read("manifests.pdf").startswith(b"%PDF")
        phones = zipfile.ZipFile(io.BytesIO(archive.read("phones.zip")))
    assert {Path(name).suffix for name in phones.namelist()} == {".gpx", ".ics"}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_both_pages_are_accessible_in_english_and_never_wider_than_the_screen(
    browser: Browser, server: Running, job: dict[str, Any], size: ViewportSize
) -> None:
    with open_page(browser, address(server), size=size) as (page, complaints):
        for name in ("dispatch", "roster"):
            page.goto(f"/plans/{job['id']}/{name}?lang=en")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert complaints.found == []
