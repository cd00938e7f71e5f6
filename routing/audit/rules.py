"""Every rule of the audit, in the order of the audit sheet."""

from __future__ import annotations

from routing.audit import (
    bounds,
    crews,
    hotels,
    hours,
    people,
    plan_costs,
    provenance,
    relays,
    roads,
    run_costs,
    seats,
    services,
    stops,
    structure,
    transfers,
    vehicles,
    wishes,
)
from routing.audit.rule import Rule

STRUCTURE: tuple[Rule, ...] = structure.RULES
"""What must hold before anything else can be read; a breach ends the audit."""

SUBSTANCE: tuple[Rule, ...] = (
    *hours.RULES,
    *crews.RULES,
    *relays.RULES,
    *vehicles.RULES,
    *stops.RULES,
    *transfers.RULES,
    *hotels.RULES,
    *seats.RULES,
    *people.RULES,
    *wishes.RULES,
    *services.RULES,
    *roads.RULES,
    *run_costs.RULES,
    *plan_costs.RULES,
    *bounds.RULES,
    *provenance.RULES,
)
"""Rules of the operation: law first, then the road, the people, the money, the papers."""
