"""Random scenarios that mix every rule of the contract, small enough to plan in a second.

``seeded_scenario`` gives the same scenario for the same seed on any machine; ``scenarios`` is the
Hypothesis strategy over the same builder, so that a failing example shrinks. Every scenario is
well formed (it passes validation without an error); whether all its people can be carried is
left open on purpose: a partial plan must be as lawful as a complete one.
"""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from hypothesis import strategies as st

from routing.model.fleet import Driver
from routing.model.goals import Effort, Goals, SolverChoice
from routing.model.rules import PolicyChoice, PolicyOverrides
from routing.model.scenario import Scenario, Subsidy
from routing.model.travel import Pair, TravelChoice
from routing.units import Fen, Metres, People, Seconds
from tests.generators.demand import draw_groups, draw_pins
from tests.generators.feature import ALL_FEATURES, Feature
from tests.generators.land import Land, draw_land
from tests.generators.supply import draw_fleet, draw_services

MOST_FEATURES = 7


def seeded_scenario(seed: int, *, features: Collection[Feature] | None = None) -> Scenario:
    """The scenario of a seed; ``features`` fixes which rules it exercises."""
    return build_scenario(Random(seed), features=features)


@st.composite
def scenarios(draw: st.DrawFn, *, features: Collection[Feature] | None = None) -> Scenario:
    """Scenarios over every feature, or over the given ones only."""
    chosen = (
        draw(st.frozensets(st.sampled_from(ALL_FEATURES), max_size=MOST_FEATURES))
        if features is None
        else features
    )
    return build_scenario(draw(st.randoms(use_true_random=False)), features=chosen)


def build_scenario(random: Random, *, features: Collection[Feature] | None = None) -> Scenario:
    """One scenario; without ``features`` up to seven of them are drawn."""
    if features is None:
        features = random.sample(ALL_FEATURES, random.randint(0, MOST_FEATURES))
    chosen = frozenset(features)
    land = draw_land(random, chosen)
    groups = draw_groups(random, land, chosen)
    fleet = draw_fleet(random, land, chosen, people=sum(g.people for g in groups))
    services = draw_services(random, land, chosen)
    return Scenario(
        id=f"generated-{random.randint(0, 999_999)}",
        title="，".join(sorted(chosen)) or "plain",
        places=land.places,
        groups=groups,
        fleet=fleet,
        services=services,
        drivers=_drivers(random, chosen),
        subsidies=_subsidies(random, chosen),
        policy=_policy(random, chosen),
        travel=_travel(random, land, chosen),
        goals=_goals(random, chosen),
        pins=draw_pins(random, groups, fleet, services, chosen),
        solver=SolverChoice(effort=Effort.QUICK, seed=random.randint(0, 3)),
    )


def shuffled(scenario: Scenario, random: Random) -> Scenario:
    """The same scenario with every list that has no order of its own in another order."""
    names = ("places", "groups", "fleet", "services", "drivers", "pins")
    lists = {name: list(getattr(scenario, name)) for name in names}
    for items in lists.values():
        random.shuffle(items)
    return scenario.model_copy(update={name: tuple(items) for name, items in lists.items()})


def _policy(random: Random, chosen: frozenset[Feature]) -> PolicyChoice:
    profile = "cn-epidemic-2020" if Feature.EPIDEMIC in chosen else "cn-2023"
    if Feature.STRICTER not in chosen:
        return PolicyChoice(profile=profile)
    overrides = PolicyOverrides(
        drive_day_max_s=Seconds(random.choice((7_200, 10_800))),
        break_min_s=Seconds(random.choice((1_200, 1_800))),
        max_drivers=random.choice((2, 3)),
        stop_per_person_s=Seconds(random.choice((6, 15))),
    )
    return PolicyChoice(profile=profile, overrides=overrides)


def _travel(random: Random, land: Land, chosen: frozenset[Feature]) -> TravelChoice:
    """Some measured pairs over the model; they need not be metric, nor go both ways."""
    if Feature.PAIRS not in chosen:
        return TravelChoice()
    ends = [(o, d) for o in land.origins for d in land.destinations]
    pairs = [
        Pair(
            origin=start,
            destination=end,
            distance_m=Metres(random.randint(120_000, 900_000)),
            duration_s=Seconds(random.randint(7_000, 50_000)),
            source="measured",
        )
        for start, end in random.sample(ends, min(len(ends), random.randint(1, 3)))
    ]
    return TravelChoice(pairs=tuple(pairs))


def _goals(random: Random, chosen: frozenset[Feature]) -> Goals:
    ride_hour = random.choice((200, 1_500)) if Feature.RIDE_HOUR in chosen else 0
    return Goals(ride_hour_fen_per_person=Fen(ride_hour))


def _drivers(random: Random, chosen: frozenset[Feature]) -> tuple[Driver, ...]:
    if Feature.DRIVERS not in chosen:
        return ()
    return tuple(
        Driver(id=f"driver-{i}", operator="operator-0", hours_7d=random.choice((0, 12.5, 30, 41)))
        for i in range(random.randint(1, 4))
    )


def _subsidies(random: Random, chosen: frozenset[Feature]) -> tuple[Subsidy, ...]:
    if Feature.PAYERS not in chosen:
        return ()
    return (
        Subsidy(
            payer="province",
            applies_to=random.choice(("coach", "train", "*", "county-0")),
            min_people=People(random.choice((0, 10, 20))),
            rate=random.choice((0.2, 0.5)),
            cap_fen=random.choice((None, Fen(2_000_000))),
        ),
    )
