"""``zhida season``: plan weeks of departures, resume where it stopped, go on from what was done."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import print_findings
from routing.cli.exit_codes import ExitCode
from routing.cli.season_summary import summarise
from routing.errors import InputRefused, UnknownName
from routing.formats.json_documents import render_json
from routing.formats.season_page import render_season_page
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartRecord, SeasonPlan
from routing.pipeline import DataFolder
from routing.ports.renderer import Language
from routing.season.parts import FolderStore, PartStore
from routing.season.planning import Planned, SeasonDesk, plan_season
from routing.season.reading import read_day_report, read_season, read_season_plan
from routing.season.rolling import replan_season
from routing.season.workers import runner_for

PARTS = "parts"
"""Folder of the parts, one JSON file each, beside ``season.json``."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("scenario", help="JSON file of a season")
    parser.add_argument("--out", required=True, help="folder for the files; made when absent")
    parser.add_argument("--workers", type=int, default=1, help="processes that plan parts")
    parser.add_argument(
        "--after",
        metavar="REPORT",
        help="JSON file of what was done on a day: plan the rest again from the plan in --out",
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="use parts that are there already; without it they are removed first",
    )


def run(args: argparse.Namespace) -> ExitCode:
    """Plan a season.

    Raises:
        InputRefused: the season is malformed.
        TravelProviderFailed: the distances could not be had.
    """
    folder = find_data_folder(args.data)
    season = load_season(args.scenario, folder=folder, language=args.lang)
    out = Path(args.out)
    desk = desk_for(out, folder=folder, workers=args.workers)
    if args.after is not None:
        planned = replan(season, out, args.after, desk=desk)
    else:
        if not args.resume:
            for old in (out / PARTS).glob("*.json"):
                old.unlink()
        planned = plan_season(season, desk=desk)
    write_season(out, planned, language=args.lang)
    sys.stdout.write(summarise(planned.season, planned.plan, language=args.lang))
    return exit_code(planned, language=args.lang)


def load_season(path: str, *, folder: DataFolder, language: Language) -> SeasonScenario:
    """The season in a file; its warnings go to standard error.

    Raises:
        InputRefused: it is malformed or contradicts itself; carries every finding.
        OSError: the file cannot be read.
    """
    checked = read_season(Path(path).read_bytes(), folder=folder)
    if checked.season is None:
        raise InputRefused(checked.findings)
    print_findings(checked.findings, language=language)
    return checked.season


def desk_for(out: Path, *, folder: DataFolder, workers: int) -> SeasonDesk:
    """What plans a season into a folder."""
    return SeasonDesk(
        data=folder,
        store=FolderStore(out / PARTS),
        runner=runner_for(workers),
        told=_show_progress,
    )


def replan(season: SeasonScenario, out: Path, report: str, *, desk: SeasonDesk) -> Planned:
    """Plan the rest of a season again after a day.

    Raises:
        InputRefused: the plan or the report is malformed; carries every finding.
        OSError: a file cannot be read.
        UnknownName: a part of the plan has no file.
    """
    plan, findings = read_season_plan((out / "season.json").read_bytes())
    done, more = read_day_report(Path(report).read_bytes())
    if plan is None or done is None:
        raise InputRefused(findings + more)
    return replan_season(season, plan, load_parts(plan, desk.store), done, desk=desk)


def load_parts(plan: SeasonPlan, store: PartStore) -> tuple[PartRecord, ...]:
    """The files of a plan's parts.

    Raises:
        UnknownName: one is not there, or cannot be read.
    """
    records = []
    for part in plan.parts:
        record = store.find(part.assignment.part)
        if record is None:
            raise UnknownName(part.assignment.part)
        records.append(record)
    return tuple(records)


def write_season(out: Path, planned: Planned, *, language: Language) -> None:
    """Write the season's plan and its page beside its parts."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "season.json").write_bytes(render_json(planned.plan))
    page = render_season_page(planned.season, planned.plan, language=language)
    (out / "season.html").write_bytes(page)


def exit_code(planned: Planned, *, language: Language) -> ExitCode:
    """What a finished season means for the caller; violations are printed."""
    audit = planned.plan.audit
    if audit is not None and not audit.passed:
        print_findings(audit.findings, language=language)
        return ExitCode.AUDIT_FOUND_VIOLATIONS
    return ExitCode.PEOPLE_LEFT_OUT if planned.plan.left_out else ExitCode.DONE


def _show_progress(phase: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{phase:<12}{done:>5}/{of}   ")
        sys.stderr.flush()
