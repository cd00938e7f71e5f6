"""``zhida validate``, ``audit`` and ``certify``: judge documents without making a plan."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import load_made_plan, load_plan, load_scenario, print_findings
from routing.cli.exit_codes import ExitCode
from routing.cli.season_judging import is_season_plan, load_season_files
from routing.cli.travel_verbs import add_pairs_argument, lay_pairs
from routing.model.certificate import Certificate
from routing.model.findings import AuditReport, Finding, Severity
from routing.model.season_plan import SeasonCertificate
from routing.pipeline import DataFolder, audit, certify, check_scarcity, read_scenario


def add_validate_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``validate``."""
    parser.add_argument("scenario", help="JSON file or workbook")
    add_pairs_argument(parser)


def run_validate(args: argparse.Namespace) -> ExitCode:
    """Print every finding; warnings alone leave the exit code at 0."""
    folder = find_data_folder(args.data)
    checked = read_scenario(Path(args.scenario).read_bytes(), folder=folder)
    findings = checked.findings
    if checked.scenario is not None:
        findings += check_scarcity(lay_pairs(checked.scenario, args.pairs), data=folder)
    print_findings(findings, language=args.lang)
    return ExitCode.DONE if checked.scenario is not None else ExitCode.INPUT_REFUSED


def add_audit_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``audit``."""
    parser.add_argument("scenario", help="JSON file")
    parser.add_argument("plan", help="plan.json")


def run_audit(args: argparse.Namespace) -> ExitCode:
    """Replay a plan, or a season's, against its scenario; every rule with its tightest value."""
    folder = find_data_folder(args.data)
    report = _audited(args, folder)
    for rule in report.rules:
        title = rule.title.zh if args.lang == "zh" else rule.title.en
        verdict = "✓" if rule.passed else "✗"
        sys.stdout.write(
            f"{verdict} {rule.code:<28} {rule.checked:>6}  {rule.measured or '–'} / "
            f"{rule.limit or '–'}  {title}\n"
        )
    print_findings(report.findings, language=args.lang)
    return ExitCode.DONE if report.passed else ExitCode.AUDIT_FOUND_VIOLATIONS


def run_certify(args: argparse.Namespace) -> ExitCode:
    """Price a certificate again, a plan's or a season's, and say whether its bound holds."""
    folder = find_data_folder(args.data)
    certificate, findings = _certified(args, folder)
    print_findings(findings, language=args.lang)
    if any(f.severity is Severity.ERROR for f in findings):
        return ExitCode.AUDIT_FOUND_VIOLATIONS
    proves = certificate.proves
    sys.stdout.write(
        f"✓ {certificate.lower_bound_fen / 100:,.2f}  {certificate.gap:.2%}\n"
        f"{proves.zh if args.lang == 'zh' else proves.en}\n"
    )
    return ExitCode.DONE


def _audited(args: argparse.Namespace, folder: DataFolder) -> AuditReport:
    if is_season_plan(args.plan):
        files = load_season_files(args.scenario, args.plan, folder=folder, language=args.lang)
        return files.audit()
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    return audit(scenario, load_made_plan(args.plan, scenario, folder=folder), data=folder)


def _certified(
    args: argparse.Namespace, folder: DataFolder
) -> tuple[Certificate | SeasonCertificate, tuple[Finding, ...]]:
    if is_season_plan(args.plan):
        files = load_season_files(args.scenario, args.plan, folder=folder, language=args.lang)
        return files.plan.certificate, files.certify()
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    plan = load_plan(args.plan)
    return plan.certificate, certify(scenario, plan, data=folder)
