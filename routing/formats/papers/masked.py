"""People's data as a notice board may show it."""

from __future__ import annotations

SHOWN_ENDS = 4
PHONE_HEAD = 3


def mask_name(name: str) -> str:
    """The first character, and a star for each other: ``欧阳锋`` becomes ``欧**``."""
    return name[:1] + "*" * (len(name) - 1)


def mask_number(number: str, *, head: int = SHOWN_ENDS) -> str:
    """The first and last characters; a number too short to hide anything is hidden whole."""
    hidden = len(number) - head - SHOWN_ENDS
    if hidden <= 0:
        return "*" * len(number)
    return number[:head] + "*" * hidden + number[-SHOWN_ENDS:]


def mask_phone(number: str) -> str:
    """The first three and last four digits."""
    return mask_number(number, head=PHONE_HEAD)
