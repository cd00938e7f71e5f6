"""Every workbook opened and saved again by LibreOffice: the same cells, nothing calculated."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from routing.formats.details_form import render_details_form
from routing.formats.plan_view import PlanView
from routing.formats.roster_form import render_roster_template
from routing.formats.workbook import WorkbookRenderer
from routing.formats.workbook_form import read_workbook, render_form, render_template
from routing.formats.workbook_form.cells import plain
from routing.model.plan import Plan
from routing.model.rules import PolicyProfile
from routing.model.scenario import Scenario
from tests.conftest import ROOT
from tests.generators.small_plan import small_plan, small_scenario
from tests.unit.formats import hostile_plan
from tests.unit.formats.test_workbook import HOSTILE

pytestmark = [pytest.mark.office, pytest.mark.timeout(300)]
BOOKS = ("dispatch", "dispatch-en", "hostile", "scenario", "template", "roster", "details")
LIVE = re.compile(rb"<f(?=[ >/])|<hyperlink ")


@pytest.fixture(scope="module")
def documents() -> tuple[Scenario, Plan]:
    profile = (ROOT / "data/policies/cn-2023.json").read_bytes()
    return small_scenario(), small_plan(PolicyProfile.model_validate_json(profile))


@pytest.fixture(scope="module")
def written(
    documents: tuple[Scenario, Plan], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Every workbook of ours as a file, hostile names among them."""
    folder = tmp_path_factory.mktemp("written")
    scenario, plan = documents
    render = WorkbookRenderer().render
    hostile = hostile_plan.rename(scenario, plan, HOSTILE[0])
    books = {
        "dispatch": render(scenario, plan, language="zh"),
        "dispatch-en": render(scenario, plan, language="en"),
        "hostile": render(*hostile, language="zh"),
        "scenario": render_form(scenario, language="zh"),
        "template": render_template(language="zh"),
        "roster": render_roster_template(language="zh"),
        "details": render_details_form(language="zh", view=PlanView(scenario, plan, "zh")),
        "live": live_book(),
    }
    paths = {name: folder / f"{name}.xlsx" for name in books}
    for name, data in books.items():
        paths[name].write_bytes(data)
    return paths


@pytest.fixture(scope="module")
def saved(written: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same as LibreOffice saves them, all in one start."""
    program = shutil.which("soffice")
    assert program is not None
    folder = tmp_path_factory.mktemp("saved")
    done = subprocess.run(
        [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder),
            *(str(path) for path in written.values()),
        ],
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name: folder / f"{name}.xlsx" for name in written}


def cells(path: Path) -> dict[str, list[list[str]]]:
    """Every cell of every sheet as text, without what is empty at the ends."""
    book = CalamineWorkbook.from_path(path)
    return {name: _trimmed(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}


def _trimmed(rows: list[list[object]]) -> list[list[str]]:
    texts = [[_text(cell) for cell in row] for row in rows]
    for row in texts:
        while row and not row[-1]:
            row.pop()
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return plain(round(cell, 9))
    return re.sub(r"\s+", " ", str(cell)).strip()


@pytest.mark.parametrize("name", BOOKS)
def test_it_opens_with_the_same_sheets_and_cells(
    written: dict[str, Path], saved: dict[str, Path], name: str
) -> None:
    ours, theirs = cells(written[name]), cells(saved[name])
    assert list(ours) == list(theirs)
    for sheet, rows in ours.items():
        assert theirs[sheet] == rows, sheet


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_in_it_is_calculated_or_leads_away(saved: dict[str, Path], name: str) -> None:
    assert not LIVE.search(sheets_of(saved[name]))


def test_what_is_calculated_or_leads_away_would_be_found(saved: dict[str, Path]) -> None:
    assert set(LIVE.findall(sheets_of(saved["live"]))) == {b"<f", b"<hyperlink "}


def test_the_form_as_libreoffice_saves_it_is_the_same_scenario(
    written: dict[str, Path], saved: dict[str, Path]
) -> None:
    ours, theirs = (read_workbook(book["scenario"].read_bytes()) for book in (written, saved))
    assert theirs.findings == ()
    assert ours.raw is not None and theirs.raw is not None and theirs.raw["groups"]
    assert _to_a_millimetre(theirs.raw) == _to_a_millimetre(ours.raw)


def _to_a_millimetre(raw: Mapping[str, Any]) -> dict[str, Any]:
    """LibreOffice writes fifteen digits of a number; a double has two more."""
    places = [
        {name: round(x, 8) if isinstance(x, float) else x for name, x in place.items()}
        for place in raw["places"]
    ]
    return {**raw, "places": places}


def sheets_of(path: Path) -> bytes:
    """The sheets of a workbook as they stand in the file."""
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        return b"".join(archive.read(name) for name in names)


def live_book() -> bytes:
    """A formula and a link that are meant to be alive."""
    data = BytesIO()
    with xlsxwriter.Workbook(data) as book:
        page = book.add_worksheet("x")
        page.write_formula("A1", "=1+1")
        page.write_url("A2", "http://example.org/")
    return data.getvalue()
