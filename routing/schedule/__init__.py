"""Chosen runs to dated times, duties and manifests."""
