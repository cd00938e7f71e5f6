"""What an engine decided: coaches with loads, rides bought, and what it proved."""

from __future__ import annotations

from dataclasses import dataclass

from routing.artefacts.route_task import RelayCrew, RouteTask
from routing.model.certificate import Certificate
from routing.model.plan import StopReason
from routing.model.runs import RunRole


@dataclass(frozen=True, slots=True)
class ChosenStop:
    """A stop of a chosen coach: group id and people boarding and alighting."""

    place: str
    board: tuple[tuple[str, int], ...] = ()
    alight: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenCoach:
    """One vehicle on one route with its load.

    Attributes:
        key: unique in the solution; portions refer to it.
        fleet: fleet row id.
        role: direct, feeder or last mile.
        stops: in driving order.
        task: what bounds its clock, as the engine priced it.
        drivers: the crew the engine priced; the schedule confirms it.
        follows: key of the run this same vehicle does before, where it does several.
        relay: where a fresh part of the crew takes over; None where all ride all the way.
    """

    key: str
    fleet: str
    role: RunRole
    stops: tuple[ChosenStop, ...]
    task: RouteTask
    drivers: int
    follows: str | None = None
    relay: RelayCrew | None = None


@dataclass(frozen=True, slots=True)
class ChosenRide:
    """People of one group on one service between two calls, on one offer."""

    key: str
    service: str
    offer: str
    group: str
    people: int
    board_call: int
    alight_call: int


@dataclass(frozen=True, slots=True)
class ChosenPurchase:
    """Units bought of an offer."""

    service: str
    offer: str
    units: int


@dataclass(frozen=True, slots=True)
class Portion:
    """Part of a group on one chain of vehicles.

    Attributes:
        group: group id.
        people: how many.
        chain: keys of coaches and rides in the order of travel; empty for own travel.
        hotel: place id where they sleep between two vehicles.
    """

    group: str
    people: int
    chain: tuple[str, ...]
    hotel: str | None = None


@dataclass(frozen=True)
class Solution:
    """A decision for every person: carried, on their own ticket, or left out.

    ``left_out`` maps group id to people; the sum over portions and ``left_out`` is each group's
    ``people``.
    """

    coaches: tuple[ChosenCoach, ...]
    rides: tuple[ChosenRide, ...]
    purchases: tuple[ChosenPurchase, ...]
    portions: tuple[Portion, ...]
    left_out: tuple[tuple[str, int], ...]
    certificate: Certificate
    stop_reason: StopReason
