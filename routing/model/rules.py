"""Policy profiles: the dated, sourced values of every rule a plan must obey."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from routing.model.base import (
    ClockWindow,
    Count,
    DistanceM,
    Document,
    DurationS,
    Identifier,
    PeopleCount,
    Text,
)
from routing.units import People, Seconds

Sureness = Literal["high", "medium", "low"]


class PolicyValues(Document):
    """The value of every rule in force. What each means is said once, here."""

    stop_fixed_s: DurationS = Field(
        description="least time of any stop, before its people, seconds"
    )
    stop_per_person_s: DurationS = Field(
        description="added per person boarding or alighting, seconds"
    )
    max_drivers: int = Field(strict=True, ge=1, le=3, description="most drivers on one coach")
    seat_cap: float = Field(gt=0, le=1, description="share of approved seats that may be used")
    isolation_seats: Count = Field(
        default=0, description="seats of every coach kept empty as an isolation area"
    )
    coach_min_people: PeopleCount = Field(
        default=People(0), description="fewest people for whom a direct coach is opened"
    )
    charter_min_people: PeopleCount = Field(
        default=People(0), description="fewest people for whom a whole train or plane is chartered"
    )
    home_area_rule: bool = Field(
        default=True, strict=True, description="whether one end of a run must lie in the home area"
    )
    night: ClockWindow
    """Hours that count as night driving."""
    night_halt: ClockWindow | None
    """Hours in which a long-distance coach stands still; null where no rule asks for it."""
    night_halt_exempt_m: DistanceM = Field(
        description="feeders and last miles shorter than this need no night halt, metres"
    )
    relay_hours: ClockWindow | None = None
    """Hours in which fresh drivers may take a direct coach over at a relay place, which then keeps
    no halt in the night that follows; null where relay is not allowed."""
    relay_rest_s: DurationS = Field(
        default=Seconds(0),
        description="rest off any coach before a driver takes over in a relay, seconds",
    )
    night_access: ClockWindow
    """Hours in which places with ``no_night_access`` are closed to coaches."""
    drive_day_max_s: DurationS = Field(description="driving in a row by one driver, seconds")
    drive_night_max_s: DurationS = Field(
        description="driving in a row by one driver within the night, seconds"
    )
    break_min_s: DurationS = Field(
        description="shortest stop of the coach that ends a row, seconds"
    )
    drive_24h_max_s: DurationS = Field(description="driving of one driver in any 24 h, seconds")
    drive_7d_max_s: DurationS = Field(description="driving of one driver in any 7 days, seconds")
    two_drivers_beyond_m: DistanceM = Field(
        description="one-way distance beyond which a coach carries two drivers, metres"
    )
    hotel_reach_m: DistanceM = Field(
        description="a hotel this near to a station can hold people overnight, metres"
    )
    night_stay_beyond_s: DurationS = Field(
        description="a wait at a station that touches the night halt hours and is at least "
        "this long asks for a hotel bed, seconds"
    )


class PolicyOverrides(Document):
    """Values that a scenario sets differently from its profile; absent means unchanged."""

    stop_fixed_s: DurationS | None = None
    stop_per_person_s: DurationS | None = None
    max_drivers: int | None = Field(default=None, strict=True, ge=1, le=3)
    seat_cap: float | None = Field(default=None, gt=0, le=1)
    isolation_seats: Count | None = None
    coach_min_people: PeopleCount | None = None
    charter_min_people: PeopleCount | None = None
    home_area_rule: bool | None = Field(default=None, strict=True)
    night: ClockWindow | None = None
    night_halt: ClockWindow | Literal["off"] | None = None
    """``off`` lifts the halt."""
    night_halt_exempt_m: DistanceM | None = None
    relay_hours: ClockWindow | None = None
    relay_rest_s: DurationS | None = None
    night_access: ClockWindow | None = None
    drive_day_max_s: DurationS | None = None
    drive_night_max_s: DurationS | None = None
    break_min_s: DurationS | None = None
    drive_24h_max_s: DurationS | None = None
    drive_7d_max_s: DurationS | None = None
    two_drivers_beyond_m: DistanceM | None = None
    hotel_reach_m: DistanceM | None = None
    night_stay_beyond_s: DurationS | None = None


class PolicyChoice(Document):
    """Which profile a scenario plans under, and what it changes in it.

    A rule named in ``overrides`` replaces the profile's value; ``"night_halt": "off"`` lifts the
    night halt.
    """

    profile: Identifier = "cn-2023"
    overrides: PolicyOverrides = PolicyOverrides()


class PolicyRule(Document):
    """One rule of a profile with the text it rests on."""

    name: str
    """Name of the field of ``PolicyValues`` it sets."""
    value: Any
    article: Text
    """Article of the regulation, or what the value is where no article was found."""
    effective: str | None = None
    """Date from which it holds, ISO 8601, as far as known."""
    source: str
    sureness: Sureness
    note: Text | None = None


class PolicyProfile(Document):
    """A dated set of rules, as kept in ``data/policies``."""

    id: Identifier
    title: Text
    valid_from: str
    valid_to: str | None = None
    rules: tuple[PolicyRule, ...]


class PolicyInForce(Document):
    """What a plan was made under: the profile's name and every value after the overrides."""

    profile: Identifier
    values: PolicyValues


def policy_in_force(profile: PolicyProfile, choice: PolicyChoice) -> PolicyInForce:
    """Merge a profile with a scenario's overrides.

    Raises:
        pydantic.ValidationError: the profile lacks a rule or holds a value of the wrong shape.
    """
    values = {rule.name: rule.value for rule in profile.rules}
    changed = choice.overrides.model_dump(exclude_none=True)
    if changed.get("night_halt") == "off":
        changed["night_halt"] = None
    return PolicyInForce(profile=profile.id, values=PolicyValues.model_validate(values | changed))
