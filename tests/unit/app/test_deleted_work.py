"""The record of work that ended after its job was deleted; any other defect keeps its trace."""

from __future__ import annotations

import logging
import sys

import pytest
from dbos import error

from app.jobs.deleted_work import DeletedWork


def record_of(defect: Exception) -> logging.LogRecord:
    try:
        raise defect
    except Exception:
        return logging.LogRecord(
            "dbos", logging.ERROR, __file__, 1, "in background workflow: %s", ("x",), sys.exc_info()
        )


def test_a_deleted_job_is_a_remark_without_a_trace() -> None:
    record = record_of(error.DBOSNonExistentWorkflowError("target", "some-job"))

    assert DeletedWork().filter(record)
    assert record.levelname == "INFO"
    text = logging.Formatter().format(record)
    assert "deleted" in text
    assert "Traceback" not in text


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x")])
def test_every_other_defect_keeps_its_trace(error: Exception) -> None:
    record = record_of(error)

    assert DeletedWork().filter(record)
    assert record.levelname == "ERROR"
    assert "Traceback" in logging.Formatter().format(record)
