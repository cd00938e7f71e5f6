"""Time under the law: the least elapsed time, crew and breaks for a route and a departure.

One search serves the column's cost and the schedule. What it may do, and why that is enough, is
written in ``README.md`` beside this file.
"""
