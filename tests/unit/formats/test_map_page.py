"""The pages around the map: nothing of the input is executed, nothing is fetched, all is stable."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from routing.formats.map import STATIC, MapRenderer, TileLayer, render_linked
from routing.formats.map.assets import read_bundle
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from tests.unit.formats import hostile_plan, map_big_plan, map_plans

HOSTILE = (
    "{{ 7*191 }}",
    "{% raw %}{{ this }}",
    "<script>window.PWNED=1</script>",
    "</script><script>window.PWNED=1</script>",
    '"><img src=x onerror="window.PWNED=1">',
    "<!--<script>",
    "@@SCRIPT@@ @@DATA@@",
    "\u202e\u2066bidi\u2069\u202c",
    "\u2028\u2029'\"`${1}\\",
    "长" * 10_000,
)


class Page(HTMLParser):
    """What a browser makes of a page: elements, and what stands in its scripts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.title = ""
        self.inside = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data
        if self.inside == "title":
            self.title += data


@pytest.fixture(scope="module")
def sample() -> tuple[Scenario, Plan]:
    return map_plans.mixed()


@pytest.fixture(scope="module")
def plain(sample: tuple[Scenario, Plan]) -> Page:
    return Page(MapRenderer().render(*sample, language="zh"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_reach_the_page_as_data_only(
    sample: tuple[Scenario, Plan], plain: Page, name: str
) -> None:
    hostile = Page(MapRenderer().render(*hostile_plan.rename(*sample, name), language="zh"))
    assert Counter(tag for tag, _ in hostile.elements) == Counter(t for t, _ in plain.elements)
    assert hostile.title == name
    assert hostile.scripts[1:] == plain.scripts[1:]  # the code is the same, only data differ
    data = json.loads(hostile.scripts[0])
    assert data["title"] == name
    assert {place[0] for place in data["places"]} == {name}
    assert "1337" not in hostile.scripts[0]


def test_the_linked_page_has_no_inline_script_style_or_handler(
    sample: tuple[Scenario, Plan],
) -> None:
    scenario, plan = hostile_plan.rename(*sample, HOSTILE[4])
    page = Page(
        render_linked(
            scenario, plan, language="en", static_url="/static", data_url='/v1/plans/"x"/map.json'
        )
    )
    assert [script.strip() for script in page.scripts] == ["", ""]
    for tag, attributes in page.elements:
        assert tag != "style"
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    asked = [
        value
        for _, attributes in page.elements
        for key in ("src", "href")
        if (value := attributes.get(key)) and not value.startswith("data:")
    ]
    for address in asked:
        assert (STATIC / address.removeprefix("/static/")).is_file()
    hosts = [a["data-zhida-map"] for _, a in page.elements if "data-zhida-map" in a]
    assert hosts == ['/v1/plans/"x"/map.json']
    assert page.title == HOSTILE[4]


def test_the_single_page_names_its_own_scripts_and_asks_for_nothing(
    sample: tuple[Scenario, Plan],
) -> None:
    page = Page(MapRenderer().render(*sample, language="zh"))
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert not [a for _, a in page.elements if "src" in a]


def test_images_may_be_fetched_only_where_tile_layers_are_configured(
    sample: tuple[Scenario, Plan],
) -> None:
    layer = TileLayer(name="OSM", urls=("https://example.org/{z}/{x}/{y}.png",), attribution="OSM")
    without = MapRenderer().render(*sample, language="zh").decode()
    with_tiles = MapRenderer([layer]).render(*sample, language="zh").decode()
    assert "img-src data:;" in without
    assert "img-src data: https: http:;" in with_tiles


def test_the_same_plan_gives_the_same_bytes(sample: tuple[Scenario, Plan]) -> None:
    pages = {MapRenderer().render(*sample, language="zh") for _ in range(2)}
    assert len(pages) == 1


def test_the_page_opens_in_the_language_asked_for(sample: tuple[Scenario, Plan]) -> None:
    chinese = Page(MapRenderer().render(*sample, language="zh"))
    english = Page(MapRenderer().render(*sample, language="en"))
    assert ("html", {"lang": "zh-CN"}) in chinese.elements
    assert ("html", {"lang": "en"}) in english.elements
    assert english.title == "Tiandeng to Pengjiang: 619 people by chartered coach"


def test_a_thousand_routes_stay_under_a_megabyte_and_a_half() -> None:
    scenario, plan = map_big_plan.big(1_000, seed=7)
    page = MapRenderer().render(scenario, plan, language="zh")
    assert len(page) < 1_500_000
    data = json.loads(Page(page).scripts[0])
    assert len(data["runs"]) == 1_000
    shared = Counter(
        piece for run in data["runs"] for piece in {i for leg in run["legs"] for i in leg}
    )
    assert max(shared.values()) == 1_000  # the trunk road is stored once


def modules() -> list[Path]:
    return sorted((STATIC / "map").glob("*.js"))


def test_top_level_names_are_unique_over_all_modules_because_they_are_joined() -> None:
    names = Counter(
        name
        for path in modules()
        for name in re.findall(
            r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", path.read_text(), re.M
        )
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_the_joined_script_holds_every_module_but_the_servers_start() -> None:
    bundle = read_bundle("mount.js")
    assert not re.findall(r"^\s*(?:import|export)\b", bundle, re.M)
    for path in modules():
        first = path.read_text().splitlines()[0]
        assert (first in bundle) == (path.name != "start.js"), path.name


def test_no_module_writes_markup() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(")
    assert [path.name for path in modules() if forbidden.search(path.read_text())] == []


def test_leaflet_comes_with_its_licence() -> None:
    assert "BSD 2-Clause" in (STATIC / "leaflet" / "LICENSE").read_text()
    assert "Leaflet 1.9.4" in (STATIC / "leaflet" / "leaflet.js").read_text()[:200]
