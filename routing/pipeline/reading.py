"""From bytes to documents, with everything that is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routing.explain.changing import Changes
from routing.explain.sweeping import Grid
from routing.formats.details_form import read_details_form
from routing.formats.json_documents import read_json
from routing.formats.roster_form import read_rosters
from routing.formats.roster_form.columns import FIELDS
from routing.formats.workbook_form import read_workbook
from routing.model.details import DispatchDetails
from routing.model.findings import Finding, Severity
from routing.model.plan import Plan
from routing.model.roster import Roster
from routing.model.scenario import Scenario
from routing.pipeline.data_folder import DataFolder
from routing.places import check_points
from routing.validate import check_plan, check_scenario, read_model

ROSTER_FIELDS = tuple(field.key for field in FIELDS)
"""What a column of a roster can mean."""

WORKBOOK_START = b"PK\x03\x04"
"""How every xlsx file begins; no JSON text does."""


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A plan as read, with everything that was found wrong in its document."""

    plan: Plan | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckedInput:
    """A scenario as read, with everything that was found wrong or odd in it.

    ``scenario`` is None exactly when a finding is an error.
    """

    scenario: Scenario | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckedRoster:
    """A roster as read, with everything that was found wrong in its file.

    Attributes:
        unmapped: where a heading stands that means no field, and what it says.
    """

    roster: Roster | None
    findings: tuple[Finding, ...]
    unmapped: tuple[tuple[str, str], ...] = ()


def read_scenario(data: bytes, *, folder: DataFolder) -> CheckedInput:
    """Read a scenario, JSON or the workbook form, and find everything that is wrong, at once.

    Errors refuse it; warnings (a point in an odd place, too few seats, a window nobody can meet)
    never do.
    """
    if data.startswith(WORKBOOK_START):
        return _read_form(data, folder)
    raw, findings = read_json(data)
    if any(f.severity is Severity.ERROR for f in findings):
        return CheckedInput(None, findings)
    checked = check_raw(raw, folder)
    return CheckedInput(checked.scenario, findings + checked.findings)


def _read_form(data: bytes, folder: DataFolder) -> CheckedInput:
    """Read a workbook; its findings stand at ``sheet!cell``."""
    form = read_workbook(data)
    if form.raw is None:
        return CheckedInput(None, form.findings)
    checked = check_raw(form.raw, folder)
    findings = form.merge_findings(checked.findings)
    refused = any(f.severity is Severity.ERROR for f in findings)
    return CheckedInput(None if refused else checked.scenario, findings)


def check_raw(raw: object, folder: DataFolder) -> CheckedInput:
    """Check a raw document; errors refuse it."""
    checked = check_scenario(raw, profiles=folder.profile_names())
    if checked.scenario is None:
        return CheckedInput(None, checked.findings)
    findings = checked.findings + check_points(checked.scenario, reference=folder.reference)
    refused = any(f.severity is Severity.ERROR for f in findings)
    return CheckedInput(None if refused else checked.scenario, findings)


def read_plan(data: bytes) -> CheckedPlan:
    """Read a plan document and find everything that is wrong with its shape."""
    raw, findings = read_json(data)
    if raw is None:
        return CheckedPlan(None, findings)
    plan, more = check_plan(raw)
    return CheckedPlan(plan, findings + more)


def read_roster(data: bytes, *, name: str) -> CheckedRoster:
    """Read a roster, JSON or a workbook with a township's own headings.

    Args:
        data: the file.
        name: its name, which findings about its cells begin with.
    """
    if data.startswith(WORKBOOK_START):
        read = read_rosters({name: data}, roster_id=name)
        return CheckedRoster(read.roster, read.findings)
    raw, findings = read_json(data)
    if any(f.severity is Severity.ERROR for f in findings):
        return CheckedRoster(None, findings)
    return CheckedRoster(*read_model(Roster, raw))


def merge_rosters(
    files: Mapping[str, bytes], *, mapping: Mapping[str, str] | None = None
) -> CheckedRoster:
    """One roster out of townships' workbooks, each with its own headings; or a JSON roster alone.

    Args:
        files: by name; findings begin with it.
        mapping: field by heading, over the synonyms that are known.

    Raises:
        ValueError: the mapping names a field that a roster does not have.
    """
    if len(files) == 1:
        name, data = next(iter(files.items()))
        if not data.startswith(WORKBOOK_START):
            return read_roster(data, name=name)
    read = read_rosters(files, roster_id=min(files), mapping=mapping)
    return CheckedRoster(read.roster, read.findings, read.unmapped)


def read_details(
    data: bytes, *, timezone: str = "Asia/Shanghai"
) -> tuple[DispatchDetails | None, tuple[Finding, ...]]:
    """Read dispatch details, JSON or the filled-in workbook, with everything wrong in them.

    Args:
        data: the file.
        timezone: the scenario's, for the clock times of a workbook.
    """
    if data.startswith(WORKBOOK_START):
        read = read_details_form(data, timezone=timezone)
        return read.details, read.findings
    raw, findings = read_json(data)
    if any(f.severity is Severity.ERROR for f in findings):
        return None, findings
    return read_model(DispatchDetails, raw)


def read_changes(data: bytes) -> tuple[Changes | None, tuple[Finding, ...]]:
    """Read what happened since a plan was announced, with everything wrong in its shape."""
    raw, findings = read_json(data)
    if any(f.severity is Severity.ERROR for f in findings):
        return None, findings
    return read_model(Changes, raw)


def read_grid(data: bytes) -> tuple[Grid | None, tuple[Finding, ...]]:
    """Read a grid of changes to try, with everything wrong in its shape."""
    raw, findings = read_json(data)
    if any(f.severity is Severity.ERROR for f in findings):
        return None, findings
    return read_model(Grid, raw)
