"""What JSON is refused before a document is looked at, and that bytes and hashes are stable."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.formats.json_documents import (
    MAX_BYTES,
    MAX_DEPTH,
    canonical_sha256,
    read_json,
    render_json,
)
from routing.model.scenario import Scenario


def scenario(**changes: str) -> Scenario:
    raw: dict[str, Any] = {
        "id": "s",
        "places": [{"id": "a", "name": "甲", "kind": "village", "lat": 24.0, "lon": 107.0}],
        "groups": [
            {
                "id": "g",
                "origin": "a",
                "destination": "a",
                "people": 3,
                "ready_from": "2021-02-20T06:00:00+08:00",
            }
        ],
    }
    return Scenario.model_validate(raw | changes)


def codes(data: bytes) -> list[tuple[str, str]]:
    value, findings = read_json(data)
    assert value is None
    return [(f.code, f.pointer) for f in findings]


def test_plain_json_comes_back_as_it_is() -> None:
    assert read_json('{"甲": [1, -2.5, null, true, "x"]}'.encode()) == (
        {"甲": [1, -2.5, None, True, "x"]},
        (),
    )


def test_a_byte_order_mark_is_accepted() -> None:
    assert read_json(b"\xef\xbb\xbf[]") == ([], ())


def test_size_is_refused_one_byte_beyond_the_limit() -> None:
    padding = b" " * (MAX_BYTES - 2)
    assert read_json(b"[]" + padding) == ([], ())
    assert codes(b"[]" + padding + b" ") == [("JSON_TOO_LARGE", "")]


def test_nesting_is_refused_one_level_beyond_the_limit_and_brackets_in_strings_do_not_count() -> (
    None
):
    deep = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert read_json(deep)[1] == ()
    assert codes(b"[" + deep + b"]") == [("JSON_TOO_DEEP", "")]
    assert codes(b"[" * 100_000) == [("JSON_TOO_DEEP", "")]
    assert read_json(json.dumps(["[" * 1000 + '"' + "\\"]).encode())[1] == ()


def test_another_encoding_is_named_with_its_byte() -> None:
    value, (finding,) = read_json('{"名": 1}'.encode("gb18030"))
    assert value is None
    assert (finding.code, finding.cause.en) == ("JSON_ENCODING", "not UTF-8 from byte 2 on")


def test_broken_syntax_is_named_with_line_and_column() -> None:
    value, (finding,) = read_json(b'{\n  "a": 1,\n  b\n}')
    assert value is None
    assert finding.code == "JSON_SYNTAX"
    assert "line 3, column 3" in finding.cause.en
    assert "第 3 行第 3 列" in finding.cause.zh
    assert codes(b"") == [("JSON_SYNTAX", "")]


def test_every_repeated_key_is_named_where_it_stands() -> None:
    raw = b'{"a": {"x/y": 1, "x/y": 2, "x/y": 3}, "b": [{"c": 1, "c": 1}]}'
    assert codes(raw) == [("JSON_DUPLICATE_KEY", "/a/x~1y"), ("JSON_DUPLICATE_KEY", "/b/0/c")]


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", str(2**53), str(-(2**53)), "9" * 5000]
)
def test_numbers_that_no_document_may_hold_are_refused(number: str) -> None:
    assert codes(f'{{"a": [0, {number}]}}'.encode()) == [("JSON_NUMBER", "/a/1")]


def test_the_largest_exact_integer_is_accepted() -> None:
    assert read_json(f"[{2**53 - 1}, {1 - 2**53}]".encode()) == ([2**53 - 1, 1 - 2**53], ())


def test_half_a_surrogate_pair_is_refused_and_a_whole_one_is_not() -> None:
    assert codes(b'{"a": "\\ud83d", "\\udc00": 1}') == [("JSON_TEXT", "/a"), ("JSON_TEXT", "")]
    assert read_json(b'["\\ud83d\\ude00"]') == (["😀"], ())


def test_the_character_that_no_database_takes_is_refused() -> None:
    assert codes(b'{"a": "x\\u0000", "\\u0000": 1}') == [("JSON_TEXT", "/a"), ("JSON_TEXT", "")]
    assert read_json(b'["\\\\u0000"]') == (["\\u0000"], ())


def test_all_defects_are_reported_at_once() -> None:
    assert codes(b'{"a": NaN, "b": {"c": 1, "c": 2}, "d": "\\ud800"}') == [
        ("JSON_NUMBER", "/a"),
        ("JSON_DUPLICATE_KEY", "/b/c"),
        ("JSON_TEXT", "/d"),
    ]


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    value, findings = read_json(data)
    assert value is None or not findings


def test_a_document_survives_being_written_and_read() -> None:
    document = scenario()
    value, findings = read_json(render_json(document))
    assert findings == ()
    assert Scenario.model_validate(value) == document


def test_the_hash_ignores_spelling_and_counts_defaults() -> None:
    assert canonical_sha256(scenario()) == canonical_sha256(scenario(timezone="Asia/Shanghai"))
    assert canonical_sha256(scenario()) != canonical_sha256(scenario(timezone="Asia/Urumqi"))


def test_the_hash_is_sha_256_over_sorted_keys_without_spaces() -> None:
    tree = scenario().model_dump(mode="json")
    plain = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    # This tree holds ASCII keys and no number that JSON and RFC 8785 write differently, apart
    # from whole floats.
    plain = plain.replace(":24.0", ":24").replace(":107.0", ":107")
    plain = plain.replace('"gap_target":0.0', '"gap_target":0')
    assert canonical_sha256(scenario()) == hashlib.sha256(plain.encode()).hexdigest()
