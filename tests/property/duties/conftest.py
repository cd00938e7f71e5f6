"""The policy that the duties' tests run under."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from routing.model.rules import PolicyChoice, PolicyProfile, PolicyValues, policy_in_force


@pytest.fixture(scope="session")
def policy(root: Path) -> PolicyValues:
    """The rules of ``cn-2023``."""
    document = json.loads((root / "data/policies/cn-2023.json").read_text("utf-8"))
    return policy_in_force(PolicyProfile.model_validate(document), PolicyChoice()).values
