"""What is done when a road engine fails and the operator has asked for a way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from routing.artefacts.travel_matrix import TravelMatrix
from routing.errors import TravelProviderFailed
from routing.model.base import Coordinate
from routing.model.places import Place
from routing.ports.travel_times import TravelTimeProvider
from routing.travel.paths import PathProvider


class FallbackTravel:
    """One provider, and another that answers when it fails; never used without being asked for."""

    def __init__(self, first: TravelTimeProvider, *, otherwise: TravelTimeProvider) -> None:
        self.first = first
        self.otherwise = otherwise

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """The first provider's matrix, or the other's, whose name then tells why.

        Raises:
            TravelProviderFailed: both failed.
        """
        try:
            return self.first.matrix(places)
        except TravelProviderFailed as fault:
            matrix = self.otherwise.matrix(places)
            return replace(matrix, provider=f"{matrix.provider}; fallback, because: {fault}")

    def path(self, origin: Place, destination: Place) -> tuple[Coordinate, ...]:
        """The first provider's road; empty where it knows no roads.

        Raises:
            TravelProviderFailed: it failed.
        """
        return self.first.path(origin, destination) if isinstance(self.first, PathProvider) else ()
