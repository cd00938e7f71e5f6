"""What each role may do, decided in one place for every endpoint and page."""

from __future__ import annotations

import re

from app.ports.keys import Principal, Role

LOCAL_ADMIN = Principal("local", Role.ADMIN, "local")
"""Who asks where keys are off: everyone on this machine."""

SESSION_COOKIE = "zhida_session"
SIGN_IN = "/sign-in"
OPEN_TO_ALL = frozenset({"/healthz", "/readyz", "/openapi.json", SIGN_IN})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PEOPLES_DATA = re.compile(r"^/v1/plans/[^/]+/(papers\.zip|details)|^/plans/[^/]+/(dispatch|roster)")
"""Addresses under which people's data is shown."""

JUDGING = (":validate", ":evaluate", ":rehearse", "/workbooks")


def find_role_needed(method: str, path: str) -> Role | None:
    """The least role for a request; None where no key is needed at all.

    Looking needs a viewer, and so does judging a document, which keeps nothing. Whatever makes,
    stops or erases needs a planner, and so does all that shows people's data. The service's own
    figures, and the record of who touched people's data, are the operator's.
    """
    if path in OPEN_TO_ALL or path.startswith("/static/"):
        return None
    if path == "/metrics":
        return Role.ADMIN
    if path.startswith("/v1/rosters/"):
        return Role.ADMIN if path.endswith("/access") else Role.PLANNER
    if PEOPLES_DATA.search(path):
        return Role.PLANNER
    if method in SAFE_METHODS or path.endswith(JUDGING) or path == "/sign-out":
        return Role.VIEWER
    return Role.PLANNER
