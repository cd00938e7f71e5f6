"""Why, surer connections and a plan made by hand: over HTTP and on the page, real engine behind."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.running import Running
from tests.api.test_whatif import XLSX

pytestmark = pytest.mark.timeout(400)


def test_why_accounts_for_every_fen_and_prices_decisions(
    server: Running, finished: dict[str, Any]
) -> None:
    path = f"/v1/plans/{finished['id']}:why"
    pin = {"kind": "forbid", "group": "g1", "fleet": "coach49"}
    body = {"limits": 1, "decisions": 1, "pins": [pin]}
    answer = server.client.post(path, json=body, headers={"prefer": "wait=30"})
    assert answer.status_code in (200, 202), answer.text
    asked = server.wait_end(answer.json())
    total = finished["plan"]["cost"]["total_fen"]
    found = asked["result"]
    assert (asked["kind"], asked["state"]) == ("why", "done")
    assert sum(leg["total_fen"] for leg in found["legs"]) == found["total_fen"] == total
    kinds = {contrast["kind"]: contrast for contrast in found["contrasts"]}
    assert kinds["with_pin"]["people"] == -42
    assert asked["plan"] == finished["plan"]
    page = server.client.get(f"/plans/{asked['id']}/why", params={"lang": "en"}).text
    assert kinds["with_pin"]["says"]["en"] in page


@pytest.mark.parametrize("verb", ["why", "harden"])
def test_questions_that_make_no_sense_are_refused(
    server: Running, finished: dict[str, Any], verb: str
) -> None:
    path = f"/v1/plans/{finished['id']}:{verb}"
    for body in ({"limits": "many"}, {"unknown": 1}, [1], {"missed_fen_per_person": -1}):
        answer = server.client.post(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "INPUT_REFUSED")
    assert server.client.post(f"/v1/plans/none:{verb}", json={}).status_code == 404


def test_a_plan_without_connections_has_no_time_to_buy(
    server: Running, finished: dict[str, Any]
) -> None:
    answer = server.client.post(
        f"/v1/plans/{finished['id']}:harden",
        json={"missed_fen_per_person": 500_000},
        headers={"prefer": "wait=30"},
    )
    made = server.wait_end(answer.json())
    assert made["result"]["chosen"] == 0
    assert [each["kind"] for each in made["result"]["tried"]] == ["as_planned", "spare_coach"]
    assert made["plan"]["audit"]["findings"] == []
    assert made["plan"]["cost"] == finished["plan"]["cost"]


def test_our_own_workbook_is_judged_as_the_plan_it_was_made_from(
    server: Running, finished: dict[str, Any]
) -> None:
    workbook = server.client.get(f"/v1/plans/{finished['id']}/dispatch.xlsx").content
    path = f"/v1/plans/{finished['id']}:evaluate"
    judged = server.client.post(path, content=workbook, headers=XLSX).json()
    cost = finished["plan"]["cost"]["total_fen"]
    assert judged["report"]["findings"] == []
    assert (judged["priced_fen"], judged["left_out"]) == (cost, 0)
    assert judged["gap"] == pytest.approx(finished["plan"]["certificate"]["gap"], abs=1e-4)
    same = server.client.post(path, json=finished["plan"]).json()
    assert same["priced_fen"] == cost
    assert server.client.post(path, content=b"PK\x03\x04", headers=XLSX).status_code == 422
    assert server.client.post("/v1/plans/none:evaluate", json={}).status_code == 404


def test_the_page_judges_an_edited_workbook_and_names_the_rule_it_breaks(
    server: Running, finished: dict[str, Any]
) -> None:
    here = f"/plans/{finished['id']}"
    assert f'href="{here}/why?lang=en"' in server.client.get(here, params={"lang": "en"}).text
    account = server.client.get(f"{here}/why").text
    assert "为什么这样排" in account
    assert f"{finished['plan']['cost']['total_fen'] / 100:,.0f}"[:3] in account
    workbook = server.client.get(f"/v1/plans/{finished['id']}/dispatch.xlsx").content
    upload = {"file": ("ours.xlsx", workbook, XLSX["content-type"])}
    good = server.client.post(f"{here}/evaluate", files=upload, params={"lang": "en"})
    assert good.status_code == 200
    assert "breaks no rule" in good.text
    plan = dict(finished["plan"])
    plan["runs"] = [dict(plan["runs"][0])]
    stops = [dict(stop) for stop in plan["runs"][0]["stops"]]
    stops[0]["on_board"] += 1
    plan["runs"][0]["stops"] = stops
    spoilt = {"file": ("plan.json", json.dumps(plan), "application/json")}
    bad = server.client.post(f"{here}/evaluate", files=spoilt, params={"lang": "en"})
    assert "ON_BOARD_WRONG" in bad.text
    broken = {"file": ("ours.xlsx", cut_short(workbook), XLSX["content-type"])}
    assert server.client.post(f"{here}/evaluate", files=broken).status_code == 422


def cut_short(workbook: bytes) -> bytes:
    """The workbook cut short, as a failed download leaves it."""
    return workbook[: len(workbook) // 2]
