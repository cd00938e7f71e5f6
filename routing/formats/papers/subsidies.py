"""The subsidy list: what each payer's people cost on each vehicle, split by heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from routing.costing.payers import split_by_heads
from routing.formats.papers.forms import FormPage, build_facts, build_table, render_forms, yuan_text
from routing.formats.papers.request import PaperRequest
from routing.formats.workbook import words as labels
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run
from routing.model.scenario import Subsidy

TITLE = Word("费用与补贴清单", "Costs and subsidies by payer")
COLUMNS = (
    (labels.RUN, 0),
    (labels.VEHICLE, 2),
    (labels.DEPARTS, 0),
    (Word("全车人数", "On the vehicle"), 0),
    (Word("本单位人数", "Of this payer"), 0),
    (Word("全车费用（元）", "Cost (yuan)"), 0),
    (Word("分摊（元）", "Share (yuan)"), 0),
)
RULE_COLUMNS = (
    (Word("补贴单位", "Subsidiser"), 2),
    (Word("对象", "Applies to"), 1),
    (Word("最少人数", "Fewest people"), 0),
    (Word("比例", "Rate"), 0),
    (Word("每人（元）", "Per person (yuan)"), 0),
    (Word("封顶（元）", "Cap (yuan)"), 0),
)
RULES = Word("适用的补贴办法", "Subsidies that may apply")


@dataclass(frozen=True, slots=True)
class Shared:
    """A run's cost as one payer bears it."""

    run: Run
    people: int
    heads: int
    share_fen: int


def render_subsidies(request: PaperRequest) -> bytes:
    """One list for each payer; its net sum is the plan's own, after subsidies."""
    return render_forms(TITLE, _pages(request), request)


def shares_by_payer(request: PaperRequest) -> dict[str, list[Shared]]:
    """Every run's cost shared by the heads of its people's payers."""
    view = request.view
    found: dict[str, list[Shared]] = {}
    for run in view.plan.runs:
        heads: dict[str, int] = {}
        for stop in run.stops:
            for load in stop.board:
                group = view.find_group(load.group)
                payer = (group.payer or "") if group is not None else ""
                heads[payer] = heads.get(payer, 0) + load.people
        people = sum(heads.values())
        for payer, share in split_by_heads(run.cost_fen, heads).items():
            found.setdefault(payer, []).append(Shared(run, people, heads[payer], share))
    return {payer: found[payer] for payer in sorted(found)}


def _pages(request: PaperRequest) -> Iterator[FormPage]:
    view = request.view
    language = view.language
    for payer, shares in shares_by_payer(request).items():
        net = view.plan.cost.by_payer.get(payer)
        rules = [s for s in view.scenario.subsidies if s.payer != payer]
        tables = [build_table(request, COLUMNS, (_row(share, request) for share in shares))]
        if rules:
            lines = (_rule(rule) for rule in rules)
            tables.append(build_table(request, RULE_COLUMNS, lines, title=RULES))
        yield FormPage(
            name=payer,
            head=payer or in_language(Word("未指明付费单位", "no payer named"), language),
            facts=build_facts(
                request,
                (
                    (Word("人次", "Rides"), str(sum(s.heads for s in shares))),
                    (Word("分摊合计（元）", "Shares (yuan)"), yuan_text(_sum(shares))),
                    (
                        Word("补贴后承担（元，含住宿和自购票）", "Borne after subsidies (yuan)"),
                        "" if net is None else yuan_text(net),
                    ),
                ),
            ),
            tables=tuple(tables),
            signatures=tuple(
                in_language(word, language)
                for word in (Word("申报单位盖章", "Applicant"), Word("审核", "Checked by"))
            ),
        )


def _sum(shares: list[Shared]) -> int:
    return sum(share.share_fen for share in shares)


def _row(share: Shared, request: PaperRequest) -> tuple[object, ...]:
    run = share.run
    return (
        run.id,
        request.run_details(run).plate or request.view.vehicle_name(run),
        request.when(run.stops[0].departs),
        share.people,
        share.heads,
        yuan_text(run.cost_fen),
        yuan_text(share.share_fen),
    )


def _rule(rule: Subsidy) -> tuple[object, ...]:
    return (
        rule.payer,
        rule.applies_to,
        rule.min_people,
        "" if rule.rate is None else f"{rule.rate * 100:g} %",
        "" if rule.fen_per_person is None else yuan_text(rule.fen_per_person),
        "" if rule.cap_fen is None else yuan_text(rule.cap_fen),
    )
