"""A browser cut off from every network but loopback, and a page that may not complain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.api.running import Running

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
SHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def address(server: Running) -> str:
    """Where the server listens."""
    return str(server.client.base_url)


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds wrong with the page: levels A and AA, and good practice."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:120]) for v in found]


def keep_shot(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep what the page looks like as an artefact of the run."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=whole)


@dataclass
class Complaints:
    """Everything a browser found wrong with a page."""

    found: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Write down console errors and warnings, script errors, failed and refused requests."""
        page.on(
            "console",
            lambda m: self.found.append(m.text) if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.found.append(str(error)))
        page.on("requestfailed", self._on_failed)
        page.on(
            "response",
            lambda r: self.found.append(f"{r.status} {r.url}") if r.status >= 400 else None,
        )

    def _on_failed(self, request: object) -> None:
        url = getattr(request, "url", "")
        # Leaving a page cuts its event stream off; that is no failure of the page.
        if not url.endswith("/events"):
            self.found.append(f"failed: {url}")


@contextmanager
def open_page(
    browser: Browser, address: str, *, size: ViewportSize = DESK, script: bool = True
) -> Iterator[tuple[Page, Complaints]]:
    """A fresh page of that size; the test asserts what was complained of."""
    context = browser.new_context(
        viewport=size, base_url=address, java_script_enabled=script, locale="zh-CN"
    )
    page = context.new_page()
    complaints = Complaints()
    complaints.listen(page)
    try:
        yield page, complaints
    finally:
        context.close()
