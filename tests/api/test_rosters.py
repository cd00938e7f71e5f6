"""People's data: kept encrypted, shown to few, written down, erased; never in a plan or a log."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken

from app.jobs.records import now
from app.jobs.sealed_vault import SealedVault, read_secret_key
from app.jobs.tables import VAULT
from app.ports.keys import Principal, Role
from app.ports.vault import Deed, Kind, NothingKept
from app.settings import SettingsRefused, read_settings
from tests.api.running import Running

pytestmark = pytest.mark.timeout(400)
NAME, NUMBER, PHONE = "韦大山", "450000199001011234", "13800001234"
ROSTER: dict[str, Any] = {
    "schema_version": "1",
    "id": "longming",
    "people": [
        {
            "token": f"t{n}",
            "name": NAME if n == 0 else f"乘客{n}",
            "id_number": NUMBER if n == 0 else None,
            "phone": PHONE if n == 0 else None,
            "group": "g1",
        }
        for n in range(42)
    ],
}


def test_a_roster_is_kept_exported_and_erased_and_all_of_it_is_written_down(
    server: Running,
) -> None:
    path = "/v1/rosters/longming"
    put = server.client.put(path, json=ROSTER)
    assert (put.status_code, put.json()["people"]) == (200, 42), put.text
    assert server.client.get(path).json()["people"][0]["name"] == NAME
    assert server.client.delete(path).status_code == 204
    assert server.client.get(path).json()["code"] == "NOTHING_KEPT"
    assert server.client.delete(path).status_code == 404
    entries = server.client.get(f"{path}/access").json()["entries"]
    assert [entry["deed"] for entry in entries] == ["put", "get", "delete"]


def test_papers_bring_roster_and_plan_together_and_say_so_in_the_record(
    server: Running, finished: dict[str, Any]
) -> None:
    server.client.put("/v1/rosters/papers", json=ROSTER | {"id": "papers"})
    answer = server.client.get(
        f"/v1/plans/{finished['id']}/papers.zip", params={"roster": "papers"}
    )
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        papers = {name: archive.read(name) for name in archive.namelist()}
    assert sum(data.startswith(b"%PDF") for data in papers.values()) >= 3
    entries = server.client.get("/v1/rosters/papers/access").json()["entries"]
    assert [entry["deed"] for entry in entries] == ["put", "papers"]
    missing = server.client.get(f"/v1/plans/{finished['id']}/papers.zip", params={"roster": "none"})
    assert missing.json()["code"] == "NOTHING_KEPT"


def test_people_stand_in_no_file_and_no_log(server: Running) -> None:
    server.client.put("/v1/rosters/secret", json=ROSTER | {"id": "secret"})
    for file in server.state.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            for text in (NAME, NUMBER, PHONE):
                assert text.encode() not in data, file


def test_a_broken_roster_is_refused_with_its_findings(server: Running) -> None:
    answer = server.client.put("/v1/rosters/broken", json={"id": 7, "people": [{"token": ""}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "INPUT_REFUSED")
    assert len(answer.json()["findings"]) >= 2
    assert server.client.get("/v1/rosters/broken").status_code == 404
    assert server.client.put("/v1/rosters/%20", json=ROSTER).status_code == 422


def test_the_vault_erases_what_has_expired_and_writes_it_down() -> None:
    engine = sa.create_engine("sqlite://")
    vault = SealedVault(engine, key=Fernet.generate_key(), keep_days=1)
    vault.prepare()
    clerk = Principal("a", Role.PLANNER, "clerk")
    vault.put(Kind.ROSTER, "old", b"1", by=clerk)
    vault.put(Kind.ROSTER, "new", b"2", by=clerk)
    with engine.begin() as connection:
        connection.execute(
            VAULT.update()
            .where(VAULT.c.name == "old")
            .values(expires_at=now() - timedelta(seconds=1))
        )
    with pytest.raises(NothingKept):
        vault.get(Kind.ROSTER, "old", by=clerk)
    assert vault.erase_expired() == 1
    assert vault.get(Kind.ROSTER, "new", by=clerk) == b"2"
    record = vault.get_record(Kind.ROSTER, "old", tenant="a")
    assert [entry.deed for entry in record] == [Deed.PUT, Deed.EXPIRED]


def test_a_key_is_changed_without_losing_what_the_old_one_sealed() -> None:
    engine = sa.create_engine("sqlite://")
    old, new = Fernet.generate_key(), Fernet.generate_key()
    clerk = Principal("a", Role.PLANNER, "clerk")
    before = SealedVault(engine, key=old, keep_days=1)
    before.prepare()
    before.put(Kind.ROSTER, "r", b"sealed with the old", by=clerk)
    between = SealedVault(engine, key=new + b"," + old, keep_days=1)
    assert between.get(Kind.ROSTER, "r", by=clerk) == b"sealed with the old"
    between.put(Kind.ROSTER, "s", b"sealed with the new", by=clerk)
    after = SealedVault(engine, key=new, keep_days=1)
    assert after.get(Kind.ROSTER, "s", by=clerk) == b"sealed with the new"
    with pytest.raises(InvalidToken):
        after.get(Kind.ROSTER, "r", by=clerk)


def test_another_tenant_finds_nothing_under_the_same_name() -> None:
    vault = SealedVault(sa.create_engine("sqlite://"), key=Fernet.generate_key(), keep_days=1)
    vault.prepare()
    ours, theirs = (Principal(tenant, Role.ADMIN, "x") for tenant in "ab")
    vault.put(Kind.ROSTER, "r", b"ours", by=ours)
    with pytest.raises(NothingKept):
        vault.get(Kind.ROSTER, "r", by=theirs)
    vault.put(Kind.ROSTER, "r", b"theirs", by=theirs)
    assert vault.get(Kind.ROSTER, "r", by=ours) == b"ours"
    assert vault.get_record(Kind.ROSTER, "r", tenant="b")[0].deed is Deed.PUT


def test_the_key_is_made_once_for_its_owner_alone_and_must_be_shared_on_postgres(
    tmp_path: Path,
) -> None:
    settings = read_settings(Path("data"), environment={}, state=tmp_path)
    key = read_secret_key(settings, {})
    assert read_secret_key(settings, {}) == key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    shared = read_settings(
        Path("data"), environment={}, state=tmp_path, database="postgresql://h/d"
    )
    with pytest.raises(SettingsRefused, match="ZHIDA_SECRET_KEY"):
        read_secret_key(shared, {})
    assert read_secret_key(shared, {"ZHIDA_SECRET_KEY": "given"}) == b"given"
