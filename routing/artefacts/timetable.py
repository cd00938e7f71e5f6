"""The answer of ``routing.duties``: when a coach is where, and what each driver does."""

from __future__ import annotations

from dataclasses import dataclass

from routing.artefacts.route_task import RelayCrew
from routing.model.runs import ActivityKind


@dataclass(frozen=True, slots=True)
class TimedActivity:
    """A span of one driver's day, in seconds from the horizon's start."""

    kind: ActivityKind
    start_s: int
    end_s: int
    place: str | None = None


@dataclass(frozen=True, slots=True)
class TimedRelay:
    """A hand-over: the drivers before ``crew.before`` in the duties leave, the others join."""

    crew: RelayCrew
    arrives_s: int
    departs_s: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """A lawful run of a route task.

    Attributes:
        arrives_s, departs_s: one instant per stop of the task.
        drivers: number of drivers.
        driver_days: started 24 h from the first ``departs`` to the last ``arrives``.
        duties: per driver, activities that tile the time from leaving the base to the end; in a
            relay up to the hand-over's end, or from its beginning on.
        base_departs_s: when the coach leaves its base.
        base_returns_s: when it is back at the base; the last ``departs`` when it does not return
            empty.
        lead_in_arrives_s: when the empty drive from the base reaches the first stop.
        lead_out_departs_s: when the empty drive back starts.
        relay: the hand-over to a fresh crew; None where one crew drives all the way.
    """

    arrives_s: tuple[int, ...]
    departs_s: tuple[int, ...]
    drivers: int
    driver_days: int
    duties: tuple[tuple[TimedActivity, ...], ...]
    base_departs_s: int
    base_returns_s: int
    lead_in_arrives_s: int
    lead_out_departs_s: int
    relay: TimedRelay | None = None

    @property
    def relay_fen(self) -> int:
        """What the hand-over costs."""
        return 0 if self.relay is None else self.relay.crew.fen

    @property
    def elapsed_s(self) -> int:
        """From the first departure to the last arrival, seconds."""
        return self.arrives_s[-1] - self.departs_s[0]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a route task has no lawful timetable; codes as in ``routing/ERRORS.md``."""

    codes: tuple[str, ...]
