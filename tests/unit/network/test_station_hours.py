"""A feeder's ride is offered only where the station is open to coaches at some fitting time."""

from __future__ import annotations

import pytest

from routing.pipeline import prepare_problem
from tests.golden.case import DATA, get_case


@pytest.mark.parametrize(("opens", "beds"), [("08:00", {True}), ("06:00", {True, False})])
def test_a_morning_feeder_needs_an_open_forecourt(opens: str, beds: set[bool]) -> None:
    scenario = get_case("nujiang-zhuhai").scenario
    places = []
    for place in scenario.places:
        windows = [
            w.model_copy(update={"start": w.start.replace(hour=int(opens[:2]))})
            if w.start.day == 6
            else w
            for w in place.open
        ]
        places.append(place.model_copy(update={"open": tuple(windows)}))
    changed = scenario.model_copy(update={"places": tuple(places)})
    problem = prepare_problem(changed, data=DATA)
    found = {ride.hotel is not None for g in problem.candidates.groups for ride in g.rides}
    assert found == beds
