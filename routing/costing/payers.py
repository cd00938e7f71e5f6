"""Costs shared by heads, and subsidies moved from one payer to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routing.model.scenario import Subsidy
from routing.units import Fen


@dataclass(frozen=True, slots=True)
class SharedCost:
    """A sum that several payers' people caused together.

    Attributes:
        mode: ``coach``, ``train``, ``plane``, ``ticket`` or ``hotel``.
        cost_fen: the sum to share.
        heads: people by payer.
        people: people in the vehicle, what a subsidy's ``min_people`` compares with.
    """

    mode: str
    cost_fen: int
    heads: Mapping[str, int]
    people: int


def split_by_heads(total_fen: int, heads: Mapping[str, int]) -> dict[str, Fen]:
    """Shares in proportion to heads that add up to the whole exactly.

    Whole fen are cut first; what is left goes one fen each to the largest remainders, ties to the
    smaller name. Nobody's share is lost: without heads the result is empty and the caller keeps
    the sum.
    """
    everyone = sum(heads.values())
    if everyone == 0:
        return {}
    shares = {payer: total_fen * count // everyone for payer, count in sorted(heads.items())}
    by_remainder = sorted(shares, key=lambda payer: (-(total_fen * heads[payer] % everyone), payer))
    for payer in by_remainder[: total_fen - sum(shares.values())]:
        shares[payer] += 1
    return {payer: Fen(share) for payer, share in shares.items()}


def cost_by_payer(costs: tuple[SharedCost, ...], subsidies: tuple[Subsidy, ...]) -> dict[str, Fen]:
    """What each payer bears: their people's share less subsidies, plus what they subsidise.

    A subsidy applies in the order of the document to what is still unpaid, so that two of them
    never pay for the same fen. Nobody pays less than nothing and the sum is the plan's money.
    """
    borne: dict[str, int] = {}
    room = {i: s.cap_fen for i, s in enumerate(subsidies)}
    for cost in costs:
        for payer, share in split_by_heads(cost.cost_fen, cost.heads).items():
            left = int(share)
            for i, subsidy in enumerate(subsidies):
                if not _applies(subsidy, payer, cost):
                    continue
                paid = min(left, _grant_fen(subsidy, share, cost.heads[payer]))
                cap = room[i]
                if cap is not None:
                    paid = min(paid, cap)
                    room[i] = Fen(cap - paid)
                borne[subsidy.payer] = borne.get(subsidy.payer, 0) + paid
                left -= paid
            borne[payer] = borne.get(payer, 0) + left
    return {payer: Fen(borne[payer]) for payer in sorted(borne)}


def _applies(subsidy: Subsidy, payer: str, cost: SharedCost) -> bool:
    """Whether a subsidy speaks of this payer's share of this cost."""
    return (
        subsidy.applies_to in ("*", payer, cost.mode)
        and subsidy.payer != payer
        and cost.people >= subsidy.min_people
    )


def _grant_fen(subsidy: Subsidy, share_fen: int, heads: int) -> int:
    """What a subsidy offers for a share, before its cap; a rate is rounded half up."""
    flat = (subsidy.fen_per_person or 0) * heads
    # A rate is a document's float; a millionth is finer than any published rate.
    millionths = round((subsidy.rate or 0) * 1_000_000)
    return flat + (2 * share_fen * millionths + 1_000_000) // 2_000_000
