"""The one rounding of money in Zhida."""

from __future__ import annotations

from routing.units import METRES_PER_KM, Fen


def round_half_up_fen(numerator: int, denominator: int = 1) -> Fen:
    """``numerator / denominator`` to whole fen, halves towards plus infinity.

    Exact for integers of any size. Every product of a tariff is rounded by this function, once
    per run and term (contract, *Money*).

    Raises:
        ZeroDivisionError: ``denominator`` is zero.
    """
    return Fen((2 * numerator + denominator) // (2 * denominator))


def km_fen(rate_fen: int, distance_m: int) -> Fen:
    """A price per kilometre times a distance in metres, rounded half up to whole fen."""
    return round_half_up_fen(rate_fen * distance_m, METRES_PER_KM)
