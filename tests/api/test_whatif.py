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


def test_a_patch_makes_a_plan_of_its_own_and_says_who_must_be_told(
    server: Running, finished: dict[str, Any]
) -> None:
    path = f"/v1/plans/{finished['id']}:patch"
    answer = server.client.post(path, json={"people": {"g1": 3}}, headers={"prefer": "wait=30"})
    assert answer.status_code in (200, 202), answer.text
    patched = server.wait_end(answer.json())
    assert (patched["kind"], patched["state"], patched["people"]) == ("patch", "done", 45)
    assert sum(i["people"] for i in patched["plan"]["itineraries"]) == 45
    assert patched["plan"]["audit"]["findings"] == []
    report = patched["result"]
    assert report["kept"] is True
    assert report["comparison"]["unchanged_people"] == 42
    assert report["papers"]
    listed = {job["id"]: job["kind"] for job in server.client.get("/v1/plans").json()["plans"]}
    assert listed[patched["id"]] == "patch" and listed[finished["id"]] == "plan"
    assert server.client.get(f"/v1/plans/{patched['id']}/audit.html").status_code == 200
    delta = server.client.get(
        f"/v1/plans/{finished['id']}:compare", params={"with": patched["id"]}
    ).json()
    assert delta["total_delta_fen"] == report["comparison"]["total_delta_fen"]
    assert server.get(finished)["plan"] == finished["plan"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"people": {"nobody": 1}}, "CHANGE_UNKNOWN"),
        ({"cancelled": ["Z9"]}, "CHANGE_UNKNOWN"),
        ({"people": {"g1": -42}}, None),
        ({"people": {"g1": 10**12}}, None),
        ({"people": {"g1": "many"}}, None),
        (
            {"groups": [{"id": "g2", "origin": "longming", "destination": "plant", "people": 1}]},
            None,
        ),
        ({"unknown": 1}, None),
    ],
)
def test_changes_that_make_no_sense_are_refused_before_anything_is_planned(
    server: Running, finished: dict[str, Any], changes: dict[str, Any], code: str | None
) -> None:
    answer = server.client.post(f"/v1/plans/{finished['id']}:patch", json=changes)
    assert (answer.status_code, answer.json()["code"]) == (422, "INPUT_REFUSED"), answer.text
    if code is not None:
        assert [finding["code"] for finding in answer.json()["findings"]] == [code]
    assert server.client.post("/v1/plans/none:patch", json={}).status_code == 404


def test_a_sweep_puts_every_combination_into_one_table(server: Running) -> None:
    grid = {
        "axes": [
            {"kind": "coaches", "fleet": "coach49", "counts": [1, 2]},
            {"kind": "seat_cap", "shares": [0.5, 1.0]},
        ]
    }
    body = {"scenario": scenario_named("swept"), "grid": grid}
    answer = server.client.post("/v1/sweeps", json=body, headers={"prefer": "wait=30"})
    sweep = server.wait_end(answer.json())
    path = f"/v1/sweeps/{sweep['id']}"
    assert sweep["links"]["self"] == path == answer.headers["location"]
    seen = server.client.get(path).json()
    rows = {tuple(row["labels"]): row for row in seen["table"]["rows"]}
    assert (seen["state"], len(rows), seen["table"]["missing"]) == ("done", 4, [])
    assert rows["coach49 × 1", "50%"]["left_out"] == 42 - 24
    assert rows["coach49 × 2", "50%"]["coaches"] == 2
    assert "cheapest" in rows["coach49 × 1", "100%"]["best"]
    cell = server.client.get(f"{path}/cells/0").json()
    assert cell["scenario"]["fleet"][0]["count"] == 1
    assert cell["plan"]["cost"]["total_fen"] == rows["coach49 × 1", "50%"]["total_fen"]
    assert server.client.get(f"{path}/cells/4").json()["code"] == "UNKNOWN_PART"
    assert [each["id"] for each in server.client.get("/v1/sweeps").json()["sweeps"]] == [
        sweep["id"]
    ]
    listed = server.client.get("/v1/plans", params={"limit": 200}).json()["plans"]
    assert sweep["id"] not in {job["id"] for job in listed}
    assert server.client.delete(f"/v1/plans/{sweep['id']}").status_code == 204
    assert server.client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("grid", "code"),
    [
        ({"axes": []}, None),
        ({"axes": [{"kind": "coaches", "fleet": "none", "counts": [1]}]}, "GRID_UNFIT"),
        ({"axes": [{"kind": "service", "service": "none"}]}, "GRID_UNFIT"),
        ({"axes": [{"kind": "service", "service": "0" * 19_999}]}, "GRID_UNFIT"),
        ({"axes": [{"kind": "day", "days": list(range(201))}]}, "GRID_UNFIT"),
        ({"axes": [{"kind": "day", "days": [0] * 2_000}] * 2}, "GRID_UNFIT"),
        ({"axes": [{"kind": "seat_cap", "shares": [0, 2]}]}, None),
        ({"axes": [{"kind": "coaches", "fleet": "coach49", "counts": [-1]}]}, None),
        ({"axes": [{"kind": "weather"}]}, None),
    ],
)
def test_a_grid_that_cannot_be_tried_is_refused(
    server: Running, grid: dict[str, Any], code: str | None
) -> None:
    body = {"scenario": scenario_named("refused"), "grid": grid}
    answer = server.client.post("/v1/sweeps", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "INPUT_REFUSED")
    findings = answer.json()["findings"]
    assert all(finding["pointer"].startswith("/grid") for finding in findings)
    if code is not None:
        assert [finding["code"] for finding in findings] == [code]
    both = {"grid": grid}
    assert (
        server.client.post("/v1/sweeps", json=both).json()["findings"][0]["code"] == "SWEEP_PARTS"
    )


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
