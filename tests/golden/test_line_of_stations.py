"""One train, six boarding stations, sixteen cities: feeders, ride and last mile in one answer.

A public report tells of 756 people from Baise for sixteen cities; stations, counties, shares, times
and prices are added. The bound is weak here: shuttles hired by the day that may run many times
(a gap of 16 % when measured).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from routing.model.goals import Effort
from routing.model.plan import PlanStatus
from routing.model.runs import RunMode
from routing.pipeline import plan_scenario, read_scenario
from tests.golden.case import DATA

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_200)]
SCENARIO = Path(__file__).parent / "baise_16_cities.json"


def test_everyone_of_six_stations_reaches_one_of_sixteen_cities() -> None:
    scenario = read_scenario(SCENARIO.read_bytes(), folder=DATA).scenario
    assert scenario is not None
    assert len({g.destination for g in scenario.groups}) == 16
    assert sum(c.departs is not None for c in scenario.services[0].calls[:6]) == 6
    quick = scenario.solver.model_copy(update={"effort": Effort.QUICK})
    plan = plan_scenario(scenario.model_copy(update={"solver": quick}), data=DATA)

    assert plan.status is PlanStatus.COMPLETE
    assert sum(i.people for i in plan.itineraries) == 756
    assert plan.audit is not None
    assert plan.audit.findings == ()
    assert any(r.mode is RunMode.TRAIN for r in plan.runs)
    print(f"gap {plan.certificate.gap:.1%}")
    assert plan.certificate.gap <= 0.20
