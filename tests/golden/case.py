"""A golden case: a scenario of ``data/scenarios`` and the totals that any sane plan of it meets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from routing.artefacts.problem import Problem
from routing.model.goals import Effort
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.pipeline import DataFolder, plan_scenario, prepare_problem, read_scenario

ROOT = Path(__file__).resolve().parents[2]
DATA = DataFolder(ROOT / "data")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CoachLeg(_Strict):
    """Coaches of one type that all went the same way in the reported operation."""

    fleet: str
    count: int | None = None
    """How many; absent means as many as ``people`` fill."""
    people: int | None = None
    origin: str = Field(alias="from")
    destination: str = Field(alias="to")


class Bought(_Strict):
    """Seats of a service in the reported operation."""

    service: str
    offer: str
    units: int
    people: int


class Night(_Strict):
    """Beds in the reported operation."""

    hotel: str
    people: int


class Reported(_Strict):
    """The operation as the public report tells it, and what had to be assumed to price it."""

    coaches: tuple[CoachLeg, ...] = ()
    bought: tuple[Bought, ...] = ()
    nights: tuple[Night, ...] = ()
    each_for_itself: tuple[str, ...] = ()
    """Destinations whose people the report leaves open: priced as each group for itself."""
    basis: str
    """What is reported of it and what is assumed."""


class Expected(_Strict):
    """Totals and ceilings; ceilings are only ever tightened, unless distances or prices change."""

    people: int
    coaches_ceiling: int
    cost_ceiling_fen: int
    gap_ceiling: float = Field(le=0.10)
    own_ticket_people_ceiling: int = 0
    must_ride: dict[str, tuple[str, ...]] = {}
    """Group ids by service ids they must be found on, whatever the plan."""
    reported: Reported | None = None
    why_not_reported: str | None = None


@dataclass(frozen=True)
class Case:
    """One golden case, read from disk."""

    name: str
    scenario: Scenario
    expected: Expected

    @property
    def problem(self) -> Problem:
        """What the engine is given."""
        return _problem(self.name)

    @property
    def plan(self) -> Plan:
        """The plan at the effort the golden cases run with; made once per process."""
        return _plan(self.name)


def case_names() -> list[str]:
    """Every scenario of the folder is a golden case."""
    return sorted(path.stem for path in DATA.scenarios.glob("*.json"))


@cache
def get_case(name: str) -> Case:
    """The case of that name."""
    expected = (DATA.scenarios / name / "expected.json").read_bytes()
    return Case(name, get_scenario(name), Expected.model_validate_json(expected))


@cache
def get_scenario(name: str) -> Scenario:
    """The scenario as the product reads it, at quick effort."""
    checked = read_scenario((DATA.scenarios / f"{name}.json").read_bytes(), folder=DATA)
    assert checked.scenario is not None, checked.findings
    quick = checked.scenario.solver.model_copy(update={"effort": Effort.QUICK})
    return checked.scenario.model_copy(update={"solver": quick})


@cache
def _problem(name: str) -> Problem:
    return prepare_problem(get_scenario(name), data=DATA)


@cache
def _plan(name: str) -> Plan:
    return plan_scenario(get_scenario(name), data=DATA)
