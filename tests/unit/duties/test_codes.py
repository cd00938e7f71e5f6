"""Every code of a refusal stands in routing/ERRORS.md."""

from __future__ import annotations

import re
from pathlib import Path

from routing.duties.refusals import CODES


def test_refusal_codes_are_listed(root: Path) -> None:
    page = (root / "routing/ERRORS.md").read_text("utf-8")
    section = page.split("## duties and schedule")[1].split("\n## ")[0]
    listed = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", section, re.M))

    assert set(CODES.values()) <= listed
    assert {"NO_SECOND_DRIVER", "NIGHT_HALT_02_05", "REST_RULE", "BAY_FULL"} <= listed
