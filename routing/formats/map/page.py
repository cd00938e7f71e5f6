"""The pages around the map: a single file, or one that links its script, style and data.

Folium is the envelope: it makes the element and, in the single file, the Leaflet map. Folium and
branca compile what they have rendered as a Jinja template once more and do not escape popups, so
nothing of a scenario or plan ever goes through them: they see fixed words and placeholders, and
the placeholders are filled in one pass over the finished page, never rescanned.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from html import escape

from jinja2 import Template

from routing.formats.map.assets import read_bundle, read_static
from routing.formats.map.document import MapData

_CENTRE = (29.0, 108.0)
_PLACEHOLDER = re.compile(r"@@[A-Z_]+@@")

_SINGLE_PAGE = """<!DOCTYPE html>
<html lang="@@LANG@@">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="@@POLICY@@">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Zhida, Folium, Leaflet">
<link rel="icon" href="data:,">
<title>@@TITLE@@</title>
<style>@@STYLE@@</style>
</head>
<body class="zm-page">
{{ this.html.render() }}
<noscript>@@NOSCRIPT@@</noscript>
<script type="application/json" id="zhida-map-data">@@DATA@@</script>
<script>@@SCRIPT@@</script>
<script>{{ this.script.render() }}
ZhidaMap.mount(map_plan, JSON.parse(document.getElementById("zhida-map-data").textContent));
</script>
</body>
</html>
"""

_LINKED_PAGE = """<!DOCTYPE html>
<html lang="@@LANG@@">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>@@TITLE@@</title>
<link rel="stylesheet" href="@@STATIC@@/leaflet/leaflet.css">
<link rel="stylesheet" href="@@STATIC@@/map/map.css">
<script src="@@STATIC@@/leaflet/leaflet.js" defer></script>
<script src="@@STATIC@@/map/start.js" type="module"></script>
</head>
<body class="zm-page">
<main data-zhida-map="@@DATA_URL@@">
{{ this.html.render() }}
</main>
<noscript>@@NOSCRIPT@@</noscript>
</body>
</html>
"""

_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
_NOSCRIPT = "此地图需要 JavaScript。This map needs JavaScript."


def build_single_page(data: MapData) -> bytes:
    """A page that needs nothing else: style, script, data and outlines are all inside.

    Its content security policy names the hashes of its own scripts, so no other script runs in
    it, and nothing is fetched, except images where the operator configured tile layers.
    """
    envelope = _envelope(_SINGLE_PAGE)
    own = {
        "STYLE": _inline_style(),
        "SCRIPT": f"{read_static('leaflet/leaflet.js')}\n{read_bundle('mount.js')}",
    }
    mount = envelope.rsplit("<script>", 1)[1].split("</script>", 1)[0]
    values = own | {
        "LANG": _LANGUAGE_TAGS[data.language],
        "TITLE": escape(_title(data)),
        "NOSCRIPT": _NOSCRIPT,
        "DATA": _json_in_script(data),
        "POLICY": _policy(own["STYLE"], own["SCRIPT"], mount, tiles=bool(data.tiles)),
    }
    return _fill(envelope, values).encode()


def build_linked_page(data: MapData, *, static_url: str, data_url: str) -> bytes:
    """A page for a server whose policy is ``script-src 'self'``: no inline script or style.

    Args:
        data: gives the page its title and language; the map itself is read from ``data_url``.
        static_url: where the files of ``routing/formats/static`` are served, without a slash at
            the end.
        data_url: where the JSON of ``MapData`` is served.
    """
    values = {
        "LANG": _LANGUAGE_TAGS[data.language],
        "TITLE": escape(_title(data)),
        "NOSCRIPT": _NOSCRIPT,
        "STATIC": escape(static_url),
        "DATA_URL": escape(data_url),
    }
    return _fill(_envelope(_LINKED_PAGE), values).encode()


def make_envelope_ready() -> None:
    """Load what the first page needs."""
    _envelope(_SINGLE_PAGE)


@cache
def _envelope(page: str) -> str:
    """Folium's rendering of an empty map in our page, with placeholders for all content."""
    # Folium loads pandas: half a second that a server and a plan need not wait for.
    import folium

    plan_map = folium.Map(
        location=_CENTRE,
        zoom_start=5,
        tiles=None,
        zoom_control=False,
        prefer_canvas=True,
        zoom_snap=0.25,
        attribution_control=False,
        world_copy_jump=False,
    )
    # On the instance: ``add_js_link`` would change lists that all maps share.
    plan_map.default_js = []
    plan_map.default_css = []
    plan_map._id = "plan"
    figure = plan_map.get_root()
    figure._template = Template(page)
    rendered: str = figure.render()
    return rendered


def _fill(page: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: values[match[0].strip("@")], page)


def _title(data: MapData) -> str:
    if isinstance(data.title, str):
        return data.title
    return data.title[0 if data.language == "zh" else 1]


def _json_in_script(data: MapData) -> str:
    """JSON that no browser can take for markup, whatever the texts hold."""
    text = json.dumps(data.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _inline_style() -> str:
    """Leaflet's images are for controls that the map does not use; a file must not ask for them."""
    leaflet = re.sub(r"url\([^)]*\)", "none", read_static("leaflet/leaflet.css"))
    return f"{leaflet}\n{read_static('map/map.css')}"


def _policy(style: str, *scripts: str, tiles: bool) -> str:
    hashes = " ".join(_source_hash(script) for script in scripts)
    images = "data: https: http:" if tiles else "data:"
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_source_hash(style)}; "
        f"img-src {images}; base-uri 'none'; form-action 'none'"
    )


def _source_hash(text: str) -> str:
    """A CSP hash source; line ends are as the browser's parser sees them."""
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
