"""``zhida papers``: everything that is printed, signed and handed out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import load_plan, load_scenario, print_findings
from routing.cli.exit_codes import ExitCode
from routing.errors import InputRefused
from routing.formats.workbook.words import Word, in_language
from routing.model.base import LocalisedText
from routing.model.details import DispatchDetails
from routing.model.findings import Finding, Severity
from routing.model.roster import Roster
from routing.model.scenario import Scenario
from routing.pipeline import (
    ROSTER_FIELDS,
    PeoplePapers,
    make_papers,
    merge_rosters,
    read_details,
)
from routing.ports.renderer import Language
from routing.roster import check_details, check_roster

UNUSED = Word("未使用的列", "a column that is not used")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("scenario", help="JSON file or workbook")
    parser.add_argument("plan", help="plan.json")
    parser.add_argument(
        "--roster",
        action="append",
        default=[],
        metavar="FILE",
        help="people: a JSON file, or a workbook; again for each further township's workbook",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="what a township's own heading means: name, id_number, phone, pickup, employer, …",
    )
    parser.add_argument("--details", help="plates, drivers, phones: JSON or workbook")
    parser.add_argument("--full", action="store_true", help="names and numbers unmasked")
    parser.add_argument("--out", required=True, help="folder to write to")


def run(args: argparse.Namespace) -> ExitCode:
    """Write every paper; what people's data get wrong is told and nothing is written."""
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    plan = load_plan(args.plan)
    roster = _load_roster(args.roster, args.map, language=args.lang)
    if roster is not None:
        _refuse_errors(check_roster(roster, scenario), args.lang)
    details = _load_details(args.details, scenario)
    if details is not None:
        _refuse_errors(check_details(details, scenario, plan), args.lang)
    people = PeoplePapers(roster, details, args.full)
    papers = make_papers(scenario, plan, data=folder, language=args.lang, people=people)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in papers.items():
        (out / name).write_bytes(data)
        sys.stdout.write(f"{out / name}\n")
    return ExitCode.DONE


def _load_roster(paths: list[str], maps: list[str], *, language: Language) -> Roster | None:
    """One roster out of all files; headings that mean nothing are told, so that --map can."""
    if not paths:
        return None
    files = {Path(path).name: Path(path).read_bytes() for path in paths}
    checked = merge_rosters(files, mapping=_read_mapping(maps))
    for where, heading in checked.unmapped:
        sys.stderr.write(f"{where}  {in_language(UNUSED, language)}: {heading}\n")
    if checked.roster is None or checked.findings:
        raise InputRefused(checked.findings)
    return checked.roster


def _read_mapping(maps: list[str]) -> dict[str, str]:
    """Fields by heading.

    Raises:
        InputRefused: one names no field of a roster.
    """
    pairs = [text.rpartition("=") for text in maps]
    strange = sorted({key for _, _, key in pairs} - set(ROSTER_FIELDS))
    if strange:
        raise InputRefused(tuple(_strange(key) for key in strange))
    return {heading: key for heading, _, key in pairs}


def _strange(key: str) -> Finding:
    fields = ", ".join(ROSTER_FIELDS)
    return Finding(
        code="ROSTER_UNKNOWN_FIELD",
        severity=Severity.ERROR,
        pointer="--map",
        subject=key,
        cause=LocalisedText(zh="名册没有这个字段", en="a roster has no such field"),
        remedy=LocalisedText(zh=f"可用：{fields}", en=f"one of: {fields}"),
    )


def _refuse_errors(findings: tuple[Finding, ...], language: Language) -> None:
    """Refuse people's data with errors; findings name nobody but by token and line."""
    if any(f.severity is Severity.ERROR for f in findings):
        raise InputRefused(findings)
    print_findings(findings, language=language)


def _load_details(path: str | None, scenario: Scenario) -> DispatchDetails | None:
    if path is None:
        return None
    details, findings = read_details(Path(path).read_bytes(), timezone=scenario.timezone)
    if details is None:
        raise InputRefused(findings)
    return details
