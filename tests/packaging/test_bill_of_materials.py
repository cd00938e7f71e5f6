"""The bill of materials: what is shipped, nothing of the tests, the same bytes each time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.test_pinned_set import entries_of, name_of

pytestmark = pytest.mark.packaging


def write(root: Path, file: Path) -> bytes:
    subprocess.run([sys.executable, str(root / ".ci" / "sbom"), str(file)], check=True, timeout=200)
    return file.read_bytes()


def test_the_bill_names_what_is_shipped_as_it_is_pinned(root: Path, tmp_path: Path) -> None:
    first = write(root, tmp_path / "a" / "first.json")
    assert write(root, tmp_path / "second.json") == first
    bill: dict[str, Any] = json.loads(first)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    parts = {name_of(part["name"]): part for part in bill["components"]}
    assert parts.keys() >= {"ortools", "fastapi", "dbos", "starlette", "opentelemetry-sdk"}
    assert not parts.keys() & {"pytest", "mypy", "schemathesis", "playwright", "pip-audit"}
    # A package may be pinned twice, for different Pythons.
    pins = {
        tuple(entry.split(" ")[0].split("=="))
        for entry in entries_of((root / "constraints.txt").read_text("utf-8"))
    }
    assert {(name, part["version"]) for name, part in parts.items()} <= pins
    assert all(part["purl"].startswith("pkg:pypi/") for part in parts.values())
    refs = {part["bom-ref"] for part in bill["components"]} | {"root-component"}
    assert {row["ref"] for row in bill["dependencies"]} == refs
    assert {ref for row in bill["dependencies"] for ref in row["dependsOn"]} <= refs
