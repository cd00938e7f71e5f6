"""How long a run of so much driving is under way at least, whoever drives."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from math import gcd

from routing.certify.space import Space, clock_s
from routing.units import SECONDS_PER_DAY

DAY_S = int(SECONDS_PER_DAY)
DAYS = 7
"""Days for which the most driving is worked out."""
MINUTE_S = 60


class UnderWay:
    """Least times of one problem, from its rules on rows of driving, breaks and the night halt."""

    def __init__(self, space: Space) -> None:
        self.space = space
        values = space.problem.policy.values
        self.row_s = max(1, int(values.drive_day_max_s))
        self.night_row_s = int(values.drive_night_max_s)
        self.stop_s = int(values.stop_fixed_s)
        # A hand-over may stand for a break.
        self.break_s = 0 if space.relays else int(values.break_min_s)

    def least_s(self, drive_s: int, stops: int, halt_s: int) -> int:
        """From leaving the first stop to reaching the last, the best number of halts chosen.

        Nobody drives during a halt of ``halt_s``: it holds one break, and one stop, or any number
        where stops lie side by side.
        """
        breaks, calls = max(0, -(-drive_s // self.row_s) - 1), max(0, stops - 2)
        if not halt_s:
            return max(
                drive_s + calls * self.stop_s + breaks * self.break_s, self._by_reach(drive_s, 0)
            )
        open_s = DAY_S - halt_s
        found: list[int] = []
        for nights in range(breaks + calls + drive_s // open_s + 1):
            held = calls if nights and not self._lies_apart else min(calls, nights)
            outside_s = drive_s + (calls - held) * self.stop_s
            outside_s += max(0, breaks - nights) * self.break_s
            if outside_s <= (nights + 1) * open_s:
                found.append(outside_s + nights * halt_s)
        return max(min(found), self._by_reach(drive_s, halt_s))

    @cached_property
    def _lies_apart(self) -> bool:
        """Whether there are no stations, and a coach drives between any two places of people."""
        problem = self.space.problem
        groups, drive_s, at = (
            problem.scenario.groups,
            problem.matrix.duration_s,
            problem.matrix.index,
        )
        ends = {g.origin for g in groups} | {g.destination for g in groups}
        pairs = combinations([at[place] for place in sorted(ends)], 2)
        apart = all(drive_s[a, b] > 0 and drive_s[b, a] > 0 for a, b in pairs)
        return apart and not problem.scenario.services

    def _by_reach(self, drive_s: int, halt_s: int) -> int:
        """Beyond the days in which that much cannot be driven; 0 for runs without the halt."""
        known = self._reach
        if known is None or halt_s != known[0]:
            return 0
        days = sum(drive_s > most for most in known[1])
        return days * DAY_S + 1 if days else 0

    @cached_property
    def _reach(self) -> tuple[int, list[int]] | None:
        """The halt, and the most seconds of driving in one day, two days and so on.

        Tried from every start at a multiple of what all the times are multiples of, since what can
        be driven changes along straight lines between these.
        """
        values = self.space.problem.policy.values
        if self.space.relays or not self.break_s or not values.drive_day_max_s:
            return None
        night, halt = (
            (clock_s(w.start), (clock_s(w.end) - clock_s(w.start)) % DAY_S) if w else (0, 0)
            for w in (values.night, values.night_halt)
        )
        rules = (self.row_s, self.night_row_s, self.break_s, *night, *halt)
        step_s = gcd(DAY_S, *rules, int(values.drive_24h_max_s), int(values.drive_7d_max_s))
        if step_s < MINUTE_S:
            return None
        most = [0] * DAYS
        for starts_s in range(0, DAY_S, step_s):
            driven = self._drive(starts_s, night, halt)
            most = [max(a, b) for a, b in zip(most, driven, strict=True)]
        return halt[1], most

    def _drive(self, starts_s: int, night: tuple[int, int], halt: tuple[int, int]) -> list[int]:
        """Driven after one day, two days, … from a start, by rows as long as they may be."""
        found, driven_s, now_s = list[int](), 0, starts_s
        while len(found) < DAYS:
            into_s = (now_s - halt[0]) % DAY_S
            if into_s < halt[1]:
                now_s += halt[1] - into_s
            ends_s = now_s + min(self.row_s, self._night_row_s(now_s, night))
            if halt[1]:
                ends_s = min(ends_s, now_s + (halt[0] - now_s) % DAY_S)
            while len(found) < DAYS and starts_s + (len(found) + 1) * DAY_S <= ends_s:
                day_ends_s = starts_s + (len(found) + 1) * DAY_S
                found.append(driven_s + max(0, day_ends_s - now_s))
            driven_s += ends_s - now_s
            now_s = ends_s + self.break_s
        return found

    def _night_row_s(self, now_s: int, night: tuple[int, int]) -> int:
        """How long a row may last, starting now, by its hours at night; a day at most."""
        from_s, length_s = night
        if not length_s:
            return DAY_S
        into_s = (now_s - from_s) % DAY_S
        tonight_s = max(0, length_s - into_s)
        if self.night_row_s < tonight_s:
            return self.night_row_s
        left_s, next_s = self.night_row_s - tonight_s, DAY_S - into_s
        return next_s + left_s if left_s < length_s else DAY_S
