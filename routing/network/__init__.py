"""Candidate itineraries over road, rail and air."""
