"""A province by simulation: many counties' seasons, each decomposed, in one or more processes.

    python -m tests.benchmarks.province --counties 8 --workers 2

Each county has 12,500 people in ten sites, five of forty cities, thirty days, coaches of its own
and a share of the province's trains; nothing else is shared, so counties are solved apart and the
sum of their bounds is a bound for the province under that sharing.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from routing.artefacts.season import (
    CoachOption,
    RideOption,
    SeasonDemand,
    SeasonOffer,
    SeasonProblem,
    SeasonRow,
    SeasonWay,
)
from routing.solve.season.master import RelaxAndFix

DAYS, SITES, CITIES_OF_ALL, CITIES = 30, 10, 40, 5
PEOPLE = 12_500
WAVES = ((0, 7), (2, 11), (9, 19), (17, 29))
ROWS = (
    ("own-49", 47, 45, True, (200_000, 830, 300)),
    ("own-39", 37, 15, True, (170_000, 710, 260)),
    ("hired-53", 51, 20, False, (250_000, 1_350, 0)),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """One county."""

    people: int
    left: int
    money_fen: int
    bound_fen: int
    cpu_s: float
    memory_mb: float


def county(number: int) -> SeasonProblem:
    """A county's season, the same for the same number."""
    rng = random.Random(number)
    km = {c: 600 + 40 * c for c in rng.sample(range(CITIES_OF_ALL), CITIES)}
    lengths = [km[c] for c in sorted(km)]
    shares = [
        (site, city, wave, rng.lognormvariate(0, 0.6))
        for site in range(SITES)
        for city in range(CITIES)
        for wave in WAVES
    ]
    scale = PEOPLE / sum(s[3] for s in shares)
    demands, options, rides = [], [], []
    for site, city, (first, last), weight in shares:
        people = max(1, round(weight * scale))
        end = min(DAYS - 1, last + rng.randrange(3))
        d = len(demands)
        demands.append(
            SeasonDemand(
                f"{number}-{d}", people, first, end, first, site, "county", city, False, 1_000_000
            )
        )
        for r, (_, _, _, _, (hire, loaded, empty)) in enumerate(ROWS):
            fen = hire + 140_000 + (lengths[city] + 6 * site) * (loaded + empty)
            options.append(CoachOption(d, r, fen, fen))
        if city < CITIES // 2:
            rides += [RideOption(d, o, 2_800_000, 3_100) for o in range(4)]
    return SeasonProblem(
        days=DAYS,
        demands=tuple(demands),
        rows=tuple(SeasonRow(n, room, (count,) * DAYS, own) for n, room, count, own, _ in ROWS),
        ways={
            (r, c): SeasonWay(2, 4 if lengths[c] < 1_400 else 5, 2, 2, 0)
            for r in range(len(ROWS))
            for c in range(CITIES)
        },
        options=tuple(options),
        offers=tuple(
            SeasonOffer(f"train-{t}", "car", day, 118, 4, 200, 118 * 17_000, 0, 2)
            for t, day in enumerate(rng.sample(range(2, 25), 4))
        ),
        rides=tuple(rides),
        loading={(s, d): 150 for s in range(SITES) for d in range(DAYS)},
        escorts=(40,) * DAYS,
    )


def solve_county(number: int) -> Figures:
    """Bound and flow of one county."""
    start = time.process_time()
    problem = county(number)
    master = RelaxAndFix()
    flow = master.solve(problem)
    left = sum(flow.left.values())
    bound = master.bound(problem, carried=problem.people - left)
    return Figures(
        people=problem.people,
        left=left,
        money_fen=flow.money_fen,
        bound_fen=bound.bound_fen,
        cpu_s=time.process_time() - start,
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def main() -> None:
    """Print the figures of a run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--counties", type=int, default=80)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    start = time.monotonic()
    if args.workers == 1:
        found = [solve_county(n) for n in range(args.counties)]
    else:
        with ProcessPoolExecutor(args.workers, get_context("spawn")) as pool:
            found = list(pool.map(solve_county, range(args.counties)))
    money, bound = sum(f.money_fen for f in found), sum(f.bound_fen for f in found)
    sys.stdout.write(
        f"counties {args.counties}  people {sum(f.people for f in found):,}  "
        f"left {sum(f.left for f in found):,}  gap {(money - bound) / money:.2%}  "
        f"cpu {sum(f.cpu_s for f in found):.1f} s  "
        f"({min(f.cpu_s for f in found):.1f}–{max(f.cpu_s for f in found):.1f} a county)  "
        f"wall {time.monotonic() - start:.0f} s  "
        f"memory {max(f.memory_mb for f in found):.0f} MB a process\n"
    )


if __name__ == "__main__":
    main()
