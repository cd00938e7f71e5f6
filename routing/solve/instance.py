"""The problem as integers: demands, stops, items, rides, offers and fleet rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.artefacts.candidates import ServiceRide
from routing.artefacts.problem import Problem
from routing.model.fleet import FleetRow
from routing.model.runs import RunRole

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_FEN = 10**12
"""Price of what is not on sale; dearer than anything that is."""


@dataclass(frozen=True, slots=True)
class Demand:
    """People of one group that the master counts together.

    A group with people in wheelchairs that may be split is two demands: those who need a
    wheelchair place and those who do not.

    Attributes:
        name: group id, with ``#wheelchairs`` for the part that needs wheelchair places.
        group: index into the scenario's groups.
        people: how many.
        wheelchairs: wheelchair places they need.
    """

    name: str
    group: int
    people: int
    wheelchairs: int


@dataclass(frozen=True, slots=True)
class StopNode:
    """Somewhere a coach boards or alights people.

    Attributes:
        place: index into the travel matrix.
        service, call, hotel: set where the stop meets a train or flight.
        from_s, by_s: bounds of the stop at a station: arrives no earlier, departs no later.
    """

    place: int
    service: str | None = None
    call: int = -1
    hotel: str | None = None
    from_s: int | None = None
    by_s: int | None = None

    @property
    def label(self) -> str:
        """A name of the stop that is unique on its side; empty service parts for a plain place."""
        if self.service is None:
            return str(self.place)
        return f"{self.place}/{self.service}/{self.call}/{self.hotel or ''}"


@dataclass(frozen=True, slots=True)
class Item:
    """A demand's trip by coach between two stops: what columns carry.

    Attributes:
        demand: index of the demand.
        role: direct, feeder or last mile.
        pick, drop: indices of the pickup and drop nodes.
        rows: fleet rows that may carry it.
        ready_s: boarding starts no earlier.
        by_s, from_s: bounds on the arrival.
        cost_fen: penalty on the time of each person, at its very least.
    """

    demand: int
    role: RunRole
    pick: int
    drop: int
    rows: tuple[int, ...]
    ready_s: int
    by_s: int | None
    from_s: int | None
    cost_fen: int = 0


@dataclass(frozen=True, slots=True)
class RideChoice:
    """A demand on one offer of one ride.

    Attributes:
        demand: index of the demand.
        ride: the candidate.
        offer: index into ``Instance.offers``.
        feeder, last_mile: indices of the items that bring and fetch them; −1 where they walk.
        bed: index into ``Instance.beds``; −1 where nobody sleeps on the way.
        cost_fen: per person: fare, bed, and the penalty on time at its very least.
    """

    demand: int
    ride: ServiceRide
    offer: int
    feeder: int
    last_mile: int
    bed: int
    cost_fen: int


@dataclass(frozen=True, slots=True)
class OfferChoice:
    """Units of an offer of a service."""

    service: str
    offer: str
    seats: int
    units: int
    min_people: int
    price_fen: int

    @property
    def name(self) -> str:
        """Service and offer, as rows and branchings name them."""
        return f"{self.service}/{self.offer}"


@dataclass(frozen=True, slots=True)
class BedChoice:
    """Beds of a hotel in the night before a service leaves."""

    hotel: str
    night: int
    beds: int


@dataclass(frozen=True)
class FleetArrays:
    """Fleet rows column by column; all arrays have one entry per row."""

    rows: tuple[FleetRow, ...]
    capacity: Ints
    count: Ints
    base: Ints
    min_people: Ints
    max_pickups: Ints
    max_drops: Ints
    pickup_detour_s: Ints
    drop_detour_s: Ints
    tariff: Ints
    """Shape (rows, 7): hire, per km, toll per km, deadhead per km, returns empty, driver day,
    per stop; and a last column, 1 where hire is by the day."""


@dataclass(frozen=True)
class RideArrays:
    """``RideChoice`` column by column; −1 as there."""

    demand: Ints
    offer: Ints
    feeder: Ints
    last_mile: Ints
    bed: Ints
    cost: Ints


def ride_arrays(rides: tuple[RideChoice, ...]) -> RideArrays:
    """The rides as arrays, in their order."""
    table = np.array(
        [(r.demand, r.offer, r.feeder, r.last_mile, r.bed, r.cost_fen) for r in rides],
        dtype=np.int64,
    ).reshape(len(rides), 6)
    return RideArrays(*(np.ascontiguousarray(column) for column in table.T))


@dataclass(frozen=True)
class Instance:
    """Everything the engine decides about, in integers.

    Attributes:
        problem: where it comes from.
        demands, items, rides, offers, beds: see their types.
        picks, drops: stops on either side of a coach's route.
        fleet: fleet rows.
        ride_table: the rides as arrays.
        own_fen: per demand, a person's own ticket; ``NO_FEN`` where it is not allowed.
        conflict: shape (items, items), items that never share a coach.
        place_ok: shape (rows, places), whether a row's coach fits in.
        home_ok: shape (rows, places), whether a place lies in a row's home area.
    """

    problem: Problem
    demands: tuple[Demand, ...]
    items: tuple[Item, ...]
    rides: tuple[RideChoice, ...]
    offers: tuple[OfferChoice, ...]
    beds: tuple[BedChoice, ...]
    picks: tuple[StopNode, ...]
    drops: tuple[StopNode, ...]
    fleet: FleetArrays
    ride_table: RideArrays
    own_fen: Ints
    conflict: Flags
    place_ok: Flags
    home_ok: Flags

    @property
    def people(self) -> int:
        """Everyone."""
        return sum(d.people for d in self.demands)
