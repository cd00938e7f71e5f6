"""Open the database that holds the jobs: one SQLite file, or a Postgres server."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa

SQLITE_NEEDED = (3, 42)


class DatabaseUnfit(RuntimeError):
    """The database on this machine cannot carry the jobs; the message names the cause."""


def sqlite_module() -> ModuleType:
    """A SQLite of at least 3.42, which the queue needs; Debian 12 comes with 3.40.

    Raises:
        DatabaseUnfit: Python's own is older and pysqlite3 is not installed.
    """
    if sqlite3.sqlite_version_info >= SQLITE_NEEDED:
        return sqlite3
    try:
        from pysqlite3 import dbapi2
    except ImportError as missing:
        raise DatabaseUnfit(
            f"SQLite {sqlite3.sqlite_version} is older than 3.42, which the job queue needs: "
            "install pysqlite3-binary, or give a PostgreSQL address with --database"
        ) from missing
    module: ModuleType = dbapi2
    return module


def engine_options(address: str) -> dict[str, Any]:
    """SQLAlchemy's options for an address; shared by the job table and the queue.

    What a statement was given stays out of its errors, which end in the log.
    """
    if address.startswith("sqlite"):
        module = sqlite_module()
        return {"module": module, "connect_args": {"timeout": 30}, "hide_parameters": True}
    return {"pool_pre_ping": True, "hide_parameters": True}


def open_database(address: str) -> sa.Engine:
    """An engine whose SQLite file stands in write-ahead mode, so that readers never wait.

    Raises:
        DatabaseUnfit: see ``sqlite_module``.
    """
    if address.startswith("sqlite:///"):
        file = Path(address.removeprefix("sqlite:///"))
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = sa.create_engine(address, **engine_options(address))
    if address.startswith("sqlite"):
        with engine.connect() as connection:
            connection.exec_driver_sql("pragma journal_mode=wal")
    return engine
