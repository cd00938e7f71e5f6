"""From a sample on the first page to its desk, with the real solver behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.api.running import Running
from tests.browser.page_fixtures import open_page

pytestmark = pytest.mark.timeout(600)
SAMPLE = "daguan-2020-02-18"


def test_one_click_on_a_sample_gives_an_audited_plan_with_its_map(
    browser: Browser, tmp_path: Path
) -> None:
    with Running(tmp_path / "sample") as server:
        samples = server.client.get("/v1/samples").json()["samples"]
        sample = next(sample for sample in samples if sample["id"] == SAMPLE)
        with open_page(browser, str(server.client.base_url)) as (page, complaints):
            page.goto("/")
            page.get_by_role("button", name=f"开始求解: {sample['title']['zh']}").click()
            page.wait_for_url("**/plans/*")
            page.wait_for_selector(".map.zm", timeout=500_000)
            plan = server.client.get("/v1/plans").json()["plans"][0]
            assert (plan["scenario_id"], plan["state"]) == (SAMPLE, "done")
            carried = page.locator(".tile", has_text="已安排").locator("b")
            expect(carried).to_have_text(str(sample["people"]))
            page.get_by_role("tab", name="合规核查").click()
            expect(page.locator("#pane-audit .bad")).to_have_count(0)
            assert page.locator("#pane-audit tbody tr").count() > 50
        assert complaints.found == []
