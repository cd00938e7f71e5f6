"""Who may do what: every endpoint and page × every role, and two tenants who never meet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

from app.api.application import create_api
from app.desk.context import Context
from app.main import main
from app.pages.pages import add_pages
from app.settings import SettingsRefused, read_settings
from routing.formats.json_documents import render_json
from routing.pipeline import DataFolder
from tests.api.fake_jobs import FakeJobs
from tests.api.fake_vault import open_fake_vault
from tests.api.running import ROOT, Running, scenario_named
from tests.api.test_parts import sweep
from tests.unit.formats.map_plans import mixed

ROLES = ("nobody", "viewer", "planner", "admin")
# Path, and the least role. A list of its own, so that a change of the rule shows here.
ENDPOINTS = [
    ("GET", "/healthz", "nobody"),
    ("GET", "/readyz", "nobody"),
    ("GET", "/openapi.json", "nobody"),
    ("GET", "/sign-in", "nobody"),
    ("POST", "/sign-in", "nobody"),
    ("GET", "/static/page.css", "nobody"),
    ("GET", "/static/engine/none.js", "nobody"),
    ("GET", "/", "viewer"),
    ("GET", "/compare", "viewer"),
    ("GET", "/plans/{plan}", "viewer"),
    ("GET", "/plans/{plan}/vehicles", "viewer"),
    ("GET", "/plans/{plan}/runs/none", "viewer"),
    ("GET", "/plans/{plan}/map-data.json", "viewer"),
    ("GET", "/drafts/none", "viewer"),
    ("GET", "/drafts/none/scenario.xlsx", "viewer"),
    ("POST", "/drafts/none", "planner"),
    ("GET", "/v1/plans", "viewer"),
    ("GET", "/v1/plans/{plan}", "viewer"),
    ("GET", "/v1/plans/{plan}/events", "viewer"),
    ("GET", "/v1/plans/{plan}/plan.json", "viewer"),
    ("GET", "/v1/samples", "viewer"),
    ("GET", "/v1/samples/none", "viewer"),
    ("GET", "/v1/schema/plan", "viewer"),
    ("POST", "/v1/plans:validate", "viewer"),
    ("POST", "/v1/plans:evaluate", "viewer"),
    ("POST", "/v1/workbooks", "viewer"),
    ("POST", "/v1/plans/{plan}:rehearse?times=1", "viewer"),
    ("GET", "/v1/plans/{plan}:compare", "viewer"),
    ("GET", "/v1/sweeps", "viewer"),
    ("GET", "/v1/sweeps/none", "viewer"),
    ("GET", "/v1/sweeps/none/cells/0", "viewer"),
    ("GET", "/v1/places", "viewer"),
    ("GET", "/v1/templates/none.xlsx", "viewer"),
    ("POST", "/sign-out", "viewer"),
    ("POST", "/v1/plans", "planner"),
    ("POST", "/v1/sweeps", "planner"),
    ("POST", "/v1/plans/none:patch", "planner"),
    ("POST", "/v1/plans/none:why", "planner"),
    ("POST", "/v1/plans/none:harden", "planner"),
    ("POST", "/v1/plans/none:evaluate", "viewer"),
    ("GET", "/plans/{plan}/why", "viewer"),
    ("POST", "/plans/none/why", "planner"),
    ("POST", "/plans/none/harden", "planner"),
    ("POST", "/plans/none/evaluate", "planner"),
    ("PUT", "/v1/rosters/none", "planner"),
    ("GET", "/v1/rosters/none", "planner"),
    ("DELETE", "/v1/rosters/none", "planner"),
    ("PUT", "/v1/plans/none/details", "planner"),
    ("GET", "/v1/plans/none/papers.zip", "planner"),
    ("GET", "/plans/none/dispatch", "planner"),
    ("GET", "/plans/none/roster", "planner"),
    ("POST", "/plans/none/dispatch", "planner"),
    ("POST", "/plans/none/dispatch/workbook", "planner"),
    ("POST", "/plans/none/dispatch/sign", "planner"),
    ("POST", "/plans/none/roster", "planner"),
    ("POST", "/plans/none/roster/mapping", "planner"),
    ("POST", "/plans/none/roster/delete", "planner"),
    ("GET", "/v1/plans/none/details", "planner"),
    ("DELETE", "/v1/plans/none/details", "planner"),
    ("GET", "/v1/plans/none/details.xlsx", "planner"),
    ("GET", "/v1/plans/none/details/versions", "planner"),
    ("POST", "/v1/plans/none/details:sign-off", "planner"),
    ("GET", "/v1/plans/none/runs/none.gpx", "viewer"),
    ("GET", "/v1/rosters/none/access", "admin"),
    ("POST", "/v1/seasons", "planner"),
    ("GET", "/v1/seasons", "viewer"),
    ("GET", "/v1/seasons/none", "viewer"),
    ("GET", "/v1/seasons/none/season.html", "viewer"),
    ("POST", "/v1/plans/{plan}:cancel", "planner"),
    ("POST", "/", "planner"),
    ("POST", "/samples/none", "planner"),
    ("POST", "/plans/none/cancel", "planner"),
    ("POST", "/plans/none/delete", "planner"),
    ("DELETE", "/v1/plans/none", "planner"),
    ("GET", "/metrics", "admin"),
]


def make_key(state: Path, role: str, tenant: str) -> str:
    """A key as an operator makes one: by the command line's words."""
    said = io.StringIO()
    with redirect_stdout(said):
        words = ["keys", "add", "--role", role, "--tenant", tenant, "--state", str(state)]
        assert main(words) == 0
    return said.getvalue().strip()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, str]]]:
    """A server that asks for keys, with one for each role of tenant A and a planner of B."""
    state = tmp_path_factory.mktemp("guarded")
    with Running(state, solver="drawn", ZHIDA_REQUIRE_KEYS="1") as server:
        keys = {role: make_key(state, role, "a") for role in ROLES[1:]}
        keys["stranger"] = make_key(state, "planner", "b")
        keys |= {f"other {role}": make_key(state, role, "c") for role in ROLES[1:]}
        yield server.wait_ready(), keys


