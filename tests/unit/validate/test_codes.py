"""Codes, the page that lists them, and the tests that raise them agree."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import routing.validate
from routing.validate.defect import Defect

# Names that only one of the two sentences needs.
SAID = {"limit", "subject", "field", "measured", "limit_zh"}
ROW = re.compile(r"^\| `([A-Z_0-9]+)` \| (error|warning) \|", re.MULTILINE)


def defects() -> dict[str, Defect]:
    """All kinds of defects that the room can report."""
    found: dict[str, Defect] = {}
    for module in pkgutil.iter_modules(routing.validate.__path__, "routing.validate."):
        names = vars(importlib.import_module(module.name)).values()
        found |= {d.code: d for d in names if isinstance(d, Defect)}
    return found


def listed(root: Path, section: str) -> dict[str, str]:
    """Codes with their severity in one section of the page."""
    page = (root / "routing/ERRORS.md").read_text("utf-8")
    text = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return dict(ROW.findall(text))


def test_the_page_lists_exactly_the_codes_there_are(root: Path) -> None:
    known = {code: str(defect.severity) for code, defect in defects().items()}
    assert listed(root, "validate") == known


def test_every_code_is_raised_by_a_test(root: Path) -> None:
    tests = "".join(
        path.read_text("utf-8") for path in (root / "tests/unit/validate").glob("test_*.py")
    )
    assert [code for code in sorted(defects()) if f'"{code}"' not in tests] == []


def test_every_code_speaks_both_languages() -> None:
    for defect in defects().values():
        for words in (defect.cause, defect.remedy):
            assert re.search("[\u4e00-\u9fff]", words.zh), defect.code
            assert re.search("[a-z]{3}", words.en), defect.code
            assert words.zh != words.en
            named = re.findall(r"{(\w+)}", words.en)
            assert set(named) <= {*re.findall(r"{(\w+)}", words.zh), "unit_en", "side_en", *SAID}
