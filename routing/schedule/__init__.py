"""From chosen runs to the plan: times under the law, bays, vehicles, drivers, journeys, money."""

from routing.schedule.bays import Conflict
from routing.schedule.build import build_plan
from routing.schedule.coach_times import ScheduleConflicts, time_coaches

__all__ = ["Conflict", "ScheduleConflicts", "build_plan", "time_coaches"]
