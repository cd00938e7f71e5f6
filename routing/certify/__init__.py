"""Pricing a plan's certificate again, in code of its own: no solver, nothing of the engine."""

from routing.certify.certify import certify_plan

__all__ = ["certify_plan"]
