"""A plan's dispatch details: versions that are kept, and who signed which."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256

from app.desk.context import Context
from app.desk.outputs import NoPlan, read_documents
from app.ports.keys import Principal
from app.ports.vault import Deed, Kind, NothingKept
from routing.errors import InputRefused, UnknownName
from routing.formats.json_documents import render_json
from routing.model.details import DetailsHistory, DetailsVersion, DispatchDetails, SignOff
from routing.model.findings import Finding, Severity
from routing.roster import check_details


class StaleDetails(ValueError):
    """Somebody kept a newer version since the one that a change was made from."""


def check_plan_details(
    context: Context, plan_id: str, principal: Principal, details: DispatchDetails
) -> tuple[Finding, ...]:
    """What is wrong with details of a plan, errors and warnings.

    Raises:
        UnknownJob: there is no such plan.
        NoPlan: it is not made yet.
    """
    documents = context.jobs.get_documents(plan_id, tenant=principal.tenant)
    return check_details(details, *read_documents(documents))


def keep_details(
    context: Context,
    plan_id: str,
    principal: Principal,
    details: DispatchDetails,
    *,
    note: str = "",
) -> tuple[DetailsVersion, tuple[Finding, ...], datetime]:
    """Keep details as the next version; the same once more is no new version.

    Returns:
        The version, what is odd about it, and when it expires.

    Raises:
        InputRefused: they cannot be this plan's.
        StaleDetails: ``details.version`` names a version that is no longer the newest.
    """
    findings = check_plan_details(context, plan_id, principal, details)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InputRefused(findings)
    plan = context.jobs.get_documents(plan_id, tenant=principal.tenant).plan
    if plan is None:
        raise NoPlan
    digest = sha256(plan).hexdigest()
    kept: list[DetailsVersion] = []

    def change(old: bytes | None) -> bytes:
        history = _read(old)
        version = _next(history, details, principal, note=note, digest=digest)
        kept.append(version)
        if version in history.versions:
            return render_json(history)
        return render_json(DetailsHistory(versions=(*history.versions, version)))

    expires_at = context.vault.revise(Kind.DETAILS, plan_id, change, by=principal)
    return kept[-1], findings, expires_at


def sign_details(
    context: Context,
    plan_id: str,
    principal: Principal,
    number: int,
    *,
    name: str,
    role: str = "",
    note: str = "",
) -> DetailsVersion:
    """Sign the newest version; when and with which key is written down here.

    Raises:
        NothingKept: no details are kept.
        UnknownName: there is no such version.
        StaleDetails: it is no longer the newest.
    """
    signed: list[DetailsVersion] = []

    def change(old: bytes | None) -> bytes:
        if old is None:
            raise NothingKept(plan_id)
        history = _read(old)
        version = get_version(history, number)
        if version is not history.versions[-1]:
            raise StaleDetails(number)
        mine = SignOff(name=name, role=role, note=note, at=_now(), by=principal.name)
        new = version.model_copy(update={"sign_offs": (*version.sign_offs, mine)})
        signed.append(new)
        return render_json(DetailsHistory(versions=(*history.versions[:-1], new)))

    context.vault.revise(Kind.DETAILS, plan_id, change, by=principal, deed=Deed.SIGN)
    return signed[-1]


def read_history(
    context: Context, plan_id: str, principal: Principal, *, deed: Deed = Deed.GET
) -> DetailsHistory:
    """Every version of a plan's details; none where nothing is kept. The reading is written down.

    Raises:
        UnknownJob: there is no such plan.
    """
    context.jobs.get(plan_id, tenant=principal.tenant)
    try:
        return _read(context.vault.get(Kind.DETAILS, plan_id, by=principal, deed=deed))
    except NothingKept:
        return DetailsHistory()


def find_details(history: DetailsHistory, number: int | None = None) -> DispatchDetails | None:
    """The details of a version, the newest when none is named, with its number and signatures.

    Raises:
        UnknownName: there is no such version.
    """
    if number is None and not history.versions:
        return None
    version = history.versions[-1] if number is None else get_version(history, number)
    return version.details.model_copy(
        update={"version": version.number, "sign_offs": version.sign_offs}
    )


def get_version(history: DetailsHistory, number: int) -> DetailsVersion:
    """A version by its number.

    Raises:
        UnknownName: there is no such version.
    """
    for version in history.versions:
        if version.number == number:
            return version
    raise UnknownName(f"v{number}")


def forget_plan(context: Context, plan_id: str, principal: Principal) -> None:
    """Erase a plan, and the people's data that was given for it.

    Raises:
        UnknownJob: there is no such plan.
    """
    context.jobs.forget(plan_id, tenant=principal.tenant)
    for kind in (Kind.DETAILS, Kind.FILES, Kind.ROSTER):
        with suppress(NothingKept):
            context.vault.delete(kind, plan_id, by=principal)


def _next(
    history: DetailsHistory, details: DispatchDetails, by: Principal, *, note: str, digest: str
) -> DetailsVersion:
    newest = history.versions[-1] if history.versions else None
    number = newest.number if newest is not None else 0
    if details.version not in (0, number):
        raise StaleDetails(details.version)
    bare = details.model_copy(update={"version": 0, "sign_offs": ()})
    if newest is not None and newest.details == bare:
        return newest
    return DetailsVersion(
        number=number + 1,
        saved_at=_now(),
        saved_by=by.name,
        note=note,
        plan_sha256=digest,
        details=bare,
    )


def _read(data: bytes | None) -> DetailsHistory:
    return DetailsHistory() if data is None else DetailsHistory.model_validate_json(data)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
