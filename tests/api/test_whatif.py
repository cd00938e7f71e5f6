"""Compare, rehearse, look places up, read workbooks: over HTTP with the real engine behind."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from tests.api.running import Running, scenario_named

pytestmark = pytest.mark.timeout(400)
XLSX = {"content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def test_a_plan_compared_with_itself_differs_in_nothing(
    server: Running, finished: dict[str, Any]
) -> None:
    path = f"/v1/plans/{finished['id']}:compare"
    same = server.client.get(path, params={"with": finished["id"]}).json()
    assert (same["total_delta_fen"], same["people_to_phone"]) == (0, 0)
    assert server.client.get(path, params={"with": "none"}).status_code == 404
    assert server.client.get(path).status_code == 422


def test_a_comparison_names_the_money_and_the_people(
    server: Running, finished: dict[str, Any]
) -> None:
    scenario = scenario_named("finished")
    scenario["fleet"][0]["hire_fen"] += 10_000
    other = server.wait_end(server.submit(scenario))
    answer = server.client.get(
        f"/v1/plans/{finished['id']}:compare", params={"with": other["id"]}
    ).json()
    delta = other["plan"]["cost"]["total_fen"] - finished["plan"]["cost"]["total_fen"]
    assert answer["total_delta_fen"] == delta == 10_000
    assert (answer["people_to_phone"], answer["unchanged_people"]) == (0, 42)


def test_a_rehearsal_is_the_same_for_the_same_seed(
    server: Running, finished: dict[str, Any]
) -> None:
    path = f"/v1/plans/{finished['id']}:rehearse"
    first = server.client.post(path, params={"times": 50, "seed": 3})
    assert first.status_code == 200
    assert first.json() == server.client.post(path, params={"times": 50, "seed": 3}).json()
    assert first.json()["times"] == 50
    assert server.client.post(path, params={"times": 0}).status_code == 422


def test_a_place_is_found_by_its_name(server: Running) -> None:
    found = server.client.get("/v1/places", params={"q": "天等县"}).json()["places"]
    assert found[0]["name"].startswith("天等")
    assert found[0]["admin"].startswith("广西")
    assert abs(found[0]["lat"] - 23.08) < 0.1 and abs(found[0]["lon"] - 107.14) < 0.1
    assert server.client.get("/v1/places", params={"q": ""}).status_code == 422


def test_the_template_is_accepted_as_it_comes_and_can_be_planned(server: Running) -> None:
    template = server.client.get("/v1/templates/scenario.xlsx")
    assert template.headers["content-type"] == XLSX["content-type"]
    read = server.client.post("/v1/workbooks", content=template.content, headers=XLSX).json()
    assert read["scenario"]["groups"]
    verdict = server.client.post("/v1/plans:validate", json=read["scenario"])
    assert (verdict.status_code, verdict.json()["accepted"]) == (200, True)


def test_what_is_wrong_in_a_workbook_is_named_by_its_cell(server: Running) -> None:
    template = server.client.get("/v1/templates/scenario.xlsx").content
    spoiled = respell(template, "2026-02-24 06:30", "soon")
    for path in ("/v1/workbooks", "/v1/plans:validate", "/v1/plans"):
        answer = server.client.post(path, content=spoiled, headers=XLSX)
        assert (answer.status_code, answer.json()["code"]) == (422, "INPUT_REFUSED")
        assert any("!" in finding["pointer"] for finding in answer.json()["findings"])


def respell(workbook: bytes, word: str, other: str) -> bytes:
    """The workbook with one shared string changed."""
    old, new = f">{word}<".encode(), f">{other}<".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(buffer, "w") as target:
        assert old in source.read("xl/sharedStrings.xml")
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return buffer.getvalue()


def test_hostile_workbooks_are_refused_cleanly(server: Running) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a>" * 30_000_000)
    entity = io.BytesIO()
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>',
        )
    for body in (b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 500, bomb.getvalue(), entity.getvalue()):
        answer = server.client.post("/v1/workbooks", content=body, headers=XLSX)
        assert (answer.status_code, answer.json()["code"]) == (422, "INPUT_REFUSED")
        assert "root:" not in answer.text
    assert server.client.get("/healthz").status_code == 200


def test_an_evaluation_prices_a_plan_and_measures_it_against_a_proof(
    server: Running, finished: dict[str, Any]
) -> None:
    body = {"scenario": scenario_named("finished"), "plan": finished["plan"]}
    bare = server.client.post("/v1/plans:evaluate", json=body).json()
    assert bare["priced_fen"] == finished["plan"]["cost"]["total_fen"]
    assert (bare["gap"], bare["left_out"]) == (None, 0)
    measured = server.client.post(
        "/v1/plans:evaluate", json=body | {"reference": finished["plan"]}
    ).json()
    assert measured["gap"] == pytest.approx(finished["plan"]["certificate"]["gap"], abs=1e-4)
