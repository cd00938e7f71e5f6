"""Time and memory of the embedded model's matrices.

Run ``python -m tests.benchmarks.travel_matrix``; takes a few seconds.
"""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import numpy as np

from routing.model.places import Place, PlaceKind
from routing.travel.great_circle import GreatCircleTravel
from routing.travel.skeleton import read_skeleton
from routing.travel.travel_model import read_travel_model

REFERENCE = Path(__file__).resolve().parents[2] / "data/reference"
SIZES = (100, 1_000, 2_000)


def main() -> None:
    """Prints seconds and peak memory for each size."""
    travel = GreatCircleTravel(read_travel_model(REFERENCE), skeleton=read_skeleton(REFERENCE))
    rng = np.random.default_rng(1)
    for size in SIZES:
        places = [
            Place(
                id=str(number),
                name=str(number),
                kind=PlaceKind.VILLAGE,
                lat=float(rng.uniform(22, 30)),
                lon=float(rng.uniform(98, 121)),
                admin="云南省/昭通市/大关县",
            )
            for number in range(size)
        ]
        start = time.perf_counter()
        travel.matrix(places)
        seconds = time.perf_counter() - start
        tracemalloc.start()
        travel.matrix(places)
        peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        print(f"{size:>5} × {size:<5} {seconds:6.3f} s  {peak_mb:6.0f} MB at its peak")


if __name__ == "__main__":
    main()
