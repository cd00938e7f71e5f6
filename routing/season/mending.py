"""The few whom a day's coaches could not take: free seats of other days, then hired coaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from routing.artefacts.season import SeasonDemand, SeasonProblem
from routing.model.season_plan import (
    PartKind,
    PartRecord,
    SeasonAssignment,
    SeasonCoaches,
    SeasonLoad,
)
from routing.season.frame import Frame
from routing.season.part_scenarios import season_row
from routing.season.problem import Numbering
from routing.season.replacing import HiredCoaches
from routing.units import People


@dataclass
class Mender:
    """Moves people whom a part left out to other parts of their city within their days.

    A master that spreads everybody anew changes a third of all days for a handful of people. This
    touches only the part that left them out and the one that takes them.

    Attributes:
        refused: groups and parts that left some of them out; they are not tried again.
    """

    frame: Frame
    numbering: Numbering
    problem: SeasonProblem
    refused: set[tuple[str, str]] = field(default_factory=set)

    def mended(self, records: Iterable[PartRecord]) -> tuple[SeasonAssignment, ...] | None:
        """The parts with everybody moved for whom there is room; None where there is none."""
        records = tuple(records)
        self.refuse(records)
        left = _left(records)
        board = _Board(self, [r.assignment for r in records])
        order = sorted(left.items(), key=lambda x: (-x[1], x[0]))
        moved = sum(board.move(part, group, people) for (part, group), people in order)
        return board.assignments() if moved else None

    def refuse(self, records: Iterable[PartRecord]) -> None:
        """Take note of whom parts left out, so that they are not given them again."""
        self.refused |= {(group, part) for part, group in _left(records)}


def _left(records: Iterable[PartRecord]) -> dict[tuple[str, str], int]:
    """People left out, by part and group; whoever a train left is the master's to place."""
    return {
        (r.assignment.part, x.group): int(x.people)
        for r in records
        if r.assignment.kind is not PartKind.SERVICE
        for x in r.plan.left_out
    }


class _Board:
    """Loads and coaches of all parts while people are moved."""

    def __init__(self, mender: Mender, assignments: list[SeasonAssignment]) -> None:
        self.mender = mender
        self.frame = mender.frame
        self.problem = mender.problem
        self.parts = {a.part: a for a in assignments}
        self.demands = {d.group: (n, d) for n, d in enumerate(self.problem.demands)}
        self.rows = {r.id: r for r in self.frame.direct}
        self.hired = HiredCoaches(self.frame, assignments)
        self.may: dict[int, set[str]] = defaultdict(set)
        self.fen: dict[tuple[int, str], int] = {}
        for option in self.problem.options:
            row = self.problem.rows[option.row].fleet
            self.may[option.demand].add(row)
            self.fen[option.demand, row] = option.fen

    def assignments(self) -> tuple[SeasonAssignment, ...]:
        """The parts that still carry anybody."""
        return tuple(a for a in self.parts.values() if a.loads)

    def move(self, part: str, group: str, people: int) -> int:
        """Take people of a group off a part and put them where there is room; how many."""
        d, demand = self.demands[group]
        waiting = people
        for name in self._others(d, demand):
            take = min(waiting, self._free(name, d), self._loadable(name, demand))
            if take > 0:
                self._carry(part, name, group, take)
                waiting -= take
        if waiting and not demand.homeward:
            waiting -= self._hire(part, group, waiting)
        return people - waiting

    def _others(self, d: int, demand: SeasonDemand) -> list[str]:
        """Parts of the same city on days when a group may leave, the one with most room first."""
        found = [a.part for a in self._parts_of(d, demand)]
        return sorted(found, key=lambda name: (-self._free(name, d), name))

    def _parts_of(self, d: int, demand: SeasonDemand) -> Iterator[SeasonAssignment]:
        kind = PartKind.HOMEWARD if demand.homeward else PartKind.OUTWARD
        city = self.mender.numbering.cities[demand.city]
        for assignment in self.parts.values():
            day = self.frame.calendar.number(assignment.day)
            if (assignment.kind, assignment.subject) != (kind, city):
                continue
            if not max(demand.first, demand.opens) <= day <= demand.last:
                continue
            if (demand.group, assignment.part) in self.mender.refused:
                continue
            if (d, day) not in self.problem.shut:
                yield assignment

    def _free(self, name: str, d: int) -> int:
        """Seats beyond the people of a part, on coaches that a group may ride."""
        assignment = self.parts[name]
        seats = sum(
            self.frame.room(self.rows[c.fleet]) * (int(c.returning) + int(c.staying))
            for c in assignment.coaches
            if season_row(c.fleet) in self.may[d]
        )
        return seats - sum(int(x.people) for x in assignment.loads)

    def _loadable(self, name: str, demand: SeasonDemand) -> int:
        """People that may still leave a group's site on a part's day."""
        day = self.frame.calendar.number(self.parts[name].day)
        most = self.problem.loading.get((demand.site, day))
        if most is None:
            return demand.people
        leaving = sum(
            int(load.people)
            for other in self.parts.values()
            if other.day == self.parts[name].day
            for load in other.loads
            if self.demands[load.group][1].site == demand.site
        )
        return most - leaving

    def _hire(self, part: str, group: str, people: int) -> int:
        """Hire a coach for people where that costs less than leaving them; how many ride."""
        d, demand = self.demands[group]
        for assignment in sorted(self._parts_of(d, demand), key=lambda a: a.day):
            name = assignment.part
            if self._loadable(name, demand) < people or not self._has_escort(assignment):
                continue
            row = self.hired.cheapest(assignment.day, among=self.may[d])
            if row is None or self.fen[d, row] > people * demand.left_fen:
                continue
            self.hired.use(row, assignment.day)
            self._add_coach(name, row)
            self._carry(part, name, group, people)
            return people
        return 0

    def _has_escort(self, assignment: SeasonAssignment) -> bool:
        """Whether one more coach may leave on a part's day."""
        day = self.frame.calendar.number(assignment.day)
        most = self.problem.escorts[day]
        if most is None:
            return True
        busy = 0
        for other in self.parts.values():
            if other.day != assignment.day:
                continue
            if other.kind is PartKind.OUTWARD:
                busy += sum(int(c.returning) + int(c.staying) for c in other.coaches)
            if other.kind is PartKind.SERVICE:
                busy += max(
                    (o.escorts for o in self.problem.offers if o.service == other.subject),
                    default=0,
                )
        return busy < most

    def _add_coach(self, name: str, row: str) -> None:
        assignment = self.parts[name]
        coaches = {c.fleet: c for c in assignment.coaches}
        given = coaches.get(row, SeasonCoaches(fleet=row))
        more = given.model_copy(update={"returning": int(given.returning) + 1})
        changed = tuple(c for _, c in sorted((coaches | {row: more}).items()))
        self.parts[name] = assignment.model_copy(update={"coaches": changed})

    def _carry(self, old: str, new: str, group: str, people: int) -> None:
        """Move people of a group from one part to another."""
        for name, change in ((old, -people), (new, people)):
            assignment = self.parts[name]
            loads = {x.group: int(x.people) for x in assignment.loads}
            loads[group] = loads.get(group, 0) + change
            kept = tuple(
                SeasonLoad(group=g, people=People(n)) for g, n in self._in_order(loads) if n > 0
            )
            self.parts[name] = assignment.model_copy(update={"loads": kept})

    def _in_order(self, loads: Mapping[str, int]) -> list[tuple[str, int]]:
        return sorted(loads.items(), key=lambda x: self.demands[x[0]][0])
