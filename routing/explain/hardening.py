"""Connection time bought where it pays: wider transfers and a spare coach, priced and rehearsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from routing.explain.rehearsal import Rehearsal
from routing.model.base import Document, DurationS, LocalisedText, MoneyFen, SignedFen
from routing.model.plan import Plan
from routing.model.runs import CoachVehicle
from routing.model.scenario import Scenario
from routing.units import Fen, Seconds

STEPS_S = (900, 1_800, 3_600)
"""How much earlier feeders are asked to be at the station, seconds."""
MOST_SINGLE = 2
"""Services that are tried alone, the riskiest first, beside all of them together."""

Replan = Callable[[Scenario], Plan]
"""Plans a changed scenario."""
Rehearse = Callable[[Plan], Rehearsal]
"""Plays a plan; the same luck every time."""
Restate = Callable[[Plan], Plan]
"""A plan that was made under stricter wishes as a plan of the scenario itself, audited."""


class Measure(Document):
    """One way to be surer, and whether it is worth its money."""

    kind: Literal["as_planned", "wider_transfer", "spare_coach"]
    subject: tuple[str, ...] = ()
    """Services whose feeders come earlier, or the fleet row of the spare coach."""
    earlier_s: DurationS = Field(default=Seconds(0), description="earlier at the station, seconds")
    cost_fen: SignedFen = Field(
        description="objective more than the plan as it is, fen: money, and whoever is left out"
    )
    stranded_mean: float = Field(
        ge=0, description="people who miss a connection or break down, mean over rehearsals"
    )
    risk_fen: MoneyFen = Field(description="those people at the price of one, fen")
    pays: bool
    """Whether cost and risk together are less than those of the plan as it is."""
    says: LocalisedText


class Hardening(Document):
    """What was tried to make connections surer, at a price for each person who misses one."""

    missed_fen_per_person: MoneyFen
    tried: tuple[Measure, ...]
    """The plan as it is first, without a spare coach."""
    chosen: int = Field(ge=0, description="index of the transfers that cost least with their risk")
    spare_coach: bool
    """Whether a spare coach pays beside them."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What hardening needs from outside this room.

    Attributes:
        replan: plans a scenario.
        rehearse: plays a plan.
        restate: turns a plan of a stricter scenario into one of the scenario itself.
        missed_fen: what a person who is stranded is reckoned at.
    """

    replan: Replan
    rehearse: Rehearse
    restate: Restate
    missed_fen: int


def harden_plan(scenario: Scenario, plan: Plan, *, bench: Bench) -> tuple[Hardening, Plan]:
    """The plan with the transfers that cost least together with their risk, and what was tried.

    The services whose connections are missed in some rehearsal are planned again with feeders
    that have to come a quarter, half an hour and an hour earlier: all of them, and the riskiest
    alone. Every such plan is played with the same luck. A spare coach of the cheapest row in use
    is weighed beside the plan that is chosen.

    Args:
        scenario: what the plan was made from.
        plan: a plan of it, made as ``bench.replan`` makes plans.
        bench: planning, rehearsing, restating and the price.
    """
    played = bench.rehearse(plan)
    price = bench.missed_fen
    tried = [_as_planned(played, price)]
    plans, rehearsals = [plan], [played]
    for services, earlier_s in _wider(played):
        stricter = _earlier(scenario, services, earlier_s)
        other = bench.restate(bench.replan(stricter))
        again = bench.rehearse(other)
        cost = other.cost.objective_fen - plan.cost.objective_fen
        tried.append(_transfer((services, earlier_s), cost, again, tried[0], price))
        plans.append(other)
        rehearsals.append(again)
    totals = [each.cost_fen + each.risk_fen for each in tried]
    chosen = min(range(len(tried)), key=lambda at: (totals[at], at))
    spare = _spare(scenario, plans[chosen], rehearsals[chosen], tried[chosen], price)
    tried += [] if spare is None else [spare]
    hardening = Hardening(
        missed_fen_per_person=Fen(bench.missed_fen),
        tried=tuple(tried),
        chosen=chosen,
        spare_coach=spare is not None and spare.pays,
    )
    return hardening, plans[chosen]


def _wider(played: Rehearsal) -> Iterator[tuple[tuple[str, ...], int]]:
    """Which services' feeders are asked to come earlier, and by how much."""
    risk: dict[str, float] = {}
    for connection in played.connections:
        lost = connection.missed * connection.people
        risk[connection.service] = risk.get(connection.service, 0.0) + lost
    risky = sorted((name for name in risk if risk[name] > 0), key=lambda n: (-risk[n], n))
    if not risky:
        return
    sets = [tuple(risky)]
    sets += [(name,) for name in risky[:MOST_SINGLE] if len(risky) > 1]
    for services in sets:
        for earlier_s in STEPS_S:
            yield services, earlier_s


