"""How much work the search for a plan may cost."""

from __future__ import annotations

from dataclasses import dataclass

from routing.solve.improve import Search


@dataclass(frozen=True, slots=True)
class DecisionWork:
    """Work limits of the search for a plan.

    Attributes:
        columns: of the integer programs.
        work: deterministic seconds of one that splits people over modes.
        polish: the same of one that starts from the annealing's decision; 0 for none.
        iterations: turns of an annealing, at most.
        visits: turns of one times what a turn looks at, at most; see ``Search``.
        starts: annealings, each with a seed of its own.
        rounds: how often to search again once costs have become true.
        warmth: share of the annealing's temperatures: longer ones cool down from more.
        cooler: temperatures of every second annealing beside those of the others.
        reheats: whether the plan is annealed further beside the proof.
        tours: annealings of coaches with many stops, at least.
        fewer: how many coaches the annealings do without; see ``Search``.
    """

    columns: int
    work: float
    polish: float
    iterations: int
    visits: int
    starts: int
    rounds: int
    warmth: float
    cooler: float
    reheats: bool = True
    tours: int = 2
    fewer: tuple[int, ...] = ()

    def search(self, seed: int, target_fen: int) -> Search:
        """The annealing's part of the work; it ends early where a plan meets the bound."""
        return Search(
            self.iterations,
            self.visits,
            self.starts,
            seed,
            target_fen,
            self.warmth,
            self.cooler,
            self.fewer,
        )
