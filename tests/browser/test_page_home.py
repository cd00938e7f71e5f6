"""The first page in a real browser with the network cut: samples, upload, findings, progress."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.api.examples import BROKEN_SCENARIO
from routing.formats.json_documents import render_json
from tests.api.running import Running, scenario_named
from tests.browser.page_fixtures import DESK, PHONE, address, open_page, violations
from tests.unit.formats.map_plans import mixed

pytestmark = pytest.mark.timeout(400)


def test_the_page_lists_every_sample_in_chinese_first(browser: Browser, server: Running) -> None:
    samples = server.client.get("/v1/samples").json()["samples"]
    with open_page(browser, address(server)) as (page, complaints):
        page.goto("/")
        for sample in samples:
            listed = page.get_by_role("list").get_by_text(sample["title"]["zh"], exact=True)
            expect(listed).to_be_visible()
        page.get_by_role("link", name="English").click()
        for sample in samples:
            listed = page.get_by_role("list").get_by_text(sample["title"]["en"], exact=True)
            expect(listed).to_be_visible()
    assert complaints.found == []


def test_an_upload_is_planned_with_live_progress_and_leads_to_its_desk(
    browser: Browser, server: Running, tmp_path: Path
) -> None:
    file = tmp_path / "operation.json"
    file.write_bytes(render_json(mixed()[0]))
    with open_page(browser, address(server)) as (page, complaints):
        page.goto("/")
        page.get_by_label("文件", exact=True).set_input_files(file)
        page.locator(".upload").get_by_role("button", name="开始求解").click()
        page.wait_for_url("**/plans/*")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "天等—蓬江：619人点对点专车", timeout=60_000
        )
        expect(page.locator(".vehicles tbody tr")).to_have_count(len(mixed()[1].runs))
    assert complaints.found == []


def test_a_broken_upload_shows_every_finding_and_nothing_is_planned(
    browser: Browser, server: Running, tmp_path: Path
) -> None:
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(BROKEN_SCENARIO), encoding="utf-8")
    refused = server.client.post("/v1/plans:validate", json=BROKEN_SCENARIO).json()["findings"]
    before = server.client.get("/v1/plans").json()
    with open_page(browser, address(server)) as (page, complaints):
        page.goto("/")
        page.get_by_label("文件", exact=True).set_input_files(file)
        page.locator(".upload").get_by_role("button", name="开始求解").click()
        expect(page.get_by_role("alert")).to_contain_text(f"{len(refused)} 处需要更正")
        for finding in refused:
            expect(page.locator(".findings")).to_contain_text(finding["cause"]["zh"])
    # Chromium writes a page's own 422 to the console; nothing else may stand there.
    assert [said for said in complaints.found if "422" not in said] == []
    assert server.client.get("/v1/plans").json() == before


def test_only_checking_says_what_is_odd_and_plans_nothing(
    browser: Browser, server: Running, tmp_path: Path
) -> None:
    file = tmp_path / "good.json"
    file.write_text(json.dumps(scenario_named("good")), encoding="utf-8")
    before = server.client.get("/v1/plans").json()
    with open_page(browser, address(server)) as (page, complaints):
        page.goto("/")
        page.get_by_label("文件", exact=True).set_input_files(file)
        page.get_by_role("button", name="只做检查").click()
        expect(page.locator(".findings h2")).to_contain_text("检查通过")
    assert complaints.found == []
    assert server.client.get("/v1/plans").json() == before


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_accessible_and_never_wider_than_the_screen(
    browser: Browser, server: Running, size: object, language: str
) -> None:
    assert isinstance(size, dict)
    with open_page(browser, address(server), size=size) as (page, complaints):
        page.goto(f"/?lang={language}")
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"]
    assert complaints.found == []


def test_a_page_that_does_not_exist_says_so_in_words(browser: Browser, server: Running) -> None:
    with open_page(browser, address(server)) as (page, _):
        answer = page.goto("/plans/none")
        assert answer is not None and answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("没有这个方案")
