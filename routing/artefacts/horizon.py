"""The clock of the solver: whole seconds from a local midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from routing.units import SECONDS_PER_DAY, Seconds


@dataclass(frozen=True, slots=True)
class Horizon:
    """Maps aware datetimes to seconds from ``start`` and back.

    ``start`` is a local midnight, so ``instant_s % 86_400`` is the local clock time. The zones
    that Zhida serves have no daylight saving; a zone that has is refused at validation.
    """

    start: datetime
    zone: tzinfo

    def to_seconds(self, moment: datetime) -> Seconds:
        """Whole seconds from the horizon's start; may be negative before it."""
        return Seconds(round((moment - self.start).total_seconds()))

    def to_datetime(self, instant_s: int) -> datetime:
        """The aware local datetime of an instant."""
        return (self.start + timedelta(seconds=int(instant_s))).astimezone(self.zone)

    @staticmethod
    def clock_s(instant_s: int) -> Seconds:
        """Local clock time, seconds since midnight."""
        return Seconds(instant_s % SECONDS_PER_DAY)
