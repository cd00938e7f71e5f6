"""Distances and driving times between places."""
