"""The switch for the way home: a scenario turned round so that everyone is home by a moment."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from routing.model.scenario import Scenario
from routing.schedule.return_home import festival_pivot, turn_round


def turn_home(scenario: Scenario, *, home_by: datetime) -> Scenario:
    """The same operation before the festival: from the gates home, trains turned with it.

    Args:
        scenario: the way to work.
        home_by: when the last are home; a time without an offset is the scenario's own.

    Raises:
        InputRefused: a service lacks the times that its mirror needs.
    """
    if home_by.tzinfo is None:
        home_by = home_by.replace(tzinfo=ZoneInfo(scenario.timezone))
    return turn_round(scenario, pivot=festival_pivot(scenario, home_by=home_by))
