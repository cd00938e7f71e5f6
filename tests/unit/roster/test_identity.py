from __future__ import annotations

from datetime import date

import pytest

from routing.roster.identity import age_on, find_birth_date, is_identity_number


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "11010519491231002x", " 110105 19491231 002X"]
)
def test_a_true_number_passes_whatever_its_spaces_and_case(number: str) -> None:
    assert is_identity_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",  # check digit
        "11010519491331002X",  # month 13
        "1101051949123100",  # too short
        "5.30624199001E+17",  # what a spreadsheet makes of a number
        "",
    ],
)
def test_a_number_that_cannot_be_true_fails(number: str) -> None:
    assert not is_identity_number(number)


def test_one_is_a_year_older_on_the_birthday_itself() -> None:
    birth = find_birth_date("110105200602290027")
    assert birth is None  # 2006 had no 29 February
    assert age_on(date(2006, 2, 10), date(2022, 2, 9)) == 15
    assert age_on(date(2006, 2, 10), date(2022, 2, 10)) == 16