def _earlier(scenario: Scenario, services: tuple[str, ...], earlier_s: int) -> Scenario:
    """The scenario with an earlier check-in for some services."""
    return scenario.model_copy(
        update={
            "services": tuple(
                s.model_copy(update={"check_in_s": Seconds(s.check_in_s + earlier_s)})
                if s.id in services
                else s
                for s in scenario.services
            )
        }
    )


def _as_planned(played: Rehearsal, price: int) -> Measure:
    return Measure(
        kind="as_planned",
        cost_fen=Fen(0),
        stranded_mean=_stranded(played),
        risk_fen=Fen(round(_stranded(played) * price)),
        pays=False,
        says=_words("按原方案", "as planned", 0, _stranded(played)),
    )


def _transfer(
    wider: tuple[tuple[str, ...], int], cost: int, played: Rehearsal, before: Measure, price: int
) -> Measure:
    services, earlier_s = wider
    stranded, minutes, names = _stranded(played), earlier_s // 60, ", ".join(services)
    risk = round(stranded * price)
    return Measure(
        kind="wider_transfer",
        subject=services,
        earlier_s=Seconds(earlier_s),
        cost_fen=Fen(cost),
        stranded_mean=stranded,
        risk_fen=Fen(risk),
        pays=cost + risk < before.risk_fen,
        says=_words(
            f"{names} 的接驳提早 {minutes} 分钟",
            f"feeders of {names} {minutes} minutes earlier",
            cost,
            stranded,
        ),
    )


def _stranded(played: Rehearsal) -> float:
    """People stranded where no spare coach stands by."""
    return played.stranded_mean + played.spare_coach_people


def _spare(
    scenario: Scenario, plan: Plan, played: Rehearsal, chosen: Measure, missed_fen: int
) -> Measure | None:
    """A coach of the cheapest row in use that stands by for a day; None where no coach runs."""
    used = {run.vehicle.fleet for run in plan.runs if isinstance(run.vehicle, CoachVehicle)}
    rows = [row for row in scenario.fleet if row.id in used]
    if not rows:
        return None
    row = min(rows, key=lambda r: (r.hire_fen + r.driver_day_fen, r.id))
    price = row.hire_fen + row.driver_day_fen
    stranded = played.stranded_mean
    risk, cost = round(stranded * missed_fen), chosen.cost_fen + price
    return Measure(
        kind="spare_coach",
        subject=(row.id,),
        earlier_s=chosen.earlier_s,
        cost_fen=Fen(cost),
        stranded_mean=stranded,
        risk_fen=Fen(risk),
        pays=cost + risk < chosen.cost_fen + chosen.risk_fen,
        says=_words(f"另备一辆 {row.id}", f"a spare {row.id} beside it", cost, stranded),
    )


def _words(zh: str, en: str, cost_fen: int, stranded: float) -> LocalisedText:
    yuan = f"{cost_fen / 100:+,.2f}"
    return LocalisedText(
        zh=f"{zh}：{yuan} 元，平均滞留 {stranded:.2f} 人",
        en=f"{en}: {yuan} CNY, {stranded:.2f} people stranded on average",
    )
