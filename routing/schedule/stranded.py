"""What becomes of a solution when some of its coaches cannot run."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from routing.artefacts.solution import ChosenCoach, ChosenStop, Solution


def without_coaches(solution: Solution, keys: frozenset[str]) -> Solution:
    """The solution when some coaches do not run: their people are left out, nobody is lost.

    They lose their seats on every other vehicle of their chain too, an empty coach does not run,
    and an offer that nobody uses any more is not bought.
    """
    stranded = [p for p in solution.portions if keys & set(p.chain)]
    if not stranded:
        return solution
    gone: dict[tuple[str, str], int] = defaultdict(int)
    for portion in stranded:
        for key in portion.chain:
            gone[key, portion.group] += portion.people
    left: dict[str, int] = defaultdict(int)
    for group, count in [*solution.left_out, *((p.group, p.people) for p in stranded)]:
        left[group] += count
    return _Reduction(solution, keys, gone).apply(tuple(sorted(left.items())))


class _Reduction:
    """Takes stranded people off the vehicles they would have used."""

    def __init__(
        self, solution: Solution, keys: frozenset[str], gone: dict[tuple[str, str], int]
    ) -> None:
        self.solution = solution
        self.keys = keys
        self.gone = gone

    def apply(self, left_out: tuple[tuple[str, int], ...]) -> Solution:
        """The solution without them, and with these people left out."""
        solution = self.solution
        coaches = [replace(c, stops=self._stops(c)) for c in solution.coaches]
        gone = self.keys | {c.key for c in coaches if not any(s.board for s in c.stops)}
        rides = [replace(r, people=r.people - self.gone[r.key, r.group]) for r in solution.rides]
        sold = {(r.service, r.offer) for r in rides if r.people > 0}
        return replace(
            solution,
            coaches=tuple(
                replace(c, follows=_still_before(c, solution, gone))
                for c in coaches
                if c.key not in gone
            ),
            rides=tuple(r for r in rides if r.people > 0),
            purchases=tuple(p for p in solution.purchases if (p.service, p.offer) in sold),
            portions=tuple(p for p in solution.portions if not self.keys & set(p.chain)),
            left_out=left_out,
        )

    def _stops(self, coach: ChosenCoach) -> tuple[ChosenStop, ...]:
        return tuple(
            replace(s, board=self._loads(coach, s.board), alight=self._loads(coach, s.alight))
            for s in coach.stops
        )

    def _loads(
        self, coach: ChosenCoach, loads: tuple[tuple[str, int], ...]
    ) -> tuple[tuple[str, int], ...]:
        fewer = [(g, n - self.gone[coach.key, g]) for g, n in loads]
        return tuple((g, n) for g, n in fewer if n > 0)


def _still_before(coach: ChosenCoach, solution: Solution, gone: frozenset[str]) -> str | None:
    """The run that the same vehicle still does before, past those that do not run."""
    follows = {c.key: c.follows for c in solution.coaches}
    before = coach.follows
    while before in gone:
        before = follows[before]
    return before
