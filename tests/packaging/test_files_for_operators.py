"""The files an operator starts from: Dockerfile and shell scripts pass their linters."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(sys.executable).parent


def lint(words: list[str], *, cwd: Path) -> None:
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dockerfile_is_hadolint_clean(root: Path) -> None:
    lint([str(TOOLS / "hadolint"), "Dockerfile"], cwd=root)


@pytest.mark.parametrize(
    "script", ["zhida", ".ci/run", ".ci/checks", ".ci/groups", ".ci/pin", ".ci/audit"]
)
def test_a_shell_script_is_shellcheck_clean(root: Path, script: str) -> None:
    lint([str(TOOLS / "shellcheck"), "-x", "-P", str(root), script], cwd=root)


def test_the_image_does_not_run_as_root(root: Path) -> None:
    users = [
        line.split()[1]
        for line in (root / "Dockerfile").read_text("utf-8").splitlines()
        if line.startswith("USER ")
    ]
    assert users
    assert users[-1] not in ("0", "root")
