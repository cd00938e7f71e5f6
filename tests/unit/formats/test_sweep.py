"""A sweep's table and picture: every plan on both, texts as texts, the recommended ones named."""

from __future__ import annotations

import io
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from routing.formats.sweep_chart import render_sweep_chart
from routing.formats.workbook.sweep_sheet import render_sweep_workbook
from routing.model.sweep import Alternative, Row, Sweep


def row(
    label: str, fen: int, hours: float, *, carried: int = 40, best: tuple[str, ...] = ()
) -> Row:
    return Row.model_validate(
        {
            "labels": (label,),
            "status": "complete" if carried == 40 else "partial",
            "total_fen": fen,
            "carried": carried,
            "left_out": 40 - carried,
            "coaches": 2,
            "journey_mean_s": round(hours * 3_600),
            "journey_longest_s": round(hours * 3_600) + 60,
            "gap": 0.01,
            "best": best,
        }
    )


SWEEP = Sweep(
    scenario_id="case",
    axes=("ride_hour",),
    rows=(
        row("<b>cheap", 1_000_000, 12, best=("cheapest", "front")),
        row("=fast", 1_500_000, 8, best=("fastest", "front")),
        row("short", 900_000, 9, carried=30),
    ),
    alternatives=(Alternative(name="cheap", row=0), Alternative(name="fast", row=1)),
)
SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_is_sound_and_shows_every_plan_once() -> None:
    drawn = ElementTree.fromstring(render_sweep_chart(SWEEP, language="en"))
    dots = drawn.findall(f"{SVG}circle")
    assert [dot.get("fill") == "none" for dot in dots] == [False, False, True]
    assert "<b>cheap" in [text.text for text in drawn.findall(f"{SVG}text")]
    x, y = ([float(str(dot.get(axis))) for dot in dots] for axis in ("cx", "cy"))
    assert x[0] > x[2] > x[1]  # twelve hours lie right of nine and eight
    assert y[1] < y[0] < y[2]  # dearer is higher
    (front,) = drawn.findall(f"{SVG}polyline")
    assert len(str(front.get("points")).split()) == 2


def test_one_plan_alone_and_none_at_all_can_be_drawn() -> None:
    for rows in (SWEEP.rows[:1], ()):
        alone = SWEEP.model_copy(update={"rows": rows, "alternatives": ()})
        ElementTree.fromstring(render_sweep_chart(alone, language="zh"))


def test_the_table_has_a_line_a_plan_with_what_it_is_best_at() -> None:
    data = render_sweep_workbook(SWEEP, language="en")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    lines = sheet.to_python()[2:]
    assert [line[0] for line in lines] == ["<b>cheap", "=fast", "short"]
    assert [line[1] for line in lines] == [10_000, 15_000, 9_000]
    assert [line[2] for line in lines] == [0, 5_000, -1_000]
    assert [line[-1] for line in lines] == ["Cheapest", "Fastest", ""]
    assert render_sweep_workbook(SWEEP, language="en") == data
