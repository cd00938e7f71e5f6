"""Deciding: which coaches, trains, flights and tickets carry whom, and what that proves."""

from routing.solve.engine import ColumnEngine

__all__ = ["ColumnEngine"]
