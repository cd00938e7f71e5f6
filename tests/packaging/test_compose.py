"""compose.yaml says only what the command line and the settings know, and keeps secrets in files.

There is no container engine here; the words are held against the code that will read them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.main import build_parser
from app.service import WORKER_BEAT
from app.settings import FILE, SECRETS, read_settings

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))
    return document


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose["services"]
    return found


def test_every_command_is_one_that_the_service_understands(
    services: dict[str, dict[str, Any]],
) -> None:
    server = build_parser().parse_args(services["server"]["command"])
    worker = build_parser().parse_args(services["worker"]["command"])
    assert (server.word, server.host, server.port, server.slots) == ("serve", "0.0.0.0", 8000, 0)
    assert worker.word == "worker" and worker.slots >= 1


def test_every_variable_is_one_that_the_code_reads(
    services: dict[str, dict[str, Any]], root: Path
) -> None:
    code = "".join(
        (root / name).read_text("utf-8")
        for name in ("app/settings.py", "app/jobs/telemetry.py", "app/jobs/sealed_vault.py")
    )
    read = set(re.findall(r'"((?:ZHIDA|OTEL)_[A-Z_]+)"', code)) | {name + FILE for name in SECRETS}
    for name in ("server", "worker"):
        assert services[name]["environment"].keys() - read == set()


def test_the_settings_accept_what_the_server_is_given(
    services: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    given = dict(services["server"]["environment"])
    for name in given:
        if name.endswith(FILE):
            file = tmp_path / name
            file.write_text("a secret of 32 letters, made here\n")
            given[name] = str(file)
    settings = read_settings(
        Path("data"),
        environment={name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", text) for name, text in given.items()},
        state=tmp_path,
        host="0.0.0.0",
    )
    assert settings.database == (
        "postgresql+psycopg://zhida:a%20secret%20of%2032%20letters%2C%20made%20here@db/zhida"
    )
    assert "letters" not in repr(settings)


def test_no_secret_stands_in_the_file_and_each_is_mounted_where_it_is_read(
    compose: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    for service in services.values():
        for name, value in service["environment"].items():
            assert not re.search("PASSWORD|SECRET|_KEY$", name) or value.startswith("/run/secrets/")
            if str(value).startswith("/run/secrets/"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]
        assert set(service["secrets"]) <= compose["secrets"].keys()
    assert all(set(secret) == {"file"} for secret in compose["secrets"].values())


def test_only_loopback_is_published_and_each_service_has_a_check(
    services: dict[str, dict[str, Any]], root: Path
) -> None:
    published = [port for service in services.values() for port in service.get("ports", ())]
    assert published == ["127.0.0.1:8000:8000"]
    assert "HEALTHCHECK" in (root / "Dockerfile").read_text("utf-8")  # the server's
    assert {name for name, service in services.items() if "healthcheck" in service} == {
        "db",
        "worker",
    }
    assert WORKER_BEAT in services["worker"]["healthcheck"]["test"][-1]
    for name in ("server", "worker"):
        assert services[name]["read_only"] and services[name]["cap_drop"] == ["ALL"]
