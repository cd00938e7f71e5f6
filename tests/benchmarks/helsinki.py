"""One scenario on real roads and on the embedded model: times, distances, plan and cost.

Run ``python -m tests.benchmarks.helsinki``; it fetches a road engine once (90 MB) and takes about
half a minute. The extract is the middle of Helsinki, 1.3 by 0.9 km.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import numpy as np

from routing.artefacts.travel_matrix import UNREACHABLE
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.model.travel import ProviderName, TravelChoice
from routing.pipeline import DataFolder, plan_scenario
from routing.travel import choose_provider
from tests.engines.conftest import installed_packages, running_engine

ROOT = Path(__file__).resolve().parents[2]
SITES = {
    "kamppi": (60.1697, 24.9405),
    "kaisaniemi": (60.1712, 24.9478),
    "hakaniemi": (60.1775, 24.9495),
    "toolo": (60.1745, 24.9410),
    "works": (60.1668, 24.9440),
}


def scenario(provider: ProviderName) -> Scenario:
    """Four sites of 40 people each, one factory, two sizes of coaches."""
    places = [
        {"id": name, "name": name, "kind": "village", "lat": lat, "lon": lon}
        for name, (lat, lon) in SITES.items()
    ]
    groups = [
        {
            "id": f"from-{name}",
            "origin": name,
            "destination": "works",
            "people": 40,
            "ready_from": "2026-03-02T06:00:00+02:00",
            "arrive_by": "2026-03-02T09:00:00+02:00",
        }
        for name in SITES
        if name != "works"
    ]
    coach = {"base": "works", "driver_day_fen": 20_000, "per_km_fen": 600, "max_pickups": 4}
    fleet = [
        coach | {"id": "large", "seats": 50, "count": 4, "hire_fen": 60_000},
        coach | {"id": "small", "seats": 30, "count": 4, "hire_fen": 42_000},
    ]
    return Scenario.model_validate(
        {
            "id": "helsinki",
            "timezone": "Etc/GMT-2",
            "places": places,
            "groups": groups,
            "fleet": fleet,
            "travel": {"provider": provider},
            "solver": {"effort": "quick"},
        }
    )


def main() -> None:
    """Prints the comparison."""
    reference = ROOT / "data/reference"
    with (
        tempfile.TemporaryDirectory() as folder,
        running_engine(installed_packages(), Path(folder)) as engine,
    ):
        os.environ["ZHIDA_VALHALLA_URL"] = engine.url
        places = scenario(ProviderName.VALHALLA).places
        road, model = (
            choose_provider(TravelChoice(provider=name), reference=reference).matrix(places)
            for name in (ProviderName.VALHALLA, ProviderName.GREAT_CIRCLE)
        )
        joined = (road.distance_m < UNREACHABLE) & (road.distance_m > 0)
        length = model.distance_m[joined] / road.distance_m[joined] - 1
        hours = model.duration_s[joined] / road.duration_s[joined] - 1
        print(f"{int(joined.sum())} directed pairs: the model against the road engine")
        print(f"  length {np.abs(length).mean():.0%} off on average, bias {length.mean():+.0%}")
        print(f"  time   {np.abs(hours).mean():.0%} off on average, bias {hours.mean():+.0%}")
        for name in (ProviderName.VALHALLA, ProviderName.GREAT_CIRCLE):
            start = time.perf_counter()
            plan = plan_scenario(scenario(name), data=DataFolder(ROOT / "data"))
            print(f"{name:>13}: {summary(plan)}, planned in {time.perf_counter() - start:.1f} s")


def summary(plan: Plan) -> str:
    """A plan in a line."""
    legs = [leg for run in plan.runs for leg in run.legs]
    metres, seconds = sum(leg.distance_m for leg in legs), sum(leg.duration_s for leg in legs)
    carried = sum(itinerary.people for itinerary in plan.itineraries)
    broken = len(plan.audit.findings) if plan.audit else 0
    loaded = f"{metres / 1_000:.1f} km and {seconds / 60:.0f} min loaded"
    return (
        f"{carried} carried, {plan.cost.total_fen / 100:,.2f} yuan, {len(plan.runs)} coaches, "
        f"{loaded}, gap {plan.certificate.gap:.1%}, {broken} violations"
    )


if __name__ == "__main__":
    main()
