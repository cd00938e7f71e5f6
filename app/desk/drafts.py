"""A scenario's file while its cells are being mended: kept apart from jobs, gone once planned."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from json import dumps, loads

from app.desk.context import Context
from app.desk.intake import Choices, submission_of
from app.ports.jobs import Job
from app.ports.keys import Principal
from app.ports.vault import Kind, NothingKept
from routing import pipeline
from routing.errors import InputRefused
from routing.model.findings import Finding
from routing.model.scenario import Scenario
from routing.pipeline import MendedInput, read_mended

MOST_CELLS = 5_000
"""Cells that may be mended of one file; beyond that the file itself is the place."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it was brought, and what was typed into its cells since.

    Attributes:
        texts: by ``sheet!cell`` or JSON pointer.
    """

    name: str
    file: bytes
    texts: Mapping[str, str]


def keep_draft(context: Context, principal: Principal, draft: Draft) -> str:
    """Keep a new draft; its id."""
    draft_id = secrets.token_hex(16)
    _put(context, draft_id, principal, draft)
    return draft_id


def get_draft(context: Context, draft_id: str, principal: Principal) -> Draft:
    """A draft.

    Raises:
        NothingKept: there is none of that id for that tenant, or no longer.
    """
    document = loads(context.vault.get(Kind.DRAFT, draft_id, by=principal))
    return Draft(document["name"], b64decode(document["file"]), document["texts"])


def mend_draft(
    context: Context, draft_id: str, principal: Principal, texts: Mapping[str, str]
) -> Draft:
    """Keep what was typed, over what was typed before; the draft as it now is.

    Raises:
        NothingKept: there is none of that id for that tenant, or no longer.
    """
    draft = get_draft(context, draft_id, principal)
    if not texts:
        return draft
    merged = dict(list({**draft.texts, **texts}.items())[:MOST_CELLS])
    mended = replace(draft, texts=merged)
    _put(context, draft_id, principal, mended)
    return mended


def read_draft(context: Context, draft: Draft, *, scarcity: bool = False) -> MendedInput:
    """The scenario in a draft, and the rows in which something is wrong or odd.

    With ``scarcity`` also what is scarce or impossible for some, which takes the travel times.
    """

    def find_scarce(scenario: Scenario) -> tuple[Finding, ...]:
        return pipeline.check_scarcity(scenario, data=context.folder)

    find_more = find_scarce if scarcity else None
    return read_mended(draft.file, draft.texts, folder=context.folder, find_more=find_more)


def plan_draft(context: Context, draft_id: str, principal: Principal, choices: Choices) -> Job:
    """Hand the draft over to be planned, and forget it.

    Raises:
        NothingKept: there is none of that id for that tenant, or no longer.
        InputRefused: something is still wrong with it.
    """
    read = read_draft(context, get_draft(context, draft_id, principal))
    if read.scenario is None:
        raise InputRefused(read.findings)
    submission = submission_of(
        read.scenario, read.findings, tenant=principal.tenant, choices=choices
    )
    job, _ = context.jobs.submit(submission)
    with suppress(NothingKept):
        context.vault.delete(Kind.DRAFT, draft_id, by=principal)
    return job


def _put(context: Context, draft_id: str, principal: Principal, draft: Draft) -> None:
    document = {
        "name": draft.name,
        "file": b64encode(draft.file).decode(),
        "texts": dict(draft.texts),
    }
    context.vault.put(Kind.DRAFT, draft_id, dumps(document).encode(), by=principal)
