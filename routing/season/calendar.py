"""A season's days: their numbers, their dates, and the loading hours on each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.model.base import Window
from routing.model.season import SeasonScenario


@dataclass(frozen=True, slots=True)
class SeasonCalendar:
    """Day number 0 is the season's first day; all clock times are local."""

    season: SeasonScenario

    @property
    def days(self) -> int:
        """How many days the season has."""
        return (self.season.last_day - self.season.first_day).days + 1

    @property
    def zone(self) -> ZoneInfo:
        """The season's zone."""
        return ZoneInfo(self.season.timezone)

    def number(self, day: date) -> int:
        """A date's day number; below 0 or beyond the last outside the season."""
        return (day - self.season.first_day).days

    def date_of(self, number: int) -> date:
        """The date of a day number."""
        return self.season.first_day + timedelta(days=number)

    def number_of(self, moment: datetime) -> int:
        """The day number of a moment."""
        return self.number(moment.astimezone(self.zone).date())

    def at(self, day: date, clock: str) -> datetime:
        """A clock time ``HH:MM`` of a day."""
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=self.zone)

    def loading(self, day: date) -> Window:
        """When coaches load at places of origin on a day."""
        return Window(
            start=self.at(day, self.season.loads_from), end=self.at(day, self.season.loads_until)
        )

    def clock_s(self, clock: str) -> int:
        """Seconds since midnight."""
        return int(clock[:2]) * 3_600 + int(clock[3:]) * 60
