"""The rules of the contract that a generated scenario may exercise."""

from __future__ import annotations

from enum import StrEnum


class Feature(StrEnum):
    """One rule, or a family of fields, that a scenario uses."""

    APART = "apart"
    AVAILABLE = "available"
    BAYS = "bays"
    CARRIAGES = "carriages"
    DAY_HIRE = "day_hire"
    DRIVERS = "drivers"
    EPIDEMIC = "epidemic"
    FAR = "far"
    HOME_AREA = "home_area"
    HOTEL = "hotel"
    MIN_PEOPLE = "min_people"
    NIGHT_ACCESS = "night_access"
    OPEN = "open"
    OWN_TRAVEL = "own_travel"
    PAIRS = "pairs"
    PAYERS = "payers"
    PINS = "pins"
    PLANE = "plane"
    PRIORITY = "priority"
    RETURNS_EMPTY = "returns_empty"
    RIDE_HOUR = "ride_hour"
    RIDE_LIMITS = "ride_limits"
    SEAT_LIMITS = "seat_limits"
    SHARE = "share"
    STOP_LIMITS = "stop_limits"
    STRICTER = "stricter"
    TIGHT_FLEET = "tight_fleet"
    TOGETHER = "together"
    TRAIN = "train"
    WHEELCHAIRS = "wheelchairs"
    WINDOWS = "windows"


ALL_FEATURES: tuple[Feature, ...] = tuple(Feature)
"""Every feature, in a fixed order."""
