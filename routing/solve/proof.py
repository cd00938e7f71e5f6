"""The certificate: prices by name, and the sentence that says what they prove."""

from __future__ import annotations

import json

import numpy as np

from routing.model.base import LocalisedText
from routing.model.certificate import Certificate, CertificateCut, CertificateLeaf
from routing.model.runs import RunRole
from routing.solve.book import Book
from routing.solve.counts import Branching, Count
from routing.solve.cuts import Cut
from routing.solve.duals import SCALE, Duals
from routing.solve.instance import Instance, StopNode
from routing.solve.leaves import Leaf
from routing.solve.table import Table
from routing.units import Fen, People


def item_row(instance: Instance, item: int) -> str:
    """The name of a feeder's or last mile's flow row, with what it joins."""
    known = instance.items[item]
    name = instance.demands[known.demand].name
    if known.role is RunRole.FEEDER:
        stop = instance.drops[known.drop]
        return f"feeder:{name}@{stop.service}/{stop.call}/{stop.hotel or ''}"
    stop = instance.picks[known.pick]
    return f"last_mile:{name}@{stop.service}/{stop.call}"


def dual_rows(book: Book, duals: Duals) -> dict[str, int]:
    """Integer prices by row name; rows whose price is zero are left out."""
    instance = book.instance
    rows = {f"demand:{d.name}": duals.demand[i] for i, d in enumerate(instance.demands)}
    for e, item in enumerate(instance.items):
        if item.role is not RunRole.DIRECT:
            rows[item_row(instance, e)] = duals.item[e]
    for o, offer in enumerate(instance.offers):
        rows[f"seats:{offer.name}"] = duals.seats[o]
        rows[f"least:{offer.name}"] = duals.least[o]
    for k, row in enumerate(instance.fleet.rows):
        rows[f"fleet:{row.id}"] = duals.fleet[k]
    for b, bed in enumerate(instance.beds):
        rows[f"beds:{bed.hotel}/{bed.night}"] = duals.beds[b]
    rows |= {f"cut:{n}": price for n, price in enumerate(duals.cuts)}
    rows |= {count_name(instance, book.counts[n]): x for n, x in enumerate(duals.counts)}
    rows["left"] = duals.left[0]
    return {name: int(price) for name, price in rows.items() if price}


def count_name(instance: Instance, count: Count) -> str:
    """A count says all of itself: pickups, drops, and the fleet row or null, as a JSON array."""
    row = None if count.row < 0 else instance.fleet.rows[count.row].id
    picks = [_stop_name(instance, instance.picks[n]) for n in count.picks]
    drops = [_stop_name(instance, instance.drops[n]) for n in count.drops]
    return "vehicles:" + json.dumps([picks, drops, row], ensure_ascii=False)


def _stop_name(instance: Instance, node: StopNode) -> str:
    place = instance.problem.matrix.place_ids[node.place]
    if node.service is None:
        return place
    return f"{place}@{node.service}/{node.call}/{node.hotel or ''}"


def _branching(instance: Instance, branching: Branching) -> str:
    subject = branching.subject
    if isinstance(subject, Count):
        name = count_name(instance, subject)
    else:
        name = f"units:{instance.offers[subject].name}"
    return f"{name} {'>=' if branching.at_least else '<='} {branching.number}"


def build_certificate(
    book: Book, leaves: list[Leaf], *, people_bound: int, bound: int, gap: float, carried: int
) -> Certificate:
    """The certificate of leaves; only cuts that some leaf pays are kept."""
    used = sorted({int(n) for leaf in leaves for n in np.flatnonzero(leaf.exact.cuts)})
    number = {f"cut:{n}": f"cut:{at}" for at, n in enumerate(used)}
    written = []
    for leaf in leaves:
        rows = dual_rows(book, leaf.exact)
        written.append(
            CertificateLeaf(
                branchings=tuple(_branching(book.instance, b) for b in leaf.part.path),
                duals={number.get(name, name): price for name, price in rows.items()},
                enumerated=leaf.enumerated,
            )
        )
    return Certificate(
        people_bound=People(people_bound),
        lower_bound_fen=Fen(bound),
        gap=gap,
        proves=sentence(book.table, carried),
        stops=book.table.space,
        scale=SCALE,
        cuts=tuple(write_cut(book.instance, book.cuts[n]) for n in used),
        leaves=tuple(written),
    )


def write_cut(instance: Instance, cut: Cut) -> CertificateCut:
    """A cut by the names of its demands and fleet rows."""
    return CertificateCut(
        side=cut.side,
        demands=tuple(instance.demands[d].name for d in cut.demands),
        weights=cut.weights,
        worth=cut.worth,
        covered=tuple(instance.fleet.rows[k].id for k in cut.covered),
        stay=cut.stay,
    )


ONCE_ZH, ONCE_EN = "每辆车一趟", "each vehicle on one run"
AGAIN_ZH = "直达车每辆一趟，接驳与末程车由同一班驾驶员跑一趟或（时间允许时）多趟"
AGAIN_EN = (
    "direct coaches on one run each, feeders and last miles with one crew on as many as the clock "
    "lets them"
)


RELAXED_ZH = "停靠点过多而不能逐一列举，故由搜索计价：时间窗与不得同车的要求不计。"
RELAXED_EN = (
    "Routes with too many stops to list are priced by a search over all of them that sets windows, "
    "and who may not meet, aside. "
)


def sentence(table: Table, carried: int) -> LocalisedText:
    """Over which space the bound holds."""
    picks = int(table.pick.size.max(initial=1))
    drops = int(table.drop.size.max(initial=1))
    if table.space.relaxed:
        picks, drops = table.space.max_pickups, table.space.max_drops
    local, once = table.space.within_areas, not table.space.repeats
    return LocalisedText(
        zh=(
            f"在所给里程时间、价格、车队、规则与需求下，凡每车至多{picks}个上车点、{drops}个下车点，"
            f"{'上车点同属一县、下车点同属一市，' if local else ''}"
            f"任意停靠次序，发车时刻取自五分钟时刻表，直达、接驳、末程、班次、自行出行任意组合，"
            f"{ONCE_ZH if once else AGAIN_ZH}，且运送不少于"
            f"{carried}人的方案，其费用都不低于此下界。"
            f"{RELAXED_ZH if table.space.relaxed else ''}停靠点更多、"
            f"{'' if once else '直达车'}一车多趟的方案不在证明之内。"
        ),
        en=(
            f"With these travel times, prices, fleet, rules and demand, no plan of coaches with at "
            f"most {picks} pickups and {drops} drops each, "
            f"{'the pickups in one county and the drops in one prefecture, ' if local else ''}"
            f"in any stop order, departing on a "
            f"five-minute grid, with any mix of direct coaches, feeders, last miles, services and "
            f"own tickets, {ONCE_EN if once else AGAIN_EN}, that carries at least {carried} people "
            f"costs less than this bound. {RELAXED_EN if table.space.relaxed else ''}"
            f"Plans with more stops, or with a "
            f"{'vehicle' if once else 'direct coach'} that runs twice, are outside the proof."
        ),
    )
