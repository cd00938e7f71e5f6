"""How long a run of so much driving is under way at least, whoever drives."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations

from routing.certify.space import Space
from routing.units import SECONDS_PER_DAY

DAY_S = int(SECONDS_PER_DAY)


class UnderWay:
    """Least times of one problem, from its rules on rows of driving, breaks and the night halt."""

    def __init__(self, space: Space) -> None:
        self.space = space
        values = space.problem.policy.values
        self.row_s = max(1, int(values.drive_day_max_s))
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
            return drive_s + calls * self.stop_s + breaks * self.break_s
        open_s = DAY_S - halt_s
        found: list[int] = []
        for nights in range(breaks + calls + drive_s // open_s + 1):
            held = calls if nights and not self._lies_apart else min(calls, nights)
            outside_s = drive_s + (calls - held) * self.stop_s
            outside_s += max(0, breaks - nights) * self.break_s
            if outside_s <= (nights + 1) * open_s:
                found.append(outside_s + nights * halt_s)
        return min(found)

    @cached_property
    def _lies_apart(self) -> bool:
        """Whether there are no stations, and a coach drives between any two places of people."""
        problem = self.space.problem
        groups, drive_s, at = (
            problem.scenario.groups,
            problem.matrix.duration_s,
            problem.matrix.index,
        )
        origins, gates = {g.origin for g in groups}, {g.destination for g in groups}
        ends = origins | gates
        pairs = combinations([at[place] for place in sorted(ends)], 2)
        apart = all(drive_s[a, b] > 0 and drive_s[b, a] > 0 for a, b in pairs)
        return apart and not problem.scenario.services and not origins & gates
