"""Loaded once for all children of a test's solvers that plan for real."""

from app.jobs import preload
from tests.api import solvers

__all__ = ["preload", "solvers"]