def bearer(key: str | None) -> dict[str, str]:
    return {} if key is None else {"authorization": f"Bearer {key}"}


def make_job(server: Running, key: str) -> dict[str, Any]:
    answer = server.client.post(
        "/v1/plans",
        content=render_json(mixed()[0]),
        headers=bearer(key) | {"content-type": "application/json", "prefer": "wait=30"},
    )
    assert answer.status_code in (200, 202), answer.text
    job: dict[str, Any] = answer.json()
    return job


def was_let_in(answer: httpx.Response) -> bool:
    return answer.status_code not in (401, 403)


@pytest.mark.timeout(300)
def test_every_endpoint_lets_in_exactly_the_roles_that_reach(
    guarded: tuple[Running, dict[str, str]],
) -> None:
    server, keys = guarded
    plan = make_job(server, keys["planner"])["id"]
    wrong = []
    for method, path, least in ENDPOINTS:
        for role in ROLES:
            answer = server.client.request(
                method, path.format(plan=plan), headers=bearer(keys.get(role))
            )
            expected = ROLES.index(role) >= ROLES.index(least)
            # Signing in without a key is refused with 401 by the page itself.
            if path == "/sign-in" and method == "POST":
                expected = answer.status_code == 401 and "html" in answer.headers["content-type"]
                expected = not expected
            if was_let_in(answer) != expected:
                wrong.append((method, path, role, answer.status_code))
    assert wrong == []


