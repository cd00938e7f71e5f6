"""The ``Vault`` port in the database: every document sealed with the operator's key.

The key comes from ``ZHIDA_SECRET_KEY`` or, on one machine, from a file beside the database that
only its owner can read. Without it what is kept is noise. Fernet: AES-128-CBC with HMAC-SHA256.
Several keys, separated by commas, are how a key is changed: the first seals, every one opens.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import sqlalchemy as sa
from cryptography.fernet import Fernet, MultiFernet

from app.jobs.records import aware, now
from app.jobs.schema import bring_up_to_date
from app.jobs.tables import ACCESS, VAULT
from app.ports.keys import Principal, Role
from app.ports.vault import AccessRecord, ChangedMeanwhile, Deed, Kind, NothingKept
from app.settings import Settings, SettingsRefused

KEY_FILE = "secret.key"


class SealedVault:
    """Safe to share between threads; every method is one short transaction."""

    def __init__(self, engine: sa.Engine, *, key: bytes, keep_days: int) -> None:
        self._engine = engine
        self._fernet = MultiFernet([Fernet(each) for each in key.split(b",")])
        self._keep_days = keep_days

    def prepare(self) -> None:
        """Create the tables where they are missing."""
        bring_up_to_date(self._engine)

    def put(self, kind: Kind, name: str, document: bytes, *, by: Principal) -> datetime:
        """See ``Vault.put``."""
        expires_at = now() + timedelta(days=self._keep_days)
        with self._engine.begin() as connection:
            connection.execute(VAULT.delete().where(_is(kind, name, by.tenant)))
            sealed = self._fernet.encrypt(document)
            connection.execute(VAULT.insert().values(_row(kind, name, by, sealed, expires_at)))
            _write_down(connection, kind, name, by, Deed.PUT)
        return expires_at

    def revise(
        self,
        kind: Kind,
        name: str,
        change: Callable[[bytes | None], bytes],
        *,
        by: Principal,
        deed: Deed = Deed.PUT,
    ) -> datetime:
        """See ``Vault.revise``."""
        mine = _is(kind, name, by.tenant)
        expires_at = now() + timedelta(days=self._keep_days)
        try:
            with self._engine.begin() as connection:
                # A write comes first: it takes the lock before anything is read.
                connection.execute(VAULT.update().where(mine).values(name=name))
                row = connection.execute(
                    sa.select(VAULT.c.sealed).where(mine, VAULT.c.expires_at > now())
                ).one_or_none()
                old = None if row is None else self._fernet.decrypt(row.sealed)
                sealed = self._fernet.encrypt(change(old))
                connection.execute(VAULT.delete().where(mine))
                connection.execute(VAULT.insert().values(_row(kind, name, by, sealed, expires_at)))
                _write_down(connection, kind, name, by, deed)
        except sa.exc.IntegrityError as other:
            raise ChangedMeanwhile(name) from other
        return expires_at

    def get(self, kind: Kind, name: str, *, by: Principal, deed: Deed = Deed.GET) -> bytes:
        """See ``Vault.get``."""
        with self._engine.begin() as connection:
            row = connection.execute(
                sa.select(VAULT.c.sealed).where(
                    _is(kind, name, by.tenant), VAULT.c.expires_at > now()
                )
            ).one_or_none()
            if row is None:
                raise NothingKept(name)
            _write_down(connection, kind, name, by, deed)
        return self._fernet.decrypt(row.sealed)

    def delete(self, kind: Kind, name: str, *, by: Principal) -> None:
        """See ``Vault.delete``."""
        with self._engine.begin() as connection:
            gone = connection.execute(VAULT.delete().where(_is(kind, name, by.tenant)))
            if gone.rowcount == 0:
                raise NothingKept(name)
            _write_down(connection, kind, name, by, Deed.DELETE)

    def get_record(self, kind: Kind, name: str, *, tenant: str) -> tuple[AccessRecord, ...]:
        """See ``Vault.get_record``."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(ACCESS)
                .where(
                    ACCESS.c.kind == kind.value, ACCESS.c.name == name, ACCESS.c.tenant == tenant
                )
                .order_by(ACCESS.c.number)
            ).all()
        return tuple(AccessRecord(row.who, Deed(row.deed), aware(row.at)) for row in rows)

    def erase_expired(self) -> int:
        """Erase what has expired; how many documents that were."""
        with self._engine.begin() as connection:
            rows = connection.execute(
                sa.select(VAULT.c.tenant, VAULT.c.kind, VAULT.c.name).where(
                    VAULT.c.expires_at <= now()
                )
            ).all()
            for row in rows:
                nobody = Principal(row.tenant, Role.ADMIN, "zhida")
                connection.execute(VAULT.delete().where(_is(Kind(row.kind), row.name, row.tenant)))
                _write_down(connection, Kind(row.kind), row.name, nobody, Deed.EXPIRED)
        return len(rows)


def read_secret_key(settings: Settings, environment: Mapping[str, str]) -> bytes:
    """The key of the vault; on one machine it is made when first needed.

    Raises:
        SettingsRefused: machines that share a database must be given one key.
    """
    given = environment.get("ZHIDA_SECRET_KEY")
    if given:
        return given.encode()
    if not settings.is_sqlite:
        raise SettingsRefused("ZHIDA_SECRET_KEY must be set where machines share a database")
    path = settings.state / KEY_FILE
    with suppress(FileExistsError):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(file, Fernet.generate_key())
        os.close(file)
    return path.read_bytes()


def _is(kind: Kind, name: str, tenant: str) -> sa.ColumnElement[bool]:
    return sa.and_(VAULT.c.kind == kind.value, VAULT.c.name == name, VAULT.c.tenant == tenant)


def _row(
    kind: Kind, name: str, by: Principal, sealed: bytes, expires_at: datetime
) -> dict[str, object]:
    return {
        "tenant": by.tenant,
        "kind": kind.value,
        "name": name,
        "sealed": sealed,
        "expires_at": expires_at,
    }


def _write_down(
    connection: sa.Connection, kind: Kind, name: str, by: Principal, deed: Deed
) -> None:
    connection.execute(
        ACCESS.insert().values(
            tenant=by.tenant, kind=kind.value, name=name, who=by.name, deed=deed.value, at=now()
        )
    )
