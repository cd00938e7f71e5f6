"""Our engine beside general routing solvers: ``python -m tests.benchmarks.peers S0 M0``.

OR-Tools' routing library, PyVRP and VROOM get the same problems in the form that
``tests.benchmarks.peer_model`` describes, and are judged by the same costs. Limits are CPU seconds:
what our engine took, and ten times as much. OR-Tools is told the stop limits; PyVRP and VROOM have
no words for them, and their routes with too many stops are split at the least cost. PyVRP and VROOM
come by ``pip install pyvrp pyvroom`` into the environment; what is not there is left out and said.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from routing.model.goals import Effort
from routing.solve import ColumnEngine
from routing.solve.stop_sets import LONGEST
from tests.benchmarks.instances import draw
from tests.benchmarks.peer_chart import Result, render_chart, render_table
from tests.benchmarks.peer_model import Judged, PeerModel, build_model, judge
from tests.benchmarks.run import Told

Routes = list[list[int]]
Solver = Callable[[PeerModel, float], Routes]
LEFT_FEN = 300_000
"""What leaving a person out costs in a solver that may."""


def ours(name: str, effort: Effort) -> tuple[Result, PeerModel]:
    """Our engine without the drawn problems' own detour rule, which no peer has words for."""
    size = name.rstrip("0123456789")
    problem = draw(size, int(name.removeprefix(size)), effort=effort).problem
    told, start = Told(), time.process_time()
    ColumnEngine().solve(problem, report=told)
    spent = time.process_time() - start
    result = Result(name, "zhida", 1, told.cost_fen, told.bound_fen, 0, 0, spent)
    return result, build_model(problem)


def by_ortools(model: PeerModel, limit_s: float) -> Routes:
    """OR-Tools' routing library: cheapest insertion, guided local search, stop limits stated.

    Parallel savings, its best first solution on plain problems, ends with nobody on board where
    stop limits are stated.
    """
    pywrapcp: Any = importlib.import_module("ortools.constraint_solver.pywrapcp")
    enums: Any = importlib.import_module("ortools.constraint_solver.routing_enums_pb2")
    rows = [k for k, n in enumerate(model.instance.fleet.count) for _ in range(int(n))]
    size = len(model.visits) + 1
    manager = pywrapcp.RoutingIndexManager(size, len(rows), 0)
    routing = pywrapcp.RoutingModel(manager)
    arcs = [routing.RegisterTransitMatrix(a.tolist()) for a in model.arc]
    for vehicle, k in enumerate(rows):
        routing.SetArcCostEvaluatorOfVehicle(arcs[k], vehicle)
        routing.SetFixedCostOfVehicle(int(model.fixed[k]), vehicle)
    people = [0, *(v.people for v in model.visits)]
    load = routing.RegisterUnaryTransitVector(people)
    seats = [int(model.instance.fleet.capacity[k]) for k in rows]
    routing.AddDimensionWithVehicleCapacity(load, 0, seats, True, "people")
    items = [model.instance.items[v.item] for v in model.visits]
    for side in ("pick", "drop"):
        stop = np.array([-1, *(getattr(i, side) for i in items)])
        more = (stop[:, None] != stop[None]).astype(np.int64)
        more[0] = 1
        more[:, 0] = 0
        count = routing.RegisterTransitMatrix(more.tolist())
        routing.AddDimension(count, 0, LONGEST, True, side)
    for node in range(1, size):
        routing.AddDisjunction([manager.NodeToIndex(node)], LEFT_FEN * people[node])
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromSeconds(100_000)
    end = time.process_time() + limit_s
    solver = routing.solver()
    routing.AddSearchMonitor(solver.CustomLimit(lambda: time.process_time() > end))
    found = routing.SolveWithParameters(search)
    routes: Routes = []
    for vehicle in range(len(rows) if found else 0):
        at, route = found.Value(routing.NextVar(routing.Start(vehicle))), []
        while not routing.IsEnd(at):
            route.append(manager.IndexToNode(at) - 1)
            at = found.Value(routing.NextVar(at))
        routes.append(route)
    return [r for r in routes if r]


