"""A server on this machine that speaks OSRM's and Valhalla's documented protocols.

Its roads are straight lines at 60 km/h over a flat country, so that every answer can be worked out
by hand; points south of ``NO_ROADS`` have no road, and the island east of ``ISLAND`` no bridge. It
can be told to be busy, to answer nonsense, or to be cut off. Real engines are tested apart.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

NO_ROADS, ISLAND = 20.0, 120.0
METRES_PER_DEGREE = 100_000.0
FAR_OFF = 21.5
Point = tuple[float, float]


@dataclass
class Behaviour:
    """What the server does besides answering, and what it was asked."""

    busy: list[int] = field(default_factory=list)
    nonsense: bool = False
    short_rows: bool = False
    asked: list[str] = field(default_factory=list)


def metres(a: Point, b: Point) -> float | None:
    """Along the meridian and then the parallel; None over water."""
    if (a[1] > ISLAND) is not (b[1] > ISLAND):
        return None
    return METRES_PER_DEGREE * (abs(a[0] - b[0]) + abs(a[1] - b[1]))


def snapped(point: Point) -> float | None:
    """Metres to the road."""
    if point[0] < NO_ROADS:
        return None
    return 5_000.0 if point[0] < FAR_OFF else 12.0


def osrm(path: str, query: dict[str, list[str]]) -> dict[str, Any]:
    service, places = path.split("/")[1], path.split("/")[4]
    points = [(float(p.split(",")[1]), float(p.split(",")[0])) for p in places.split(";")]
    if any(snapped(p) is None for p in points):
        return {"code": "NoSegment", "message": "Could not find a matching segment"}
    if service == "nearest":
        return {"code": "Ok", "waypoints": [{"distance": snapped(points[0])}]}
    if service == "route":
        (a, b) = points
        line = [[a[1], a[0]], [(a[1] + b[1]) / 2, (a[0] + b[0]) / 2], [b[1], b[0]]]
        if metres(a, b) is None:
            return {"code": "NoRoute", "message": "Impossible route between points"}
        return {"code": "Ok", "routes": [{"geometry": {"type": "LineString", "coordinates": line}}]}
    sources = [points[int(i)] for i in query["sources"][0].split(";")]
    targets = [points[int(i)] for i in query["destinations"][0].split(";")]
    if len(sources) * len(targets) > 100 * 100 // 4:
        return {"code": "TooBig", "message": "Too many table coordinates"}
    table = [[metres(a, b) for b in targets] for a in sources]
    times = [[None if m is None else m / 1_000 * 60 for m in row] for row in table]
    return {"code": "Ok", "distances": table, "durations": times}


def valhalla(action: str, body: dict[str, Any]) -> object:
    def points(name: str) -> list[Point]:
        return [(p["lat"], p["lon"]) for p in body[name]]

    if action == "status":
        return {"version": "3.5.1", "tileset_last_modified": 1_700_000_000}
    if action == "locate":
        return [
            {"edges": None, "nodes": None}
            if (off := snapped(p)) is None
            else {"edges": [{"correlated_lat": p[0] + off / 110_770, "correlated_lon": p[1]}]}
            for p in points("locations")
        ]
    if body.get("costing") != "bus":
        return {"error_code": 125, "error": "No costing method found", "status_code": 400}
    table = [[metres(a, b) for b in points("targets")] for a in points("sources")]
    return {
        "sources_to_targets": {
            "distances": [[None if m is None else m / 1_000 for m in row] for row in table],
            "durations": [[None if m is None else m * 0.06 for m in row] for row in table],
        }
    }


@contextmanager
def road_server() -> Iterator[tuple[str, Behaviour]]:
    """Base address and behaviour of a running server."""
    behaviour = Behaviour()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self.answer(osrm(parts.path, parse_qs(parts.query)))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer(valhalla(self.path.strip("/"), body))

        def answer(self, content: object) -> None:
            behaviour.asked.append(self.path)
            status = behaviour.busy.pop(0) if behaviour.busy else 200
            if behaviour.short_rows and isinstance(content, dict) and "distances" in content:
                content["distances"] = content["distances"][:-1]
            refused = isinstance(content, dict) and content.get("code", "Ok") != "Ok"
            text = "<html>" if behaviour.nonsense else json.dumps(content)
            self.send_response(400 if refused and status == 200 else status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Keep the tests quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", behaviour
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
