"""Real servers and workers in processes of their own, started and ended by a test."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]
START_S = 300
DATABASE = "database"
"""File in a state folder that names the database of whoever is started there."""
KEY = Fernet.generate_key().decode()
"""Seals people's data on all machines of a test."""
Json = dict[str, Any]


def wait_for(fact: Callable[[], object], *, within_s: float = 120) -> object:
    """The first true value of ``fact``; a test waits for facts, never for a time."""
    give_up_at = time.monotonic() + within_s
    while True:
        value = fact()
        if value:
            return value
        assert time.monotonic() < give_up_at, f"not within {within_s} s"
        time.sleep(0.05)


class Running:
    """A service process with its own process group and a mark that its children inherit."""

    def __init__(
        self,
        state: Path,
        *,
        word: str = "serve",
        solver: str = "real",
        slots: int = 2,
        database: str = "",
        **environment: str,
    ) -> None:
        state.mkdir(parents=True, exist_ok=True)
        self.state = state
        database = database or find_database(state)
        if database:
            environment.setdefault("ZHIDA_SECRET_KEY", KEY)
        self.mark = secrets.token_hex(8)
        self.diary = state / "diary"
        self._log = (state / f"{word}.log").open("ab")
        self._start_of_log = self._log.tell()
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.api.serve",
                word,
                str(state),
                database,
                str(slots),
                solver,
            ],
            cwd=ROOT,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
            env=os.environ
            | {
                "ZHIDA_TEST_MARK": self.mark,
                "ZHIDA_TEST_DIARY": str(self.diary),
                "ZHIDA_TEST_SERVER_PID": str(state / "serve.pid"),
            }
            | environment,
        )
        self._word = word
        self._client: httpx.Client | None = None

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        for pid in self.family():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    @property
    def log(self) -> str:
        """What it has written since it started."""
        path = self.state / f"{self._word}.log"
        return path.read_bytes()[self._start_of_log :].decode()

    @property
    def client(self) -> httpx.Client:
        """A client of the running server; waits until it is ready."""
        if self._client is None:
            address = str(wait_for(self._find_address, within_s=START_S))
            self._client = httpx.Client(base_url=address, timeout=120)
            wait_for(self.is_ready, within_s=START_S)
        return self._client

    def is_ready(self) -> bool:
        """Whether it takes jobs in."""
        with suppress(httpx.TransportError):
            return self.client.get("/readyz").status_code == 200
        return False

    def wait_ready(self) -> Running:
        """Wait for the first answer, or for a worker's word."""
        if self._word == "worker":
            wait_for(lambda: "worker ready" in self.log, within_s=START_S)
        else:
            assert self.client is not None
        return self

    def wait_started(self) -> None:
        """Wait for its first word; it may be dead before it could answer."""
        wait_for(lambda: "zhida: http" in self.log, within_s=START_S)

    def is_dead(self) -> bool:
        """Whether the process itself has ended."""
        return self.process.poll() is not None

    def has_failed(self, job: Json) -> bool:
        """Whether a job has failed, as far as a server that may die tells."""
        address = self._find_address_of_living()
        if address is None:
            return False
        with suppress(httpx.TransportError):
            answer = httpx.get(f"{address}/v1/plans/{job['id']}", timeout=5)
            return answer.status_code == 200 and answer.json()["state"] == "failed"
        return False

    def _find_address_of_living(self) -> str | None:
        return None if self.is_dead() else self._find_address()

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End the process itself, not its children."""
        if self._client is not None:
            self._client.close()
            self._client = None
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        self.process.wait(30)
        self._log.close()

    def kill_group(self, number: int) -> None:
        """What Ctrl-C and a service manager do: signal everyone."""
        os.killpg(self.process.pid, number)
        self.process.wait(30)

    def family(self) -> set[int]:
        """Process ids that carry this server's mark, children and fork server included."""
        found = set()
        for folder in Path("/proc").iterdir():
            if not folder.name.isdecimal():
                continue
            with suppress(OSError):
                if self.mark.encode() in (folder / "environ").read_bytes():
                    found.add(int(folder.name))
        return found

    def notes(self) -> list[list[str]]:
        """The diary's lines: word, scenario id, process id."""
        if not self.diary.exists():
            return []
        return [line.split() for line in self.diary.read_text().splitlines()]

    def notes_of(self, name: str) -> list[str]:
        """The diary's words about one scenario."""
        return [word for word, of, _ in self.notes() if of == name]

    def submit(self, scenario: Json, **headers: str) -> Json:
        """Take a scenario in; the job."""
        answer = self.client.post("/v1/plans", json=scenario, headers=headers)
        assert answer.status_code in (200, 202), answer.text
        job: Json = answer.json()
        return job

    def get(self, job: Json) -> Json:
        """The job as it stands."""
        answer: Json = self.client.get(f"/v1/plans/{job['id']}").json()
        return answer

    def wait_end(self, job: Json, *, within_s: float = 300) -> Json:
        """The job once it has ended."""

        def ended() -> Json | None:
            now = self.get(job)
            return now if now.get("state") in ("done", "cancelled", "failed") else None

        answer = wait_for(ended, within_s=within_s)
        assert isinstance(answer, dict)
        return answer

    def _find_address(self) -> str | None:
        assert self.process.poll() is None, self.log
        for line in self.log.splitlines():
            if line.startswith("zhida: http"):
                return line.removeprefix("zhida: ").rstrip("/")
        return None


def find_database(state: Path) -> str:
    """The address of a state folder's database; empty for the SQLite file in it."""
    named = state / DATABASE
    return named.read_text() if named.exists() else ""


def database_of(state: Path) -> str:
    """The same, with the address of the file."""
    return find_database(state) or f"sqlite:///{state / 'zhida.sqlite'}"


def scenario_named(name: str, *, tenths: int = 0) -> Json:
    """The small example under another id; the test's solvers take ``tenths`` for it."""
    from app.api.examples import SMALL_SCENARIO

    copy: Json = json.loads(json.dumps(SMALL_SCENARIO))
    copy["id"] = name
    copy["solver"] = {"effort": "quick", "seed": tenths}
    return copy
