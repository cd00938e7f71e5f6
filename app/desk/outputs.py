"""The files of a plan as they go over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.ports.jobs import JobDocuments
from routing.errors import UnknownName
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import RENDERERS, DataFolder, render_output
from routing.ports.renderer import Language

MEDIA_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
SHOWN_INLINE = frozenset({"html", "json", "pdf"})


@dataclass(frozen=True, slots=True)
class OutputKind:
    """A file name with how it is sent."""

    name: str
    media_type: str
    inline: bool


class NoPlan(LookupError):
    """The job has no plan, or none yet."""


def output_names() -> tuple[str, ...]:
    """Every file that a plan can be had as."""
    return ("plan.json", *RENDERERS)


def get_output_kind(name: str) -> OutputKind:
    """How a file is sent.

    Raises:
        UnknownName: there is no such output.
    """
    if name not in output_names():
        raise UnknownName(name)
    ending = name.rsplit(".", 1)[1]
    return OutputKind(name, MEDIA_TYPES[ending], ending in SHOWN_INLINE)


def render_file(
    name: str, documents: JobDocuments, *, folder: DataFolder, language: Language
) -> bytes:
    """The bytes of one output.

    Raises:
        NoPlan: there is nothing to render.
    """
    scenario, plan = read_documents(documents)
    if name == "plan.json" and documents.plan is not None:
        return documents.plan
    return render_output(name, scenario, plan, data=folder, language=language)


def read_documents(documents: JobDocuments) -> tuple[Scenario, Plan]:
    """A finished job's scenario and plan; both are frozen, so that the last few are kept.

    Raises:
        NoPlan: it made none, or not yet.
    """
    if documents.plan is None:
        raise NoPlan
    return _parse(documents.scenario, documents.plan)


@lru_cache(maxsize=8)
def _parse(scenario: bytes, plan: bytes) -> tuple[Scenario, Plan]:
    return Scenario.model_validate_json(scenario), Plan.model_validate_json(plan)
