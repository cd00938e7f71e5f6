"""What goes out with a changed plan: the report, and whom to phone as a table."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from routing.explain.patching import Patched, PatchReport
from routing.explain.telling import Stretch
from routing.formats.csv_table import write_csv
from routing.formats.json_documents import render_json
from routing.model.base import LocalisedText
from routing.ports.renderer import Language

HEADINGS = {
    "zh": ("批次", "人数", "事由", "原行程", "现行程"),
    "en": ("group", "people", "what", "was", "now"),
}
KINDS = {
    "zh": {"moved": "改乘", "added": "新增", "dropped": "取消"},
    "en": {"moved": "moved", "added": "added", "dropped": "dropped"},
}
NOTHING = {"zh": "无", "en": "–"}


def render_patch(patched: Patched, *, language: Language) -> dict[str, bytes]:
    """Files by name: the changed scenario, the report, and the calls to make."""
    report = PatchReport.model_validate(
        {name: getattr(patched, name) for name in PatchReport.model_fields}
    )
    return {
        "scenario.json": render_json(patched.scenario),
        "changes.json": render_json(report),
        "calls.csv": write_csv([HEADINGS[language], *_lines(patched, language)]),
    }


def _lines(patched: Patched, language: Language) -> Iterator[tuple[str, ...]]:
    names = {p.id: _said(p.name, language) for p in patched.scenario.places}
    zone = ZoneInfo(patched.scenario.timezone)
    for call in patched.calls:
        ways = [_way(way, names, zone) or NOTHING[language] for way in (call.was, call.now)]
        yield call.group, str(call.people), KINDS[language][call.kind], *ways


def _way(way: tuple[Stretch, ...], names: dict[str, str], zone: ZoneInfo) -> str:
    """``02-16 07:10 village → 09:30 station (bus #3)``, one vehicle after another."""
    parts = []
    for hop in way:
        leaves, comes = hop.departs.astimezone(zone), hop.arrives.astimezone(zone)
        ends = names.get(hop.board, hop.board), names.get(hop.alight, hop.alight)
        parts.append(f"{leaves:%m-%d %H:%M} {ends[0]} → {comes:%H:%M} {ends[1]} ({hop.vehicle})")
    return "; ".join(parts)


def _said(text: str | LocalisedText, language: Language) -> str:
    if isinstance(text, str):
        return text
    return text.zh if language == "zh" else text.en
