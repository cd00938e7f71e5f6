"""Where policies, reference tables and samples are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from routing.errors import UnknownName
from routing.model.rules import PolicyProfile


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where policies, reference tables and sample scenarios are kept."""

    root: Path

    @property
    def policies(self) -> Path:
        """Policy profiles, one JSON document each."""
        return self.root / "policies"

    @property
    def reference(self) -> Path:
        """Gazetteer, calibration pairs, travel model."""
        return self.root / "reference"

    @property
    def scenarios(self) -> Path:
        """Sample scenarios."""
        return self.root / "scenarios"

    def profile_names(self) -> tuple[str, ...]:
        """Ids of the policy profiles that are kept here."""
        return tuple(path.stem for path in sorted(self.policies.glob("*.json")))

    def get_profile(self, name: str) -> PolicyProfile:
        """The policy profile of that id.

        Raises:
            UnknownName: no such profile is kept here.
        """
        if name not in self.profile_names():
            raise UnknownName(name)
        return PolicyProfile.model_validate_json((self.policies / f"{name}.json").read_bytes())
