"""A plan's own roster: merged from townships' files, kept, measured at the plan."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from json import dumps, loads

from app.desk.context import Context
from app.desk.outputs import read_documents
from app.ports.keys import Principal
from app.ports.vault import Kind, NothingKept
from routing.formats.json_documents import render_json
from routing.formats.roster_form import RosterRead, read_rosters
from routing.model.findings import Finding
from routing.model.roster import Roster, TownshipTotal
from routing.roster import Balance, check_roster, reconcile, seat_people
from routing.units import People

_TOTAL = re.compile(r"^\s*(.+?)[\s,，:：]+(\d{1,7})\s*$")


@dataclass(frozen=True, slots=True)
class MeasuredRoster:
    """A roster against its plan.

    Attributes:
        findings: what is wrong with it, by token and line.
        balances: planned and reported numbers beside the roster's own.
        seated: people who have seats from door to gate.
        waiting: how many have none, by code.
    """

    people: int
    findings: tuple[Finding, ...]
    balances: tuple[Balance, ...]
    seated: int
    waiting: dict[str, int]


def keep_files(
    context: Context, plan_id: str, principal: Principal, files: Mapping[str, bytes], *, totals: str
) -> None:
    """Seal townships' files until their headings are matched.

    Args:
        context: the service's parts.
        plan_id: whose roster they are.
        principal: who brings them.
        files: workbooks by file name.
        totals: what the townships reported, a line of name and number each.
    """
    sealed = {name: b64encode(data).decode() for name, data in files.items()}
    document = dumps({"files": sealed, "totals": totals}).encode()
    context.vault.put(Kind.FILES, plan_id, document, by=principal)


def read_files(
    context: Context, plan_id: str, principal: Principal, mapping: Mapping[str, str]
) -> RosterRead:
    """The sealed files merged into one roster, as far as they can be read.

    Raises:
        NothingKept: there are no files, or no longer.
        ValueError: the mapping names a field that a roster does not have.
    """
    document = loads(context.vault.get(Kind.FILES, plan_id, by=principal))
    files = {name: b64decode(data) for name, data in document["files"].items()}
    read = read_rosters(files, roster_id=plan_id, mapping=mapping)
    if read.roster is None:
        return read
    roster = read.roster.model_copy(update={"totals": read_totals(document["totals"])})
    return replace(read, roster=roster)


def keep_roster(context: Context, plan_id: str, principal: Principal, roster: Roster) -> None:
    """Keep the plan's roster in place of any before it, and erase the files it was read from."""
    context.vault.put(Kind.ROSTER, plan_id, render_json(roster), by=principal)
    with suppress(NothingKept):
        context.vault.delete(Kind.FILES, plan_id, by=principal)


def measure_roster(context: Context, plan_id: str, principal: Principal) -> MeasuredRoster | None:
    """The plan's roster against the plan; None where none is kept.

    Raises:
        UnknownJob: there is no such plan.
        NoPlan: it is not made yet.
    """
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    scenario, plan = read_documents(documents)
    try:
        data = context.vault.get(Kind.ROSTER, plan_id, by=principal)
    except NothingKept:
        return None
    roster = Roster.model_validate_json(data)
    seating = seat_people(scenario, plan, roster)
    return MeasuredRoster(
        people=len(roster.people),
        findings=check_roster(roster, scenario),
        balances=reconcile(roster, scenario),
        seated=len(seating.seated),
        waiting=dict(sorted(Counter(code for _, code in seating.waiting).items())),
    )


def read_totals(text: str) -> tuple[TownshipTotal, ...]:
    """Townships' totals from lines of a name and a number; other lines are passed over."""
    found = (_TOTAL.match(line) for line in text.splitlines())
    return tuple(
        TownshipTotal(township=match[1], people=People(int(match[2]))) for match in found if match
    )
