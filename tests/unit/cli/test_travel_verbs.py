"""A county's own table at the command line: laid over a scenario, made into a model."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from routing.cli.exit_codes import ExitCode
from routing.cli.main import main
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, prepare_problem, read_pair_table, with_pairs
from routing.travel import read_travel_model

SAMPLE = "data/scenarios/tiandeng-pengjiang.json"
ROWS = (("起点", "终点", "公里", "分钟"), ("龙岩移民安置小区", "longming", 31.5, 52))


def as_csv() -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(ROWS)
    return text.getvalue().encode()


def as_workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("里程")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return file.getvalue()


@pytest.fixture
def scenario(root: Path) -> Scenario:
    return Scenario.model_validate_json((root / SAMPLE).read_bytes())


@pytest.mark.parametrize("data", [as_csv(), as_workbook()])
def test_a_table_by_names_is_what_the_plan_drives(
    root: Path, scenario: Scenario, data: bytes
) -> None:
    """Both ways; every other pair stays the model's, and the plan says so."""
    pairs, findings = read_pair_table(data)
    assert findings == ()
    laid, findings = with_pairs(scenario, pairs)
    assert findings == ()
    folder = DataFolder(root / "data")
    before, after = (prepare_problem(s, data=folder).matrix for s in (scenario, laid))
    assert after.get_distance_m("longyan", "longming") == 31_500
    assert after.get_duration_s("longming", "longyan") == 52 * 60
    assert (before.distance_m != after.distance_m).sum() == 2
    assert "2 directed pairs from the scenario's table" in after.provider


def test_a_name_that_is_no_place_is_refused(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text("from,to,km,minutes\nlongyan,龙茗,31,50\n", "utf-8")
    words = ["validate", str(root / SAMPLE), "--pairs", str(table), "--data", str(root / "data")]
    assert main(words) == ExitCode.INPUT_REFUSED
    assert "PAIR_UNKNOWN_PLACE" in capsys.readouterr().err


def test_a_bad_cell_is_named(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text("from,to,km,minutes\nlongyan,longming,many,50\n", "utf-8")
    words = ["validate", str(root / SAMPLE), "--pairs", str(table), "--data", str(root / "data")]
    assert main(words) == ExitCode.INPUT_REFUSED
    assert "csv!C2" in capsys.readouterr().err


def roads_of(root: Path) -> list[dict[str, str]]:
    with (root / "data/reference/calibration_pairs.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["coach_h"]]


def test_a_table_becomes_a_model_that_plans_can_use(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Roads that are a tenth longer than the reference give a model that says so."""
    rows = [
        f"{r['from']},{r['to']},{float(r['road_km']) * 1.1},{r['coach_h']}" for r in roads_of(root)
    ]
    table, model = tmp_path / "ours.csv", tmp_path / "model.json"
    table.write_text("\n".join(["起点,终点,里程公里,时间小时", *rows]), "utf-8")
    words = ["refit", str(table), "--out", str(model), "--data", str(root / "data"), "--lang", "en"]
    assert main(words) == ExitCode.DONE
    said = capsys.readouterr().out
    assert "held-out thirds" in said
    assert "better keep that" not in said
    ours, base = (
        read_travel_model(tmp_path, refitted=model),
        read_travel_model(root / "data/reference"),
    )
    assert ours.id == "ours"
    assert ours.circuity.a0 > base.circuity.a0
    scenario = Scenario.model_validate_json((root / SAMPLE).read_bytes())
    monkeypatch.delenv("ZHIDA_TRAVEL_MODEL", raising=False)
    before = prepare_problem(scenario, data=DataFolder(root / "data")).matrix
    monkeypatch.setenv("ZHIDA_TRAVEL_MODEL", str(model))
    after = prepare_problem(scenario, data=DataFolder(root / "data")).matrix
    assert "model ours" in after.provider
    assert after.mean_error == json.loads(model.read_text("utf-8"))["mean_error"]
    assert 1.08 < after.distance_m.sum() / before.distance_m.sum() < 1.12


def test_few_roads_make_no_model(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "few.csv"
    table.write_text("from,to,km,minutes\n昆明,贵阳,515,480\n", "utf-8")
    words = ["refit", str(table), "--out", str(tmp_path / "m"), "--data", str(root / "data")]
    assert main(words) == ExitCode.INPUT_REFUSED
    assert "PAIR_TABLE_TOO_SMALL" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()
