"""API keys and the page's sessions in the database.

A key is ``zk_<name>_<secret>``. Of the secret only an argon2 hash is kept, of a session's token
only a SHA-256; neither can be read back.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.jobs.schema import bring_up_to_date
from app.jobs.tables import KEYS, SESSIONS
from app.ports.keys import KeyRecord, Principal, Role

PREFIX = "zk"
NAME_BYTES = 4
SECRET_BYTES = 24
PARTS = 3
SESSION_H = 12


class UnknownKey(LookupError):
    """No key of that name."""


class KeyStore:
    """The ``Keys`` port, and what an operator does with keys."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._matches = lru_cache(maxsize=256)(_matches)

    def prepare(self) -> None:
        """Create the tables where they are missing."""
        bring_up_to_date(self._engine)

    def add(self, *, tenant: str, role: Role) -> str:
        """A new key; the only time its secret is seen."""
        name, secret = secrets.token_hex(NAME_BYTES), secrets.token_urlsafe(SECRET_BYTES)
        with self._engine.begin() as connection:
            connection.execute(
                KEYS.insert().values(
                    name=name,
                    tenant=tenant,
                    role=int(role),
                    secret_hash=PasswordHasher().hash(secret),
                    created_at=datetime.now(UTC),
                    revoked=False,
                )
            )
        return f"{PREFIX}_{name}_{secret}"

    def rotate(self, name: str) -> str:
        """Revoke a key and give a new one for the same tenant and role.

        Raises:
            UnknownKey: there is none of that name.
        """
        known = {record.name: record for record in self.recent()}
        if name not in known:
            raise UnknownKey(name)
        self.revoke(name)
        return self.add(tenant=known[name].tenant, role=known[name].role)

    def revoke(self, name: str) -> None:
        """End a key and every session begun with it, at once.

        Raises:
            UnknownKey: there is none of that name.
        """
        with self._engine.begin() as connection:
            ended = connection.execute(
                KEYS.update().where(KEYS.c.name == name).values(revoked=True)
            )
            connection.execute(SESSIONS.delete().where(SESSIONS.c.key_name == name))
        if ended.rowcount == 0:
            raise UnknownKey(name)

    def recent(self) -> tuple[KeyRecord, ...]:
        """Every key, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(KEYS).order_by(KEYS.c.created_at.desc(), KEYS.c.name)
            ).all()
        return tuple(
            KeyRecord(row.name, row.tenant, Role(row.role), row.created_at, row.revoked)
            for row in rows
        )

    def find_principal(self, secret: str) -> Principal | None:
        """See ``Keys.find_principal``."""
        parts = secret.split("_", PARTS - 1)
        if len(parts) != PARTS or parts[0] != PREFIX:
            return None
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(KEYS).where(KEYS.c.name == parts[1], KEYS.c.revoked.is_(False))
            ).one_or_none()
        if row is None or not self._matches(row.secret_hash, parts[2]):
            return None
        return Principal(row.tenant, Role(row.role), row.name)

    def begin_session(self, principal: Principal) -> str:
        """A token for the page's cookie, good for twelve hours."""
        token = secrets.token_urlsafe(SECRET_BYTES)
        with self._engine.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.ends_at < datetime.now(UTC)))
            connection.execute(
                SESSIONS.insert().values(
                    token_sha256=_digest(token),
                    key_name=principal.name,
                    ends_at=datetime.now(UTC) + timedelta(hours=SESSION_H),
                )
            )
        return token

    def end_session(self, token: str) -> None:
        """Forget a session; one that is not known is no matter."""
        with self._engine.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.token_sha256 == _digest(token)))

    def find_session(self, token: str) -> Principal | None:
        """Whose session this is; None when it is over or its key was revoked."""
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(KEYS)
                .join(SESSIONS, SESSIONS.c.key_name == KEYS.c.name)
                .where(
                    SESSIONS.c.token_sha256 == _digest(token),
                    SESSIONS.c.ends_at >= datetime.now(UTC),
                    KEYS.c.revoked.is_(False),
                )
            ).one_or_none()
        return None if row is None else Principal(row.tenant, Role(row.role), row.name)


def _matches(secret_hash: str, secret: str) -> bool:
    """Argon2 takes tens of milliseconds on purpose; the store remembers the last answers."""
    try:
        return PasswordHasher().verify(secret_hash, secret)
    except VerificationError:
        return False


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
