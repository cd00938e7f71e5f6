"""Tile layers of the operator's choice: off at first, asked for where their datum says."""

from __future__ import annotations

import base64
import math
import re
from pathlib import Path

import geocoordinates_ffi as geo
import pytest
from playwright.sync_api import Browser, Route

from routing.formats.map import MapRenderer, choose_tile_layers
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from tests.browser.map_pages import (
    map_number,
    open_file,
    served,
    tell_map,
    wait_for_map,
    watched,
)
from tests.unit.formats import map_plans

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def sample() -> tuple[Scenario, Plan]:
    return map_plans.mixed()


def test_shifted_tiles_get_a_projection_that_converts(
    browser: Browser, sample: tuple[Scenario, Plan]
) -> None:
    """The script's GCJ-02 agrees with the exact library to a decimetre, both ways."""
    with served(*sample) as address, watched(browser) as watch:
        watch.page.goto(address)
        wait_for_map(watch.page)
        for lat, lon in ((27.75, 103.89), (22.55, 113.48), (30.27, 120.15)):
            there = watch.page.evaluate(
                "([lat, lon]) => import('/static/map/datum.js').then(m => m.toGcj(lat, lon))",
                [lat, lon],
            )
            exact = geo.wgs84_to_gcj02(geo.Wgs84(lat=lat, lon=lon))
            assert there == pytest.approx([exact.lat, exact.lon], abs=1e-6)
            back = watch.page.evaluate(
                "([lat, lon]) => import('/static/map/datum.js').then(m => m.fromGcj(lat, lon))",
                there,
            )
            assert back == pytest.approx([lat, lon], abs=1e-8)


def test_a_shifted_tile_layer_asks_for_the_tile_under_the_shifted_point(
    browser: Browser, sample: tuple[Scenario, Plan], tmp_path: Path
) -> None:
    """With AMap's tiles the map asks for the tile of the GCJ-02 point, and only from there."""
    path = tmp_path / "tiles.html"
    layers = choose_tile_layers(["amap"])
    path.write_bytes(MapRenderer(layers).render(*sample, language="zh"))
    asked: list[tuple[int, int, int]] = []

    def answer(route: Route) -> None:
        numbers = dict(re.findall(r"[?&]([xyz])=(\d+)", route.request.url))
        asked.append((int(numbers["z"]), int(numbers["x"]), int(numbers["y"])))
        route.fulfill(status=200, content_type="image/png", body=ONE_PIXEL)

    with watched(browser) as watch:
        watch.page.route(re.compile(r"https://webrd0\d\.is\.autonavi\.com/"), answer)
        open_file(watch, path)
        assert asked == []  # off until somebody chooses it
        lat, lon = 23.0841, 107.1395
        tell_map(watch.page, f"map.map.setView([{lat}, {lon}], 16)")
        watch.page.locator(".zm-tools fieldset select").select_option("0")
        watch.page.wait_for_load_state("networkidle")
        shifted = geo.wgs84_to_gcj02(geo.Wgs84(lat=lat, lon=lon))
        column, row = tile_at(shifted.lat, shifted.lon, 16)
        tile = watch.page.locator(f".leaflet-tile[src*='x={int(column)}&y={int(row)}&z=16']")
        box = tile.bounding_box()
        assert box is not None
        where = f"map.map.latLngToContainerPoint([{lat}, {lon}])"
        for axis, start, share in (("x", box["x"], column % 1), ("y", box["y"], row % 1)):
            shown = map_number(watch.page, f"{where}.{axis}")
            assert abs(start + share * 256 - shown) <= 2  # pixels; unshifted it is off by 200
        assert (16, int(column), int(row)) in asked
        assert "AMap" in watch.page.locator(".zm-note").inner_text()
        assert watch.troubles == []


def tile_at(lat: float, lon: float, zoom: int) -> tuple[float, float]:
    """Column and row of the Web Mercator tile that holds a point, and where in it."""
    north = math.asinh(math.tan(math.radians(lat)))
    side = 2**zoom
    return (lon + 180) / 360 * side, (1 - north / math.pi) / 2 * side
