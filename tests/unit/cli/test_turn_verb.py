"""``zhida turn``: the way home is the sample of the way to work, turned round."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.desk.intake import Choices, read_submission
from app.pages.home import read_form
from routing.cli.exit_codes import ExitCode
from routing.cli.main import main
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder

WORK = "zunyi-shanghai"
HOME_BY = "2021-02-10T20:00"


def turned(root: Path, folder: Path) -> Scenario:
    out = folder / "home.json"
    words = [str(root / "data" / "scenarios" / f"{WORK}.json"), "--home-by", HOME_BY]
    done = main(["turn", *words, "--out", str(out), "--data", str(root / "data")])
    assert done == ExitCode.DONE
    return Scenario.model_validate_json(out.read_bytes())


def test_the_turned_scenario_is_home_in_time_and_can_be_read(root: Path, tmp_path: Path) -> None:
    home = turned(root, tmp_path)
    latest = max(g.arrive_by for g in home.groups if g.arrive_by is not None)

    assert home.id == f"{WORK}-home"
    assert latest == datetime(2021, 2, 10, 12, tzinfo=UTC)


def test_the_way_home_carries_the_same_people_the_other_way(root: Path, tmp_path: Path) -> None:
    there = Scenario.model_validate_json(
        (root / "data" / "scenarios" / f"{WORK}.json").read_bytes()
    )
    home = turned(root, tmp_path)

    assert sorted((g.origin, g.destination, g.people) for g in home.groups) == sorted(
        (g.destination, g.origin, g.people) for g in there.groups
    )
    assert [[c.place for c in s.calls] for s in home.services] == [
        [c.place for c in reversed(s.calls)] for s in there.services
    ]


def test_the_sample_of_the_way_home_is_its_way_to_work_turned_round(
    root: Path, tmp_path: Path
) -> None:
    """People, ends, train and the fleet's limits; the times were mended by hand (its story)."""
    samples, out = root / "data" / "scenarios", tmp_path / "home.json"
    words = [str(samples / "nujiang-zhuhai.json"), "--home-by", "2023-01-18T22:00"]
    assert main(["turn", *words, "--out", str(out), "--data", str(root / "data")]) == ExitCode.DONE
    home = Scenario.model_validate_json(out.read_bytes())
    sample = Scenario.model_validate_json((samples / "nujiang-zhuhai-return.json").read_bytes())

    assert [(g.origin, g.destination, g.people) for g in sample.groups] == [
        (g.origin, g.destination, g.people) for g in home.groups
    ]
    assert sample.fleet == home.fleet
    assert [[c.place for c in s.calls] for s in sample.services] == [
        [c.place for c in s.calls] for s in home.services
    ]
    assert [s.offers for s in sample.services] == [s.offers for s in home.services]


def test_a_time_that_is_none_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(root / "data" / "scenarios" / f"{WORK}.json")
    with pytest.raises(SystemExit) as refused:
        main(["turn", path, "--home-by", "New Year"])

    assert refused.value.code == ExitCode.INPUT_REFUSED
    assert "New Year" in capsys.readouterr().err


def test_the_switch_of_page_and_service_turns_what_is_planned(root: Path) -> None:
    data = (root / "data" / "scenarios" / f"{WORK}.json").read_bytes()
    folder = DataFolder(root / "data")
    there = json.loads(read_submission(data, folder=folder, tenant="t").scenario)
    chosen = read_form(effort="quick", return_home=HOME_BY)
    back = json.loads(read_submission(data, folder=folder, tenant="t", choices=chosen).scenario)

    assert (there["id"], back["id"]) == (WORK, f"{WORK}-home")
    assert back["groups"][0]["origin"] == there["groups"][0]["destination"]
    assert back["solver"]["effort"] == "quick"


@pytest.mark.parametrize("text", ["", "soon"])
def test_a_field_of_the_page_that_holds_no_time_turns_nothing(text: str) -> None:
    assert read_form(effort="", return_home=text) == Choices()
