"""The service's start: its words on the command line and its wiring."""
