"""The independent checker: it knows documents only."""
