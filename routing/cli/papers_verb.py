"""``zhida papers``: everything that is printed, signed and handed out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import load_plan, load_scenario, print_findings
from routing.cli.exit_codes import ExitCode
from routing.errors import InputRefused
from routing.model.details import DispatchDetails
from routing.model.findings import Severity
from routing.model.roster import Roster
from routing.model.scenario import Scenario
from routing.pipeline import PeoplePapers, make_papers, read_details, read_roster
from routing.ports.renderer import Language
from routing.roster import check_roster


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("scenario", help="JSON file or workbook")
    parser.add_argument("plan", help="plan.json")
    parser.add_argument("--roster", help="people: JSON file or workbook")
    parser.add_argument("--details", help="plates, drivers, phones: JSON or workbook")
    parser.add_argument("--full", action="store_true", help="names and numbers unmasked")
    parser.add_argument("--out", required=True, help="folder to write to")


def run(args: argparse.Namespace) -> ExitCode:
    """Write every paper; what a roster gets wrong is told and nothing is written."""
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    roster = _load_roster(args.roster)
    if roster is not None:
        _check_people(roster, scenario, args.lang)
    people = PeoplePapers(roster, _load_details(args.details), args.full)
    papers = make_papers(
        scenario, load_plan(args.plan), data=folder, language=args.lang, people=people
    )
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in papers.items():
        (out / name).write_bytes(data)
        sys.stdout.write(f"{out / name}\n")
    return ExitCode.DONE


def _load_roster(path: str | None) -> Roster | None:
    if path is None:
        return None
    checked = read_roster(Path(path).read_bytes(), name=Path(path).name)
    if checked.roster is None or checked.findings:
        raise InputRefused(checked.findings)
    return checked.roster


def _check_people(roster: Roster, scenario: Scenario, language: Language) -> None:
    """Refuse a roster with errors; findings name people by token and line only."""
    findings = check_roster(roster, scenario)
    if any(f.severity is Severity.ERROR for f in findings):
        raise InputRefused(findings)
    print_findings(findings, language=language)


def _load_details(path: str | None) -> DispatchDetails | None:
    if path is None:
        return None
    details, findings = read_details(Path(path).read_bytes())
    if details is None:
        raise InputRefused(findings)
    return details
