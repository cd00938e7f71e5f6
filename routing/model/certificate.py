"""What a plan proves about the best possible cost."""

from __future__ import annotations

from pydantic import Field

from routing.model.base import Document, LocalisedText, MoneyFen, PeopleCount


class StopSpace(Document):
    """The coach runs that a bound speaks of, among those that the scenario allows."""

    max_pickups: int = Field(default=3, ge=1, description="distinct places boarded at, at most")
    max_drops: int = Field(default=3, ge=1, description="distinct places alighted at, at most")
    within_areas: bool = Field(
        default=False,
        description="whether pickups lie in one county and drops in one prefecture, by the "
        "places' ``admin``; stations stand alone",
    )
    relaxed: bool = Field(
        default=False,
        description="whether runs are covered by a search that sets windows, and who may not "
        "meet, aside: all runs with so many stops, though none is listed",
    )
    repeats: bool = Field(
        default=True,
        description="whether feeders and last miles of one vehicle on several runs are covered; "
        "else every vehicle runs once",
    )


class CertificateCut(Document):
    """A valid inequality over a weighted set of demands; ``routing/certify`` proves it again.

    A vehicle of a fleet row carries at most Σ over n of min(seats, people on its stops who count n
    times or more), and has the ``worth`` of that; those of ``covered`` rows have none. A person of
    the set without a coach on this side is worth ``stay`` each time they count. The right-hand side
    is the least that whole vehicles which carry the set are worth.
    """

    side: str = Field(description="``leave`` (direct, feeder) or ``arrive`` (direct, last mile)")
    demands: tuple[str, ...] = Field(description="the set, by the names in the ``demand:`` rows")
    weights: tuple[int, ...] = Field(
        default=(), description="how often a person of each demand counts; once where none is given"
    )
    worth: tuple[int, ...] = Field(description="of a vehicle, by what it can carry of the set")
    covered: tuple[str, ...] = Field(
        default=(), description="fleet rows worth nothing, whose seats are taken off the need"
    )
    stay: int = Field(
        description="of one person of the set who needs no coach on this side, each time they count"
    )


class CertificateLeaf(Document):
    """Dual prices that prove the bound on one part of the search tree.

    The root alone is a tree with one leaf and no branchings.
    """

    branchings: tuple[str, ...] = ()
    """Bounds that lead here, in the order of branching, ``<subject> >= n`` or ``<= n``: units
    bought (``units:<service>/<offer>``), or vehicles whose stops hold some places and whose fleet
    row is one (``vehicles:[pickups, drops, row]`` as JSON)."""
    duals: dict[str, int] = Field(description="row name to its price, in fen times ``scale``")
    enumerated: bool = False
    """Whether the prices alone prove less than the bound here, and every set of coaches whose
    reduced costs fit into what is missing was looked at: none carries everybody for less."""


class Certificate(Document):
    """A lower bound on the money side of the objective, and how to check it."""

    people_bound: PeopleCount = Field(description="the most that can be carried, as proven")
    lower_bound_fen: MoneyFen = Field(
        description="no plan that carries at least as many costs less, objective without the "
        "penalty for people left out, fen"
    )
    gap: float = Field(ge=0, le=1, description="(value − bound) / value, 0 when the value is 0")
    proves: LocalisedText
    """One sentence: over which space the bound holds."""
    stops: StopSpace = StopSpace()
    """Runs that the bound covers."""
    scale: int = Field(default=1, ge=1, description="what the integer duals were multiplied by")
    cuts: tuple[CertificateCut, ...] = ()
    """What the leaves' prices ``cut:<index>`` belong to."""
    leaves: tuple[CertificateLeaf, ...] = ()
