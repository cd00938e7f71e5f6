"""``zhida audit`` and ``zhida certify`` on a season: its plan with the parts beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from routing.cli.season_verb import PARTS, load_parts, load_season
from routing.errors import InputRefused
from routing.model.findings import AuditReport, Finding
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartRecord, SeasonPlan
from routing.pipeline import DataFolder
from routing.ports.renderer import Language
from routing.season.certifying import audit_season_plan, certify_season_plan
from routing.season.parts import FolderStore
from routing.season.reading import read_season_plan


@dataclass(frozen=True, slots=True)
class SeasonFiles:
    """A season with its plan and the parts from the folder beside the plan."""

    season: SeasonScenario
    plan: SeasonPlan
    records: tuple[PartRecord, ...]
    folder: DataFolder

    def audit(self) -> AuditReport:
        """What the independent checker finds."""
        return audit_season_plan(self.season, self.plan, self.records, data=self.folder)

    def certify(self) -> tuple[Finding, ...]:
        """Whether the certificate's prices prove its bound."""
        return certify_season_plan(self.season, self.plan, self.records, data=self.folder)


def is_season_plan(path: str) -> bool:
    """Whether a file holds a season's plan: parts and vehicles' trips, where a plan has runs."""
    try:
        raw = json.loads(Path(path).read_bytes())
    except ValueError:
        return False
    return isinstance(raw, dict) and "parts" in raw and "runs" not in raw


def load_season_files(
    scenario: str, plan: str, *, folder: DataFolder, language: Language
) -> SeasonFiles:
    """The documents of a season that was planned into a folder.

    Raises:
        InputRefused: the season or its plan is malformed; carries every finding.
        OSError: a file cannot be read.
        UnknownName: a part of the plan has no file.
    """
    season = load_season(scenario, folder=folder, language=language)
    made, findings = read_season_plan(Path(plan).read_bytes())
    if made is None:
        raise InputRefused(findings)
    store = FolderStore(Path(plan).parent / PARTS)
    return SeasonFiles(season, made, load_parts(made, store), folder)
