"""What a rehearsal assumes and what it reports."""

from __future__ import annotations

from pydantic import Field

from routing.costing.lateness import ASSUMED_ERROR
from routing.model.base import Count, Document, DurationS, PeopleCount
from routing.units import Seconds


class Disturbances(Document):
    """What goes wrong, and how often. Planning assumptions, not measured by Zhida.

    Road times are multiplied by a lognormal factor of mean 1; part of its variance is shared by
    all runs of the day (weather), part belongs to each leg.
    """

    road_error: float = Field(
        default=ASSUMED_ERROR,
        ge=0,
        le=1,
        description="mean relative error of road times; the plan's own travel error replaces it",
    )
    shared: float = Field(
        default=0.5, ge=0, le=1, description="share of the variance that hits all runs alike"
    )
    slow_start_s: DurationS = Field(
        default=Seconds(300), description="mean delay of a coach's first departure, seconds"
    )
    late_train: float = Field(
        default=0.1, ge=0, le=1, description="chance that a train or flight arrives late"
    )
    train_delay_s: DurationS = Field(
        default=Seconds(1_200), description="mean delay of one that is late, seconds"
    )
    gate_closes_s: DurationS = Field(
        default=Seconds(600), description="who is not at the station this long before misses it"
    )
    no_show: float = Field(default=0.02, ge=0, le=1, description="chance that a person stays away")
    breakdown: float = Field(
        default=0.002, ge=0, le=1, description="chance that a coach breaks down on a run"
    )
    spare_after_s: DurationS = Field(
        default=Seconds(5_400), description="delay until a spare coach takes over, seconds"
    )


class ConnectionRisk(Document):
    """A feeder that is to reach a train or flight."""

    run: str
    service: str
    people: PeopleCount
    late_for_check_in: float = Field(ge=0, le=1, description="share of rehearsals")
    missed: float = Field(ge=0, le=1, description="share of rehearsals in which it leaves without")
    margin_s: int = Field(description="planned seconds between the feeder's stop and check-in")
    worst_s: int = Field(
        description="seconds late for check-in in the worst rehearsal; negative = early"
    )


class GroupRisk(Document):
    """What people of one group have to expect."""

    group: str
    people: PeopleCount
    stranded: float = Field(
        ge=0, le=1, description="mean share who miss a connection or break down"
    )
    late: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="share of rehearsals in which anyone is past arrive_by",
    )
    delay_mean_s: int = Field(description="mean seconds behind plan at the gate, who arrives")
    delay_worst_s: int = Field(description="95th percentile of seconds behind plan at the gate")


class Rehearsal(Document):
    """A plan played many times with things going wrong; the same seed gives the same answer."""

    seed: Count
    times: int = Field(ge=1, description="rehearsals")
    assumed: Disturbances
    connections: tuple[ConnectionRisk, ...]
    groups: tuple[GroupRisk, ...]
    all_well: float = Field(
        ge=0, le=1, description="share of rehearsals in which nobody is stranded or late"
    )
    stranded_mean: float = Field(ge=0, description="people stranded, mean over rehearsals")
    absent_mean: float = Field(ge=0, description="people who do not show up, mean")
    absent_95: PeopleCount = Field(description="no more than this many stay away, 95 times of 100")
    spare_coach_people: float = Field(
        description="people a spare coach saves from being stranded, mean over rehearsals"
    )
    fifteen_minutes_people: float = Field(
        description="people saved when every feeder runs 15 minutes earlier, mean over rehearsals"
    )
