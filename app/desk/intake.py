"""Take a scenario in: read it, choose the effort, and make it a submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.ports.jobs import Submission
from routing.errors import InputRefused
from routing.formats.json_documents import render_json
from routing.model.base import LocalisedText
from routing.model.findings import Finding
from routing.model.goals import Effort
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, read_scenario, turn_home


@dataclass(frozen=True, slots=True)
class Choices:
    """What a request decides about a scenario besides its text; None leaves the scenario's own."""

    effort: Effort | None = None
    seed: int | None = None
    time_limit_s: int | None = None
    home_by: datetime | None = None
    """Plan the way home instead, everyone there by this time."""


def read_submission(
    data: bytes,
    *,
    folder: DataFolder,
    tenant: str,
    choices: Choices | None = None,
    key: str | None = None,
) -> Submission:
    """A submission from a scenario document.

    Raises:
        InputRefused: with every finding, warnings included.
    """
    checked = read_scenario(data, folder=folder)
    if checked.scenario is None:
        raise InputRefused(checked.findings)
    return submission_of(
        checked.scenario, checked.findings, tenant=tenant, choices=choices, key=key
    )


def submission_of(
    accepted: Scenario,
    findings: tuple[Finding, ...],
    *,
    tenant: str,
    choices: Choices | None = None,
    key: str | None = None,
) -> Submission:
    """A submission from an accepted scenario and its warnings."""
    scenario = _with_choices(accepted, choices or Choices())
    return Submission(
        tenant=tenant,
        scenario=render_json(scenario),
        warnings=findings,
        scenario_id=scenario.id,
        title=title_of(scenario),
        people=sum(group.people for group in scenario.groups),
        key=key,
    )


def read_accepted(data: bytes, *, folder: DataFolder) -> tuple[Scenario, tuple[Finding, ...]]:
    """An accepted scenario and its warnings.

    Raises:
        InputRefused: with every finding, warnings included.
    """
    checked = read_scenario(data, folder=folder)
    if checked.scenario is None:
        raise InputRefused(checked.findings)
    return checked.scenario, checked.findings


def title_of(scenario: Scenario) -> tuple[str, str]:
    """A scenario's title in Chinese and English, its id where it has none."""
    if scenario.title is None:
        return scenario.id, scenario.id
    if isinstance(scenario.title, LocalisedText):
        return scenario.title.zh, scenario.title.en
    return scenario.title, scenario.title


def _with_choices(scenario: Scenario, choices: Choices) -> Scenario:
    chosen = {
        name: value
        for name, value in (
            ("effort", choices.effort),
            ("seed", choices.seed),
            ("time_limit_s", choices.time_limit_s),
        )
        if value is not None
    }
    solver = scenario.solver.model_copy(update=chosen)
    planned = scenario.model_copy(update={"solver": solver})
    return planned if choices.home_by is None else turn_home(planned, home_by=choices.home_by)
