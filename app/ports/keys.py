"""Who may ask: API keys with roles and tenants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol


class Role(IntEnum):
    """A higher role may do all that a lower one may."""

    VIEWER = 1
    PLANNER = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a tenant, a role, and the key's public name."""

    tenant: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key as lists show it; its secret is kept nowhere."""

    name: str
    tenant: str
    role: Role
    created_at: datetime
    revoked: bool


class Keys(Protocol):
    """Knows who holds a key, and the sessions that the page begins with one."""

    def find_principal(self, secret: str) -> Principal | None:
        """Who holds this key; None when nobody does or it was revoked."""
        ...

    def begin_session(self, principal: Principal) -> str:
        """A token for the page's cookie."""
        ...

    def find_session(self, token: str) -> Principal | None:
        """Whose session this is; None when it is over or its key was revoked."""
        ...

    def end_session(self, token: str) -> None:
        """Forget a session; one that is not known is no matter."""
        ...
