"""What was decided, in the instance's integers."""

from __future__ import annotations

from dataclasses import dataclass

from routing.solve.instance import Instance
from routing.solve.table import Table


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle of a column with its people by item."""

    combination: int
    row: int
    load: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """A decision for everybody.

    Attributes:
        vehicles: coaches with loads.
        rides: people of each ride of the instance.
        units: units of each offer.
        own: people of each demand on their own ticket.
        left: people of each demand left out.
    """

    vehicles: tuple[Vehicle, ...]
    rides: tuple[int, ...]
    units: tuple[int, ...]
    own: tuple[int, ...]
    left: tuple[int, ...]

    def money_fen(self, instance: Instance, table: Table) -> int:
        """Money and time penalties at the table's costs; nothing for people left out."""
        items = instance.items
        coaches = sum(
            int(table.cost[v.combination, v.row]) + sum(items[e].cost_fen * n for e, n in v.load)
            for v in self.vehicles
        )
        rides = sum(r.cost_fen * n for r, n in zip(instance.rides, self.rides, strict=True))
        units = sum(o.price_fen * n for o, n in zip(instance.offers, self.units, strict=True))
        own = sum(int(f) * n for f, n in zip(instance.own_fen, self.own, strict=True))
        return coaches + rides + units + own

    @property
    def left_people(self) -> int:
        """Everyone left out."""
        return sum(self.left)
