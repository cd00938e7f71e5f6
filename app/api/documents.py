"""What the endpoints answer with, beside the contract's own documents."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from app.desk.outputs import output_names
from app.desk.samples import Sample
from app.jobs.sweeping import SweepTable
from app.ports.jobs import Job, JobState, PartState
from routing.explain import Hardening, PatchReport
from routing.model.base import LocalisedText
from routing.model.findings import Finding
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.model.season_plan import SeasonPlan
from routing.model.why import Why
from routing.places import PlaceCandidate


class Answer(BaseModel):
    """Base of every answer: immutable, described by its docstrings."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class JobAnswer(Answer):
    """A job: where it stands, and where its documents are."""

    id: str
    """Plan id; the address of everything that belongs to the job."""
    kind: str
    """plan (from a scenario), patch (an announced plan changed), why, harden, sweep or season."""
    state: JobState
    """queued, running, done, cancelled (with the best plan so far, if any) or failed."""
    scenario_id: str
    title: LocalisedText
    people: int
    """People of the scenario."""
    submitted_at: datetime
    finished_at: datetime | None
    attempts: int
    """Solves started for it; more than one when a process died."""
    cancel_requested: bool
    has_plan: bool
    """Whether the outputs can be fetched."""
    phase: str
    """What is being done."""
    percent: float = Field(ge=0, le=100)
    """Of the work budget."""
    cost_fen: int | None
    """Objective of the best plan so far, fen."""
    bound_fen: int | None
    """Proven lower bound so far, fen."""
    gap: float | None
    """(value − bound) / value, 0–1."""
    warnings: tuple[Finding, ...]
    """What is odd about the scenario; it was planned all the same."""
    error: tuple[Finding, ...]
    """Why it failed."""
    links: dict[str, str]
    """Addresses: self, events, cancel, and each output once there is a plan."""


class JobWithPlan(JobAnswer):
    """A job with its plan, null until there is one."""

    plan: Plan | None = None
    result: PatchReport | Why | Hardening | None = None
    """Of a patch: what it changed against the announced plan; of a why and of a harden, what was
    tried and what it is worth."""


class CellState(Answer):
    """Where one cell of a sweep stands."""

    cell: int
    """Number from 0; its plan is had by it."""
    label: str
    """What was changed."""
    state: JobState
    percent: float = Field(ge=0, le=100)
    attempts: int
    """Solves started for it; more than one when a process died."""
    error: tuple[Finding, ...]
    """Why it failed."""


class SweepAnswer(JobAnswer):
    """A sweep: its job, its cells, and the table when all have ended."""

    cells: tuple[CellState, ...]
    table: SweepTable | None = None


class SweepList(Answer):
    """The newest sweeps, newest first."""

    sweeps: tuple[JobAnswer, ...]


class SeasonPartState(Answer):
    """Where one part of a season stands."""

    part: int
    """Number from 0."""
    label: str
    """The day, and the city or the train."""
    state: JobState
    percent: float = Field(ge=0, le=100)
    attempts: int
    """Solves started for it; more than one when a process died."""
    error: tuple[Finding, ...]
    """Why it failed."""


class SeasonAnswer(JobAnswer):
    """A season: its job, its parts, and the plan when all have ended."""

    parts: tuple[SeasonPartState, ...]
    plan: SeasonPlan | None = None


class SeasonList(Answer):
    """The newest seasons, newest first."""

    seasons: tuple[JobAnswer, ...]


class CellAnswer(Answer):
    """One cell of a sweep: its scenario and its plan."""

    labels: tuple[str, ...]
    """What was changed, one word an axis."""
    scenario: Scenario
    plan: Plan | None
    """Null until it is there, and when the cell could not be planned."""


class JobList(Answer):
    """The newest jobs, newest first."""

    plans: tuple[JobAnswer, ...]


class Verdict(Answer):
    """What the checks say about a scenario without planning it."""

    accepted: bool
    """Whether it can be planned; warnings do not stand in the way."""
    findings: tuple[Finding, ...]


class WorkbookRead(Answer):
    """A workbook read as a scenario."""

    scenario: Scenario
    findings: tuple[Finding, ...]
    """What is odd about it, each at its ``sheet!cell``."""


class PlaceList(Answer):
    """Places that a name may mean, the likeliest first."""

    places: tuple[PlaceCandidate, ...]


class SampleAnswer(Answer):
    """A sample scenario."""

    id: str
    title: LocalisedText
    people: int
    groups: int
    places: int
    coaches: int
    """Vehicles in the fleet."""
    services: int
    """Trains and flights on offer."""
    href: str
    """Where its JSON is."""


class SampleList(Answer):
    """The sample scenarios that come with the product."""

    samples: tuple[SampleAnswer, ...]


def job_answer(job: Job) -> JobAnswer:
    """A job as HTTP shows it."""
    here = f"/v1/plans/{job.id}"
    links = {"self": here, "events": f"{here}/events"}
    if job.kind == "sweep":
        links["self"] = f"/v1/sweeps/{job.id}"
    else:
        links["page"] = f"/plans/{job.id}"
    if not job.state.is_final:
        links["cancel"] = f"{here}:cancel"
    if job.has_plan:
        links |= {name: f"{here}/{name}" for name in output_names()}
    progress = job.progress
    return JobAnswer(
        id=job.id,
        kind=job.kind,
        state=job.state,
        scenario_id=job.scenario_id,
        title=LocalisedText(zh=job.title[0], en=job.title[1]),
        people=job.people,
        submitted_at=job.submitted_at,
        finished_at=job.finished_at,
        attempts=job.attempts,
        cancel_requested=job.cancel_requested,
        has_plan=job.has_plan,
        phase=progress.phase,
        percent=progress.percent,
        cost_fen=progress.cost_fen,
        bound_fen=progress.bound_fen,
        gap=progress.gap,
        warnings=job.warnings,
        error=job.error,
        links=links,
    )


def cell_state(part: PartState) -> CellState:
    """A part of a sweep as HTTP shows it."""
    return CellState(
        cell=part.number,
        label=part.label,
        state=part.state,
        percent=part.percent,
        attempts=part.attempts,
        error=part.error,
    )


def sample_answer(sample: Sample) -> SampleAnswer:
    """A sample as HTTP shows it."""
    return SampleAnswer(
        id=sample.id,
        title=LocalisedText(zh=sample.title[0], en=sample.title[1]),
        people=sample.people,
        groups=sample.groups,
        places=sample.places,
        coaches=sample.coaches,
        services=sample.services,
        href=f"/v1/samples/{sample.id}",
    )
