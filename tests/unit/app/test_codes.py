"""Every code of the service stands in routing/ERRORS.md."""

from __future__ import annotations

import re
from pathlib import Path

from app.api.problems import KINDS


def test_every_code_that_the_service_can_give_is_explained(root: Path) -> None:
    listed = set(re.findall(r"^\| `?([A-Z][A-Z0-9_]+)`? \|", read(root, "routing/ERRORS.md"), re.M))
    given = set(KINDS)
    for file in ("app/jobs/service_findings.py", "app/api/judging.py", "app/desk/what_if.py"):
        given |= set(re.findall(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|INTERNAL)"', read(root, file)))
    assert given >= {"WORKER_LOST", "EVALUATION_PARTS", "GRID_UNFIT", "INTERNAL"}
    assert given - listed == set()


def test_every_problem_has_words_in_both_languages_and_an_error_status() -> None:
    for code, kind in KINDS.items():
        assert kind.status >= 400, code
        assert all((kind.cause.zh, kind.cause.en, kind.remedy.zh, kind.remedy.en)), code


def read(root: Path, name: str) -> str:
    return (root / name).read_text("utf-8")
