"""Every output of a plan as a file, half of them written by a second process.

The second process makes itself ready while the plan is being made: the map's libraries and the
country's outlines cost it as long as planning costs the first, and nobody waits for them.
"""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Self

from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline.data_folder import DataFolder
from routing.pipeline.outputs import RENDERERS, make_renderer, render_output
from routing.pipeline.processes import start_processes
from routing.ports.renderer import Language

APART = ("map.html", "dispatch.xlsx")
"""Outputs of the second process; they take about as long as all others together."""


class OutputWriter:
    """Writes the outputs of plans.

    It may begin before there is a plan, and is to be closed: it is a context manager.
    """

    def __init__(self, *, data: DataFolder, language: Language) -> None:
        self.data = data
        self.language = language
        self._pool = start_processes(1)

    def __enter__(self) -> Self:
        self._pool.submit(_make_ready)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Not left to the end of the interpreter, which may find the pool half closed.
        self._pool.shutdown(cancel_futures=True)

    def write(self, out: Path, scenario: Scenario, plan: Plan) -> None:
        """Write ``plan.json`` and a file for each of ``RENDERERS`` into a folder, made if absent.

        Raises:
            OSError: the folder cannot be written.
        """
        out.mkdir(parents=True, exist_ok=True)
        begun = {name: self._begin(name, scenario, plan) for name in APART}
        for name in ("plan.json", *RENDERERS):
            if name not in begun:
                (out / name).write_bytes(self._render(name, scenario, plan))
        for name, found in begun.items():
            (out / name).write_bytes(self._finish(name, found, scenario, plan))

    def _begin(self, name: str, scenario: Scenario, plan: Plan) -> Future[bytes] | None:
        try:
            return self._pool.submit(
                render_output, name, scenario, plan, data=self.data, language=self.language
            )
        except BrokenProcessPool:
            return None

    def _finish(
        self, name: str, found: Future[bytes] | None, scenario: Scenario, plan: Plan
    ) -> bytes:
        """What the second process wrote; where it was ended from outside, this one does it."""
        try:
            return self._render(name, scenario, plan) if found is None else found.result()
        except BrokenProcessPool:
            return self._render(name, scenario, plan)

    def _render(self, name: str, scenario: Scenario, plan: Plan) -> bytes:
        return render_output(name, scenario, plan, data=self.data, language=self.language)


def _make_ready() -> None:
    # Only the second process waits for the map's libraries.
    from routing.formats.map.render import make_ready

    for name in APART:
        make_renderer(name)
    make_ready()
