"""The way through the house: from bytes to an audited plan, and from a plan to files.

This module is the only one that knows the order of the stages and the concrete choices behind
the ports. It reads as prose; whatever needs more than a line lives in a stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from routing.artefacts.horizon import Horizon
from routing.artefacts.problem import Problem, Progress, Report
from routing.audit import audit_plan
from routing.errors import InputRefused, UnknownName
from routing.formats.audit_sheet import AuditSheetRenderer
from routing.formats.geojson import GeoJsonRenderer
from routing.formats.json_documents import canonical_sha256, read_json, render_json
from routing.formats.map import MapRenderer
from routing.formats.papers import PAPERS, ManifestRenderer, PaperRequest
from routing.formats.plan_view import PlanView
from routing.formats.roster_form import read_rosters
from routing.formats.workbook import WorkbookRenderer
from routing.formats.workbook_form import read_workbook
from routing.model.base import Document, LocalisedText
from routing.model.details import DispatchDetails
from routing.model.findings import AuditReport, Finding, Severity
from routing.model.plan import Plan
from routing.model.roster import Roster
from routing.model.rules import PolicyInForce, PolicyProfile, policy_in_force
from routing.model.scenario import Scenario
from routing.network import build_candidates
from routing.places import check_points, locate, to_wgs84
from routing.ports.engine import Engine
from routing.ports.renderer import Language, Renderer
from routing.roster import seat_people
from routing.schedule import build_plan
from routing.solve import ColumnEngine
from routing.travel import choose_provider
from routing.validate import check_plan, check_scenario, check_supply, read_model

RENDERERS: dict[str, Renderer] = {
    "map.html": MapRenderer(),
    "routes.geojson": GeoJsonRenderer(),
    "dispatch.xlsx": WorkbookRenderer(),
    "audit.html": AuditSheetRenderer(),
    "manifests.pdf": ManifestRenderer(),
}
"""Every output besides ``plan.json``, by file name. A new output is a class with ``render`` in
``routing/formats`` and a line here."""


WORKBOOK_START = b"PK\x03\x04"
"""How every xlsx file begins; no JSON text does."""

SCHEMAS: dict[str, type[Document]] = {
    "scenario": Scenario,
    "plan": Plan,
    "policy": PolicyProfile,
    "finding": Finding,
    "audit": AuditReport,
    "roster": Roster,
    "details": DispatchDetails,
}
"""Documents whose JSON Schema is published."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where policies, reference tables and sample scenarios are kept."""

    root: Path

    @property
    def policies(self) -> Path:
        """Policy profiles, one JSON document each."""
        return self.root / "policies"

    @property
    def reference(self) -> Path:
        """Gazetteer, calibration pairs, travel model."""
        return self.root / "reference"

    @property
    def scenarios(self) -> Path:
        """Sample scenarios."""
        return self.root / "scenarios"

    def get_profile(self, name: str) -> PolicyProfile:
        """The policy profile of that id.

        Raises:
            UnknownName: no such profile is kept here.
        """
        for path in sorted(self.policies.glob("*.json")):
            if path.stem == name:
                return PolicyProfile.model_validate_json(path.read_bytes())
        raise UnknownName(name)


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
    """A roster as read, with everything that was found wrong in its file."""

    roster: Roster | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PeoplePapers:
    """What stands on papers beside the plan; without a roster they have blank lines."""

    roster: Roster | None = None
    details: DispatchDetails | None = None
    full: bool = False


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
    checked = _check_raw(raw, folder)
    return CheckedInput(checked.scenario, findings + checked.findings)


def _read_form(data: bytes, folder: DataFolder) -> CheckedInput:
    """Read a workbook; its findings stand at ``sheet!cell``."""
    form = read_workbook(data)
    if form.raw is None:
        return CheckedInput(None, form.findings)
    checked = _check_raw(form.raw, folder)
    findings = form.merge_findings(checked.findings)
    refused = any(f.severity is Severity.ERROR for f in findings)
    return CheckedInput(None if refused else checked.scenario, findings)


def _check_raw(raw: object, folder: DataFolder) -> CheckedInput:
    """Check a raw document; errors refuse it."""
    checked = check_scenario(raw)
    findings, scenario = checked.findings, checked.scenario
    if scenario is None:
        return CheckedInput(None, findings)
    findings += _check_names(scenario, folder)
    if any(f.severity is Severity.ERROR for f in findings):
        return CheckedInput(None, findings)
    return CheckedInput(scenario, findings + check_points(scenario, reference=folder.reference))


def plan_scenario(
    scenario: Scenario,
    *,
    data: DataFolder,
    report: Report | None = None,
    engine: Engine | None = None,
) -> Plan:
    """Decide who goes when, on what, and return the audited plan.

    Args:
        scenario: a scenario that ``read_scenario`` accepted.
        data: policies and reference tables.
        report: receives progress, and may stop the search.
        engine: who decides; the column engine by default.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        TravelProviderFailed: the distances could not be had.
    """
    tell = report or _go_on
    tell(Progress("prepare", 0.0))
    problem = prepare_problem(scenario, data=data)
    solution = (engine or ColumnEngine()).solve(problem, report=tell)
    tell(Progress("schedule", 1.0))
    plan = build_plan(
        problem, solution, scenario_sha256=canonical_sha256(scenario), versions=component_versions()
    )
    return with_audit(scenario, plan, data=data)


