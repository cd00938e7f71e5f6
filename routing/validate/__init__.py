"""Findings about a scenario, all of them at once."""
