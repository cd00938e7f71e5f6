"""Settings from words and environment; what contradicts itself is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import Settings, SettingsRefused, read_settings

DATA = Path("data")


def read(tmp_path: Path, database: str | None = None, **environment: str) -> Settings:
    return read_settings(DATA, environment=environment, state=tmp_path, database=database)


def test_the_default_is_a_file_in_the_state_folder(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database == f"sqlite:///{tmp_path / 'zhida.sqlite'}"
    assert settings.is_sqlite and settings.on_loopback and not settings.require_keys


@pytest.mark.parametrize("given", ["postgresql://u@h/d", "postgres://u@h/d"])
def test_a_postgres_address_gets_its_driver(tmp_path: Path, given: str) -> None:
    assert read(tmp_path, given).database == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize("given", ["mysql://h/d", "zhida.sqlite", "postgresql:/h"])
def test_another_database_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(SettingsRefused, match="--database"):
        read(tmp_path, given)


@pytest.mark.parametrize("text", ["-1", "2.5", "many", "0x10"])
def test_a_number_that_is_none_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsRefused, match="ZHIDA_SLOTS"):
        read(tmp_path, ZHIDA_SLOTS=text)


def test_a_webhook_must_be_https_or_this_machine(tmp_path: Path) -> None:
    secret = "sixteen letters!"
    url = "https://hr.example/done"
    assert read(tmp_path, ZHIDA_WEBHOOK_URL=url, ZHIDA_WEBHOOK_SECRET=secret).webhook_url == url
    with pytest.raises(SettingsRefused, match="SECRET"):
        read(tmp_path, ZHIDA_WEBHOOK_URL=url, ZHIDA_WEBHOOK_SECRET="short")
    for url in ("http://hr.example/done", "file:///etc/passwd", "ftp://x"):
        with pytest.raises(SettingsRefused, match="https"):
            read(tmp_path, ZHIDA_WEBHOOK_URL=url)


def test_the_state_folder_follows_the_usual_variables(tmp_path: Path) -> None:
    settings = read_settings(DATA, environment={"XDG_STATE_HOME": str(tmp_path)})
    assert settings.state == tmp_path / "zhida"
    settings = read_settings(DATA, environment={"ZHIDA_STATE": str(tmp_path / "s")})
    assert settings.state == tmp_path / "s"


def test_a_secret_may_come_from_a_file_but_not_from_two_places(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("p@ss/word\n")
    given = {"ZHIDA_DATABASE_PASSWORD_FILE": str(file)}
    settings = read(tmp_path, "postgresql://zhida@db/zhida", **given)
    assert settings.database == "postgresql+psycopg://zhida:p%40ss%2Fword@db/zhida"
    assert "p%40ss" not in repr(settings)
    with pytest.raises(SettingsRefused, match="both set"):
        read(tmp_path, ZHIDA_DATABASE_PASSWORD="x", **given)
    with pytest.raises(SettingsRefused, match="cannot be read"):
        read(tmp_path, ZHIDA_WEBHOOK_SECRET_FILE=str(tmp_path / "none"))
    with pytest.raises(SettingsRefused, match="without a password"):
        read(tmp_path, "postgresql://zhida:twice@db/zhida", **given)
    assert read(tmp_path, **given).is_sqlite
