"""The cases by the names of their places alone: planned offline, and what is unsure is said."""

from __future__ import annotations

import pytest

from routing.formats.json_documents import render_json
from routing.model.findings import Severity
from routing.model.goals import Effort
from routing.model.plan import PlanStatus
from routing.pipeline import plan_scenario, read_scenario
from tests.golden.case import DATA, case_names, get_case

pytestmark = pytest.mark.timeout(1_200)
QUICKEST = "daguan-2020-02-16"
CASES = [
    name if name == QUICKEST else pytest.param(name, marks=pytest.mark.slow)
    for name in case_names()
]


@pytest.mark.parametrize("name", CASES)
def test_a_case_by_names_alone_is_planned_whole_and_lists_its_unsure_points(name: str) -> None:
    given = get_case(name).scenario
    bare = {"lat": None, "lon": None, "precision_m": None, "source": None}
    places = tuple(place.model_copy(update=bare) for place in given.places)
    quick = given.solver.model_copy(update={"effort": Effort.QUICK})
    written = render_json(given.model_copy(update={"places": places, "solver": quick}))
    checked = read_scenario(written, folder=DATA)
    assert checked.scenario is not None
    assert {f.severity for f in checked.findings} <= {Severity.WARNING}
    assert any(f.code == "PLACE_UNSURE" for f in checked.findings)
    plan = plan_scenario(checked.scenario, data=DATA)
    assert plan.status is PlanStatus.COMPLETE
    assert plan.audit is not None
    assert plan.audit.findings == ()
