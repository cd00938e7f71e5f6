"""A finished job is announced to the operator's address: signed, and until it answers."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.api.running import Running, scenario_named, wait_for

SECRET = "a secret of the operator"


class Listener(HTTPServer):
    """Refuses the first message and takes the later ones."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.messages: list[tuple[str, bytes]] = []


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Listener)
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.messages.append((self.headers["zhida-signature"], body))
        self.send_response(503 if len(self.server.messages) == 1 else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """The test reads the messages instead."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_end_of_a_job_is_announced_until_the_address_takes_it(
    state: Path, listener: Listener
) -> None:
    address = f"http://127.0.0.1:{listener.server_address[1]}/done"
    with Running(
        state, solver="steady", ZHIDA_WEBHOOK_URL=address, ZHIDA_WEBHOOK_SECRET=SECRET
    ) as server:
        job = server.wait_end(server.submit(scenario_named("announced", tenths=1)))
        wait_for(lambda: len(listener.messages) == 2)
    (first, body), (second, again) = listener.messages
    assert body == again
    told = json.loads(body)
    assert (told["id"], told["state"], told["has_plan"]) == (job["id"], "done", True)
    for signature in (first, second):
        moment, digest = (part.partition("=")[2] for part in signature.split(","))
        signed = f"{moment}.".encode() + body
        assert digest == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
