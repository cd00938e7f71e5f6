"""Every way a group could travel: road, rail and air legs with their transfers."""

from routing.network.build import build_candidates

__all__ = ["build_candidates"]
