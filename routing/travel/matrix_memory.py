"""Matrices remembered between the plans of one scenario, each under what it was made from."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from routing.artefacts.travel_matrix import TravelMatrix
from routing.model.base import Coordinate
from routing.model.places import Place
from routing.ports.travel_times import TravelTimeProvider
from routing.travel.paths import PathProvider

MOST_CELLS = 6_000_000
"""Cells that are kept in all, two whole numbers each: about 100 MB. A larger matrix is not kept."""


@dataclass
class MatrixMemory:
    """The matrices used last, as many as have room; they are frozen, so that all may share them."""

    most_cells: int = MOST_CELLS
    kept: OrderedDict[str, TravelMatrix] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def find(self, key: str) -> TravelMatrix | None:
        """The matrix under a key; None where there is none."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def keep(self, key: str, matrix: TravelMatrix) -> None:
        """Remember a matrix and forget the ones not used for longest."""
        with self.lock:
            self.kept[key] = matrix
            while sum(m.distance_m.size for m in self.kept.values()) > self.most_cells:
                self.kept.popitem(last=False)


PROCESS_MEMORY = MatrixMemory()
"""Shared by all plans of a process."""


class RememberedTravel:
    """A provider whose matrices are remembered by content: who answers, and which places.

    A patch, a repair, a sweep or an evaluation plans nearly the same scenario again and again;
    only the first asks for distances.
    """

    def __init__(
        self,
        provider: TravelTimeProvider,
        *,
        identity: Callable[[], str],
        memory: MatrixMemory = PROCESS_MEMORY,
    ) -> None:
        self.provider = provider
        self.identity = identity
        self.memory = memory

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """The provider's matrix, asked for once.

        Raises:
            TravelProviderFailed: the provider failed; a failure is not remembered.
        """
        key = key_of(self.identity(), places)
        matrix = self.memory.find(key)
        if matrix is None:
            matrix = self.provider.matrix(places)
            self.memory.keep(key, matrix)
        return matrix

    def path(self, origin: Place, destination: Place) -> tuple[Coordinate, ...]:
        """The provider's road; empty where it knows none.

        Raises:
            TravelProviderFailed: the provider failed.
        """
        if not isinstance(self.provider, PathProvider):
            return ()
        return self.provider.path(origin, destination)


def key_of(identity: str, places: Sequence[Place]) -> str:
    """Digest of everything that a matrix and its findings depend on."""
    digest = hashlib.sha256(identity.encode())
    for place in places:
        digest.update(place.model_dump_json().encode())
    return digest.hexdigest()
