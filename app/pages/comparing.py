"""Two plans side by side: figures with their differences, and what changes for each group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from app.pages.desk_view import DeskView
from app.pages.money import kilometres, percent, yuan


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the comparison.

    Attributes:
        verdict: ``better`` or ``worse`` for the second plan, empty where neither.
    """

    key: str
    first: str
    second: str
    difference: str
    verdict: str


@dataclass(frozen=True, slots=True)
class GroupChange:
    """How a group travels in each of the plans, where that differs."""

    group: str
    people: int
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class _Measure:
    key: str
    read: Callable[[DeskView], float]
    write: Callable[[float], str]
    less_is_better: bool | None


MEASURES = (
    _Measure("arranged", lambda d: d.totals.arranged, lambda n: f"{n:,.0f}", False),
    _Measure("left_out", lambda d: d.totals.left_out, lambda n: f"{n:,.0f}", True),
    _Measure("total_cost", lambda d: d.totals.cost_fen, lambda n: yuan(round(n)), True),
    _Measure("per_head", lambda d: d.totals.cost_per_head_fen, lambda n: yuan(round(n)), True),
    _Measure("proven_gap", lambda d: d.totals.gap, percent, True),
    _Measure("coaches", lambda d: d.totals.coaches, lambda n: f"{n:,.0f}", True),
    _Measure("services", lambda d: d.totals.services, lambda n: f"{n:,.0f}", None),
    _Measure("fill", lambda d: d.totals.fill, percent, False),
    _Measure("distance", lambda d: d.totals.distance_m, lambda n: kilometres(round(n)), True),
    _Measure("drivers", lambda d: d.totals.drivers, lambda n: f"{n:,.0f}", True),
    _Measure("mean_journey", lambda d: d.totals.mean_journey_s, lambda n: hours(n), True),
    _Measure("longest", lambda d: d.totals.longest_journey_s, lambda n: hours(n), True),
    _Measure("violations", lambda d: d.totals.violations, lambda n: f"{n:,.0f}", True),
)


def compare_figures(first: DeskView, second: DeskView) -> tuple[Figure, ...]:
    """Every figure of both plans, with the second's difference from the first."""
    return tuple(_figure(measure, first, second) for measure in MEASURES)


def compare_groups(first: DeskView, second: DeskView) -> tuple[GroupChange, ...]:
    """The groups whose vehicles differ, in the order of their ids."""
    ways = _ways(first), _ways(second)
    changes = []
    for group in first.view.scenario.groups:
        one, two = ways[0].get(group.id, "–"), ways[1].get(group.id, "–")
        if one != two:
            name = (
                f"{first.view.place_name(group.origin)} → "
                f"{first.view.place_name(group.destination)}"
            )
            changes.append(GroupChange(name, group.people, one, two))
    return tuple(changes)


def hours(seconds: float) -> str:
    """``14:05``, hours and minutes."""
    minutes = round(abs(seconds) / 60)
    return f"{'−' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02d}"


def _figure(measure: _Measure, first: DeskView, second: DeskView) -> Figure:
    one, two = measure.read(first), measure.read(second)
    difference = two - one
    sign = "+" if difference > 0 else ""
    verdict = ""
    if difference and measure.less_is_better is not None:
        verdict = "better" if (difference < 0) == measure.less_is_better else "worse"
    written = measure.write(difference)
    return Figure(
        measure.key,
        measure.write(one),
        measure.write(two),
        f"{sign}{written}" if difference else "=",
        verdict,
    )


def _ways(desk: DeskView) -> dict[str, str]:
    """For each group how many people ride which chain of vehicles."""
    rows = {row.id: row for row in desk.rows}
    chains: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for itinerary in desk.plan.itineraries:
        chain = " + ".join(
            rows[run].vehicle.split(" #")[0] for run in itinerary.runs if run in rows
        )
        chains[itinerary.group][chain or "—"] += itinerary.people
    return {
        group: " · ".join(f"{people}: {chain}" for chain, people in sorted(ways.items()))
        for group, ways in chains.items()
    }
