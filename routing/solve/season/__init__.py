"""The season's master: a proven bound, and an integer program by relax and fix."""
