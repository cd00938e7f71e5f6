"""What one coach run costs, term by term."""

from __future__ import annotations

from collections.abc import Mapping

from routing.costing.rounding import km_fen
from routing.model.fleet import FleetRow, HireBasis
from routing.model.plan import CostTerm
from routing.units import SECONDS_PER_DAY, Fen


def coach_terms(
    row: FleetRow,
    *,
    loaded_m: int,
    empty_m: int,
    extra_stops: int,
    drivers: int,
    driver_days: int,
    days: int,
) -> dict[CostTerm, Fen]:
    """The terms of one coach run, in fen, each rounded once.

    Args:
        row: the price list.
        loaded_m: metres from the first boarding to the last alighting; per-km price and tolls.
        empty_m: metres driven empty, to the first boarding and, when the coach returns empty,
            back to the base.
        extra_stops: stops beyond the first pickup and the first drop (``stops − 2``); they belong
            to the hire.
        drivers: drivers of the run.
        driver_days: started 24 h from the first departure to the last arrival.
        days: local calendar days on which the vehicle carries people that no earlier run of the
            same vehicle has paid for; the hire of a row with ``hire_basis`` ``day``.
    """
    times = days if row.hire_basis is HireBasis.DAY else 1
    return {
        CostTerm.HIRE: Fen(row.hire_fen * times + row.per_stop_fen * extra_stops),
        CostTerm.DISTANCE: km_fen(row.per_km_fen, loaded_m),
        CostTerm.DEADHEAD: km_fen(row.deadhead_per_km_fen, empty_m),
        CostTerm.TOLLS: km_fen(row.toll_per_km_fen, loaded_m),
        CostTerm.DRIVERS: Fen(row.driver_day_fen * drivers * driver_days),
    }


def with_hand_over(terms: Mapping[CostTerm, Fen], relay_fen: int) -> dict[CostTerm, Fen]:
    """A run's terms with the price of a hand-over to fresh drivers, which is paid with drivers."""
    return {**terms, CostTerm.DRIVERS: Fen(terms[CostTerm.DRIVERS] + relay_fen)}


def total_fen(terms: Mapping[CostTerm, Fen]) -> Fen:
    """The sum of a cost's terms, fen."""
    return Fen(sum(terms.values()))


def driver_days(first_departs_s: int, last_arrives_s: int) -> int:
    """Started 24 h between two instants, at least one; what a driver is paid for."""
    elapsed_s = last_arrives_s - first_departs_s
    return max(1, -(-elapsed_s // SECONDS_PER_DAY))


def calendar_days(first_departs_s: int, last_arrives_s: int) -> range:
    """The local calendar days that a span touches, both instants included.

    Days are numbered from the horizon's start, a local midnight. A run that arrives at exactly
    00:00 touches the new day, as a window includes its end.
    """
    return range(first_departs_s // SECONDS_PER_DAY, last_arrives_s // SECONDS_PER_DAY + 1)
