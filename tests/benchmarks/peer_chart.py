"""A table and a plot of what solvers reached, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.markdown import fill

COLOURS = {"zhida": "#0b6e4f", "OR-Tools": "#c8553d", "PyVRP": "#3b6fb6", "VROOM": "#8a6d3b"}
ROW, LEFT, WIDTH, TOP = 26, 150, 560, 44
LONGEST_BAR = 0.7
"""Share above the bound of the longest bar; what is more is written beside it only."""


@dataclass(frozen=True, slots=True)
class Result:
    """One solver on one problem.

    Attributes:
        problem, solver: names.
        times: the limit as a multiple of our time; 1 for our own run.
        fen, bound: money and our bound.
        left, broken: see ``Judged``.
        cpu_s: taken.
    """

    problem: str
    solver: str
    times: int
    fen: int
    bound: int
    left: int
    broken: int
    cpu_s: float

    @property
    def above(self) -> float:
        """How far above our bound, as a share of the bound."""
        return self.fen / self.bound - 1


def render_table(results: list[Result], path: Path) -> None:
    """Replace the table of peers in a Markdown file by the results."""
    head = ("problem", "solver", "time", "above our bound", "people left out", "split", "CPU s")
    rows = [
        (
            r.problem,
            r.solver,
            f"{r.times}×",
            f"{r.above:.1%}",
            f"{r.left}",
            f"{r.broken}",
            f"{r.cpu_s:.1f}",
        )
        for r in results
    ]
    fill(path, "peers", head, rows)


def render_chart(results: list[Result], path: Path) -> None:
    """One bar for each solver, time and problem: how far above our bound."""
    most = min(LONGEST_BAR, max(r.above for r in results)) or 1.0
    height = TOP + ROW * len(results) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 80} {height}" '
        f'font-family="sans-serif" font-size="13" role="img">',
        "<title>Cost above Zhida's proven bound, by solver</title>",
        f'<rect width="{LEFT + WIDTH + 80}" height="{height}" fill="#ffffff"/>',
        '<text x="12" y="24" font-size="15">Cost above the proven bound (shorter is better); '
        "10× is ten times our CPU time</text>",
    ]
    for n, r in enumerate(results):
        y, wide = TOP + ROW * n, max(1.0, WIDTH * min(1.0, r.above / most))
        name = f"{r.problem} {r.solver}" + (f" {r.times}×" if r.solver != "zhida" else "")
        parts += [
            f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{name}</text>',
            f'<rect x="{LEFT}" y="{y + 3}" width="{wide:.1f}" height="{ROW - 8}" '
            f'fill="{COLOURS[r.solver]}"/>',
            f'<text x="{LEFT + wide + 6:.1f}" y="{y + 15}">{r.above:.1%}</text>',
        ]
    path.write_text("\n".join([*parts, "</svg>", ""]), "utf-8")
