"""Resident identity numbers: whether one can be true, and what it says.

Source of the check digit: GB 11643-1999 (ISO 7064, MOD 11-2), by python-stdnum.
"""

from __future__ import annotations

from datetime import date

from stdnum.cn import ric

LENGTH = 18
FIRST_YEAR = 1900


def normalise(number: str) -> str:
    """The number without spaces, its check letter in upper case."""
    return "".join(number.split()).upper()


def is_identity_number(number: str) -> bool:
    """Whether length, birth date and check digit can be true.

    The county code is not compared with the birth year: a number holds the code of the day it was
    given out, often many years after birth, and counties have been renumbered since.
    """
    text = normalise(number)
    if len(text) != LENGTH or not (text[:-1].isascii() and text[:-1].isdecimal()):
        return False
    birth = find_birth_date(text)
    return birth is not None and birth.year >= FIRST_YEAR and ric.calc_check_digit(text) == text[-1]


def find_birth_date(number: str) -> date | None:
    """The birth date an identity number holds, None where it holds none."""
    text = normalise(number)
    if len(text) != LENGTH:
        return None
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def age_on(birth: date, day: date) -> int:
    """Full years on a day; one is a year older on the birthday itself."""
    before_birthday = (day.month, day.day) < (birth.month, birth.day)
    return day.year - birth.year - before_birthday
