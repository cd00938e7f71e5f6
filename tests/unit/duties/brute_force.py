"""Every way to drive a small route, one grid unit at a time: what the search must not miss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.unit.duties.law_oracle import DAY_S

State = tuple[int, int, int, int, int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A law in whole units of time.

    Attributes:
        unit_s: the unit.
        row, night_row, pause, day: limits and the shortest break, in units.
        night, halt: first and last-but-one clock unit; the night may pass midnight.
        drivers: the crew.
    """

    unit_s: int
    row: int
    night_row: int
    pause: int
    day: int
    night: tuple[int, int]
    halt: tuple[int, int] | None
    drivers: int

    @property
    def units_a_day(self) -> int:
        return DAY_S // self.unit_s

    @property
    def memory(self) -> int:
        """Units of the past that matter: one day, or only the last where hours never bind."""
        return self.units_a_day if self.day < self.units_a_day else 1

    def inside(self, span: tuple[int, int] | None, unit: int) -> bool:
        if span is None:
            return False
        clock = unit % self.units_a_day
        first, end = span
        return first <= clock < end if first < end else clock >= first or clock < end


@dataclass(frozen=True, slots=True)
class Hop:
    """A leg of so many units, then a service of so many, arriving no earlier than a unit."""

    drive: int
    service: int
    opens: int


def least_units(grid: Grid, hops: tuple[Hop, ...], start: int, most: int) -> int | None:
    """Units from ``start`` until the last stop is reached, over every sequence of actions.

    In each unit the coach stands, works at a stop, or some driver drives it; the driver changes
    only where it stood or worked the unit before. None when ``most`` units do not suffice.
    """
    # Hop, units driven of it (or served, once negative), row, night row, pause, last day's wheel.
    states: set[State] = {(0, 0, 0, 0, grid.pause, (0,) * grid.memory)}
    for unit in range(start, start + most):
        following: set[State] = set()
        for state in states:
            for after in _steps(grid, hops, state, unit):
                hop, done = after[0], after[1]
                last = len(hops) - 1
                if hop == last and done == hops[last].drive and unit + 1 >= hops[last].opens:
                    return unit + 1 - start
                following.add(after)
        states = following
    return None


def _steps(grid: Grid, hops: tuple[Hop, ...], state: State, unit: int) -> Iterator[State]:
    hop, done, row, night, pause, wheel = state
    rested = min(pause + 1, grid.pause)
    fresh = rested >= grid.pause
    yield (hop, done, 0 if fresh else row, 0 if fresh else night, rested, (*wheel[1:], 0))
    if done < 0 or (done == hops[hop].drive and unit >= hops[hop].opens):
        yield from _serve(hops, state)
    if 0 <= done < hops[hop].drive and not grid.inside(grid.halt, unit):
        dark = night + grid.inside(grid.night, unit)
        if row < grid.row and dark <= grid.night_row:
            for driver in range(1, grid.drivers + 1):
                same = wheel[-1] in (0, driver)
                if same and wheel[1:].count(driver) < grid.day:
                    yield (hop, done + 1, row + 1, dark, 0, (*wheel[1:], driver))


def _serve(hops: tuple[Hop, ...], state: State) -> Iterator[State]:
    """One unit of service; counted downwards from −1, then the next leg begins."""
    hop, done, row, night, _, wheel = state
    if hop == len(hops) - 1:
        return
    served = (-done if done < 0 else 0) + 1
    here = (hop, -served) if served < hops[hop].service else (hop + 1, 0)
    yield (*here, row, night, 0, (*wheel[1:], 0))
