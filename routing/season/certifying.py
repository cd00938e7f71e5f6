"""Judge a season's documents without planning: the audit, and the proof of its bound."""

from __future__ import annotations

from collections.abc import Sequence

from routing.artefacts.season import SeasonSituation
from routing.audit.season import audit_season
from routing.certify.season import certify_season
from routing.model.findings import AuditReport, Finding
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartRecord, SeasonPlan
from routing.pipeline import DataFolder
from routing.season.frame import Frame, build_frame
from routing.season.rolling import History, read_situation


def audit_season_plan(
    season: SeasonScenario,
    plan: SeasonPlan,
    records: Sequence[PartRecord],
    *,
    data: DataFolder,
) -> AuditReport:
    """What the independent checker finds in a season's plan and its parts."""
    parts = {r.assignment.part: r for r in records}
    return audit_season(season, plan, parts, profile=data.get_profile(season.policy.profile))


def certify_season_plan(
    season: SeasonScenario,
    plan: SeasonPlan,
    records: Sequence[PartRecord],
    *,
    data: DataFolder,
) -> tuple[Finding, ...]:
    """Whether the prices in a season's certificate prove the bound that it claims.

    What was over when the plan was made is read from its reports and from the parts of those days.

    Raises:
        InputRefused: a place has no coordinates and none could be found.
        TravelProviderFailed: the distances could not be had.
    """
    frame = build_frame(season, data=data)
    return certify_season(
        frame.season,
        plan,
        matrix=frame.matrix,
        values=frame.values,
        situation=_situation(frame, plan, records),
    )


def _situation(frame: Frame, plan: SeasonPlan, records: Sequence[PartRecord]) -> SeasonSituation:
    if not plan.reports:
        return SeasonSituation()
    last = plan.reports[-1].day
    gone = tuple(r for r in records if r.assignment.day <= last)
    parts = {r.assignment.part for r in gone}
    history = History(gone, tuple(t for t in plan.trips if t.part in parts), ())
    return read_situation(frame, history, plan.reports, booked=plan.purchases)
