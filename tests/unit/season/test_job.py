"""A season as a job in parts: handed out, taken up again, the same plan in the end."""

from __future__ import annotations

from pathlib import Path

from app.jobs.kinds import KINDS
from app.jobs.season import SeasonPartTask, step_season
from app.ports.work import MoreParts, PartEnd, Refused, Solved, Stage
from routing.artefacts.problem import Progress
from routing.formats.json_documents import render_json
from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity
from routing.model.plan import StopReason
from routing.model.season import SeasonScenario
from routing.model.season_plan import PartRecord, SeasonPlan
from routing.season.planning import Planned


def go_on(_: Progress) -> bool:
    return True


def test_the_step_hands_out_parts_and_then_answers_with_the_plan(
    planned: Planned, both_ways: SeasonScenario, root: Path
) -> None:
    payload, data = render_json(both_ways), root / "data"
    first = step_season(Stage(payload, ()), data, go_on)
    assert isinstance(first, MoreParts)
    assert step_season(Stage(payload, ()), data, go_on) == first
    assert {p.label for p in first.parts} == {r.assignment.part for r in planned.records}
    records = {r.assignment.part: r for r in planned.records}
    ends = []
    for number, part in enumerate(first.parts):
        task = SeasonPartTask.model_validate_json(part.payload)
        record = records[task.assignment.part]
        assert record.scenario == task.scenario
        ends.append(PartEnd(number, part, render_json(record)))
    last = step_season(Stage(payload, tuple(ends)), data, go_on)
    assert isinstance(last, Solved)
    assert last.result is not None
    answered = SeasonPlan.model_validate_json(last.result)
    assert answered.model_copy(update={"rounds": ()}) == planned.plan.model_copy(
        update={"rounds": ()}
    )
    assert last.gap == planned.plan.certificate.gap


def test_a_part_of_the_job_is_planned_like_any_part(
    planned: Planned, both_ways: SeasonScenario, root: Path
) -> None:
    record = min(planned.records, key=lambda r: len(r.plan.runs))
    task = SeasonPartTask(assignment=record.assignment, scenario=record.scenario)
    made = KINDS.parts["season_part"](render_json(task), root / "data", go_on)
    assert PartRecord.model_validate_json(made) == record


def test_a_part_that_failed_fails_the_season_with_its_findings(
    both_ways: SeasonScenario, root: Path
) -> None:
    payload, data = render_json(both_ways), root / "data"
    first = step_season(Stage(payload, ()), data, go_on)
    assert isinstance(first, MoreParts)
    words = LocalisedText(zh="无", en="none")
    finding = Finding(
        code="WORKER_LOST", severity=Severity.ERROR, pointer="", cause=words, remedy=words
    )
    ends = (PartEnd(0, first.parts[0], None, (finding,)),)
    assert step_season(Stage(payload, ends), data, go_on) == Refused((finding,))


def test_a_season_that_was_stopped_ends_as_cancelled(both_ways: SeasonScenario, root: Path) -> None:
    stage = Stage(render_json(both_ways), (), stopped=True)
    done = step_season(stage, root / "data", go_on)
    assert isinstance(done, Solved)
    assert done.stop_reason is StopReason.CANCELLED
