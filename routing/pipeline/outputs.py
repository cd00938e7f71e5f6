"""From a plan to files."""

from __future__ import annotations

from collections.abc import Mapping
from pkgutil import resolve_name

from routing.errors import UnknownName
from routing.formats.json_documents import render_json
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline.data_folder import DataFolder
from routing.places import locate, to_wgs84
from routing.ports.renderer import Language, Renderer

RENDERERS: Mapping[str, str] = {
    "map.html": "routing.formats.map:MapRenderer",
    "routes.geojson": "routing.formats.geojson:GeoJsonRenderer",
    "dispatch.xlsx": "routing.formats.workbook:WorkbookRenderer",
    "audit.html": "routing.formats.audit_sheet:AuditSheetRenderer",
    "manifests.pdf": "routing.formats.papers:ManifestRenderer",
    "stops.csv": "routing.formats.csv_table:CsvRenderer",
    "phones.zip": "routing.formats.phone_files:PhoneFilesRenderer",
}
"""Every output besides ``plan.json``: the class that writes it, by file name, imported when it is
first asked for. A new output is a class with ``render`` in ``routing/formats`` and a line here."""


def make_renderer(name: str) -> Renderer:
    """The renderer of one output file.

    Raises:
        UnknownName: there is no such output, or it is ``plan.json``, which needs none.
    """
    if name not in RENDERERS:
        raise UnknownName(name)
    renderer: Renderer = resolve_name(RENDERERS[name])()
    return renderer


def render_output(
    name: str, scenario: Scenario, plan: Plan, *, data: DataFolder, language: Language
) -> bytes:
    """The bytes of one output file: ``plan.json`` or a key of ``RENDERERS``.

    Raises:
        UnknownName: there is no such output.
    """
    if name == "plan.json":
        return render_json(plan)
    renderer = make_renderer(name)
    located, _ = locate(to_wgs84(scenario), reference=data.reference)
    return renderer.render(located, plan, language=language)
