"""A browser cut off from every network but loopback, and a page that may not complain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, ViewportSize

LAUNCH = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
}
DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)


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
