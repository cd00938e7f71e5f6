"""Hostile inputs by the hundred: texts, documents, workbooks, addresses. None can be accepted."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from app.api.bodies import WORKBOOK
from app.api.examples import SMALL_SCENARIO

JSON = "application/json"
Json = dict[str, Any]


@dataclass(frozen=True)
class Hostile:
    """A request that must be refused."""

    name: str
    method: str
    path: str
    """``{plan}`` in it stands for a plan that exists."""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    of_page: bool = False
    """Whether a page refuses it, for people."""


TEXTS: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t ",
    "cut": b'{"id": "a", "groups": [',
    "trailing": b"{} {}",
    "comment": b"{/* no */}",
    "single quotes": b"{'id': 1}",
    "bare word": b"undefined",
    "null": b"null",
    "true": b"true",
    "number": b"7",
    "string": b'"scenario"',
    "list": b"[]",
    "twice": b'{"id": 1, "id": 2}',
    "twice inside": b'{"scenario": {"id": 1, "id": 2}, "plan": {}, "grid": {}}',
    "nan": b'{"id": NaN}',
    "infinity": b'{"people": Infinity}',
    "minus infinity": b'{"people": -Infinity}',
    "overflow": b'{"lat": 1e400}',
    "long number": b'{"people": ' + b"9" * 5_000 + b"}",
    "long fraction": b'{"lat": 0.' + b"1" * 50_000 + b"}",
    "deep lists": b"[" * 100_000,
    "deep closed lists": b"[" * 50_000 + b"]" * 50_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "lone surrogate": b'{"id": "\\ud800"}',
    "surrogate key": b'{"\\udfff": 1}',
    "latin-1": '{"id": "é"}'.encode("latin-1"),
    "utf-16": '{"id": "a"}'.encode("utf-16"),
    "utf-32": '{"id": "a"}'.encode("utf-32"),
    "nul": b'{"id": "a\x00b"}',
    "escaped nul": b'{"id": "a\\u0000b"}',
    "many keys": b"{" + b",".join(b'"k%d": 1' % n for n in range(20_000)) + b"}",
    "long string": b'{"id": "' + b"a" * 1_000_000 + b'"}',
    "proto": b'{"__proto__": {"admin": true}, "constructor": {}}',
    "xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "pickle": b"\x80\x04\x95\x0c\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x94.",
    "yaml": b"!!python/object/apply:os.system ['true']",
}
TAKES_JSON = (
    ("POST", "/v1/plans"),
    ("POST", "/v1/plans:validate"),
    ("POST", "/v1/plans:evaluate"),
    ("POST", "/v1/sweeps"),
    ("PUT", "/v1/rosters/hostile"),
    ("POST", "/v1/seasons"),
    ("POST", "/v1/plans/{plan}:patch"),
    ("POST", "/v1/plans/{plan}:why"),
    ("POST", "/v1/plans/{plan}:harden"),
    ("POST", "/v1/plans/{plan}:evaluate"),
    ("PUT", "/v1/plans/{plan}/details"),
    ("POST", "/v1/plans/{plan}/details:sign-off"),
)


def hostile_texts() -> Iterator[Hostile]:
    """Every text to every endpoint that reads JSON."""
    for method, path in TAKES_JSON:
        for name, body in TEXTS.items():
            yield Hostile(f"{path} {name}", method, path, body, {"content-type": JSON})


VALUES: tuple[tuple[str, tuple[str | int, ...], object], ...] = tuple(
    (name, where, value)
    for where, values in {
        ("groups", 0, "people"): (-1, 0, 2**63, 2**200, 1.5, True, "42", None, [], {}, -0.0, 1e300),
        ("groups", 0, "ready_from"): (
            "now",
            "2026-02-30T00:00:00+08:00",
            "2026-02-24T07:00:00",
            "2026-02-24T07:00:00+99:00",
            "10000-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            1e300,
            -1,
            "",
            [],
        ),
        ("groups", 0, "origin"): (
            "nowhere",
            "../../etc/passwd",
            "",
            None,
            1,
            "\ud800",
            "a" * 30_000,
        ),
        ("places", 0, "lat"): (95, -95, 1e308, "22,96", None, [], True, "NaN"),
        ("fleet", 0, "seats"): (-1, 2**70, 0.5, "49; DROP TABLE zhida_jobs", None),
        ("fleet", 0, "hire_fen"): (-1, 1e400, 10**30, "六千", [1]),
        ("fleet", 0, "base"): ("plants", "longming/../base", None),
        ("solver",): ({"effort": "endless"}, {"seed": -1}, {"time_limit_s": -5}, {"x": 1}, []),
        ("schema_version",): ("2", 1, None, ""),
        ("timezone",): ("Mars/Base", "../../etc/localtime", "", 8),
        ("datum",): ("flat", "", None),
        ("places",): ([], {}, None, "all"),
        ("groups",): ([], {}, None, [None], [[]], "all"),
        ("policy",): ({"profile": "../../../etc/passwd"}, {"profile": "none"}, {"profile": ""}),
        ("travel",): (
            {"provider": "file:///etc/passwd"},
            {"provider": "http://169.254.169.254/"},
            {"pairs": [{"from": "a", "to": "b"}]},
        ),
        ("webhook",): ("http://169.254.169.254/",),
        ("__class__",): ({"__init__": 1},),
    }.items()
    for name, value in ((f"{'/'.join(map(str, where))} = {value!r:.40}", value) for value in values)
)


def hostile_documents() -> Iterator[Hostile]:
    """A sound scenario with one thing wrong in it."""
    for name, where, value in VALUES:
        body = json.dumps(spoil(where, value)).encode()
        yield Hostile(name, "POST", "/v1/plans", body, {"content-type": JSON})


def spoil(where: tuple[str | int, ...], value: object) -> Json:
    """The small scenario with one value replaced."""
    scenario: Any = deepcopy(SMALL_SCENARIO)
    place = scenario
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = value
    spoiled: Json = scenario
    return spoiled


def pack(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


BOOK = (
    b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    b'<sheets><sheet name="places" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LAUGHS = (
    b"<!DOCTYPE l ["
    + b'<!ENTITY l0 "ha">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><workbook>&l9;</workbook>"
)


def workbooks() -> dict[str, bytes]:
    """Files that only claim to be workbooks."""
    sound = pack({"xl/workbook.xml": BOOK, "[Content_Types].xml": b"<Types/>"})
    lying = bytearray(pack({"xl/workbook.xml": b"a" * 1_000}))
    at = bytes(lying).find(b"PK\x01\x02")
    struct.pack_into("<I", lying, at + 24, 2**32 - 2)
    encrypted = bytearray(sound)
    encrypted[6] |= 1
    encrypted[bytes(encrypted).find(b"PK\x01\x02") + 8] |= 1
    spoiled = bytearray(sound)
    spoiled[60] ^= 0xFF
    return {
        "nothing": b"",
        "text": b"name,people\n",
        "start only": b"PK\x03\x04",
        "end only": b"PK\x05\x06" + b"\0" * 18,
        "zeros": b"PK\x03\x04" + b"\0" * 5_000,
        "old excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000,
        "empty archive": pack({}),
        "no workbook": pack({"readme.txt": b"hello"}),
        "no sheets": sound,
        "cut short": sound[: len(sound) // 2],
        "spoiled": bytes(spoiled),
        "lies about its size": bytes(lying),
        "encrypted": bytes(encrypted),
        "bomb": pack({"xl/workbook.xml": b"<a>" * 20_000_000}),
        "bomb in strings": pack(
            {"xl/workbook.xml": BOOK, "xl/sharedStrings.xml": b"<si>" + b" " * 60_000_000}
        ),
        "many files": pack({f"xl/worksheets/sheet{n}.xml": b"<a/>" for n in range(5_000)}),
        "external entity": pack(
            {
                "xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                b"<workbook>&a;</workbook>"
            }
        ),
        "parameter entity": pack(
            {
                "xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x">%a;]>'
                b"<workbook/>"
            }
        ),
        "billion laughs": pack({"xl/workbook.xml": LAUGHS}),
        "deep": pack({"xl/workbook.xml": b"<a>" * 200_000 + b"</a>" * 200_000}),
        "climbs out": pack({"../../../../tmp/zhida-was-here": b"x", "xl/workbook.xml": b"<a/>"}),
        "absolute": pack({"/etc/cron.d/zhida": b"x"}),
        "nul in a name": pack({"xl/workbook.xml\0.txt": b"x"}),
        "not xml": pack({"xl/workbook.xml": bytes(range(256)) * 10}),
        "archive in an archive": pack({"xl/workbook.xml": pack({"xl/workbook.xml": b"<a/>"})}),
    }


TAKES_WORKBOOKS = (
    ("POST", "/v1/workbooks"),
    ("POST", "/v1/plans"),
    ("PUT", "/v1/rosters/hostile"),
    ("PUT", "/v1/plans/{plan}/details"),
)


def hostile_workbooks() -> Iterator[Hostile]:
    """Every such file to every endpoint that reads workbooks."""
    files = workbooks()
    for method, path in TAKES_WORKBOOKS:
        for name, body in files.items():
            yield Hostile(f"{path} {name}", method, path, body, {"content-type": WORKBOOK})


IS_MENDED = frozenset({"long fraction", "many keys", "long string", "proto"})
"""Objects, at least: the page keeps them as drafts, whose defects it shows."""
BOUNDARY = "----zhida-hostile"


def hostile_uploads() -> Iterator[Hostile]:
    """Every such file and text as a browser sends it to the first page."""
    texts = {name: body for name, body in TEXTS.items() if name not in IS_MENDED}
    for kind, files in (("xlsx", workbooks()), ("json", texts)):
        for name, body in files.items():
            form = "\r\n".join(
                (
                    f"--{BOUNDARY}",
                    f'Content-Disposition: form-data; name="file"; filename="../a.{kind}"',
                    "Content-Type: application/octet-stream\r\n\r\n",
                )
            )
            whole = form.encode() + body + f"\r\n--{BOUNDARY}--\r\n".encode()
            yield Hostile(
                f"upload {kind} {name}",
                "POST",
                "/",
                whole,
                {"content-type": f"multipart/form-data; boundary={BOUNDARY}"},
                of_page=True,
            )


def hostile_addresses() -> Iterator[Hostile]:
    """Paths, queries and headers that mean no good."""
    ids = (
        "%00",
        "%2e%2e",
        "..%2f..%2fetc%2fpasswd",
        "a" * 65,
        "a%0d%0aset-cookie:x=1",
        "%f0%9f%9a%8c",
    )
    ids += ("1%20or%201=1", "'%3b--", "%7b%7b7*7%7d%7d", "${7*7}", "%ff")
    for each in ids:
        yield Hostile(f"plan {each:.20}", "GET", f"/v1/plans/{each}")
        yield Hostile(f"cancel {each:.20}", "POST", f"/v1/plans/{each}:cancel")
        yield Hostile(f"sweep {each:.20}", "GET", f"/v1/sweeps/{each}")
        yield Hostile(f"sample {each:.20}", "GET", f"/v1/samples/{each}")
        yield Hostile(f"schema {each:.20}", "GET", f"/v1/schema/{each}")
        yield Hostile(f"static {each:.20}", "GET", f"/static/{each}")
        yield Hostile(f"template {each:.20}", "GET", f"/v1/templates/{each}.xlsx")
    for query in ("limit=0", "limit=-1", "limit=1e9", "limit=201", f"limit={'9' * 5_000}"):
        yield Hostile(query[:20], "GET", f"/v1/plans?{query}")
    for query in ("", "q=", f"q={'a' * 201}", "q=a&limit=99", "q=a&limit=x"):
        yield Hostile(f"places {query[:20]}", "GET", f"/v1/places?{query}")
    for priority in ("0", "10", "-1", "NaN", "1.5"):
        path = f"/v1/plans?priority={priority}"
        body = json.dumps(SMALL_SCENARIO).encode()
        yield Hostile(f"priority {priority}", "POST", path, body, {"content-type": JSON})
    long = {"content-type": JSON, "idempotency-key": "k" * 201}
    yield Hostile("long key", "POST", "/v1/plans", b"{}", long)
    for media_type in (
        "",
        "text/plain",
        "multipart/form-data",
        "application/json5",
        "image/svg+xml",
    ):
        yield Hostile(f"as {media_type}", "POST", "/v1/plans", b"{}", {"content-type": media_type})
    for method in ("PUT", "PATCH", "TRACE", "PROPFIND"):
        yield Hostile(method, method, "/v1/plans")
    for host in ("evil.example", "127.0.0.1@evil.example", "[::1", "", "127.0.0.1 evil"):
        yield Hostile(f"host {host}", "GET", "/v1/plans", headers={"host": host})


def corpus() -> tuple[Hostile, ...]:
    """All of them."""
    return (
        *hostile_texts(),
        *hostile_documents(),
        *hostile_workbooks(),
        *hostile_uploads(),
        *hostile_addresses(),
    )
