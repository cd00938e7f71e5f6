"""A lock held for as long as a process lives; others tell a dead one by taking its lock."""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

import psycopg

A_DAY_S = 86_400


class Liveness(Protocol):
    """Tells the living from the dead."""

    def hold(self, name: str) -> None:
        """Take this process's own lock and keep it until the process ends.

        Raises:
            RuntimeError: another process lives under that name.
        """
        ...

    def keep(self) -> None:
        """Take the lock again where it was lost, as when the database restarted."""
        ...

    @contextmanager
    def if_dead(self, name: str) -> Iterator[bool]:
        """Whether the process of that name is dead; nobody else can judge it meanwhile."""
        ...


class FileLiveness:
    """Locks on files of one machine (flock), beside a SQLite database."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._mine: IO[bytes] | None = None

    def hold(self, name: str) -> None:
        """See ``Liveness.hold``."""
        self._sweep()
        self._mine = self._take(name)
        if self._mine is None:
            raise RuntimeError(f"{name} already runs")

    def _sweep(self) -> None:
        """Remove the files of the long dead; a young file may be one that is not yet locked."""
        for file in self._folder.iterdir():
            if time.time() - file.stat().st_mtime > A_DAY_S:
                with self.if_dead(file.name):
                    continue

    def keep(self) -> None:
        """A file's lock is never lost while the process lives."""

    @contextmanager
    def if_dead(self, name: str) -> Iterator[bool]:
        """See ``Liveness.if_dead``."""
        lock = self._take(name)
        if lock is None:
            yield False
            return
        with lock:
            yield True
            (self._folder / name).unlink(missing_ok=True)

    def _take(self, name: str) -> IO[bytes] | None:
        file = (self._folder / name).open("wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file


class PostgresLiveness:
    """Advisory locks on one kept connection; they fall when it does."""

    def __init__(self, address: str) -> None:
        self._address = address.replace("postgresql+psycopg://", "postgresql://")
        self._connection = self._connect()
        self._name: str | None = None

    def hold(self, name: str) -> None:
        """See ``Liveness.hold``."""
        self._name = name
        if not self._take(name):
            raise RuntimeError(f"{name} already runs")

    def keep(self) -> None:
        """See ``Liveness.keep``.

        Raises:
            psycopg.OperationalError: the server is still away.
        """
        try:
            self._connection.execute("select 1")
        except psycopg.OperationalError:
            self._connection = self._connect()
            if self._name is not None:
                self._take(self._name)

    @contextmanager
    def if_dead(self, name: str) -> Iterator[bool]:
        """See ``Liveness.if_dead``."""
        if not self._take(name):
            yield False
            return
        try:
            yield True
        finally:
            self._connection.execute("select pg_advisory_unlock(%s)", [_lock_number(name)])

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self._address, autocommit=True, connect_timeout=5)

    def _take(self, name: str) -> bool:
        row = self._connection.execute(
            "select pg_try_advisory_lock(%s)", [_lock_number(name)]
        ).fetchone()
        return bool(row and row[0])


def _lock_number(name: str) -> int:
    digest = hashlib.sha256(b"zhida:" + name.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
