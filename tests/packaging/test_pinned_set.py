"""The pinned set: complete, hashed, and free of any registry's address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


@pytest.fixture(scope="module")
def pinned(root: Path) -> str:
    return (root / "constraints.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    tables: dict[str, dict[str, Any]] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    return tables["project"]


def name_of(requirement: str) -> str:
    found = NAME.match(requirement)
    assert found is not None, requirement
    return re.sub(r"[._-]+", "-", found.group()).lower()


def entries_of(pinned: str) -> list[str]:
    return re.sub(r"\\\n", " ", pinned).splitlines()


def test_every_package_is_pinned_to_one_version_with_its_hashes(pinned: str) -> None:
    loose = [
        entry
        for entry in entries_of(pinned)
        if not re.match(r"^\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry)
    ]
    assert loose == []


def test_no_registry_is_named(root: Path, pinned: str) -> None:
    launchers = [root / "zhida", root / "Dockerfile", *sorted((root / ".ci").iterdir())]
    texts = [pinned, *(path.read_text("utf-8") for path in launchers)]
    assert [
        text for text in texts if re.search(r"index-url|pypi\.org|find-links /(?!wheels)", text)
    ] == []


def test_every_declared_package_is_pinned(pinned: str, project: dict[str, Any]) -> None:
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *extras["next"], *extras["otel"], *extras["test"]]
    names = {name_of(entry) for entry in entries_of(pinned)}
    assert [line for line in declared if name_of(line) not in names] == []


def test_no_second_highs_stands_beside_the_one_in_ortools(pinned: str) -> None:
    assert "highspy" not in {name_of(entry) for entry in entries_of(pinned)}


def test_the_distribution_cannot_be_uploaded_by_accident(project: dict[str, Any]) -> None:
    assert "Private :: Do Not Upload" in project["classifiers"]
