"""Logs for machines: one JSON object a line, whatever stands in a message."""

from __future__ import annotations

import json
import logging
import sys

from app.desk.logs import JsonLines


def test_a_record_is_one_line_even_with_a_trace_and_line_breaks() -> None:
    try:
        raise KeyError("缺失")
    except KeyError:
        trace = sys.exc_info()
    record = logging.LogRecord("zhida.jobs", logging.ERROR, "f", 1, "a\nb %s", ("丙",), trace)
    line = JsonLines().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"]) == ("error", "zhida.jobs", "a\nb 丙")
    assert "KeyError" in said["trace"]
    assert said["at"].endswith("+00:00")
