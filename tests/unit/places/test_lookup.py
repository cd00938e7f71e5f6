"""Names as planners write them, and where they lead."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from geopy.distance import geodesic

from routing.errors import UnknownName
from routing.model.places import PlaceKind
from routing.places.boundaries import read_boundaries
from routing.places.candidate import Match
from routing.places.gazetteer import read_gazetteer
from routing.places.lookup import find_places, within
from routing.places.names import keys_of


@pytest.fixture
def reference(root: Path) -> Path:
    return root / "data/reference"


@pytest.mark.parametrize(
    ("written", "meant", "match"),
    [
        ("大关县", "云南省/昭通市/大关县", Match.EXACT),
        ("大关", "云南省/昭通市/大关县", Match.SHORT),
        ("大關縣", "云南省/昭通市/大关县", Match.EXACT),
        (" 大关县 ", "云南省/昭通市/大关县", Match.EXACT),
        ("贡山县", "云南省/怒江傈僳族自治州/贡山独龙族怒族自治县", Match.SHORT),
        ("怒江州", "云南省/怒江傈僳族自治州", Match.SHORT),
        ("泸水县", "云南省/怒江傈僳族自治州/泸水市", Match.SHORT),
        ("tiandeng xian", "广西壮族自治区/崇左市/天等县", Match.PINYIN),
        ("Zhenxiong", "云南省/昭通市/镇雄县", Match.PINYIN),
        ("义务市", "浙江省/金华市/义乌市", Match.SIMILAR),
        ("昆明南", "云南省/昆明市/呈贡区", Match.SHORT),
        ("湖北省仙桃市", "湖北省/仙桃市/仙桃市", Match.EXACT),
        ("重庆市黔江区", "重庆市/重庆市/黔江区", Match.EXACT),
        ("广西天等县龙茗镇", "广西壮族自治区/崇左市/天等县", Match.EXACT),
        ("云南省/昭通市/大关县/翠华镇", "云南省/昭通市/大关县", Match.EXACT),
        ("广东省江门市蓬江区杜阮镇某某厂", "广东省/江门市/蓬江区", Match.ADDRESS),
        ("威信县城", "云南省/昭通市/威信县", Match.EXACT),
        ("珠海金湾", "广东省/珠海市/金湾区", Match.SHORT),
    ],
)
def test_a_name_leads_to_the_place_it_means(
    reference: Path, written: str, meant: str, match: Match
) -> None:
    best = find_places(written, reference=reference)[0]
    assert (best.admin, best.match) == (meant, match)


def test_a_township_without_a_point_is_given_at_the_seat_and_says_so(reference: Path) -> None:
    best = find_places("镇雄县果珠彝族乡", reference=reference)[0]
    seat = find_places("镇雄县", reference=reference)[0]
    assert (best.name, best.match, best.precision_m) == ("果珠彝族乡", Match.SEAT, 30_000)
    assert (best.lat, best.lon) == (seat.lat, seat.lon)
    assert "seat of 云南省/昭通市/镇雄县" in best.source


def test_an_unknown_address_falls_back_to_the_county_it_names(reference: Path) -> None:
    best = find_places("广东省江门市蓬江区某某路", reference=reference)[0]
    assert (best.admin, best.match, best.precision_m) == (
        "广东省/江门市/蓬江区",
        Match.SEAT,
        30_000,
    )


def test_the_kind_of_place_decides_between_equal_names(reference: Path) -> None:
    find = partial(find_places, "昭通", reference=reference)
    assert find()[0].kind == "prefecture"
    assert find(kind=PlaceKind.RAIL_STATION)[0].name == "昭通站"


def test_the_admin_decides_between_namesakes(reference: Path) -> None:
    weixin = find_places("长安镇", reference=reference, admin="云南省/昭通市/威信县")[0]
    dongguan = find_places("长安镇", reference=reference, admin="广东省")[0]
    assert weixin.admin == "云南省/昭通市/威信县"
    assert dongguan.admin == "广东省/东莞市"


def test_the_short_name_of_a_far_district_does_not_swallow_a_township(reference: Path) -> None:
    """大兴 is a district of Beijing, 大兴地镇 a township of Lushui."""
    assert find_places("大兴地镇安置点", reference=reference)[0].name == "大兴地镇"


def test_the_old_seat_of_daguan_is_told(reference: Path) -> None:
    note = find_places("大关县", reference=reference)[0].note
    assert note is not None
    assert "靖安" in note.zh
    assert "January 2024" in note.en


def test_no_word_at_all_finds_nothing(reference: Path) -> None:
    assert find_places("qqqq", reference=reference) == ()
    assert find_places("", reference=reference) == ()


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no gazetteer"):
        find_places("大关县", reference=tmp_path)


def test_every_full_name_finds_itself(reference: Path) -> None:
    """Over the whole gazetteer: the own name with the own admin leads to the own row."""
    for entry in read_gazetteer(reference).entries[::7]:
        found = find_places(entry.name, reference=reference, admin=entry.admin)
        assert any((c.name, c.admin) == (entry.name, entry.admin) for c in found), entry


def test_every_row_has_a_source_and_points_have_a_precision(reference: Path) -> None:
    for entry in read_gazetteer(reference).entries:
        assert entry.source
        assert (entry.lat is None) == (entry.precision_m is None)


def test_county_seats_lie_in_their_county_by_an_independent_source(reference: Path) -> None:
    """The package's boundaries against the seats; divisions renamed since 2021 are left aside."""
    boundaries = read_boundaries(reference)
    seats = [e for e in read_gazetteer(reference).entries if e.kind == "county" and e.lat]
    known = [e for e in seats if e.admin in boundaries.by_admin]
    off = [
        min(c.distance_m(e.lat or 0, e.lon or 0) for c in boundaries.by_admin[e.admin])
        for e in known
    ]
    assert len(known) > 2_600
    assert sum(metres > 0 for metres in off) / len(off) < 0.03
    assert sorted(off)[len(off) * 99 // 100] < 3_000


def test_both_tables_agree_where_they_overlap(reference: Path) -> None:
    """The gazetteer's seats were converted by one library, the divisions by another."""
    entries = read_gazetteer(reference).entries
    own = [e for e in entries if e.kind == "county" and e.source.startswith("cpca 0.5.5 adcodes")]
    text = (reference / "divisions.csv").read_text("utf-8").splitlines()
    table = {tuple(line.split(",")[3:6]): line.split(",")[6:8] for line in text[1:]}
    assert len(own) > 70
    for entry in own:
        lat, lon = table[tuple(entry.admin.split("/"))]
        assert geodesic((entry.lat, entry.lon), (float(lat), float(lon))).m < 10


def test_names_have_their_short_forms() -> None:
    short = {key for key, _ in keys_of("兰坪白族普米族自治县")}
    assert short == {"兰坪白族普米族自治县", "兰坪县", "兰坪", "兰坪白族普米族"}


def test_an_area_holds_what_is_below_and_above_it() -> None:
    assert within("云南省/昭通市/大关县", "云南省")
    assert within("云南省", "云南省/昭通市")
    assert not within("云南省/昭通市", "云南省/昆明市")
