"""The ways a group could travel, before anyone decides."""

from __future__ import annotations

from dataclasses import dataclass

from routing.model.plan import Reason


@dataclass(frozen=True, slots=True)
class ServiceRide:
    """A ride on a train or flight between two of its calls.

    Attributes:
        service: service id.
        board_call, alight_call: indices into the service's ``calls``.
        offers: indices into the service's ``offers`` that are valid on this ride.
        hotel: place id where people sleep before the ride, when the feeder comes the day before;
            None when they come in time on the day.
        feeder_from_s, feeder_by_s: bounds on a feeder's stop at the boarding station, seconds from
            the horizon's start: it arrives no earlier than the first and departs no later than
            the second. They keep the ride with a hotel and the one without apart.
        walks_in: the group starts at the boarding station itself; no feeder is needed.
        walks_out: the group's destination is the alighting station itself.
    """

    service: str
    board_call: int
    alight_call: int
    offers: tuple[int, ...]
    hotel: str | None = None
    feeder_from_s: int = 0
    feeder_by_s: int = 0
    walks_in: bool = False
    walks_out: bool = False


@dataclass(frozen=True, slots=True)
class GroupCandidates:
    """What one group may use.

    Attributes:
        group: group id.
        direct_fleet: fleet rows whose coach may carry them all the way.
        rides: train and flight rides they could reach and leave in time.
        feeder_fleet: fleet rows that may bring them to a station.
        last_mile_fleet: fleet rows that may fetch them from one.
        own_travel: whether a ticket of their own is allowed.
        excluded: why each fleet row or service that is not listed cannot serve them.
    """

    group: str
    direct_fleet: tuple[str, ...]
    rides: tuple[ServiceRide, ...]
    feeder_fleet: tuple[str, ...]
    last_mile_fleet: tuple[str, ...]
    own_travel: bool
    excluded: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates of every group, in the order of the scenario's groups."""

    groups: tuple[GroupCandidates, ...]
