"""Encoded lines."""

from __future__ import annotations

import pytest

from routing.model.base import Coordinate
from routing.travel.polyline import read_polyline


def test_the_published_example_is_read() -> None:
    """The example of the algorithm's own description."""
    assert read_polyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@", digits=5) == (
        Coordinate(lat=38.5, lon=-120.2),
        Coordinate(lat=40.7, lon=-120.95),
        Coordinate(lat=43.252, lon=-126.453),
    )


def test_nothing_is_no_line() -> None:
    assert read_polyline("", digits=6) == ()


@pytest.mark.parametrize("broken", ["_p~iF", "_p~iF~ps|", "_"])
def test_a_line_cut_short_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="line"):
        read_polyline(broken, digits=5)
