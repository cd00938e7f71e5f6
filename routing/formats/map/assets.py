"""The map's own script and style, and Leaflet's, as they stand in ``routing/formats/static``.

The script is a set of plain ES modules. A server serves them as they are; the single file gets
them concatenated into one function, with imports and the word ``export`` left out. That is sound
because every module imports by name from ``./*.js`` only and top-level names are unique over all
modules (the browser refuses a second ``const`` of the same name).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
"""The folder that a server serves under its ``static_url``."""

_IMPORT = re.compile(r'^import\s*\{[^}]*\}\s*from\s*"\./([a-z_]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)


@lru_cache(maxsize=32)
def read_static(name: str) -> str:
    """The text of a static file."""
    return (STATIC / name).read_text("utf-8")


@lru_cache(maxsize=4)
def read_bundle(entry: str) -> str:
    """The modules that ``entry`` needs and itself, in one script that leaves ``ZhidaMap``."""
    order: list[str] = []
    _collect(entry, order)
    bodies = (_EXPORT.sub("", _IMPORT.sub("", read_static(f"map/{name}"))) for name in order)
    inside = "\n".join(bodies)
    return (
        f'window.ZhidaMap = (function () {{\n"use strict";\n{inside}\nreturn {{ mount }};\n}})();'
    )


def _collect(name: str, order: list[str]) -> None:
    """Append the modules that ``name`` needs, then itself, each once."""
    if name in order:
        return
    for needed in _IMPORT.findall(read_static(f"map/{name}")):
        _collect(needed, order)
    order.append(name)