def prepare_problem(scenario: Scenario, *, data: DataFolder) -> Problem:
    """Everything an engine needs: located places, distances, law, candidates.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        UnknownName: the policy profile does not exist.
        TravelProviderFailed: the distances could not be had.
    """
    located, findings = locate(to_wgs84(scenario), reference=data.reference)
    if any(f.severity is Severity.ERROR for f in findings):
        raise InputRefused(findings)
    policy = get_policy(scenario, data=data)
    provider = choose_provider(located.travel, reference=data.reference)
    matrix = provider.matrix(located.places)
    horizon = build_horizon(located)
    candidates = build_candidates(located, matrix, policy, horizon)
    return Problem(located, matrix, policy, horizon, candidates)


def check_scarcity(scenario: Scenario, *, data: DataFolder) -> tuple[Finding, ...]:
    """Warnings about what is scarce or impossible for some; planning goes on all the same."""
    problem = prepare_problem(scenario, data=data)
    return check_supply(problem.scenario, problem.matrix, problem.policy)


def read_plan(data: bytes) -> CheckedPlan:
    """Read a plan document and find everything that is wrong with its shape."""
    raw, findings = read_json(data)
    if raw is None:
        return CheckedPlan(None, findings)
    plan, more = check_plan(raw)
    return CheckedPlan(plan, findings + more)


def audit(scenario: Scenario, plan: Plan, *, data: DataFolder) -> AuditReport:
    """What the independent checker finds in a plan, whoever made it."""
    return audit_plan(scenario, plan, profile=data.get_profile(scenario.policy.profile))


def render_output(
    name: str, scenario: Scenario, plan: Plan, *, data: DataFolder, language: Language
) -> bytes:
    """The bytes of one output file: ``plan.json`` or a key of ``RENDERERS``.

    Raises:
        UnknownName: there is no such output.
    """
    if name == "plan.json":
        return render_json(plan)
    if name not in RENDERERS:
        raise UnknownName(name)
    located, _ = locate(to_wgs84(scenario), reference=data.reference)
    return RENDERERS[name].render(located, plan, language=language)


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


def read_details(data: bytes) -> tuple[DispatchDetails | None, tuple[Finding, ...]]:
    """Read dispatch details, with everything that is wrong with their shape."""
    raw, findings = read_json(data)
    if any(f.severity is Severity.ERROR for f in findings):
        return None, findings
    return read_model(DispatchDetails, raw)


def make_papers(
    scenario: Scenario,
    plan: Plan,
    *,
    data: DataFolder,
    language: Language,
    people: PeoplePapers,
) -> dict[str, bytes]:
    """Every paper of a plan as PDF, by file name.

    Args:
        scenario: the plan's scenario.
        plan: what the papers are of.
        data: reference tables, for places that have no coordinates of their own.
        language: of the papers.
        people: who travels, what was filled in, and whether names and numbers are shown in full.
    """
    located, _ = locate(to_wgs84(scenario), reference=data.reference)
    roster = people.roster
    seating = None if roster is None else seat_people(located, plan, roster)
    view = PlanView(located, plan, language)
    request = PaperRequest(view, seating, people.details, people.full)
    return {name: make(request) for name, make in PAPERS.items()}


def get_schema(name: str) -> dict[str, object]:
    """The JSON Schema of a published document, draft 2020-12.

    Raises:
        UnknownName: no such document is published.
    """
    if name not in SCHEMAS:
        raise UnknownName(name)
    schema = SCHEMAS[name].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def with_audit(scenario: Scenario, plan: Plan, *, data: DataFolder) -> Plan:
    """The plan with the independent checker's findings, made from documents re-read from JSON."""
    profile = data.get_profile(scenario.policy.profile)
    again = Plan.model_validate_json(render_json(plan))
    same = Scenario.model_validate_json(render_json(scenario))
    return plan.model_copy(update={"audit": audit_plan(same, again, profile=profile)})


def get_policy(scenario: Scenario, *, data: DataFolder) -> PolicyInForce:
    """The rule values a scenario is planned under.

    Raises:
        UnknownName: the profile does not exist.
    """
    return policy_in_force(data.get_profile(scenario.policy.profile), scenario.policy)


def build_horizon(scenario: Scenario) -> Horizon:
    """The clock that starts at the local midnight two days before anything happens.

    Two days leave room for coaches that go to the first stop long before people are ready.
    """
    zone = ZoneInfo(scenario.timezone)
    moments = [group.ready_from for group in scenario.groups]
    moments += [c.departs for s in scenario.services for c in s.calls if c.departs is not None]
    first = min(moments).astimezone(zone) - timedelta(days=2)
    return Horizon(first.replace(hour=0, minute=0, second=0, microsecond=0), zone)


def component_versions() -> dict[str, str]:
    """Versions of everything that can change a plan."""
    return {name: version(name) for name in ("zhida", "ortools", "numpy", "numba")}


def _check_names(scenario: Scenario, folder: DataFolder) -> tuple[Finding, ...]:
    try:
        folder.get_profile(scenario.policy.profile)
    except UnknownName:
        return (unknown_profile(scenario.policy.profile),)
    return ()


def unknown_profile(name: str) -> Finding:
    """The finding for a policy profile that is not kept in the data folder."""
    return Finding(
        code="UNKNOWN_PROFILE",
        severity=Severity.ERROR,
        pointer="/policy/profile",
        subject=name,
        cause=LocalisedText(
            zh=f"没有名为“{name}”的规则档。", en=f"There is no policy profile named “{name}”."
        ),
        remedy=LocalisedText(
            zh="改用 data/policies 中已有的规则档，例如 cn-2023。",
            en="Choose one that stands in data/policies, for instance cn-2023.",
        ),
    )


def _go_on(_: Progress) -> bool:
    return True
