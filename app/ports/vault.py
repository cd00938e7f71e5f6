"""Where people's data is kept, apart from every job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.ports.keys import Principal


class Kind(StrEnum):
    """What is kept.

    A roster stands under its own id; dispatch details, and townships' files while their headings
    are being matched, under their plan's; a scenario's file while its cells are being mended stands
    under an id of its own.
    """

    ROSTER = "roster"
    DETAILS = "details"
    FILES = "files"
    DRAFT = "draft"


class Deed(StrEnum):
    """What somebody did with it."""

    PUT = "put"
    GET = "get"
    PAPERS = "papers"
    SIGN = "sign"
    DELETE = "delete"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """Who did what with people's data, and when."""

    who: str
    deed: Deed
    at: datetime


class NothingKept(LookupError):
    """Nothing of that name is kept for that tenant; it may have expired."""


class ChangedMeanwhile(RuntimeError):
    """Somebody else wrote in the same moment; the change can simply be tried again."""


class Vault(Protocol):
    """Keeps documents encrypted until they expire, and writes down who touched them."""

    def put(self, kind: Kind, name: str, document: bytes, *, by: Principal) -> datetime:
        """Keep a document in place of any earlier one; the moment it expires."""
        ...

    def get(self, kind: Kind, name: str, *, by: Principal, deed: Deed = Deed.GET) -> bytes:
        """The document.

        Raises:
            NothingKept: there is none, or it has expired.
        """
        ...

    def revise(
        self,
        kind: Kind,
        name: str,
        change: Callable[[bytes | None], bytes],
        *,
        by: Principal,
        deed: Deed = Deed.PUT,
    ) -> datetime:
        """Keep what ``change`` makes of what is kept, None where nothing is; when it expires.

        Nobody writes in between; what ``change`` raises leaves everything as it was.

        Raises:
            ChangedMeanwhile: two were first at once.
        """
        ...

    def delete(self, kind: Kind, name: str, *, by: Principal) -> None:
        """Erase the document; the record of who touched it stays.

        Raises:
            NothingKept: there is none.
        """
        ...

    def get_record(self, kind: Kind, name: str, *, tenant: str) -> tuple[AccessRecord, ...]:
        """Who did what with it, oldest first; empty when nobody ever did anything."""
        ...
