"""The certificate: prices by name, and the sentence that says what they prove."""

from __future__ import annotations

import json

from routing.model.base import LocalisedText
from routing.model.certificate import CertificateLeaf
from routing.model.runs import RunRole
from routing.solve.cuts import Cut
from routing.solve.duals import Duals
from routing.solve.instance import Instance
from routing.solve.leaves import Leaf
from routing.solve.table import Table


def item_row(instance: Instance, item: int) -> str:
    """The name of a feeder's or last mile's flow row, with what it joins."""
    known = instance.items[item]
    name = instance.demands[known.demand].name
    if known.role is RunRole.FEEDER:
        stop = instance.drops[known.drop]
        return f"feeder:{name}@{stop.service}/{stop.call}/{stop.hotel or ''}"
    stop = instance.picks[known.pick]
    return f"last_mile:{name}@{stop.service}/{stop.call}"


def dual_rows(instance: Instance, duals: Duals, cuts: tuple[Cut, ...]) -> dict[str, int]:
    """Integer prices by row name; rows whose price is zero are left out."""
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
    for n, cut in enumerate(cuts):
        rows[cut_row(instance, cut)] = duals.cuts[n]
    rows["left"] = duals.left[0]
    return {name: int(price) for name, price in rows.items() if price}


def cut_row(instance: Instance, cut: Cut) -> str:
    """A cut's name says all of it: side, divisor, covered fleet rows, demands, as a JSON array."""
    rows = [instance.fleet.rows[k].id for k in cut.covered]
    names = [instance.demands[d].name for d in cut.demands]
    return "cut:" + json.dumps([cut.side, cut.divisor, rows, names], ensure_ascii=False)


def leaf(instance: Instance, proof: Leaf) -> CertificateLeaf:
    """A leaf with its branchings: ``units:<service>/<offer> >= n`` and ``<= n``."""
    units = proof.units
    branchings: list[str] = []
    for o, offer in enumerate(instance.offers):
        if units.low[o] > 0:
            branchings.append(f"units:{offer.name} >= {units.low[o]}")
        if units.high[o] < offer.units:
            branchings.append(f"units:{offer.name} <= {units.high[o]}")
    return CertificateLeaf(
        branchings=tuple(branchings), duals=dual_rows(instance, proof.exact, proof.cuts)
    )


def sentence(table: Table, carried: int) -> LocalisedText:
    """Over which space the bound holds."""
    picks = int(table.pick.size.max(initial=1))
    drops = int(table.drop.size.max(initial=1))
    local = table.space.within_areas
    return LocalisedText(
        zh=(
            f"在所给里程时间、价格、车队、规则与需求下，凡每车至多{picks}个上车点、{drops}个下车点，"
            f"{'上车点同属一县、下车点同属一市，' if local else ''}"
            f"任意停靠次序，发车时刻取自五分钟时刻表，直达、接驳、末程、班次、自行出行任意组合，"
            f"每辆车一趟，且运送不少于{carried}人的方案，其费用都不低于此下界。"
            f"停靠点更多或一车多趟的方案不在证明之内。"
        ),
        en=(
            f"With these travel times, prices, fleet, rules and demand, no plan of coaches with at "
            f"most {picks} pickups and {drops} drops each, "
            f"{'the pickups in one county and the drops in one prefecture, ' if local else ''}"
            f"in any stop order, departing on a "
            f"five-minute grid, with any mix of direct coaches, feeders, last miles, services and "
            f"own tickets, each vehicle on one run, that carries at least {carried} people costs "
            f"less than this bound. Plans with more stops, or several runs of one vehicle, are "
            f"outside the proof."
        ),
    )
