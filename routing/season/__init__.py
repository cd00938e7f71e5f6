"""A season: a master spreads people over days and means, the pipeline plans each day's parts.

``planning`` is the way through; see ``README.md`` beside this file.
"""
