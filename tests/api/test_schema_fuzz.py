"""Schemathesis over the whole document against the running server: no 5xx, no breach of schema."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.api.bodies import WORKBOOK
from app.api.problems import MEDIA_TYPE
from tests.api.running import ROOT, Running
from tests.api.test_document import build

EXAMPLES = 200 if os.environ.get("ZHIDA_TEST_ALL") else 5
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
schemathesis.serializer.alias(WORKBOOK, "application/octet-stream")
schema = schemathesis.openapi.from_dict(build(ROOT))
# What any request may meet before it reaches its endpoint.
BEFORE_THE_ENDPOINT = {400, 404, 405, 413, 415, 421, 422}


@pytest.mark.timeout(600)
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_server_keeps_to_its_document(case: schemathesis.Case, server: Running) -> None:
    answer = case.call(base_url=str(server.client.base_url))
    problem = answer.headers.get("content-type", [""])[0] == MEDIA_TYPE
    if problem and answer.status_code in BEFORE_THE_ENDPOINT:
        check_problem_document(answer.json(), answer.status_code)
        return
    case.validate_response(answer, checks=list(CHECKS))


def check_problem_document(body: dict[str, Any], status: int) -> None:
    assert body["status"] == status
    assert body["code"] and body["title"] and body["detail"] and body["findings"]
