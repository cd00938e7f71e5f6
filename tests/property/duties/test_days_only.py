"""Asked for driver days alone, a clock names the crew and the days of the quickest run."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from routing.artefacts.route_task import RouteTask
from routing.artefacts.timetable import Timetable
from routing.duties.crew_choice import find_timetable
from routing.duties.departure_scan import ELAPSED_S, OUTCOME
from routing.duties.replay import OK
from routing.duties.timetable import search_crew
from routing.model.rules import PolicyValues
from routing.solve.clocks import find_clock
from tests.unit.duties.tasks import tasks


@given(task=tasks())
def test_days_alone_are_those_of_the_quickest_run(task: RouteTask, policy: PolicyValues) -> None:
    quickest, sooner = find_clock(task, policy), find_clock(task, policy, days_only=True)
    answer = find_timetable(task, policy)

    assert (quickest is None) == (sooner is None) == (not isinstance(answer, Timetable))
    if quickest is not None and sooner is not None and isinstance(answer, Timetable):
        assert (sooner.drivers, sooner.driver_days) == (quickest.drivers, quickest.driver_days)
        assert sooner.elapsed_s >= quickest.elapsed_s
        assert (answer.drivers, answer.driver_days) == (quickest.drivers, quickest.driver_days)


@given(task=tasks())
def test_a_limit_hides_longer_runs_only(task: RouteTask, policy: PolicyValues) -> None:
    """A crew's best run is found at its own length, and nothing below it.

    Stands at service areas come after the search, and may make a run longer.
    """
    task = replace(task, rest_places=())
    found = find_clock(task, policy)
    if found is None or found.relay is not None:
        return
    at_most = search_crew(task, policy, found.drivers, within_s=found.elapsed_s)
    below = search_crew(task, policy, found.drivers, within_s=found.elapsed_s - 1)
    plain = search_crew(task, policy, found.drivers)
    assert at_most[OUTCOME] == plain[OUTCOME] == OK
    assert at_most[ELAPSED_S] == plain[ELAPSED_S] == found.elapsed_s
    assert below[OUTCOME] != OK
