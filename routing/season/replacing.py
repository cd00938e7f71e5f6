"""Coaches for which no vehicle is rested or no crew has hours left: hired ones take their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import date

from routing.model.season import SeasonCoach
from routing.model.season_plan import PartKind, SeasonAssignment, SeasonCoaches
from routing.season.frame import Frame
from routing.season.part_scenarios import BACK, STAY, count_on

Unserved = Mapping[tuple[str, str], int]
"""Runs without a vehicle, by part and row id as the part's plan names it: coaches that wait in a
city, and those that come back from one, bear an ending."""


def replaced(
    frame: Frame, assignments: tuple[SeasonAssignment, ...], unserved: Unserved
) -> tuple[SeasonAssignment, ...]:
    """The parts without the coaches that do not exist, and with hired ones where there are some.

    Hired coaches of at least the same room go out for them, as many as that day still has. They
    never wait in a city, so that nothing replaces those that should bring people home.
    """
    hired = HiredCoaches(frame, assignments)
    return tuple(_replaced(frame, a, unserved, hired) for a in assignments)


class HiredCoaches:
    """Coaches hired by the day that no part uses yet."""

    def __init__(self, frame: Frame, assignments: Iterable[SeasonAssignment]) -> None:
        self._frame = frame
        self._rows = [r for r in frame.direct if not r.comes_back]
        self._used: dict[tuple[str, date], int] = defaultdict(int)
        for assignment in assignments:
            for coaches in assignment.coaches:
                number = int(coaches.returning) + int(coaches.staying)
                self._used[coaches.fleet, assignment.day] += number

    def take(self, wanted: int, *, room: int, day: date) -> dict[str, int]:
        """Up to ``wanted`` coaches of enough room on a day, by row id, the cheapest row first."""
        taken: dict[str, int] = {}
        for row in sorted(self._rows, key=_price):
            if self._frame.room(row) < room:
                continue
            free = count_on(row, day) - self._used[row.id, day]
            number = max(0, min(wanted - sum(taken.values()), free))
            if number:
                self._used[row.id, day] += number
                taken[row.id] = number
        return taken

    def cheapest(self, day: date, *, among: Set[str]) -> str | None:
        """The cheapest row with a coach left on a day, of those named; None where none has."""
        free = (
            row
            for row in sorted(self._rows, key=_price)
            if row.id in among and count_on(row, day) > self._used[row.id, day]
        )
        return next((row.id for row in free), None)

    def use(self, row: str, day: date) -> None:
        """Take one coach of a row on a day."""
        self._used[row, day] += 1


def _price(row: SeasonCoach) -> tuple[int, int, str]:
    return int(row.per_km_fen + row.toll_per_km_fen), int(row.hire_fen), row.id


def _replaced(
    frame: Frame, assignment: SeasonAssignment, unserved: Unserved, hired: HiredCoaches
) -> SeasonAssignment:
    rows = {r.id: r for r in frame.direct}
    coaches = {c.fleet: c for c in assignment.coaches}
    for given in assignment.coaches:
        returning = unserved.get((assignment.part, given.fleet), 0)
        waiting = sum(unserved.get((assignment.part, given.fleet + x), 0) for x in (STAY, BACK))
        if not returning and not waiting:
            continue
        coaches[given.fleet] = SeasonCoaches(
            fleet=given.fleet,
            returning=max(0, int(given.returning) - returning),
            staying=max(0, int(given.staying) - waiting),
        )
        if assignment.kind is PartKind.OUTWARD:
            room = frame.room(rows[given.fleet])
            taken = hired.take(returning + waiting, room=room, day=assignment.day)
            for fleet, number in taken.items():
                coaches[fleet] = _more(coaches.get(fleet, SeasonCoaches(fleet=fleet)), number)
    kept = tuple(c for _, c in sorted(coaches.items()))
    return assignment.model_copy(update={"coaches": kept})


def _more(coaches: SeasonCoaches, number: int) -> SeasonCoaches:
    return coaches.model_copy(update={"returning": int(coaches.returning) + number})
