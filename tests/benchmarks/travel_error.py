"""How far the embedded travel model is off on roads it was not fitted to.

Run ``python -m tests.benchmarks.travel_error``; takes some seconds.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from routing.travel.refit import (
    held_out_errors,
    hour_errors,
    length_errors,
    read_calibration,
    refit_model,
)
from routing.travel.travel_model import read_travel_model

REFERENCE = Path(__file__).resolve().parents[2] / "data/reference"
PLAIN = REFERENCE / "travel_model_plain.json"
SPLITS = 1_000


def main() -> None:
    """Prints the errors in percent."""
    model, pairs = read_travel_model(REFERENCE), read_calibration(REFERENCE)
    errors = held_out_errors(pairs, base=model, repeats=SPLITS)
    print(f"{len(pairs)} pairs, {SPLITS} random splits, a third held out of each fit, road length:")
    print(f"  mean {errors.mean:.2%}  p90 {errors.p90:.2%}  worst {errors.worst:.2%}", end="")
    print(f"  bias {errors.bias:+.2%}; plans state {model.mean_error:.1%}")
    for kept in (model, read_travel_model(REFERENCE, refitted=PLAIN)):
        lengths = np.abs(length_errors(pairs, circuity=kept.circuity))
        hours = np.abs(hour_errors(pairs, model=kept))
        print(f"{kept.id} as shipped on all pairs: length {lengths.mean():.2%}", end="")
        print(f", hours {hours.mean():.2%} (p90 {np.quantile(hours, 0.9):.2%})")
    fitted = refit_model(pairs, base=model, name="refit")
    for name, circuity in (("fitted to all pairs", fitted.circuity), ("shipped", model.circuity)):
        print(f"{name}: a0 {circuity.a0:.4f} a1 {circuity.a1:.4f} ordinary {circuity.ordinary}")
    straight = [replace(pair, ways=()) for pair in pairs]
    alone = held_out_errors(straight, base=model, repeats=SPLITS)
    print(f"without the expressways: mean {alone.mean:.2%}  p90 {alone.p90:.2%}")


if __name__ == "__main__":
    main()
