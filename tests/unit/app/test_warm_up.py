"""The fork server is made warm where that is quick; elsewhere it is left cold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CODE = "from app.jobs.warm_up import is_compiled, warm_up; print(is_compiled(), warm_up())"


def run(code: str, **environment: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    return answer.stdout.strip()


def test_nothing_is_compiled_where_no_machine_code_is_kept(tmp_path: Path) -> None:
    assert run(CODE, NUMBA_CACHE_DIR=str(tmp_path)) == "False False"
    assert list(tmp_path.rglob("*.nbi")) == []


def test_a_data_folder_that_cannot_be_read_is_left_to_the_jobs_to_report(tmp_path: Path) -> None:
    assert run(CODE, ZHIDA_DATA=str(tmp_path)).endswith("False")
