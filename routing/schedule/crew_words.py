"""Why a direct coach has its crew: every crew weighed by the same law, in money and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from routing.artefacts.problem import Problem
from routing.artefacts.route_task import RouteTask
from routing.artefacts.solution import ChosenCoach
from routing.duties.departure_scan import ELAPSED_S, OUTCOME, days_of
from routing.duties.refusals import refusal_codes
from routing.duties.relay import find_relay, relay_cost_fen
from routing.duties.replay import OK
from routing.duties.task_table import least_drivers
from routing.duties.timetable import search_crew
from routing.model.base import LocalisedText, Text
from routing.model.fleet import FleetRow
from routing.model.rules import PolicyValues
from routing.model.runs import CrewChoice, CrewOption, RunRole
from routing.units import Fen, Seconds

REFUSED = {
    "NO_SECOND_DRIVER": ("单程里程须配更多驾驶员", "the distance asks for more drivers"),
    "NIGHT_HALT_02_05": ("受凌晨停运限制赶不到", "the night halt makes it too late"),
    "REST_RULE": ("受驾驶时间限制赶不到", "the driving hours make it too late"),
    "DRIVING_HOURS": ("驾驶时间用尽", "the drivers' hours are used up"),
    "RIDE_TIME": ("乘车时间超限", "the ride would be too long"),
    "NOT_AVAILABLE": ("车辆不可用", "the vehicle is not available then"),
    "TIME_WINDOW": ("赶不上要求的时间", "the time window cannot be met"),
}
"""What stands in a crew's way, the most specific first."""


def explain_crew(problem: Problem, coach: ChosenCoach, row: FleetRow) -> CrewChoice | None:
    """Every crew that a direct coach could have; None where one driver is enough."""
    values, task = problem.policy.values, coach.task
    alone = least_drivers(sum(task.drive_m), values) == coach.drivers == 1
    if coach.role is not RunRole.DIRECT or alone:
        return None
    options = (*_riding(task, values, row), *_relayed(task, values))
    names = {place.id: place.name for place in problem.scenario.places}
    relay = None if coach.relay is None else coach.relay.at.place
    return CrewChoice(
        options=options,
        says=_sentence(task, values, options, chosen=(coach.drivers, relay), names=names),
    )


def _riding(task: RouteTask, values: PolicyValues, row: FleetRow) -> Iterator[CrewOption]:
    """Crews that ride all the way."""
    for drivers in range(1, values.max_drivers + 1):
        if drivers < least_drivers(sum(task.drive_m), values):
            yield CrewOption(drivers=drivers, refused=("NO_SECOND_DRIVER",))
            continue
        result = search_crew(task, values, drivers)
        if result[OUTCOME] != OK:
            codes = refusal_codes(task, values, drivers, [int(result[OUTCOME])])
            yield CrewOption(drivers=drivers, refused=codes)
            continue
        days = drivers * days_of(int(result[ELAPSED_S]))
        yield CrewOption(
            drivers=drivers,
            driver_days=days,
            elapsed_s=Seconds(int(result[ELAPSED_S])),
            cost_fen=Fen(row.driver_day_fen * days),
        )


def _relayed(task: RouteTask, values: PolicyValues) -> Iterator[CrewOption]:
    """The cheapest hand-over at each place where there is a lawful one."""
    if task.relay is None:
        return
    for place in task.relay.places:
        found = find_relay(replace(task, relay=replace(task.relay, places=(place,))), values)
        if found is not None:
            yield CrewOption(
                drivers=found.crew.drivers,
                relay=place.place,
                driver_days=found.paid_days,
                elapsed_s=Seconds(found.departure.elapsed_s),
                cost_fen=Fen(relay_cost_fen(task, found.crew, found.paid_days)),
            )


def _sentence(
    task: RouteTask,
    values: PolicyValues,
    options: tuple[CrewOption, ...],
    *,
    chosen: tuple[int, str | None],
    names: Mapping[str, Text],
) -> LocalisedText:
    drive_s, drive_m = sum(task.drive_s), sum(task.drive_m)
    limit = _hours(values.drive_24h_max_s)
    parts = []
    for option in options:
        is_chosen = (option.drivers, option.relay) == chosen
        where = names.get(option.relay or "", "")
        parts.append(_part(option, drive_s, values, is_chosen=is_chosen, where=where))
    return LocalisedText(
        zh=f"{drive_m // 1_000}公里、驾驶{_hours(drive_s)}小时，每人24小时内至多驾驶{limit}小时。"
        + "；".join(zh for zh, _ in parts)
        + "。",
        en=f"{drive_m // 1_000} km, {_hours(drive_s)} h at the wheel, of which a driver may do "
        f"{limit} h in 24 h. " + "; ".join(en for _, en in parts) + ".",
    )


def _part(
    option: CrewOption, drive_s: int, values: PolicyValues, *, is_chosen: bool, where: Text
) -> tuple[str, str]:
    """One crew in a few words, in both languages."""
    zh, en = f"{option.drivers}名驾驶员", f"{option.drivers} driver{'s'[: option.drivers - 1]}"
    if option.relay is not None:
        there = where if isinstance(where, LocalisedText) else LocalisedText(zh=where, en=where)
        zh, en = f"在{there.zh}接驳、共{zh}", f"{en}, relayed at {there.en}"
    if option.refused:
        why = next((words for code, words in REFUSED.items() if code in option.refused), None)
        why = why or REFUSED["TIME_WINDOW"]
        return f"{zh}：{why[0]}", f"{en}: {why[1]}"
    rests = drive_s > option.drivers * values.drive_24h_max_s
    took, fen = _hours(option.elapsed_s or 0), (option.cost_fen or 0) / 100
    zh = f"{zh}：{'途中休息待驾驶时间恢复，' if rests else ''}全程{took}小时，费用{fen:,.0f}元"
    en = f"{en}: {'resting on the way, ' if rests else ''}{took} h, {fen:,.0f} CNY"
    return (f"{zh}（采用）", f"{en} (chosen)") if is_chosen else (zh, en)


def _hours(seconds: int) -> str:
    return f"{seconds / 3_600:.1f}"
