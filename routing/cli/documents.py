"""Read the documents that verbs work on, and say what is wrong with them."""

from __future__ import annotations

import sys
from pathlib import Path

from routing import pipeline
from routing.errors import InputRefused
from routing.explain.changing import Changes
from routing.model.findings import Finding, Severity
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, read_changes, read_plan, read_scenario
from routing.ports.renderer import Language


def load_scenario(path: str, *, folder: DataFolder, language: Language) -> Scenario:
    """The scenario in a file; its warnings go to standard error.

    Raises:
        InputRefused: it is malformed or contradicts itself; carries every finding.
        OSError: the file cannot be read.
    """
    checked = read_scenario(Path(path).read_bytes(), folder=folder)
    if checked.scenario is None:
        raise InputRefused(checked.findings)
    print_findings(checked.findings, language=language)
    return checked.scenario


def load_plan(path: str) -> Plan:
    """The plan in a file.

    Raises:
        InputRefused: it is malformed; carries every finding.
        OSError: the file cannot be read.
    """
    checked = read_plan(Path(path).read_bytes())
    if checked.plan is None:
        raise InputRefused(checked.findings)
    return checked.plan


def load_made_plan(path: str, scenario: Scenario, *, folder: DataFolder) -> Plan:
    """The plan in a file made by anyone: ``plan.json`` or a dispatch workbook.

    Raises:
        InputRefused: it is malformed or names what the scenario lacks; carries every finding.
        OSError: the file cannot be read.
    """
    checked = pipeline.read_made_plan(Path(path).read_bytes(), scenario, folder=folder)
    if checked.plan is None:
        raise InputRefused(checked.findings)
    return checked.plan


def load_changes(path: str) -> Changes:
    """What happened since a plan was announced.

    Raises:
        InputRefused: it is malformed; carries every finding.
        OSError: the file cannot be read.
    """
    changes, findings = read_changes(Path(path).read_bytes())
    if changes is None:
        raise InputRefused(findings)
    return changes


def print_findings(findings: tuple[Finding, ...], *, language: Language) -> None:
    """Write findings to standard error, errors first, one paragraph each."""
    for finding in sorted(findings, key=_place_in_document):
        cause = finding.cause.zh if language == "zh" else finding.cause.en
        remedy = finding.remedy.zh if language == "zh" else finding.remedy.en
        values = ""
        if finding.measured is not None or finding.limit is not None:
            values = f"  [{finding.measured or '–'} / {finding.limit or '–'}]"
        sys.stderr.write(
            f"{finding.severity.value}  {finding.code}  {finding.pointer or '/'}{values}\n"
            f"    {cause}\n    → {remedy}\n"
        )


def _place_in_document(finding: Finding) -> tuple[bool, tuple[tuple[int, str], ...]]:
    """Errors first, then as the document runs: ``/places/2`` before ``/places/10``."""
    steps = finding.pointer.split("/")
    numbered = tuple((int(step), "") if step.isdecimal() else (-1, step) for step in steps)
    return finding.severity is not Severity.ERROR, numbered
