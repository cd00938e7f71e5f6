"""A dispatch workbook, ours or typed by hand, becomes the plan that it states and is judged."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from functools import cache

import pytest
import xlsxwriter

from routing.formats.workbook.dispatch import WorkbookRenderer
from routing.model.plan import Plan
from routing.model.runs import RunMode
from routing.model.scenario import Scenario
from routing.pipeline import audit, evaluate, plan_scenario, read_made_plan
from routing.ports.renderer import Language
from tests.unit.audit.draft import Json, at
from tests.unit.explain.planted import DATA, by_train, ga, world

pytestmark = pytest.mark.timeout(300)  # the solver's code may have to be compiled first


def quick(scenario: Json) -> None:
    scenario["solver"]["effort"] = "quick"


def dear_coaches(scenario: Json) -> None:
    for row in scenario["fleet"]:
        row["per_km_fen"] = 2_000


@cache
def by_rail() -> tuple[Scenario, Plan]:
    """The engine's plan with a feeder, a train and a last mile."""
    made = world(quick, by_train, dear_coaches, ga(max_on_board_s=25_200))
    scenario = Scenario.model_validate(made.scenario)
    plan = plan_scenario(scenario, data=DATA)
    assert {run.mode for run in plan.runs} == {RunMode.COACH, RunMode.TRAIN}
    return scenario, plan


def reread(scenario: Scenario, plan: Plan, *, language: Language = "zh") -> Plan:
    data = WorkbookRenderer().render(scenario, plan, language=language)
    checked = read_made_plan(data, scenario, folder=DATA)
    assert checked.findings == ()
    assert checked.plan is not None
    return checked.plan


@pytest.mark.parametrize("language", ["zh", "en"])
def test_our_own_workbook_comes_back_as_the_plan(language: Language) -> None:
    scenario, plan = by_rail()
    again = reread(scenario, plan, language=language)
    assert again.itineraries == plan.itineraries
    assert again.purchases == tuple(p for p in plan.purchases if p.people)
    assert again.cost == plan.cost
    coaches = [run for run in plan.runs if run.mode is RunMode.COACH]
    assert [run for run in again.runs if run.mode is RunMode.COACH] == coaches
    assert audit(scenario, again, data=DATA).findings == ()


def test_what_is_typed_over_is_found_out_and_nothing_else() -> None:
    """The feeder is put off until after check-in: the audit says that and only that."""
    scenario, plan = by_rail()
    late = timedelta(hours=3)
    feeder = plan.runs[0]
    moved = feeder.model_copy(
        update={
            "stops": tuple(
                s.model_copy(update={"arrives": s.arrives + late, "departs": s.departs + late})
                for s in feeder.stops
            ),
            "positioning": tuple(
                p.model_copy(update={"departs": p.departs + late, "arrives": p.arrives + late})
                for p in feeder.positioning
            ),
            "duties": tuple(
                d.model_copy(
                    update={
                        "activities": tuple(
                            a.model_copy(update={"starts": a.starts + late, "ends": a.ends + late})
                            for a in d.activities
                        )
                    }
                )
                for d in feeder.duties
            ),
        }
    )
    typed = plan.model_copy(update={"runs": (moved, *plan.runs[1:])})
    codes = {f.code for f in audit(scenario, reread(scenario, typed), data=DATA).findings}
    assert codes == {"MISSES_CHECK_IN"}


Line = tuple[str | int | datetime | None, ...]


def typed_workbook(**sheets: list[Line]) -> bytes:
    """Sheets as somebody types them; a time as a date cell."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "m-d hh:mm"}) as book:
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if isinstance(cell, datetime):
                        page.write_datetime(row, column, cell)
                    elif cell is not None:
                        page.write(row, column, cell)
    return file.getvalue()


def clock(text: str) -> datetime:
    return datetime.fromisoformat(at(text)).replace(tzinfo=None)


STOPS: list[Line] = [
    ("班次", "车辆/车次", "地点", "到达", "发车", "批次明细"),
    ("1", "bus #1", "a", clock("06:00"), clock("06:15"), "+20 ga"),
    ("1", "bus #1", "f", clock("09:45"), clock("09:56"), "−20 ga"),
]
JOURNEYS: list[Line] = [("批次", "人数", "乘坐班次"), ("ga", 20, "1")]


def plain_scenario() -> Scenario:
    return Scenario.model_validate(world(quick).scenario)


def test_two_sheets_are_enough_for_a_hand_made_plan() -> None:
    scenario = plain_scenario()
    checked = read_made_plan(typed_workbook(停靠=STOPS, 行程=JOURNEYS), scenario, folder=DATA)
    assert checked.findings == ()
    assert checked.plan is not None
    judged = evaluate(scenario, checked.plan, data=DATA)
    assert judged.report.findings == ()
    assert (judged.carried, judged.left_out) == (20, 0)
    assert judged.priced_fen == checked.plan.cost.total_fen > 0
    assert judged.gap is not None


def test_a_hand_made_plan_that_is_too_fast_is_told_so() -> None:
    hasty = [*STOPS[:2], (*STOPS[2][:3], clock("08:00"), clock("08:15"), STOPS[2][5])]
    scenario = plain_scenario()
    checked = read_made_plan(typed_workbook(停靠=hasty, 行程=JOURNEYS), scenario, folder=DATA)
    assert checked.plan is not None
    codes = {f.code for f in audit(scenario, checked.plan, data=DATA).findings}
    assert codes == {"DRIVE_SECONDS"}


@pytest.mark.parametrize(
    ("row", "column", "cell", "code", "where"),
    [
        (1, 1, "coach #1", "DISPATCH_UNKNOWN", "停靠!A2"),
        (1, 2, "nowhere", "DISPATCH_UNKNOWN", "停靠!A2"),
        (1, 3, "early", "DISPATCH_CELL", "停靠!D2"),
        (2, 5, "20 people", "DISPATCH_CELL", "停靠!F3"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_at_its_cell(
    row: int, column: int, cell: str, code: str, where: str
) -> None:
    lines = [list(line) for line in STOPS]
    lines[row][column] = cell
    data = typed_workbook(停靠=[tuple(line) for line in lines], 行程=JOURNEYS)
    checked = read_made_plan(data, plain_scenario(), folder=DATA)
    assert checked.plan is None
    assert (code, where) in {(f.code, f.pointer) for f in checked.findings}


def test_a_workbook_without_its_sheets_says_which() -> None:
    checked = read_made_plan(typed_workbook(停靠=STOPS), plain_scenario(), folder=DATA)
    assert [f.code for f in checked.findings] == ["DISPATCH_SHEET_MISSING"]
    assert "行程" in checked.findings[0].cause.zh
