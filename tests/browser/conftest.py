"""What the browser's tests share: one chromium, one server, and two plans on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from routing.formats.json_documents import render_json
from tests.api.running import Running
from tests.browser.map_pages import launch
from tests.unit.formats.map_plans import mixed

# A page may be slow on a busy machine; what never comes still fails.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium with the network cut."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that answers every scenario with the hand-made plan of the map's tests."""
    with Running(tmp_path_factory.mktemp("pages"), solver="drawn", slots=4) as running:
        yield running.wait_ready()


@pytest.fixture(scope="session")
def jobs(server: Running) -> list[dict[str, Any]]:
    """Two finished plans of the same scenario."""
    answers = [
        server.client.post(
            "/v1/plans",
            content=render_json(mixed()[0]),
            headers={"content-type": "application/json"},
        ).json()
        for _ in range(2)
    ]
    return [server.wait_end(answer) for answer in answers]
