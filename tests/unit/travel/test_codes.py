"""The codes of this room and the page that lists them agree."""

from __future__ import annotations

import re
from pathlib import Path

ROW = re.compile(r"^\| `([A-Z_0-9]+)` \| (error|warning) \|", re.MULTILINE)
CODE = re.compile(r'(?:code=|defect\(|odd\()"([A-Z]+_[A-Z_]+)"')


def test_the_page_lists_exactly_the_codes_there_are(root: Path) -> None:
    page = (root / "routing/ERRORS.md").read_text("utf-8")
    section = page.partition("\n## travel\n")[2].partition("\n## ")[0]
    files = sorted((root / "routing/travel").glob("*.py"))
    used = {code for path in files for code in CODE.findall(path.read_text("utf-8"))}
    assert {code for code, _ in ROW.findall(section)} == used
