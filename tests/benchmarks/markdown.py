"""Tables of figures in Markdown files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


def fill(path: Path, mark: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Replace what stands between ``<!-- mark -->`` and ``<!-- /mark -->`` by a table."""
    lines = [head, ["---"] * len(head), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, rest = path.read_text("utf-8").split(begin)
    _, after = rest.split(end)
    path.write_text(f"{before}{begin}\n\n{table}\n\n{end}{after}", "utf-8")
