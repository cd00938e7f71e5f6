"""``zhida places NAME…``: where a name is: candidates, each with its honest precision."""

from __future__ import annotations

import argparse
import os
import sys

from routing.cli.data_folder import find_data_folder
from routing.cli.exit_codes import ExitCode
from routing.errors import UnknownName
from routing.places import (
    Geocoder,
    OnlineGeocoder,
    PlaceCandidate,
    find_places,
    geocoder_choice_from,
)
from routing.places.candidate import Match
from routing.ports.renderer import Language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("names", nargs="+", metavar="NAME", help="name or address, in any script")
    parser.add_argument("--in", dest="admin", help="省/市/县 that narrows the search")
    parser.add_argument("--limit", type=int, default=5, help="candidates a name")
    parser.add_argument(
        "--online", action="store_true", help="also ask the geocoder that ZHIDA_GEOCODER names"
    )


def run(args: argparse.Namespace) -> ExitCode:
    """Print the candidates of each name, best first; a name without any is a refusal.

    The network is asked only for ``--online``, and each answer then bears its source.

    Raises:
        UnknownName: no geocoder is configured.
        GeocoderFailed: it did not answer.
    """
    folder = find_data_folder(args.data)
    geocoder = _geocoder() if args.online else None
    missing = 0
    for name in args.names:
        found = find_places(name, reference=folder.reference, admin=args.admin, limit=args.limit)
        if geocoder is not None:
            found = (*found, *geocoder.find(name, limit=args.limit))
        missing += not found
        sys.stdout.write(f"{name}\n")
        for candidate in found:
            sys.stdout.write(_line(candidate, language=args.lang))
    return ExitCode.INPUT_REFUSED if missing else ExitCode.DONE


def _geocoder() -> Geocoder:
    choice = geocoder_choice_from(os.environ)
    if choice is None:
        raise UnknownName("no geocoder is configured: set ZHIDA_GEOCODER (nominatim, …)")
    return OnlineGeocoder(choice)


def _line(candidate: PlaceCandidate, *, language: Language) -> str:
    note = ""
    source = f"  ({candidate.source})" if candidate.match is Match.ONLINE else ""
    if candidate.note is not None:
        note = f"  {candidate.note.zh if language == 'zh' else candidate.note.en}"
    return (
        f"  {candidate.score:>3}  {candidate.lat:.4f} {candidate.lon:.4f}  "
        f"±{candidate.precision_m / 1000:.1f} km  {candidate.name}  {candidate.admin}  "
        f"{candidate.kind}  {candidate.match.value}{source}{note}\n"
    )
