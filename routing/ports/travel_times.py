"""Where distances come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.places import Place


class TravelTimeProvider(Protocol):
    """Gives distances and driving times between places."""

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """Distances and times between all of ``places`` (WGS-84 coordinates, all present).

        Raises:
            TravelProviderFailed: the provider is down or answers nonsense.
        """
        ...
