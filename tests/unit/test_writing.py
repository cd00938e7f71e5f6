"""Outputs written by two processes are what one would have written."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from routing.model.rules import PolicyProfile
from routing.pipeline import RENDERERS, DataFolder, OutputWriter, render_output
from routing.pipeline.writing import APART
from tests.generators.small_plan import small_plan, small_scenario


def test_two_processes_write_what_one_renders_even_when_the_second_was_killed(
    root: Path, tmp_path: Path
) -> None:
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    scenario, plan, data = small_scenario(), small_plan(profile), DataFolder(root / "data")
    with OutputWriter(data=data, language="zh") as writer:
        writer.write(tmp_path / "both", scenario, plan)
        for second in list(writer._pool._processes.values()):
            os.kill(second.pid or 0, signal.SIGKILL)
            second.join()
        writer.write(tmp_path / "one", scenario, plan)
    names = {"plan.json", *RENDERERS}
    assert set(APART) < names
    for folder in ("both", "one"):
        assert {path.name for path in (tmp_path / folder).iterdir()} == names
    for name in ("map.html", "plan.json", "audit.html", "stops.csv", "routes.geojson"):
        wanted = render_output(name, scenario, plan, data=data, language="zh")
        assert (tmp_path / "both" / name).read_bytes() == wanted
        assert (tmp_path / "one" / name).read_bytes() == wanted


def test_the_second_process_is_gone_when_the_writer_is_closed(root: Path) -> None:
    """Also one that has hardly begun: left to the interpreter's end it may leave a traceback."""
    with OutputWriter(data=DataFolder(root / "data"), language="zh") as writer:
        second = list(writer._pool._processes.values())
    assert second
    assert not any(process.is_alive() for process in second)
