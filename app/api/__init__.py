"""The HTTP endpoints of version 1."""