def test_everything_that_the_service_answers_stands_in_the_matrix(tmp_path: Path) -> None:
    """Read from the application itself, so that no new endpoint, page or folder is forgotten."""
    settings = read_settings(ROOT / "data", environment={}, state=tmp_path)
    app = create_api(Context(settings, DataFolder(ROOT / "data"), FakeJobs(), open_fake_vault()))
    add_pages(app)
    shapes = [
        (compile_path(route.path + "/{path:path}" * (route.methods is None))[0], route)
        for route in iter_route_contexts(app.routes)
    ]
    assert len(shapes) >= 70
    answered: set[tuple[str, str]] = set()
    for method, path, _ in ENDPOINTS:
        for shape, route in shapes:
            if method in (route.methods or {"GET"}) and shape.match(path.split("?")[0]):
                answered.add((method, route.path))
                break
    for _, route in shapes:
        methods = (route.methods or {"GET"}) - {"HEAD"}
        assert not {(method, route.path) for method in methods} - answered, route.path


def make_draft(server: Running, key: str) -> str:
    """A draft's id, as the first page gives it for a file that is only to be checked."""
    answer = server.client.post(
        "/",
        files={"file": ("a.json", render_json(mixed()[0]))},
        data={"action": "check"},
        headers=bearer(key),
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/drafts/")


def aimed_at(path: str, *, plan: str, sweep: str, roster: str, draft: str) -> str | None:
    """The path with what another tenant has in place of what nobody has; None when it has none."""
    aimed = path.replace("/sweeps/none", f"/sweeps/{sweep}")
    aimed = aimed.replace("/seasons/none", f"/seasons/{plan}")
    aimed = aimed.replace("/drafts/none", f"/drafts/{draft}")
    aimed = aimed.replace("/rosters/none", f"/rosters/{roster}")
    aimed = aimed.replace("/plans/none", f"/plans/{plan}").replace("{plan}", plan)
    return None if aimed == path else aimed


def body_for(method: str, path: str, roster: dict[str, Any]) -> dict[str, Any] | None:
    """A sound body, so that nothing but whose it is can be wrong."""
    if path.endswith(":sign-off"):
        return {"version": 1, "name": "n", "role": "r"}
    if path.endswith(":patch"):
        return {"people": {}}
    if path.endswith((":why", ":harden", ":evaluate")):
        return {}
    return roster if method == "PUT" else None


@pytest.mark.timeout(400)
def test_no_role_of_another_tenant_reaches_anything_by_any_endpoint(
    guarded: tuple[Running, dict[str, str]],
) -> None:
    """Every endpoint with somebody's id in it × every role of a tenant that does not own it."""
    server, keys = guarded
    ours = bearer(keys["planner"])
    plan = make_job(server, keys["planner"])["id"]
    body = sweep("guarded", tenths=1, cells=1)
    table = server.client.post("/v1/sweeps", json=body, headers=ours | {"prefer": "wait=30"}).json()
    roster = {"schema_version": "1", "id": "r", "people": [{"token": "t", "name": "n"}]}
    assert server.client.put("/v1/rosters/ours", json=roster, headers=ours).status_code == 200
    draft = make_draft(server, keys["planner"])
    reached, aimed = [], 0
    for method, path, least in ENDPOINTS:
        there = aimed_at(path, plan=plan, sweep=table["id"], roster="ours", draft=draft)
        for role in ("viewer", "planner", "admin"):
            if there is None:
                continue
            aimed += 1
            answer = server.client.request(
                method,
                there,
                json=body_for(method, there, roster),
                data={"version": "1"} if there.endswith("/dispatch/sign") else None,
                params={"with": plan} if "compare" in there else None,
                headers=bearer(keys[f"other {role}"]),
            )
            may = ROLES.index(role) >= ROLES.index(least)
            expected = {404} if may else {403}
            # A roster of that name is put beside, not over; its record tells of its own alone.
            if may and "/rosters/" in there and (method in ("PUT", "GET", "DELETE")):
                expected |= {200, 204}
            # The empty page of a comparison shows the choice of the tenant's own plans.
            if answer.status_code not in expected:
                reached.append((method, path, role, answer.status_code))
    assert reached == []
    assert aimed >= 60
    for role in ("viewer", "planner", "admin"):
        other = bearer(keys[f"other {role}"])
        assert server.client.get("/v1/plans", headers=other).json()["plans"] == []
        assert server.client.get("/v1/sweeps", headers=other).json()["sweeps"] == []
    assert server.client.get(f"/v1/plans/{plan}", headers=ours).json()["state"] == "done"
    assert server.client.get(f"/drafts/{draft}", headers=ours).status_code == 200
    kept = server.client.get("/v1/rosters/ours", headers=ours)
    assert kept.json()["people"][0]["name"] == "n"
    record = server.client.get("/v1/rosters/ours/access", headers=bearer(keys["admin"])).json()
    assert [entry["deed"] for entry in record["entries"]] == ["put", "get"]


def test_the_same_idempotency_key_of_two_tenants_gives_two_jobs(
    guarded: tuple[Running, dict[str, str]],
) -> None:
    server, keys = guarded
    ids = {
        server.client.post(
            "/v1/plans",
            json=scenario_named("guarded", tenths=1),
            headers=bearer(keys[role]) | {"Idempotency-Key": "shared"},
        ).json()["id"]
        for role in ("planner", "stranger")
    }
    assert len(ids) == 2


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer nonsense", "Bearer zk_00000000_wrong", "Basic YTpi", "zk_a_b"],
)
def test_what_is_no_key_is_refused_with_the_scheme_it_wants(
    guarded: tuple[Running, dict[str, str]], header: str
) -> None:
    server, _ = guarded
    answer = server.client.get("/v1/plans", headers={"authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "KEY_MISSING")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_key_with_one_letter_changed_does_not_open(
    guarded: tuple[Running, dict[str, str]],
) -> None:
    server, keys = guarded
    last = keys["admin"][-1]
    spoiled = keys["admin"][:-1] + ("A" if last != "A" else "B")
    assert server.client.get("/v1/plans", headers=bearer(spoiled)).status_code == 401


def test_the_page_signs_in_with_a_key_for_a_cookie_no_script_can_read(
    guarded: tuple[Running, dict[str, str]],
) -> None:
    server, keys = guarded
    html = {"accept": "text/html"}
    with httpx.Client(base_url=server.client.base_url) as visitor:
        sent_away = visitor.get("/", headers=html)
        assert (sent_away.status_code, sent_away.headers["location"]) == (303, "/sign-in")
        assert visitor.post("/sign-in", data={"key": "wrong"}).status_code == 401
        welcome = visitor.post("/sign-in", data={"key": keys["viewer"]})
        assert welcome.status_code == 303
        cookie = welcome.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=strict" in cookie
        assert keys["viewer"] not in cookie
        assert visitor.get("/", headers=html).status_code == 200
        assert visitor.post("/v1/plans", json={}).status_code == 403
        assert visitor.post("/sign-out").status_code == 303
        assert visitor.get("/v1/plans").status_code == 401


def test_a_revoked_key_and_its_sessions_end_at_once(
    guarded: tuple[Running, dict[str, str]],
) -> None:
    server, _ = guarded
    key = make_key(server.state, "viewer", "a")
    with httpx.Client(base_url=server.client.base_url) as visitor:
        visitor.post("/sign-in", data={"key": key})
        assert visitor.get("/v1/plans").status_code == 200
        words = ["keys", "rotate", key.split("_")[1], "--state", str(server.state)]
        assert main(words) == 0
        assert visitor.get("/v1/plans").status_code == 401
    assert server.client.get("/v1/plans", headers=bearer(key)).status_code == 401


def test_no_secret_stands_in_the_database_or_the_log(
    guarded: tuple[Running, dict[str, str]],
) -> None:
    server, keys = guarded
    kept = b"".join(file.read_bytes() for file in server.state.rglob("*") if file.is_file())
    for key in keys.values():
        assert key.split("_", 2)[2].encode() not in kept


def test_the_service_refuses_to_leave_loopback_without_keys(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="without API keys"):
        read_settings(ROOT / "data", environment={}, state=tmp_path, host="0.0.0.0")
    guarded = read_settings(
        ROOT / "data", environment={"ZHIDA_REQUIRE_KEYS": "1"}, state=tmp_path, host="0.0.0.0"
    )
    assert guarded.require_keys
