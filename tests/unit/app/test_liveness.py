"""Telling the living from the dead by their locks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.jobs.liveness import FileLiveness

HOLD = """
import sys, time
from pathlib import Path
from app.jobs.liveness import FileLiveness
mine = FileLiveness(Path(sys.argv[1]))
mine.hold("other")
print("held", flush=True)
time.sleep(600)
"""


def test_a_process_is_alive_until_it_is_killed(tmp_path: Path, root: Path) -> None:
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        judge = FileLiveness(tmp_path)
        with judge.if_dead("other") as dead:
            assert not dead
        other.kill()
        other.wait()
        with judge.if_dead("other") as dead:
            assert dead


def test_two_processes_cannot_live_under_one_name(tmp_path: Path) -> None:
    first, second = FileLiveness(tmp_path), FileLiveness(tmp_path)
    first.hold("me")
    with pytest.raises(RuntimeError, match="already runs"):
        second.hold("me")


def test_who_never_lived_is_dead(tmp_path: Path) -> None:
    with FileLiveness(tmp_path).if_dead("nobody") as dead:
        assert dead