def by_pyvrp(model: PeerModel, limit_s: float) -> Routes:
    """PyVRP: a profile and a vehicle type per fleet row; it knows no limit on distinct stops."""
    pyvrp: Any = importlib.import_module("pyvrp")
    built = pyvrp.Model()
    places = [built.add_location(0, 0) for _ in range(len(model.visits) + 1)]
    depot = built.add_depot(places[0])
    for place, visit in zip(places[1:], model.visits, strict=True):
        built.add_client(place, delivery=visit.people)
    for k, count in enumerate(model.instance.fleet.count):
        profile = built.add_profile()
        built.add_vehicle_type(
            int(count),
            capacity=int(model.instance.fleet.capacity[k]),
            start_depot=depot,
            end_depot=depot,
            fixed_cost=int(model.fixed[k]),
            profile=profile,
        )
        for a, one in enumerate(places):
            for b, other in enumerate(places):
                if a != b:
                    built.add_edge(one, other, distance=int(model.arc[k, a, b]), profile=profile)
    end = time.process_time() + limit_s
    found = built.solve(stop=lambda _: time.process_time() > end, seed=1, display=False)
    routes = [[step.idx for step in route if step.is_client()] for route in found.best.routes()]
    return [r for r in routes if r]


def by_vroom(model: PeerModel, limit_s: float) -> Routes:
    """VROOM: a profile per fleet row, its widest exploration; it limits tasks, not stops."""
    vroom: Any = importlib.import_module("vroom")
    asked = vroom.Input()
    for k, arc in enumerate(model.arc):
        asked.set_durations_matrix(f"row{k}", np.ones_like(arc).astype(np.uint32))
        asked.set_costs_matrix(f"row{k}", arc.astype(np.uint32))
    for visit, known in enumerate(model.visits):
        asked.add_job(vroom.Job(visit + 1, location=visit + 1, delivery=[known.people]))
    number = 0
    for k, count in enumerate(model.instance.fleet.count):
        for _ in range(int(count)):
            number += 1
            asked.add_vehicle(
                vroom.Vehicle(
                    number,
                    start=0,
                    end=0,
                    profile=f"row{k}",
                    capacity=[int(model.instance.fleet.capacity[k])],
                    costs=vroom.VehicleCosts(fixed=int(model.fixed[k])),
                )
            )
    found = asked.solve(
        exploration_level=5, nb_threads=1, timeout=timedelta(seconds=max(1.0, limit_s))
    )
    steps = found.routes[found.routes["type"] == "job"]
    return [[int(j) - 1 for j in jobs] for _, jobs in steps.groupby("vehicle_id")["id"]]


SOLVERS: dict[str, tuple[str, Solver]] = {
    "OR-Tools": ("ortools", by_ortools),
    "PyVRP": ("pyvrp", by_pyvrp),
    "VROOM": ("vroom", by_vroom),
}


def compare(name: str, *, effort: Effort, times: Sequence[int]) -> list[Result]:
    """All solvers on one problem."""
    own, model = ours(name, effort)
    print(_line(own), flush=True)
    results = [own]
    for solver, (module, run) in SOLVERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name:6}{solver:10} is not installed: left out")
            continue
        for factor in times:
            start = time.process_time()
            judged: Judged = judge(model, run(model, factor * own.cpu_s))
            spent = time.process_time() - start
            # A person left out costs a seat on the dearest coach, so that leaving pays nobody.
            fen = judged.fen + judged.left * LEFT_FEN
            result = Result(name, solver, factor, fen, own.bound, judged.left, judged.broken, spent)
            print(_line(result), flush=True)
            results.append(result)
    return results


def _line(r: Result) -> str:
    return (
        f"{r.problem:6}{r.solver:10}{r.times:4}× {r.fen / 100:12,.0f}{r.above:8.1%}"
        f"{r.left:5}{r.broken:5}{r.cpu_s:8.1f}"
    )


def main() -> None:
    """Compare on the problems named on the command line; write a table and a plot where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["S0", "S1", "M0"])
    parser.add_argument("--effort", type=Effort, default=Effort.QUICK)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--table", type=Path, help="Markdown file whose table is replaced")
    parser.add_argument("--chart", type=Path, help="SVG file to write")
    chosen = parser.parse_args()
    ours("XS0", chosen.effort)
    head = f"{'':6}{'solver':10}{'time':>5} {'yuan':>12}{'above':>8}"
    print(head + f"{'left':>5}{'split':>5}{'cpu s':>8}")
    results = [
        r for n in chosen.names for r in compare(n, effort=chosen.effort, times=chosen.times)
    ]
    if chosen.table:
        render_table(results, chosen.table)
    if chosen.chart:
        render_chart(results, chosen.chart)


if __name__ == "__main__":
    main()
