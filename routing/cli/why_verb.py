"""``zhida why SCENARIO PLAN``: where the money goes, what binds, what each decision is worth."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from routing.cli.data_folder import find_data_folder
from routing.cli.documents import load_plan, load_scenario
from routing.cli.exit_codes import ExitCode
from routing.cli.judgement_words import TERMS, yuan
from routing.errors import UnknownName
from routing.explain.whying import Tries
from routing.formats.json_documents import render_json
from routing.model.goals import Pin, PinKind
from routing.model.scenario import Scenario
from routing.model.why import Binding, Why
from routing.pipeline import why

MOST_SHOWN = 8
LEGS = {
    "direct": ("直达车", "direct coaches"),
    "feeder": ("接驳车", "feeders"),
    "line_haul": ("列车/航班", "trains and flights"),
    "last_mile": ("末端车", "last miles"),
    "beside": ("购票与住宿", "tickets and beds"),
}
LIMITS = {
    "vehicles": ("再多一辆 {}", "one more of {}"),
    "seats": ("{} 再多一单位（{} 座）", "one unit more of {} ({} seats)"),
    "beds": ("{} 再多一张床", "one bed more at {}"),
    "minimum": ("{} 起购人数少一人", "a minimum lower by one on {}"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("scenario", help="what the plan was made from")
    parser.add_argument("plan", help="plan.json")
    parser.add_argument("--limits", type=int, default=3, help="limits to try with one unit more")
    parser.add_argument("--decisions", type=int, default=6, help="decisions to try otherwise")
    parser.add_argument(
        "--with",
        dest="wishes",
        nargs=2,
        action="append",
        metavar=("GROUP", "VEHICLE"),
        default=[],
        help="what if this group rode on this fleet row or service",
    )
    parser.add_argument(
        "--without",
        dest="bars",
        nargs=2,
        action="append",
        metavar=("GROUP", "VEHICLE"),
        default=[],
        help="what if this group did not ride on this fleet row or service",
    )
    parser.add_argument("--json", action="store_true", help="the whole document instead of words")


def run(args: argparse.Namespace) -> ExitCode:
    """Print the account; each try plans the scenario again at quick effort.

    Raises:
        InputRefused: a document is malformed.
        UnknownName: a wish names what the scenario lacks.
    """
    folder = find_data_folder(args.data)
    scenario = load_scenario(args.scenario, folder=folder, language=args.lang)
    asked = [_pin(scenario, PinKind.REQUIRE, *wish) for wish in args.wishes]
    asked += [_pin(scenario, PinKind.FORBID, *bar) for bar in args.bars]
    tries = Tries(bindings=args.limits, contrasts=args.decisions, asked=tuple(asked))
    found = why(scenario, load_plan(args.plan), data=folder, tries=tries)
    if args.json:
        sys.stdout.write(render_json(found).decode() + "\n")
    else:
        sys.stdout.write("\n".join(_lines(found, zh=args.lang == "zh")) + "\n")
    return ExitCode.DONE


def _pin(scenario: Scenario, kind: PinKind, group: str, vehicle: str) -> Pin:
    if group not in {g.id for g in scenario.groups}:
        raise UnknownName(group)
    if vehicle in {row.id for row in scenario.fleet}:
        return Pin(kind=kind, group=group, fleet=vehicle)
    if vehicle in {service.id for service in scenario.services}:
        return Pin(kind=kind, group=group, service=vehicle)
    raise UnknownName(vehicle)


def _lines(found: Why, *, zh: bool) -> Iterator[str]:
    yield (
        f"费用 {yuan(found.total_fen)} 元，人均 {yuan(found.per_person_fen)} 元"
        if zh
        else f"{yuan(found.total_fen)} CNY, {yuan(found.per_person_fen)} a person"
    )
    yield from _money(found, zh=zh)
    yield from _limits(found, zh=zh)
    if found.crews:
        yield "驾驶员配备的理由：" if zh else "why coaches have their drivers:"
    for crew in found.crews:
        yield f"  {', '.join(crew.runs)}: {crew.says.zh if zh else crew.says.en}"
    if found.contrasts:
        yield "决定的代价：" if zh else "what decisions are worth:"
    for contrast in found.contrasts:
        yield f"  {contrast.says.zh if zh else contrast.says.en}"
    if found.contrasts or found.bindings:
        yield (
            "（试算为快速力度，差额小于方案差距时可能只是搜索误差）"
            if zh
            else "(tries are quick plans: a difference below the gap may be the search's)"
        )


def _money(found: Why, *, zh: bool) -> Iterator[str]:
    for leg in found.legs:
        terms = "  ".join(
            f"{TERMS[term.value] if zh else term.value} {yuan(fen)}"
            for term, fen in leg.terms.items()
        )
        share = leg.total_fen / found.total_fen if found.total_fen else 0
        name, runs = LEGS[leg.leg][0 if zh else 1], f"{leg.runs} {'班' if zh else 'runs'}"
        people = f"{leg.people} {'人' if zh else 'people'}"
        yield f"  {name}  {yuan(leg.total_fen)}（{share:.0%}）  {runs} {people}  {terms}"
    for payer, fen in found.payers.items():
        yield f"  {payer}: {yuan(fen)}"
    if found.groups:
        dear, cheap = found.groups[0], found.groups[-1]
        yield (
            f"  人均最高 {dear.group} {yuan(dear.fen_per_person)} 元，"
            f"最低 {cheap.group} {yuan(cheap.fen_per_person)} 元"
            if zh
            else f"  dearest a person {dear.group} {yuan(dear.fen_per_person)}, "
            f"cheapest {cheap.group} {yuan(cheap.fen_per_person)}"
        )


def _limits(found: Why, *, zh: bool) -> Iterator[str]:
    if found.bindings:
        yield "约束的影子价格：" if zh else "limits that bind, by the certificate's prices:"
    for binding in found.bindings[:MOST_SHOWN]:
        text = LIMITS[binding.kind][0 if zh else 1].format(binding.subject, binding.unit)
        price = yuan(binding.dual_fen)
        saved = f"估计省 {price} 元" if zh else f"about {price} CNY saved"
        if binding.kind == "seats" and binding.unit > 1:
            saved += "/座" if zh else " a seat"
        yield f"  {text}: {saved}{_checked(binding, zh=zh)}"
    if found.margins:
        dear = found.margins[0]
        yield (
            f"  多一个人的边际费用最高：{dear.group} 约 {yuan(dear.dual_fen)} 元"
            if zh
            else f"  dearest person more: {dear.group}, about {yuan(dear.dual_fen)} CNY"
        )


def _checked(binding: Binding, *, zh: bool) -> str:
    if binding.checked_fen is None:
        return "（未试算）" if zh else " (not tried)"
    fen, people = yuan(binding.checked_fen), binding.checked_people or 0
    more = "" if not people else f"，多运 {people:+d} 人" if zh else f", {people:+d} people"
    if not binding.checked_fen and not people:
        return "；试算未见节省" if zh else "; tried: nothing saved"
    return f"；试算省 {fen} 元{more}" if zh else f"; tried: {fen} CNY saved{more}"
