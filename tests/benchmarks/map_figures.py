"""Weight, rendering and opening time of the map at 20, 200 and 1,000 routes, beside stock Folium.

Run by hand: ``python -m tests.benchmarks.map_figures``; it prints the table that stands in
``routing/formats/map/FIGURES.md``. Both maps are made from the same plan in the same run. The stock
map is what Folium gives by default, one layer a route and a marker a stop, each with its popup; its
scripts from the internet are replaced by the vendored Leaflet and by nothing, which favours it.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import folium
from playwright.sync_api import Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from routing.formats.map import STATIC, MapRenderer
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from tests.browser.map_pages import launch
from tests.unit.formats import map_big_plan

Sample = tuple[Scenario, Plan]
Maker = Callable[[Scenario, Plan], bytes]

SIZES = (20, 200, 1_000)
PATIENCE_MS = 120_000
OPENED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True, slots=True)
class Figures:
    """One map of one plan; ``opened_s`` is None when the browser gave up waiting."""

    bytes: int
    rendered_s: float
    opened_s: float | None
    requests: int


def stock_page(scenario: Scenario, plan: Plan) -> bytes:
    """The plan as Folium's documentation would have it."""
    points = {place.id: (place.lat, place.lon) for place in scenario.places}
    plain = folium.Map(location=(25, 108), zoom_start=6)
    for run in plan.runs:
        way = [(point.lat, point.lon) for leg in run.legs for point in leg.geometry]
        folium.PolyLine(way, tooltip=run.id, popup=run.id).add_to(plain)
        for stop in run.stops:
            text = f"{run.id} {stop.arrives:%H:%M} {stop.on_board}"
            folium.CircleMarker(points[stop.place], radius=5, popup=text).add_to(plain)
    page: str = plain.get_root().render()
    return page.encode()


def measure(page: Page, path: Path, make: Maker, sample: Sample) -> Figures:
    """Render a map, open it, and wait for the second frame after it says it is loaded."""
    started = time.perf_counter()
    content = make(*sample)
    rendered = time.perf_counter() - started
    path.write_bytes(content)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    started = time.perf_counter()
    try:
        page.goto(path.as_uri(), timeout=PATIENCE_MS)
        page.evaluate(OPENED)
        opened: float | None = time.perf_counter() - started
    except PlaywrightTimeout:
        opened = None
    outside = [url for url in asked if re.match(r"https?:", url)]
    return Figures(len(content), rendered, opened, len(outside))


def answer(route: Route) -> None:
    """Leaflet from this repository, everything else empty, as if the internet took no time."""
    if re.search(r"leaflet(\.min)?\.js", route.request.url):
        route.fulfill(path=STATIC / "leaflet" / "leaflet.js", content_type="text/javascript")
    elif route.request.url.endswith(".js"):
        route.fulfill(body="window.$ = () => ({ 0: document.createElement('div') });")
    else:
        route.fulfill(body="", content_type="text/css")


def row(count: int, name: str, figures: Figures) -> str:
    """A line of the table."""
    opened = "no page" if figures.opened_s is None else f"{figures.opened_s:.1f}"
    return (
        f"| {count} | {name} | {figures.bytes / 1e6:.2f} | {figures.rendered_s:.1f} | {opened} "
        f"| {figures.requests} |"
    )


def main() -> None:
    """Print the table."""
    print("| routes | map | MB | rendering, s | opening, s | outside requests |")
    print("|---|---|---|---|---|---|")
    makers = {
        "Zhida": lambda s, p: MapRenderer().render(s, p, language="zh"),
        "stock Folium": stock_page,
    }
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for count in SIZES:
            sample = map_big_plan.big(count, seed=7)
            for name, make in makers.items():
                browser = launch(playwright)
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.route(re.compile(r"^https?:"), answer)
                path = Path(folder) / f"{name.replace(' ', '-')}-{count}.html"
                print(row(count, name, measure(page, path, make, sample)), flush=True)
                browser.close()


if __name__ == "__main__":
    main()
