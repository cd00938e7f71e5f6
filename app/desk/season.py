"""Take a season in and make it a submission."""

from __future__ import annotations

from app.ports.jobs import Submission
from routing.errors import InputRefused
from routing.formats.json_documents import render_json
from routing.model.base import LocalisedText
from routing.model.season import SeasonScenario
from routing.pipeline import DataFolder
from routing.season.reading import read_season


def read_season_submission(
    body: bytes, *, folder: DataFolder, tenant: str, key: str | None
) -> Submission:
    """A submission from a season's document.

    Raises:
        InputRefused: with every finding, warnings included.
    """
    checked = read_season(body, folder=folder)
    season = checked.season
    if season is None:
        raise InputRefused(checked.findings)
    return Submission(
        tenant=tenant,
        scenario=render_json(season),
        warnings=checked.findings,
        scenario_id=season.id,
        title=_title_of(season),
        people=sum(group.people for group in season.groups),
        key=key,
        kind="season",
    )


def _title_of(season: SeasonScenario) -> tuple[str, str]:
    title = season.title or season.id
    return (title.zh, title.en) if isinstance(title, LocalisedText) else (title, title)
