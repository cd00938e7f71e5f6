"""The service's settings, read from the environment."""
