"""The least elapsed time, crew and breaks of a drive under a policy."""
