"""Bring an older database up to date: tables and columns that are missing are added.

Nothing is ever dropped or changed, so that an older process can go on beside a newer one: a new
column is nullable or has a default in the database.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateColumn

from app.jobs.tables import METADATA


def bring_up_to_date(engine: sa.Engine) -> None:
    """Create the tables and columns that are missing; harmless when two processes do so at once."""
    try:
        METADATA.create_all(engine)
    except DBAPIError:
        METADATA.create_all(engine)  # another process was faster with some of them
    for table in METADATA.sorted_tables:
        for column in _missing(engine, table):
            _add(engine, table, column)


def _missing(engine: sa.Engine, table: sa.Table) -> list[sa.Column[object]]:
    known = {column["name"] for column in sa.inspect(engine).get_columns(table.name)}
    return [column for column in table.columns if column.name not in known]


def _add(engine: sa.Engine, table: sa.Table, column: sa.Column[object]) -> None:
    text = CreateColumn(column).compile(dialect=engine.dialect)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {text}")
    except DBAPIError:
        # Another process may have been faster; then the column is there now.
        if column in _missing(engine, table):
            raise
