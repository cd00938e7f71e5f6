"""A plan as papers read it: names instead of ids, local clock times, who rides from where to where.

Looking up only; nothing here decides or computes a rule. Every paper (workbook, PDF, calendar)
reads a plan through this view, so that the same thing has the same name on all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from routing.formats.masking import choose_language, mask_personal
from routing.model.base import Text
from routing.model.demand import Group
from routing.model.fleet import FleetRow
from routing.model.places import Place
from routing.model.plan import Plan
from routing.model.runs import CoachVehicle, Run, RunMode
from routing.model.scenario import Scenario
from routing.model.services import Service
from routing.ports.renderer import Language


@dataclass(frozen=True, slots=True)
class RunPortion:
    """People of one group on one run.

    Attributes:
        group: group id.
        people: how many.
        board, alight: indices into the run's stops.
    """

    group: str
    people: int
    board: int
    alight: int


class PlanView:
    """A scenario and its plan, looked up by id and spoken in one language."""

    def __init__(self, scenario: Scenario, plan: Plan, language: Language) -> None:
        self.scenario = scenario
        self.plan = plan
        self.language: Language = language
        self.zone = ZoneInfo(scenario.timezone)
        self._places = {place.id: place for place in scenario.places}
        self._groups = {group.id: group for group in scenario.groups}
        self._fleet = {row.id: row for row in scenario.fleet}
        self._services = {service.id: service for service in scenario.services}
        self._runs = {run.id: run for run in plan.runs}

    def say(self, text: Text) -> str:
        """A text in the view's language."""
        return mask_personal(choose_language(text, self.language))

    def place_name(self, place_id: str) -> str:
        """The place's name; its id where the scenario does not know it."""
        place = self._places.get(place_id)
        return mask_personal(place_id) if place is None else self.say(place.name)

    def find_place(self, place_id: str) -> Place | None:
        """The place of that id, if the scenario has it."""
        return self._places.get(place_id)

    def find_group(self, group_id: str) -> Group | None:
        """The group of that id, if the scenario has it."""
        return self._groups.get(group_id)

    def find_run(self, run_id: str) -> Run | None:
        """The run of that id, if the plan has it."""
        return self._runs.get(run_id)

    def find_fleet(self, run: Run) -> FleetRow | None:
        """The fleet row of a coach run; None for services."""
        vehicle = run.vehicle
        return self._fleet.get(vehicle.fleet) if isinstance(vehicle, CoachVehicle) else None

    def find_service(self, run: Run) -> Service | None:
        """The service of a train or flight run; None for coaches."""
        vehicle = run.vehicle
        return None if isinstance(vehicle, CoachVehicle) else self._services.get(vehicle.service)

    def vehicle_name(self, run: Run) -> str:
        """What a run's vehicle is called: coach type and number, or train or flight number."""
        vehicle = run.vehicle
        if isinstance(vehicle, CoachVehicle):
            row = self._fleet.get(vehicle.fleet)
            name = vehicle.fleet if row is None or row.name is None else self.say(row.name)
            return f"{mask_personal(name)} #{vehicle.number}"
        service = self._services.get(vehicle.service)
        return mask_personal(vehicle.service if service is None else service.number)

    def local(self, moment: datetime) -> datetime:
        """The moment on the scenario's clock, without its offset, as spreadsheets want it."""
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def coach_runs(self) -> tuple[Run, ...]:
        """The plan's coaches, in the order of the plan."""
        return tuple(run for run in self.plan.runs if run.mode is RunMode.COACH)

    def service_runs(self) -> tuple[Run, ...]:
        """The plan's trains and flights, in the order of the plan."""
        return tuple(run for run in self.plan.runs if run.mode is not RunMode.COACH)


def run_portions(run: Run) -> tuple[RunPortion, ...]:
    """Who rides a run from which stop to which; first to board, first to alight, per group."""
    waiting: dict[str, list[list[int]]] = {}
    found: list[RunPortion] = []
    for index, stop in enumerate(run.stops):
        for load in stop.alight:
            left: int = load.people
            queue = waiting.get(load.group, [])
            while left and queue:
                part = min(left, queue[0][1])
                found.append(RunPortion(load.group, part, queue[0][0], index))
                queue[0][1] -= part
                left -= part
                if not queue[0][1]:
                    queue.pop(0)
        for load in stop.board:
            waiting.setdefault(load.group, []).append([index, load.people])
    return tuple(sorted(found, key=lambda p: (p.board, p.alight, p.group)))


def most_on_board(run: Run) -> int:
    """People at the run's fullest point."""
    return max(stop.on_board for stop in run.stops)
