"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

LOCAL_TENANT = "local"


class Role(IntEnum):
    """A higher role may do all that a lower one may."""

    VIEWER = 1
    PLANNER = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a tenant and a role. Without keys, on loopback, everyone is the local admin."""

    tenant: str
    role: Role
    name: str


LOCAL_ADMIN = Principal(LOCAL_TENANT, Role.ADMIN, "local")


class KeyMissing(PermissionError):
    """No key was given, or one that is not known."""


class RoleTooLow(PermissionError):
    """The key's role does not reach."""
