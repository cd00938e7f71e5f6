"""The season's certificate holds as it was written, and not once anything in it claims more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from routing.cli.main import main
from routing.formats.json_documents import render_json
from routing.model.season import SeasonScenario
from routing.model.season_plan import SeasonCertificate
from routing.pipeline import DataFolder
from routing.season.certifying import certify_season_plan
from routing.season.parts import FolderStore
from routing.season.planning import Planned


def codes(planned: Planned, data: DataFolder, **changes: object) -> list[str]:
    certificate = SeasonCertificate.model_validate(planned.plan.certificate.model_dump() | changes)
    plan = planned.plan.model_copy(update={"certificate": certificate})
    return [f.code for f in certify_season_plan(planned.season, plan, planned.records, data=data)]


def test_the_certificate_holds(planned: Planned, data: DataFolder) -> None:
    assert planned.plan.certificate.duals
    assert codes(planned, data) == []


def test_it_holds_after_a_bad_day(again: Planned, data: DataFolder) -> None:
    assert again.plan.reports
    assert codes(again, data) == []


@pytest.mark.parametrize("which", ["planned", "again"])
def test_a_bound_above_what_the_prices_prove_is_found(
    which: str, data: DataFolder, request: pytest.FixtureRequest
) -> None:
    asked: Planned = request.getfixturevalue(which)
    more = asked.plan.certificate.lower_bound_fen * 102 // 100
    assert codes(asked, data, lower_bound_fen=more) == ["CERTIFICATE_NOT_PROVEN"]


def test_fewer_people_than_there_are_is_not_proven(planned: Planned, data: DataFolder) -> None:
    assert codes(planned, data, people_bound=193) == ["CERTIFICATE_NOT_PROVEN"]


def test_prices_of_limits_are_paid_for_in_full(planned: Planned, data: DataFolder) -> None:
    """A dearer limit earns each way more and costs its whole right-hand side."""
    duals = planned.plan.certificate.duals
    limits = {name: price for name, price in duals.items() if not name.startswith("group:")}
    assert limits
    raised = duals | {name: 20 * price for name, price in limits.items()}
    assert codes(planned, data, duals=raised) == ["CERTIFICATE_NOT_PROVEN"]


def test_what_a_groups_own_price_says_changes_nothing(planned: Planned, data: DataFolder) -> None:
    """The proof takes the cheapest way of each group at the limits' prices, whatever is written."""
    duals = planned.plan.certificate.duals
    doubled = {n: 2 * p if n.startswith("group:") else p for n, p in duals.items()}
    assert codes(planned, data, duals=doubled) == []


def test_no_prices_and_strange_prices_are_refused(planned: Planned, data: DataFolder) -> None:
    assert codes(planned, data, duals={}) == ["CERTIFICATE_EMPTY"]
    strange = {**planned.plan.certificate.duals, "fleet:nobody/0": -1}
    assert codes(planned, data, duals=strange) == ["CERTIFICATE_UNREADABLE"]


def test_a_dearer_kilometre_would_prove_more_and_a_cheaper_one_less(
    planned: Planned, both_ways: SeasonScenario, data: DataFolder
) -> None:
    """The tariffs are read from the season again, not taken from whoever planned it."""

    def at(per_km_fen: int) -> list[str]:
        fleet = tuple(r.model_copy(update={"per_km_fen": per_km_fen}) for r in both_ways.fleet)
        season = both_ways.model_copy(update={"fleet": fleet})
        found = certify_season_plan(season, planned.plan, planned.records, data=data)
        return [f.code for f in found]

    assert at(800) == []
    assert at(400) == ["CERTIFICATE_NOT_PROVEN"]


def test_the_command_line_audits_and_certifies_a_season(
    planned: Planned, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = FolderStore(tmp_path / "parts")
    for record in planned.records:
        store.keep(record)
    (tmp_path / "given.json").write_bytes(render_json(planned.season))
    (tmp_path / "season.json").write_bytes(render_json(planned.plan))
    names = ("given.json", "season.json")
    files = [*(str(tmp_path / n) for n in names), "--data", str(root / "data")]
    assert main(["certify", *files]) == 0
    assert f"{planned.plan.certificate.gap:.2%}" in capsys.readouterr().out
    assert main(["audit", *files]) == 0
    assert "SEASON_TWO_PLACES" in capsys.readouterr().out
    higher = planned.plan.certificate.model_copy(
        update={"lower_bound_fen": planned.plan.cost.total_fen, "gap": 0.0}
    )
    spoiled = planned.plan.model_copy(update={"certificate": higher})
    (tmp_path / "season.json").write_bytes(render_json(spoiled))
    assert main(["certify", *files]) == 4
    shutil.rmtree(tmp_path / "parts")
    assert main(["audit", *files]) == 2
