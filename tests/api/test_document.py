"""The OpenAPI document: published, valid, compared; its examples do what they say."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.api.application import create_api
from app.desk.context import Context
from app.settings import read_settings
from routing.pipeline import SCHEMAS, DataFolder, get_schema
from tests.api.fake_jobs import FakeJobs
from tests.api.fake_vault import open_fake_vault
from tests.api.running import Running

SNAPSHOT = Path("app/api/openapi.json")


@cache
def build(root: Path) -> dict[str, Any]:
    """The document, built without a server; two spaces, keys as the code has them."""
    settings = read_settings(root / "data", environment={}, state=root / "unused")
    context = Context(settings, DataFolder(root / "data"), FakeJobs(), open_fake_vault())
    document: dict[str, Any] = create_api(context).openapi()
    return document


def test_the_published_document_is_the_one_committed(root: Path) -> None:
    """`ZHIDA_WRITE_OPENAPI=1` writes it anew; the change is then read like any other."""
    text = json.dumps(build(root), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("ZHIDA_WRITE_OPENAPI") == "1":
        (root / SNAPSHOT).write_text(text, encoding="utf-8")
    assert (root / SNAPSHOT).read_text("utf-8") == text


def test_the_running_server_serves_the_same_document(server: Running, root: Path) -> None:
    served = server.client.get("/openapi.json").json()
    assert served == json.loads((root / SNAPSHOT).read_text("utf-8"))
    assert served["openapi"].startswith("3.1")


def test_every_reference_in_the_document_leads_somewhere(root: Path) -> None:
    document = build(root)
    known = set(document["components"]["schemas"])

    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            here = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return here + [r for value in part.values() for r in references(value)]
        if isinstance(part, list):
            return [r for value in part for r in references(value)]
        return []

    missing = {
        r for r in references(document) if r.removeprefix("#/components/schemas/") not in known
    }
    assert missing == set()


def test_every_endpoint_says_what_it_does_and_what_it_refuses(root: Path) -> None:
    document = build(root)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description"), (method, path)
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and status != "422":
                    assert "application/problem+json" in answer["content"], (method, path, status)


def test_the_first_example_is_accepted_and_the_second_refused(server: Running, root: Path) -> None:
    body = build(root)["paths"]["/v1/plans"]["post"]["requestBody"]
    examples = body["content"]["application/json"]["examples"]
    answers = {
        name: server.client.post("/v1/plans:validate", json=example["value"]).status_code
        for name, example in examples.items()
    }
    assert answers == {"small": 200, "broken": 422}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_each_published_schema_is_valid_and_is_the_one_of_the_command_line(
    server: Running, name: str
) -> None:
    schema = server.client.get(f"/v1/schema/{name}").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == json.loads(json.dumps(get_schema(name)))
