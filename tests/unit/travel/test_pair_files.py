"""A county's own table as a file."""

from __future__ import annotations

import pytest

from routing.model.travel import Pair
from routing.travel.pair_files import read_pairs

EXPECTED = Pair.model_validate(
    {"from": "昭通", "to": "大关", "distance_m": 69_000, "duration_s": 5_400, "source": "司机"}
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headings_and_units_are_understood(encoding: str) -> None:
    text = "起点,终点,里程（公里）,时间（小时）,来源,备注\n昭通,大关,69,1.5,司机,好走\n\n"
    assert read_pairs(text.encode(encoding)) == ((EXPECTED,), ())


def test_english_headings_and_other_units_are_understood() -> None:
    text = 'to,from,Duration_min,distance_m,source\n大关,昭通,90,"69,000",司机\n'
    assert read_pairs(text.encode()) == ((EXPECTED,), ())


def test_every_bad_cell_is_named_and_good_rows_are_kept() -> None:
    rows = ["a,b,ten,90", "a,b,10,", ",b,10,20", "a,b,-1,-2", "a,b,10,20", "a,b,1e999,1"]
    pairs, findings = read_pairs(("from,to,distance_km,duration_min\n" + "\n".join(rows)).encode())
    assert [f.pointer for f in findings] == [
        "csv!C2",
        "csv!D3",
        "csv!A4",
        "csv!C5",
        "csv!D5",
        "csv!C7",
    ]
    assert [(p.distance_m, p.duration_s) for p in pairs] == [(10_000, 1_200)]


def test_missing_columns_are_named() -> None:
    pairs, findings = read_pairs("起点,终点,里程\na,b,1\n".encode())
    assert pairs == ()
    assert "distance_m, duration_s" in findings[0].cause.en


@pytest.mark.parametrize("data", [b"", b"\xff\xff\xff\x80"])
def test_what_is_no_table_is_one_finding(data: bytes) -> None:
    pairs, findings = read_pairs(data)
    assert pairs == ()
    assert [f.code for f in findings] == ["PAIR_CELL"]
