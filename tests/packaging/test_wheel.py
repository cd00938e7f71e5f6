"""The built wheel, installed away from the source tree, plans a sample.

An editable install makes ``data`` and ``tests`` importable by accident, so the wheel goes into
an environment of its own. To stay quick that environment borrows the libraries of this one by a
``.pth`` file; Python follows no further ``.pth`` from there, so the editable install stays
invisible.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

SAMPLE = "tiandeng-pengjiang.json"
OUTPUTS = ("plan.json", "map.html", "routes.geojson", "dispatch.xlsx", "audit.html")


@dataclass(frozen=True)
class Installed:
    """The wheel and the environment that it was installed into."""

    wheel: Path
    prefix: Path

    @property
    def python(self) -> Path:
        return self.prefix / "bin" / "python"

    @property
    def data(self) -> Path:
        return self.prefix / "share" / "zhida" / "data"


def run(*words: str | Path, cwd: Path, timeout: int = 280) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "ZHIDA_DATA")}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    place = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place / "dist", cwd=root)
    (wheel,) = (place / "dist").glob("zhida-*.whl")
    there = Installed(wheel=wheel, prefix=place / "env")
    venv.create(there.prefix, with_pip=False)
    words = ("-m", "pip", "--python", there.python, "install", "--no-index", "--no-deps", wheel)
    run(sys.executable, *words, cwd=place)
    paths = {"base": str(there.prefix), "platbase": str(there.prefix)}
    site = Path(sysconfig.get_path("purelib", scheme="venv", vars=paths))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return there


def test_the_wheel_holds_the_packages_and_no_test(installed: Installed) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(installed.wheel).namelist()}
    version = installed.wheel.name.split("-")[1]
    assert tops == {"app", "routing", f"zhida-{version}.data", f"zhida-{version}.dist-info"}


def test_it_runs_from_its_own_environment(installed: Installed, tmp_path: Path) -> None:
    code = "import app, routing; print(app.__file__, routing.__file__)"
    for path in run(installed.python, "-c", code, cwd=tmp_path).split():
        assert Path(path).is_relative_to(installed.prefix)


def test_it_carries_its_data(installed: Installed) -> None:
    assert (installed.data / "policies").is_dir()
    assert (installed.data / "scenarios" / SAMPLE).is_file()


@pytest.mark.slow  # two minutes: it compiles anew, for the compiled code is kept by place
@pytest.mark.timeout(600)
def test_it_plans_a_sample(installed: Installed, tmp_path: Path) -> None:
    sample = installed.data / "scenarios" / SAMPLE
    program = installed.prefix / "bin" / "zhida"
    run(program, "plan", sample, "--out", tmp_path, "--effort", "quick", cwd=tmp_path)
    assert [name for name in OUTPUTS if not (tmp_path / name).stat().st_size] == []
