"""A job that is deleted while its last step ends: nothing is wrong, and the log says so briefly."""

from __future__ import annotations

import logging

from dbos import error


class DeletedWork(logging.Filter):
    """Takes the trace from the record of work whose job was deleted under it.

    The queue reports an outcome it has nowhere to write as a defect. Here it is what was asked
    for: whoever deletes a job also gives up what its last step would have written.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record stays, as a short remark of a lower level."""
        if record.exc_info and isinstance(record.exc_info[1], error.DBOSNonExistentWorkflowError):
            record.levelno, record.levelname = logging.INFO, "INFO"
            record.msg, record.args = "a job was deleted while its last step ended", ()
            record.exc_info = record.exc_text = None
        return True
