"""A scenario's file read together with what was typed into its cells since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from routing.formats.json_documents import read_json
from routing.formats.mending import (
    MarkedTable,
    mark_sheets,
    mark_tree,
    mend_sheets,
    mend_tree,
)
from routing.formats.workbook_form import read_sheets, unpack
from routing.model.findings import Finding, Severity
from routing.model.scenario import Scenario
from routing.pipeline.data_folder import DataFolder
from routing.pipeline.reading import WORKBOOK_START, CheckedInput, check_raw


@dataclass(frozen=True, slots=True)
class MendedInput(CheckedInput):
    """A file with its mended cells, and the rows in which something is wrong or odd.

    Attributes:
        tables: those rows; none where the file itself cannot be read.
    """

    tables: tuple[MarkedTable, ...] = ()


def read_mended(
    data: bytes,
    texts: Mapping[str, str],
    *,
    folder: DataFolder,
    find_more: Callable[[Scenario], tuple[Finding, ...]] | None = None,
) -> MendedInput:
    """Read a scenario's file with each text in its cell, and find everything wrong in it, at once.

    Args:
        data: JSON or the workbook form.
        texts: what was typed, by ``sheet!cell`` or JSON pointer.
        folder: policies and reference tables.
        find_more: what else is asked of an accepted scenario; its findings are marked too.
    """
    if data.startswith(WORKBOOK_START):
        return _read_form(data, texts, folder, find_more)
    raw, findings = read_json(data)
    if findings:
        return MendedInput(None, findings)
    tree = mend_tree(raw, texts)
    checked = check_raw(tree, folder)
    found = checked.findings
    if find_more is not None and checked.scenario is not None:
        found += find_more(checked.scenario)
    return MendedInput(checked.scenario, found, mark_tree(tree, found))


def _read_form(
    data: bytes,
    texts: Mapping[str, str],
    folder: DataFolder,
    find_more: Callable[[Scenario], tuple[Finding, ...]] | None,
) -> MendedInput:
    sheets, findings = unpack(data)
    mended = mend_sheets(sheets, texts)
    form = read_sheets(mended) if mended else None
    if form is None or form.raw is None:
        return MendedInput(None, findings if form is None else form.findings)
    checked = check_raw(form.raw, folder)
    refused = any(f.severity is Severity.ERROR for f in form.findings)
    scenario = None if refused else checked.scenario
    found = checked.findings
    if find_more is not None and scenario is not None:
        found += find_more(scenario)
    found = form.merge_findings(found)
    return MendedInput(scenario, found, mark_sheets(mended, found))
