"""``zhida papers`` and ``zhida template``, from words to files."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from pypdf import PdfReader

from routing.cli.exit_codes import ExitCode
from routing.cli.main import main
from routing.formats.json_documents import render_json
from routing.model.roster import Person, Roster
from routing.model.rules import PolicyProfile
from tests.generators.rosters import build_roster
from tests.generators.small_plan import small_plan, small_scenario


@pytest.fixture
def files(tmp_path: Path, root: Path) -> Path:
    """A folder with a scenario, its plan and a roster."""
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    scenario = small_scenario()
    (tmp_path / "scenario.json").write_bytes(render_json(scenario))
    (tmp_path / "plan.json").write_bytes(render_json(small_plan(profile)))
    (tmp_path / "roster.json").write_bytes(render_json(build_roster(scenario)))
    return tmp_path


def papers(files: Path, root: Path, *words: str) -> int:
    return main(
        [
            "papers",
            str(files / "scenario.json"),
            str(files / "plan.json"),
            "--out",
            str(files / "out"),
            "--data",
            str(root / "data"),
            *words,
        ]
    )


def test_every_paper_is_written_and_the_details_are_there_to_fill_in(
    files: Path, root: Path
) -> None:
    assert papers(files, root, "--roster", str(files / "roster.json")) == ExitCode.DONE
    written = {path.name: path.read_bytes() for path in (files / "out").iterdir()}
    assert {"manifests.pdf", "cards.pdf", "road_cards.pdf", "details.xlsx"} <= written.keys()
    assert all(d.startswith(b"%PDF") for n, d in written.items() if n.endswith(".pdf"))


def test_what_was_filled_in_is_read_back(files: Path, root: Path) -> None:
    assert papers(files, root) == ExitCode.DONE
    details = files / "out" / "details.xlsx"
    kept = files / "details.xlsx"
    kept.write_bytes(details.read_bytes())
    details.unlink()
    assert papers(files, root, "--details", str(kept)) == ExitCode.DONE
    assert not details.exists()


def test_a_roster_that_cannot_be_read_is_refused_and_nothing_is_written(
    files: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "bad.json").write_text('{"id": "r", "people": [{"token": "p1"}]}', encoding="utf-8")
    code = papers(files, root, "--roster", str(files / "bad.json"))
    assert code == ExitCode.INPUT_REFUSED
    assert "/people/0/name" in capsys.readouterr().err
    assert not (files / "out").exists()


@pytest.mark.parametrize("name", ["scenario", "roster", "details"])
def test_each_template_is_a_workbook(tmp_path: Path, name: str) -> None:
    out = tmp_path / "form.xlsx"
    assert main(["template", name, "--out", str(out)]) == ExitCode.DONE
    assert out.read_bytes().startswith(b"PK")


def test_a_roster_with_errors_is_refused_by_token_and_never_by_name(
    files: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = Roster(id="r", people=(Person(token="p1", name="欧阳锋", group="nobody"),))
    (files / "odd.json").write_bytes(render_json(odd))
    code = papers(files, root, "--roster", str(files / "odd.json"))
    assert code == ExitCode.INPUT_REFUSED
    shown = capsys.readouterr()
    assert "ROSTER_NO_GROUP" in shown.err
    assert "欧阳锋" not in shown.out + shown.err


def test_many_townships_rosters_with_their_own_headings_are_merged_by_a_mapping(
    files: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, head in (("a.xlsx", ["姓名", "批次"]), ("b.xlsx", ["务工者", "哪一批"])):
        with xlsxwriter.Workbook(files / name) as book:
            page = book.add_worksheet("名单")
            page.write_row(0, 0, head)
            page.write_row(1, 0, [f"王{name}", "a-1"])
    rosters = ("--roster", str(files / "a.xlsx"), "--roster", str(files / "b.xlsx"))
    assert papers(files, root, *rosters, "--map", "务工者=colour") == ExitCode.INPUT_REFUSED
    assert "ROSTER_UNKNOWN_FIELD" in capsys.readouterr().err
    code = papers(files, root, *rosters, "--full", "--map", "务工者=name", "--map", "哪一批=group")
    assert code == ExitCode.DONE
    text = PdfReader(files / "out" / "manifests.pdf").pages[0].extract_text()
    assert "王a.xlsx" in text and "王b.xlsx" in text


def test_details_of_another_plan_are_refused(
    files: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "d.json").write_text('{"schema_version": "1", "runs": [{"run": "C9"}]}', "utf-8")
    assert papers(files, root, "--details", str(files / "d.json")) == ExitCode.INPUT_REFUSED
    assert "DETAILS_UNKNOWN_RUN" in capsys.readouterr().err
