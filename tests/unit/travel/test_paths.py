"""Roads drawn into a plan's coach legs."""

from __future__ import annotations

from collections.abc import Sequence

from routing.artefacts.travel_matrix import TravelMatrix
from routing.errors import TravelProviderFailed
from routing.model.base import Coordinate
from routing.model.places import Place
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.model.travel import Pair
from routing.travel import GreatCircleTravel, PairTable
from routing.travel.fallback import FallbackTravel
from routing.travel.pair_table import NoTravel
from routing.travel.paths import PathProvider, draw_paths
from tests.unit.validate.whole_plan import whole_plan
from tests.unit.validate.whole_scenario import whole_scenario


class Bends:
    """A road that bends once by a lot and once by a hair."""

    def __init__(self) -> None:
        self.asked = 0

    def path(self, origin: Place, destination: Place) -> tuple[Coordinate, ...]:
        self.asked += 1
        return (
            Coordinate(lat=23.0, lon=107.0),
            Coordinate(lat=23.00001, lon=108.0),
            Coordinate(lat=23.0, lon=109.0),
            Coordinate(lat=22.0, lon=110.0),
        )


class Down:
    """An engine that has gone away since."""

    def path(self, origin: Place, destination: Place) -> tuple[Coordinate, ...]:
        raise TravelProviderFailed("gone")


class Blind:
    """A provider that knows no roads."""

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        return NoTravel().matrix(places)


class Drawn(Blind, Bends):
    """A provider that knows them."""


def documents() -> tuple[Plan, Scenario]:
    raw = whole_plan()
    raw["runs"].append(raw["runs"][0] | {"id": "C002"})
    return Plan.model_validate(raw), Scenario.model_validate(whole_scenario())


def test_coach_legs_get_their_road_without_its_smallest_bends() -> None:
    plan, scenario = documents()
    provider = Bends()
    drawn = draw_paths(plan, scenario, provider=provider)
    assert drawn.runs[0].legs[0].geometry == (
        Coordinate(lat=23.0, lon=107.0),
        Coordinate(lat=23.0, lon=109.0),
        Coordinate(lat=22.0, lon=110.0),
    )
    assert drawn.runs[2].legs == drawn.runs[0].legs
    assert provider.asked == 1


def test_trains_stay_undrawn() -> None:
    plan, scenario = documents()
    assert draw_paths(plan, scenario, provider=Bends()).runs[1] == plan.runs[1]


def test_a_plan_is_not_refused_for_its_drawing() -> None:
    plan, scenario = documents()
    drawn = draw_paths(plan, scenario, provider=Down())
    assert drawn.runs[0].legs[0].geometry == ()
    assert drawn.runs[0].legs[0].distance_m == plan.runs[0].legs[0].distance_m


def test_only_road_engines_know_roads() -> None:
    assert not isinstance(Blind(), PathProvider)
    assert not issubclass(GreatCircleTravel, PathProvider)
    assert isinstance(Drawn(), PathProvider)


def test_a_table_draws_what_it_does_not_override() -> None:
    _, scenario = documents()
    site, works, base = scenario.places[:3]
    pair = {"from": "works", "to": "site", "distance_m": 1, "duration_s": 1}
    table = PairTable([Pair.model_validate(pair)], over=Drawn())
    assert table.path(site, works) == ()
    assert len(table.path(site, base)) == 4
    assert PairTable([], over=Blind()).path(site, base) == ()


def test_a_fallback_draws_the_engine_s_roads_only() -> None:
    _, scenario = documents()
    ends = scenario.places[0], scenario.places[1]
    assert len(FallbackTravel(Drawn(), otherwise=Blind()).path(*ends)) == 4
    assert FallbackTravel(Blind(), otherwise=Drawn()).path(*ends) == ()
