"""geopy's own Nominatim client against a server on this machine that speaks its protocol."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from routing.cli.exit_codes import ExitCode
from routing.cli.main import main
from routing.errors import GeocoderFailed, UnknownName
from routing.places.candidate import Match
from routing.places.online import GeocoderChoice, OnlineGeocoder, geocoder_choice_from

DUBAN = {
    "lat": "22.6031",
    "lon": "113.0203",
    "display_name": "杜阮镇, 蓬江区, 江门市, 广东省, 中国",
    "boundingbox": ["22.58", "22.62", "113.00", "113.04"],
}


@dataclass
class Service:
    """What the server answers, and what it was asked."""

    domain: str = ""
    body: str = json.dumps([DUBAN, DUBAN | {"boundingbox": None}])
    status: int = 200
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(parse_qs(urlsplit(self.path).query)["q"][0])
            self.send_response(state.status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            self.wfile.write(state.body.encode())

        def log_message(self, *_: object) -> None:
            """Keep the tests quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.domain = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def choice(service: Service, cache: Path | None = None) -> GeocoderChoice:
    return GeocoderChoice(
        service="nominatim",
        options={"domain": service.domain, "scheme": "http", "user_agent": "zhida-tests"},
        attribution="© OpenStreetMap contributors",
        cache=cache,
        wait_s=0.0,
    )


def test_an_answer_has_its_extent_and_its_attribution(service: Service) -> None:
    first, second = OnlineGeocoder(choice(service)).find("杜阮镇")
    assert (first.name, first.lat, first.lon) == ("杜阮镇", 22.6031, 113.0203)
    assert first.match is Match.ONLINE
    assert not first.is_sure
    assert 2_500 < first.precision_m < 3_500
    assert second.precision_m == 5_000
    assert first.source == "nominatim; © OpenStreetMap contributors"
    assert service.asked == ["杜阮镇"]


def test_a_name_is_asked_for_once(service: Service, tmp_path: Path) -> None:
    kept = OnlineGeocoder(choice(service, tmp_path / "names")).find("杜阮镇")
    again = OnlineGeocoder(choice(service, tmp_path / "names")).find("杜阮镇", limit=1)
    assert again == kept[:1]
    assert service.asked == ["杜阮镇"]


def test_a_broken_cache_file_is_asked_for_anew(service: Service, tmp_path: Path) -> None:
    OnlineGeocoder(choice(service, tmp_path)).find("杜阮镇")
    for file in tmp_path.iterdir():
        file.write_text("[", "utf-8")
    assert len(OnlineGeocoder(choice(service, tmp_path)).find("杜阮镇")) == 2
    assert len(service.asked) == 2


def test_nothing_found_is_no_failure(service: Service) -> None:
    service.body = "[]"
    assert OnlineGeocoder(choice(service)).find("nowhere") == ()


@pytest.mark.parametrize(("status", "body"), [(503, "busy"), (200, "<html>"), (403, "{}")])
def test_a_service_that_fails_is_said_to_have_failed(
    service: Service, status: int, body: str
) -> None:
    service.status, service.body = status, body
    with pytest.raises(GeocoderFailed, match="nominatim"):
        OnlineGeocoder(choice(service)).find("杜阮镇")


def test_questions_are_paced(service: Service) -> None:
    geocoder = OnlineGeocoder(replace(choice(service), wait_s=0.2))
    started = time.monotonic()
    for name in ("杜阮镇", "荷塘镇", "棠下镇"):
        geocoder.find(name)
    assert time.monotonic() - started >= 0.4


def test_an_unknown_service_is_named() -> None:
    with pytest.raises(UnknownName, match="atlas"):
        OnlineGeocoder(GeocoderChoice(service="atlas", options={}, attribution=""))


def test_settings_choose_a_service_or_none() -> None:
    assert geocoder_choice_from({}) is None
    chosen = geocoder_choice_from(
        {
            "ZHIDA_GEOCODER": "nominatim",
            "ZHIDA_GEOCODER_OPTIONS": '{"domain": "nominatim.county.gov.cn"}',
            "ZHIDA_GEOCODER_CACHE": "/var/cache/zhida/names",
        }
    )
    assert chosen is not None
    assert chosen.options == {"domain": "nominatim.county.gov.cn"}
    assert chosen.attribution == "© OpenStreetMap contributors, ODbL"
    assert chosen.wait_s == 1.0


def test_the_verb_asks_online_only_when_told_to_and_names_the_source(
    service: Service,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = {"domain": service.domain, "scheme": "http", "user_agent": "zhida tests"}
    monkeypatch.setenv("ZHIDA_GEOCODER", "nominatim")
    monkeypatch.setenv("ZHIDA_GEOCODER_OPTIONS", json.dumps(options))
    words = ["places", "杜阮镇", "--data", str(root / "data")]
    main(words)
    assert service.asked == []
    assert main([*words, "--online"]) == ExitCode.DONE
    assert service.asked == ["杜阮镇"]
    assert "OpenStreetMap contributors" in capsys.readouterr().out
    service.status = 500
    assert main([*words, "--online"]) == ExitCode.PROVIDER_FAILED
    monkeypatch.delenv("ZHIDA_GEOCODER")
    assert main([*words, "--online"]) == ExitCode.INPUT_REFUSED
