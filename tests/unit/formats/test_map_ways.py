"""Lines of the map: encoding, thinning, shared roads, schematic curves."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.formats.map.polyline import Point, decode, distance_km, encode, simplify
from routing.formats.map.roads import cut_shared
from routing.formats.map.schematic import Ends, draw_schematic
from routing.formats.map.ways import LegToDraw, build_ways

DEGREES = st.tuples(
    st.floats(min_value=-80, max_value=80), st.floats(min_value=-179, max_value=179)
)
TIANDENG = [(23.08, 107.14), (23.2, 107.31), (22.96, 107.04)]
JIANGMEN = [(22.6, 113.07), (22.68, 113.03)]


def test_the_encoding_is_the_published_one() -> None:
    """The example of Google's description of the format."""
    line = [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
    assert encode(line) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


@given(st.lists(DEGREES, max_size=30))
def test_a_line_survives_encoding_within_its_precision(line: list[Point]) -> None:
    again = decode(encode(line))
    assert len(again) == len(line)
    for before, after in zip(line, again, strict=True):
        assert after == pytest.approx(before, abs=0.000_005_1)


def test_thinning_keeps_both_ends_and_every_real_corner() -> None:
    line = [(0.0, i / 10) for i in range(11)] + [(i / 10, 1.0) for i in range(1, 11)]
    assert simplify(line, tolerance_deg=0.01) == ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0))


def test_a_shared_road_is_one_piece_and_each_line_is_whole() -> None:
    trunk = [(25.0 + i / 50, 105.0 + i / 20) for i in range(40)]
    one = ((24.0, 104.0), *trunk, (26.5, 108.0))
    two = ((24.5, 103.5), *trunk, (26.0, 108.5))
    cuts = cut_shared([one, two], budget_chars=10**6)
    assert set(cuts[0]) & set(cuts[1]) == {cuts[0][1]}
    assert [len(cut) for cut in cuts] == [3, 3]
    for line, cut in zip((one, two), cuts, strict=True):
        pieces = [decode(piece) for piece in cut]
        assert pieces[0][0] == pytest.approx(line[0])
        assert pieces[-1][-1] == pytest.approx(line[-1])
        assert all(a[-1] == b[0] for a, b in pairwise(pieces))


def test_opposite_directions_of_one_road_stay_apart() -> None:
    line = ((24.0, 104.0), (24.5, 104.5), (25.0, 105.0))
    cuts = cut_shared([line, tuple(reversed(line))], budget_chars=10**6)
    assert not set(cuts[0]) & set(cuts[1])


def test_roads_are_thinned_until_they_fit_the_budget() -> None:
    rng = random.Random(5)
    line = tuple((25 + i / 500, 105 + rng.gauss(0, 0.002)) for i in range(3_000))
    fine = sum(map(len, cut_shared([line], budget_chars=10**6)[0]))
    coarse = sum(map(len, cut_shared([line], budget_chars=2_000)[0]))
    assert coarse <= 2_000 < fine


def test_coaches_of_one_direction_share_one_curve_and_still_reach_every_stop() -> None:
    legs = [Ends("coach", a, b) for a in TIANDENG for b in JIANGMEN]
    drawn = draw_schematic(legs, on_land=None)
    assert len({curves[1] for curves in drawn.values()}) == 1
    for leg, curves in drawn.items():
        whole = [point for curve in curves for point in curve]
        assert whole[0] == pytest.approx(leg.start)
        assert whole[-1] == pytest.approx(leg.end)
        assert max(distance_km(a, b) for a, b in pairwise(whole)) < 30


def test_the_curve_bends_to_the_side_that_is_land() -> None:
    leg = Ends("train", (22.0, 108.0), (22.0, 114.0))
    north = draw_schematic([leg], on_land=lambda point: point[0] >= 22.0)[leg][0]
    south = draw_schematic([leg], on_land=lambda point: point[0] <= 22.0)[leg][0]
    assert min(lat for lat, _ in north) >= 22.0
    assert max(lat for lat, _ in south) <= 22.0


def test_the_order_of_the_legs_does_not_matter() -> None:
    legs = [Ends("coach", a, b) for a in TIANDENG for b in JIANGMEN]
    assert draw_schematic(legs, on_land=None) == draw_schematic(legs[::-1], on_land=None)


def test_equal_legs_share_their_segments_and_know_whether_they_are_schematic() -> None:
    ends = Ends("coach", TIANDENG[0], JIANGMEN[0])
    road = (TIANDENG[0], (23.0, 110.0), JIANGMEN[0])
    ways = build_ways(
        [LegToDraw(ends, road), LegToDraw(ends, ()), LegToDraw(ends, road)], on_land=None
    )
    assert ways.legs[0] == ways.legs[2]
    assert [ways.segments[leg[0]].schematic for leg in ways.legs] == [0, 1, 0]
