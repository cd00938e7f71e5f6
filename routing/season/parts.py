"""Parts planned by the engine, each kept when it is done, so that a season can be resumed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from routing.artefacts.problem import Report
from routing.formats.json_documents import canonical_sha256, render_json
from routing.model.scenario import Scenario
from routing.model.season_plan import PartRecord, PartSummary, SeasonAssignment
from routing.pipeline import DataFolder, component_versions, plan_scenario
from routing.season.frame import Frame
from routing.season.part_scenarios import part_scenario
from routing.units import People


class PartStore(Protocol):
    """Keeps parts that were planned."""

    def find(self, part: str, scenario_sha256: str = "") -> PartRecord | None:
        """The part as planned from that scenario, or as it was kept last; None when absent.

        A season's rounds may plan a part several times, each time from another scenario.
        """
        ...

    def keep(self, record: PartRecord) -> None:
        """Keep a part; it replaces an earlier one of the same id."""
        ...


class FolderStore:
    """One JSON file a part in a folder; written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, part: str, scenario_sha256: str = "") -> PartRecord | None:
        """The part in its file; None where there is none, or where it cannot be read.

        A file holds the latest only, whatever it was planned from.
        """
        path = self._path(part)
        if not path.is_file():
            return None
        try:
            return PartRecord.model_validate_json(path.read_bytes())
        except ValueError:
            return None

    def keep(self, record: PartRecord) -> None:
        """Write the file aside and move it into place."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(record.assignment.part)
        aside = path.with_suffix(".part")
        aside.write_bytes(render_json(record))
        aside.replace(path)

    def _path(self, part: str) -> Path:
        name = re.sub(r"[^\w.-]", "_", part)
        return self.folder / f"{name}.json"


class MemoryStore:
    """Keeps parts as long as the process lives."""

    def __init__(self) -> None:
        self.latest: dict[str, PartRecord] = {}
        self.every: dict[tuple[str, str], PartRecord] = {}

    def find(self, part: str, scenario_sha256: str = "") -> PartRecord | None:
        """The part from that scenario, or the latest; None when absent."""
        return self.every.get((part, scenario_sha256), self.latest.get(part))

    def keep(self, record: PartRecord) -> None:
        """Remember it."""
        self.latest[record.assignment.part] = record
        self.every[record.assignment.part, record.plan.scenario_sha256] = record


@dataclass(frozen=True, slots=True)
class PartTask:
    """A part to be planned; everything in it can be sent to another process."""

    assignment: SeasonAssignment
    scenario: Scenario
    data: DataFolder


def plan_part(task: PartTask, *, report: Report | None = None) -> PartRecord:
    """Plan one part with the same engine as any day, audited.

    Args:
        task: what to plan.
        report: receives progress, and may stop the search.

    Raises:
        TravelProviderFailed: the distances could not be had.
    """
    # Between two runs a vehicle stays at its base: the season's own bound and ledger say so.
    plan = plan_scenario(task.scenario, data=task.data, report=report, shares=False)
    return PartRecord(assignment=task.assignment, scenario=task.scenario, plan=plan)


Runner = Callable[[Sequence[PartTask]], Iterable[PartRecord]]
"""Plans parts and gives them back in any order, each as soon as it is done."""


def run_here(tasks: Sequence[PartTask]) -> Iterable[PartRecord]:
    """Plan parts one after the other in this process."""
    return map(plan_part, tasks)


@dataclass(frozen=True, slots=True)
class PartDesk:
    """Plans what is not planned yet.

    Attributes:
        told: hears how many parts of how many are done.
    """

    frame: Frame
    store: PartStore
    runner: Runner = run_here
    told: Callable[[int, int], None] = lambda done, of: None

    def plan(self, assignments: Sequence[SeasonAssignment]) -> tuple[PartRecord, ...]:
        """All parts in the order given.

        A part that was kept is used again when its scenario and everything that plans it are the
        same, so that a season that was interrupted goes on to the same plan.
        """
        tasks = [PartTask(a, part_scenario(self.frame, a), self.frame.data) for a in assignments]
        found: dict[str, PartRecord] = {}
        for task in tasks:
            sha256 = canonical_sha256(task.scenario)
            kept = self.store.find(task.assignment.part, sha256)
            if kept is not None and _same(kept, task):
                found[task.assignment.part] = kept
        todo = [t for t in tasks if t.assignment.part not in found]
        self.told(len(found), len(tasks))
        for record in self.runner(todo):
            self.store.keep(record)
            found[record.assignment.part] = record
            self.told(len(found), len(tasks))
        return tuple(found[t.assignment.part] for t in tasks)


def _same(kept: PartRecord, task: PartTask) -> bool:
    return (
        kept.assignment == task.assignment
        and kept.plan.provenance.versions == component_versions()
        and kept.plan.scenario_sha256 == canonical_sha256(task.scenario)
    )


def summary_of(record: PartRecord) -> PartSummary:
    """A part in the season's plan."""
    plan = record.plan
    return PartSummary(
        assignment=record.assignment,
        scenario_sha256=plan.scenario_sha256,
        plan_sha256=canonical_sha256(plan),
        people=People(sum(i.people for i in plan.itineraries)),
        cost_fen=plan.cost.total_fen,
        bound_fen=plan.certificate.lower_bound_fen,
        runs=len(plan.runs),
        audited=plan.audit is not None and plan.audit.passed,
    )
