"""The reported operation at the plan's prices."""

from __future__ import annotations

from routing.artefacts.problem import Problem
from tests.golden.baseline import beds_fen, coaches_fen, each_for_itself_fen, purchase_fen
from tests.golden.case import Reported


def reported_fen(problem: Problem, reported: Reported) -> int:
    """Coaches, seats and beds of the report; what it leaves open is each group for itself."""
    coaches = sum(
        coaches_fen(
            problem,
            fleet=leg.fleet,
            ends=(leg.origin, leg.destination),
            people=leg.people,
            count=leg.count,
        )
        for leg in reported.coaches
    )
    seats = sum(
        purchase_fen(problem, service=b.service, offer=b.offer, units=b.units, people=b.people)
        for b in reported.bought
    )
    beds = sum(beds_fen(problem, hotel=n.hotel, people=n.people) for n in reported.nights)
    rest = (
        each_for_itself_fen(problem, destinations=reported.each_for_itself)
        if reported.each_for_itself
        else 0
    )
    return coaches + seats + beds + rest
