"""Processes beside this one end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PARENT = """
import os
from routing.pipeline.processes import start_processes

if __name__ == "__main__":
    with start_processes(2) as pool:
        print(*{pool.submit(os.getpid).result() for _ in range(2)}, flush=True)
        input()
"""
PATIENCE_S = 30


def is_there(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_processes_end_with_a_parent_that_was_killed(tmp_path: Path, root: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(root)},
        text=True,
    )
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert pids and all(is_there(pid) for pid in pids)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + PATIENCE_S
    while any(is_there(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(is_there(pid) for pid in pids)
