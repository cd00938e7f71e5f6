"""The graph of legs: roads, rides on services, and the transfers between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import networkx as nx

from routing.artefacts.horizon import Horizon
from routing.artefacts.travel_matrix import UNREACHABLE, TravelMatrix
from routing.model.scenario import Scenario
from routing.model.services import Service

Kind = Literal["place", "departure", "arrival"]


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A place, or a service standing at one of its calls.

    Attributes:
        kind: what the node is.
        name: place id, or service id.
        call: index into the service's calls; −1 for a place.
    """

    kind: Kind
    name: str
    call: int = -1


def place_node(place: str) -> Node:
    """The node of a place."""
    return Node("place", place)


def build_graph(scenario: Scenario, matrix: TravelMatrix, *, horizon: Horizon) -> nx.DiGraph[Node]:
    """Places and calls, joined by every leg that somebody of the scenario could use.

    Edge attributes: ``mode`` (``road``, ``transfer``, ``train``, ``plane``), ``duration_s``,
    ``distance_m`` on roads; nodes of services carry ``at_s``, when the service leaves or arrives.
    Roads run from origins to boarding stations and destinations, and from alighting stations to
    destinations; a pair that no road joins has no edge.
    """
    graph: nx.DiGraph[Node] = nx.DiGraph()
    boarding, alighting = set[str](), set[str]()
    for service in scenario.services:
        ons, offs = _add_service(graph, service, horizon)
        boarding |= ons
        alighting |= offs
    origins = {g.origin for g in scenario.groups}
    destinations = {g.destination for g in scenario.groups}
    for origin in sorted(origins):
        _add_roads(graph, matrix, origin, boarding | destinations)
    for station in sorted(alighting):
        _add_roads(graph, matrix, station, destinations)
    return graph


def _add_service(
    graph: nx.DiGraph[Node], service: Service, horizon: Horizon
) -> tuple[set[str], set[str]]:
    """Add a service's rides and transfers; the places where it can be boarded and left."""
    ons = [i for i, c in enumerate(service.calls[:-1]) if c.departs is not None]
    offs = [i for i, c in enumerate(service.calls) if i > 0 and c.arrives is not None]
    for i in ons:
        departs = service.calls[i].departs
        if departs is None:
            continue
        node = Node("departure", service.id, i)
        graph.add_node(node, at_s=int(horizon.to_seconds(departs)))
        place = place_node(service.calls[i].place)
        graph.add_edge(place, node, mode="transfer", duration_s=int(service.check_in_s))
    for j in offs:
        arrives = service.calls[j].arrives
        if arrives is None:
            continue
        node = Node("arrival", service.id, j)
        graph.add_node(node, at_s=int(horizon.to_seconds(arrives)))
        place = place_node(service.calls[j].place)
        graph.add_edge(node, place, mode="transfer", duration_s=int(service.egress_s))
    for i in ons:
        for j in offs:
            if i < j:
                _add_ride(graph, service, i, j)
    places = [c.place for c in service.calls]
    return {places[i] for i in ons}, {places[j] for j in offs}


def _add_ride(graph: nx.DiGraph[Node], service: Service, on: int, off: int) -> None:
    """One leg on a service, where some offer is valid on it."""
    if not valid_offers(service, on, off):
        return
    start, end = Node("departure", service.id, on), Node("arrival", service.id, off)
    duration_s = graph.nodes[end]["at_s"] - graph.nodes[start]["at_s"]
    graph.add_edge(start, end, mode=str(service.mode), duration_s=duration_s)


def valid_offers(service: Service, on: int, off: int) -> tuple[int, ...]:
    """Indices of the offers that hold between two calls; one without ends holds on all."""
    start, end = service.calls[on].place, service.calls[off].place
    return tuple(
        i
        for i, offer in enumerate(service.offers)
        if offer.units > 0 and offer.origin in (None, start) and offer.destination in (None, end)
    )


def _add_roads(graph: nx.DiGraph[Node], matrix: TravelMatrix, start: str, ends: set[str]) -> None:
    row = matrix.index[start]
    for end in sorted(ends):
        column = matrix.index[end]
        duration_s = int(matrix.duration_s[row, column])
        if duration_s < UNREACHABLE:
            graph.add_edge(
                place_node(start),
                place_node(end),
                mode="road",
                duration_s=duration_s,
                distance_m=int(matrix.distance_m[row, column]),
            )
