"""One-verb protocols between the pipeline and the rooms that can be exchanged."""
