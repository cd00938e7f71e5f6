"""Versions of a plan's details: who kept what, who signed, and that nobody writes over another."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.context import Context
from app.desk.dispatch_details import (
    StaleDetails,
    find_details,
    forget_plan,
    keep_details,
    read_history,
    sign_details,
)
from app.ports.jobs import Submission, UnknownJob
from app.ports.keys import Principal, Role
from app.ports.vault import Deed, Kind, NothingKept
from app.settings import read_settings
from routing.errors import InputRefused, UnknownName
from routing.formats.json_documents import render_json
from routing.model.details import DispatchDetails, RunDetails
from routing.model.rules import PolicyProfile
from routing.pipeline import DataFolder
from tests.api.fake_jobs import FakeJobs
from tests.api.fake_vault import open_fake_vault
from tests.generators.small_plan import small_plan, small_scenario

CLERK = Principal("county", Role.PLANNER, "clerk")
DETAILS = DispatchDetails(runs=(RunDetails(run="C001", plate="桂F·12345"),))
PLAN = "job0"


@pytest.fixture
def context(root: Path, tmp_path: Path) -> Context:
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    jobs = FakeJobs()
    scenario = render_json(small_scenario())
    job, _ = jobs.submit(Submission("county", scenario, (), "small", ("小样", "small"), 75))
    jobs.finish(job.id, render_json(small_plan(profile)))
    settings = read_settings(root / "data", environment={}, state=tmp_path)
    return Context(settings, DataFolder(root / "data"), jobs, open_fake_vault())


def test_each_change_is_a_version_and_the_same_once_more_is_none(context: Context) -> None:
    first, findings, _ = keep_details(context, PLAN, CLERK, DETAILS, note="电话核对")
    again, _, _ = keep_details(context, PLAN, CLERK, DETAILS)
    changed = DispatchDetails(runs=(RunDetails(run="C001", plate="桂F·54321"),))
    second, _, _ = keep_details(context, PLAN, CLERK, changed)
    assert (first.number, again.number, second.number) == (1, 1, 2)
    assert (first.note, first.saved_by, len(first.plan_sha256)) == ("电话核对", "clerk", 64)
    assert {f.code for f in findings} == {"DETAILS_INCOMPLETE"}
    history = read_history(context, PLAN, CLERK)
    assert [v.details for v in history.versions] == [DETAILS, changed]
    newest, oldest = find_details(history), find_details(history, 1)
    assert newest is not None and (newest.version, newest.runs) == (2, changed.runs)
    assert oldest is not None and (oldest.version, oldest.runs) == (1, DETAILS.runs)
    with pytest.raises(UnknownName):
        find_details(history, 3)


def test_a_signature_holds_for_its_version_and_a_change_begins_unsigned(context: Context) -> None:
    keep_details(context, PLAN, CLERK, DETAILS)
    signed = sign_details(context, PLAN, CLERK, 1, name="韦主任", role="县人社局", note="同意")
    assert [(s.name, s.role, s.note, s.by) for s in signed.sign_offs] == [
        ("韦主任", "县人社局", "同意", "clerk")
    ]
    kept = find_details(read_history(context, PLAN, CLERK))
    assert kept is not None and kept.sign_offs == signed.sign_offs
    # What comes back from a client with a signature in it is not thereby signed.
    changed = kept.model_copy(update={"runs": ()})
    second, _, _ = keep_details(context, PLAN, CLERK, changed)
    assert (second.number, second.sign_offs) == (2, ())
    with pytest.raises(StaleDetails):
        sign_details(context, PLAN, CLERK, 1, name="韦主任")


def test_nobody_writes_over_a_version_they_have_not_seen(context: Context) -> None:
    keep_details(context, PLAN, CLERK, DETAILS)
    seen = find_details(read_history(context, PLAN, CLERK))
    assert seen is not None
    keep_details(context, PLAN, CLERK, DispatchDetails())
    with pytest.raises(StaleDetails):
        keep_details(context, PLAN, CLERK, seen.model_copy(update={"contacts": ()}))
    assert len(read_history(context, PLAN, CLERK).versions) == 2


def test_details_of_another_plan_are_refused_and_nothing_is_kept(context: Context) -> None:
    strange = DispatchDetails(runs=(RunDetails(run="C999"),))
    with pytest.raises(InputRefused) as refused:
        keep_details(context, PLAN, CLERK, strange)
    assert "DETAILS_UNKNOWN_RUN" in {f.code for f in refused.value.findings}
    assert read_history(context, PLAN, CLERK).versions == ()
    with pytest.raises(NothingKept):
        sign_details(context, PLAN, CLERK, 1, name="x")


def test_forgetting_a_plan_erases_its_details_and_the_record_says_who_did_what(
    context: Context,
) -> None:
    keep_details(context, PLAN, CLERK, DETAILS)
    sign_details(context, PLAN, CLERK, 1, name="韦主任")
    forget_plan(context, PLAN, CLERK)
    with pytest.raises(NothingKept):
        context.vault.get(Kind.DETAILS, PLAN, by=CLERK)
    record = context.vault.get_record(Kind.DETAILS, PLAN, tenant="county")
    assert [entry.deed for entry in record] == [Deed.PUT, Deed.SIGN, Deed.DELETE]


def test_another_county_finds_no_plan_to_fill_in(context: Context) -> None:
    other = Principal("elsewhere", Role.ADMIN, "x")
    with pytest.raises(UnknownJob):
        keep_details(context, PLAN, other, DETAILS)
