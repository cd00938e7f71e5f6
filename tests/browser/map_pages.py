"""A browser without a network, and a server for the map's linked page, for the map's tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from routing.formats.map import STATIC, render_linked, render_map_data
from routing.model.plan import Plan
from routing.model.scenario import Scenario

# The network is cut: no name resolves, and the browser's own errands are off.
ARGUMENTS = (
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"
)


def launch(playwright: Playwright) -> Browser:
    """Debian's chromium."""
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))


@dataclass
class Watch:
    """Everything that went wrong in a page: console messages, errors, failed requests."""

    page: Page
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda m: self.troubles.append(f"{m.type}: {m.text}"))
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("requestfailed", lambda r: self.troubles.append(f"failed: {r.url}"))
        self.page.on("request", lambda r: self.requests.append(r.url))


@contextmanager
def watched(browser: Browser, *, width: int = 1440, height: int = 900) -> Iterator[Watch]:
    """A fresh page of that size."""
    context = browser.new_context(viewport={"width": width, "height": height})
    try:
        yield Watch(context.new_page())
    finally:
        context.close()


def open_file(watch: Watch, path: Path) -> None:
    """Open a single-file map and wait until it says that it is ready."""
    watch.page.add_init_script("addEventListener('plan:ready', () => { window.planReady = true; })")
    watch.page.goto(path.as_uri())
    watch.page.wait_for_function("window.planReady === true")


def wait_for_map(page: Page) -> None:
    """Wait for a served map; its policy forbids the browser to evaluate a waiting function."""
    expect(page.locator(".zm .zm-summary")).to_be_visible()


def map_number(page: Page, expression: str) -> int:
    """A number out of the mounted map, called ``map`` in the expression."""
    return int(page.evaluate(_about_map(expression)))


def tell_map(page: Page, statement: str) -> None:
    """Call something of the mounted map, called ``map`` in the statement."""
    page.evaluate(_about_map(f"void {statement}"))


def _about_map(expression: str) -> str:
    return (
        f"(() => {{ const map = document.querySelector('.zm').zhidaMap; return {expression}; }})()"
    )


class _Handler(SimpleHTTPRequestHandler):
    """Serves the static folder under ``/static`` and two documents, with a strict policy."""

    documents: dict[str, tuple[str, bytes]]

    def do_GET(self) -> None:
        if self.path in self.documents:
            kind, body = self.documents[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)
            return
        self.path = self.path.removeprefix("/static")
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on the console of the tests."""


@contextmanager
def served(scenario: Scenario, plan: Plan) -> Iterator[str]:
    """The address of the linked page, on a server with ``script-src 'self'``."""
    page = render_linked(
        scenario, plan, language="zh", static_url="/static", data_url="/map-data.json"
    )
    data = render_map_data(scenario, plan, language="zh")
    documents = {
        "/map.html": ("text/html; charset=utf-8", page),
        "/map-data.json": ("application/json", data),
    }
    handler = type("Handler", (_Handler,), {"documents": documents})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(STATIC)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/map.html"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
