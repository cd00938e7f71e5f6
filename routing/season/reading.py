"""From bytes to a season's documents, with everything that is wrong in them."""

from __future__ import annotations

from dataclasses import dataclass

from routing.formats.json_documents import read_json
from routing.model.findings import Finding, Severity
from routing.model.season import SeasonScenario
from routing.model.season_plan import DayReport, SeasonPlan
from routing.pipeline import DataFolder
from routing.validate import check_season, read_model


@dataclass(frozen=True, slots=True)
class CheckedSeason:
    """A season as read; ``season`` is None exactly when a finding is an error."""

    season: SeasonScenario | None
    findings: tuple[Finding, ...]


def read_season(data: bytes, *, folder: DataFolder) -> CheckedSeason:
    """Read a season and find everything that is wrong with it, at once."""
    raw, findings = read_json(data)
    if any(f.severity is Severity.ERROR for f in findings):
        return CheckedSeason(None, findings)
    season, more = check_season(raw, profiles=folder.profile_names())
    return CheckedSeason(season, findings + more)


def read_season_plan(data: bytes) -> tuple[SeasonPlan | None, tuple[Finding, ...]]:
    """Read a season's plan, with everything wrong in its shape."""
    raw, findings = read_json(data)
    if any(f.severity is Severity.ERROR for f in findings):
        return None, findings
    return read_model(SeasonPlan, raw)


def read_day_report(data: bytes) -> tuple[DayReport | None, tuple[Finding, ...]]:
    """Read what was done on a day, with everything wrong in its shape."""
    raw, findings = read_json(data)
    if any(f.severity is Severity.ERROR for f in findings):
        return None, findings
    return read_model(DayReport, raw)
