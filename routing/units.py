"""The units of every number in Zhida, as types.

Each numeric name also carries its unit as a suffix (``distance_m``, ``cost_fen``), so that a
reader never has to look a unit up. Money is counted in whole fen (CNY × 100) and is never a float.
"""

from typing import NewType

Metres = NewType("Metres", int)
"""A road or rail length in whole metres."""

Seconds = NewType("Seconds", int)
"""A duration in whole seconds, or an instant counted from the horizon's start."""

Fen = NewType("Fen", int)
"""Money: 1 yuan is 100 fen."""

People = NewType("People", int)
"""A number of travellers."""

SECONDS_PER_DAY = Seconds(86_400)
METRES_PER_KM = Metres(1_000)
