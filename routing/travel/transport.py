"""Asking a road engine over HTTP, again where it was only busy."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from routing.errors import TravelProviderFailed

ATTEMPTS = 4
FIRST_WAIT_S = 0.5
TIMEOUT_S = 60.0
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
SERVER_FAULT = 500


@dataclass(frozen=True)
class Transport:
    """A connection to one engine at a base address from the settings.

    Attributes:
        base_url: without a slash at its end.
        wait: called with the seconds between two attempts.
        client: the HTTP client; tests give one that speaks to their own server.
    """

    base_url: str
    wait: Callable[[float], None] = time.sleep
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=TIMEOUT_S))

    def get(self, path: str) -> object:
        """The JSON at a path; see ``ask``."""
        return self.ask(httpx.Request("GET", f"{self.base_url}{path}"))

    def post(self, path: str, body: dict[str, object]) -> object:
        """The JSON answer to a JSON body; see ``ask``."""
        return self.ask(httpx.Request("POST", f"{self.base_url}{path}", json=body))

    def ask(self, request: httpx.Request) -> object:
        """The JSON of an answer, whatever its status, unless the engine stays out of reach.

        Engines explain a refusal in the body of a 400; making sense of it is the dialect's part.

        Raises:
            TravelProviderFailed: no answer, a server fault, or no JSON, after every attempt.
        """
        fault = "no attempt was made"
        for attempt in range(ATTEMPTS):
            if attempt:
                self.wait(FIRST_WAIT_S * 2 ** (attempt - 1))
            try:
                answer = self.client.send(request)
            except httpx.TransportError as error:
                fault = f"{type(error).__name__}: {error}"
                continue
            if answer.status_code not in BUSY:
                return self.read(answer)
            fault = f"status {answer.status_code}: {answer.text[:200]}"
        raise TravelProviderFailed(f"road engine at {self.base_url}: {fault}")

    def read(self, answer: httpx.Response) -> object:
        """The JSON of an answer.

        Raises:
            TravelProviderFailed: it is none.
        """
        try:
            return answer.json()
        except ValueError as error:
            shown = answer.text[:200]
            raise TravelProviderFailed(
                f"road engine at {self.base_url} answers {answer.status_code} without JSON: {shown}"
            ) from error
