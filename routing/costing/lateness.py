"""How late a coach may be: what the travel model's own error does to a deadline."""

from __future__ import annotations

from math import erfc, pi, sqrt

from routing.units import Seconds

ASSUMED_ERROR = 0.08
"""Mean relative error of driving times where nobody measured it; that of the embedded model."""
USUALLY = 1.645
"""Standard deviations that a normal error stays below nineteen times in twenty."""


def road_sigma(mean_error: float | None) -> float:
    """Standard deviation of driving time over its mean.

    Args:
        mean_error: mean relative error, None where unknown. A normal error of standard deviation
            σ is off by σ·√(2/π) on average.
    """
    return (ASSUMED_ERROR if mean_error is None else mean_error) * sqrt(pi / 2)


def slack_s(drive_s: int, mean_error: float | None) -> Seconds:
    """Seconds to be early after so much driving, to be in time nineteen times in twenty."""
    return Seconds(round(USUALLY * road_sigma(mean_error) * drive_s))


def late_share(margin_s: int, drive_s: int, mean_error: float | None) -> float:
    """Probability of being late for a deadline that lies ``margin_s`` after the planned time."""
    sigma_s = road_sigma(mean_error) * drive_s
    if sigma_s == 0:
        return 0.0 if margin_s >= 0 else 1.0
    return 0.5 * erfc(margin_s / (sigma_s * sqrt(2)))
