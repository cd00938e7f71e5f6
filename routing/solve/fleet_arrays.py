"""Fleet rows as arrays."""

from __future__ import annotations

from math import floor

import numpy as np

from routing.model.fleet import FleetRow, HireBasis
from routing.model.places import Place
from routing.model.rules import PolicyValues
from routing.solve.instance import Flags, FleetArrays, Ints

NO_LIMIT_S = 10**9


def coach_capacity(row: FleetRow, values: PolicyValues) -> int:
    """The smaller of ``seats − reserved_seats`` and floor(``seats`` × cap), at least 0."""
    capped = floor(row.seats * values.seat_cap + 1e-6)
    return max(0, min(row.seats - row.reserved_seats, capped))


def build_fleet(
    rows: tuple[FleetRow, ...], *, values: PolicyValues, place_index: dict[str, int]
) -> FleetArrays:
    """Fleet rows in the order of the scenario."""

    def column(numbers: list[int]) -> Ints:
        return np.array(numbers, dtype=np.int64)

    tariff = [
        [
            int(r.hire_fen),
            int(r.per_km_fen),
            int(r.toll_per_km_fen),
            int(r.deadhead_per_km_fen),
            int(r.returns_empty),
            int(r.driver_day_fen),
            int(r.per_stop_fen),
            int(r.hire_basis is HireBasis.DAY),
        ]
        for r in rows
    ]
    return FleetArrays(
        rows=rows,
        capacity=column([coach_capacity(r, values) for r in rows]),
        count=column([int(r.count) for r in rows]),
        base=column([place_index[r.base] for r in rows]),
        min_people=column([int(r.min_people) for r in rows]),
        max_pickups=column([r.max_pickups for r in rows]),
        max_drops=column([r.max_drops for r in rows]),
        pickup_detour_s=column([_limit(r.max_pickup_detour_s) for r in rows]),
        drop_detour_s=column([_limit(r.max_drop_detour_s) for r in rows]),
        tariff=np.array(tariff, dtype=np.int64).reshape(len(rows), 8),
    )


def access_flags(rows: tuple[FleetRow, ...], places: tuple[Place, ...]) -> Flags:
    """Shape (rows, places): whether the row's approved seats fit the place's limit."""
    flags = [
        [p.max_coach_seats is None or r.seats <= p.max_coach_seats for p in places] for r in rows
    ]
    return np.array(flags, dtype=bool).reshape(len(rows), len(places))


def home_flags(rows: tuple[FleetRow, ...], places: tuple[Place, ...]) -> Flags:
    """Shape (rows, places): whether a run may begin or end its permit there.

    A row without ``home_area`` is at home everywhere.
    """
    flags = [[r.home_area is None or in_area(p.admin, r.home_area) for p in places] for r in rows]
    return np.array(flags, dtype=bool).reshape(len(rows), len(places))


def in_area(admin: str | None, area: str) -> bool:
    """Whether ``省/市/县`` begins with an area's parts, whole names only."""
    if admin is None:
        return False
    wanted = [part for part in area.split("/") if part]
    return admin.split("/")[: len(wanted)] == wanted


def _limit(limit_s: int | None) -> int:
    return NO_LIMIT_S if limit_s is None else int(limit_s)
