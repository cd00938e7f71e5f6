"""A county's own distances and times, laid over any provider."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routing.artefacts.travel_matrix import UNREACHABLE, TravelMatrix
from routing.model.base import Coordinate
from routing.model.places import Place
from routing.model.travel import Pair
from routing.ports.travel_times import TravelTimeProvider
from routing.travel.pair_checks import check_pairs
from routing.travel.paths import PathProvider


class NoTravel:
    """Joins no two places: what is left when a scenario trusts its own table alone."""

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """Zero from each place to itself, ``UNREACHABLE`` between any two."""
        far = np.full((len(places), len(places)), UNREACHABLE, dtype=np.int64)
        np.fill_diagonal(far, 0)
        return TravelMatrix(
            place_ids=tuple(place.id for place in places),
            distance_m=far,
            duration_s=far.copy(),
            provider="table",
        )


class PairTable:
    """Pairs that override what another provider says.

    A pair is directed; where its reverse is not in the table, the reverse takes the same values.
    Pairs between places that are not asked for are left aside. Of two entries for the same pair
    the later one counts (validation refuses such a table).
    """

    def __init__(self, pairs: Sequence[Pair], *, over: TravelTimeProvider) -> None:
        self.pairs = tuple(pairs)
        self.over = over

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """The other provider's matrix with this table's values in their cells.

        Pairs that can hardly be right are named in the matrix's findings. Road geometry of
        an overridden pair is dropped: it would show another road.

        Raises:
            TravelProviderFailed: the other provider failed.
        """
        base = self.over.matrix(places)
        distance_m, duration_s = base.distance_m.copy(), base.duration_s.copy()
        cells = self.cells(base)
        for (i, j), pair in cells.items():
            distance_m[i, j], duration_s[i, j] = pair.distance_m, pair.duration_s
        return TravelMatrix(
            place_ids=base.place_ids,
            distance_m=distance_m,
            duration_s=duration_s,
            provider=f"{base.provider}; {len(cells)} directed pairs from the scenario's table",
            mean_error=base.mean_error,
            findings=(*base.findings, *check_pairs(self.pairs, places)),
            geometries={cell: line for cell, line in base.geometries.items() if cell not in cells},
        )

    def path(self, origin: Place, destination: Place) -> tuple[Coordinate, ...]:
        """The other provider's road, unless the table overrides the pair or there is none.

        Raises:
            TravelProviderFailed: the other provider failed.
        """
        ends = {(pair.origin, pair.destination) for pair in self.pairs}
        known = (origin.id, destination.id) in ends or (destination.id, origin.id) in ends
        if known or not isinstance(self.over, PathProvider):
            return ()
        return self.over.path(origin, destination)

    def cells(self, base: TravelMatrix) -> dict[tuple[int, int], Pair]:
        """Which pair stands in which cell; a stated direction beats a mirrored one."""
        known = [p for p in self.pairs if p.origin in base.index and p.destination in base.index]
        stated = {(base.index[p.origin], base.index[p.destination]): p for p in known}
        mirrored = {(j, i): pair for (i, j), pair in stated.items()}
        return mirrored | stated
