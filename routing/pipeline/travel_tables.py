"""A county's own distances: laid over a scenario, or made into a travel model of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from routing.formats.workbook_form.cells import plain
from routing.formats.workbook_form.unpack import unpack
from routing.model.base import LocalisedText
from routing.model.findings import Finding
from routing.model.places import Place, PlaceKind
from routing.model.scenario import Scenario
from routing.model.travel import Pair
from routing.pipeline.data_folder import DataFolder
from routing.places import find_places, locate, to_wgs84
from routing.travel import (
    Errors,
    TravelModel,
    held_out_errors,
    hour_errors,
    length_errors,
    read_pairs,
    read_rows,
    read_skeleton,
    read_travel_model,
    refit_model,
    road_pairs_of,
)
from routing.travel.table_words import unknown_end

WORKBOOK_START = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Refit:
    """A travel model fitted to a table, beside the one it replaces.

    Attributes:
        model: the new one; its ``mean_error`` is that of held-out thirds of the table.
        pairs: roads it was fitted to; short ones and ends that nobody can place are left aside.
        before: mean relative error of the old model's lengths on the same roads.
        errors: of the new model's lengths on held-out thirds.
        hours_before, hours_after: mean relative error of the hours, all roads seen.
    """

    model: TravelModel
    pairs: int
    before: float
    errors: Errors
    hours_before: float
    hours_after: float


def read_pair_table(data: bytes) -> tuple[tuple[Pair, ...], tuple[Finding, ...]]:
    """Pairs from a CSV file or from the first sheet of a workbook, with every defect at its cell.

    Ends are whatever the table calls them: ids or names.
    """
    if not data.startswith(WORKBOOK_START):
        return read_pairs(data)
    sheets, findings = unpack(data)
    if not sheets:
        return (), findings
    rows = [[plain(cell) for cell in row] for row in sheets[0].rows]
    return read_rows(rows, sheet=sheets[0].name)


def with_pairs(scenario: Scenario, pairs: Iterable[Pair]) -> tuple[Scenario, tuple[Finding, ...]]:
    """The scenario with a table laid over its own pairs, and an error for each unknown end.

    An end is a place's id, or its name where only one place bears it. A pair that the scenario
    has too is replaced.
    """
    names = _ids_by_name(scenario)
    known = {(pair.origin, pair.destination): pair for pair in scenario.travel.pairs}
    findings = []
    for pair in pairs:
        ends = [names.get(end, "") for end in (pair.origin, pair.destination)]
        unknown = [
            n for n, end in zip((pair.origin, pair.destination), ends, strict=True) if not end
        ]
        findings += [unknown_end(name) for name in unknown]
        if not unknown:
            update = {"origin": ends[0], "destination": ends[1]}
            known[ends[0], ends[1]] = pair.model_copy(update=update)
    travel = scenario.travel.model_copy(update={"pairs": tuple(known.values())})
    distinct = {finding.subject: finding for finding in findings}
    return scenario.model_copy(update={"travel": travel}), tuple(distinct.values())


def refit(
    pairs: tuple[Pair, ...], *, name: str, data: DataFolder, scenario: Scenario | None = None
) -> Refit:
    """The embedded model fitted to a county's own table.

    Args:
        pairs: of the table; an end is a place of ``scenario`` or a name of the gazetteer.
        name: what the new model is called in plans.
        data: the model it starts from, and the gazetteer.
        scenario: whose places the table may speak of.

    Raises:
        ValueError: too few of the pairs can be placed.
    """
    base = read_travel_model(data.reference)
    places = _places(pairs, data=data, scenario=scenario)
    skeleton = read_skeleton(data.reference)
    roads = road_pairs_of(pairs, places, model=base, skeleton=skeleton)
    model = refit_model(roads, base=base, name=name)
    return Refit(
        model=model,
        pairs=len(roads),
        before=float(np.abs(length_errors(roads, circuity=base.circuity)).mean()),
        errors=held_out_errors(roads, base=base),
        hours_before=float(np.abs(hour_errors(roads, model=base)).mean()),
        hours_after=float(np.abs(hour_errors(roads, model=model)).mean()),
    )


def _ids_by_name(scenario: Scenario) -> dict[str, str]:
    """Place ids by id and by every name that is borne once."""
    names: Counter[str] = Counter()
    found: dict[str, str] = {}
    for place in scenario.places:
        for name in _names(place):
            names[name] += 1
            found[name] = place.id
    unique = {name: pid for name, pid in found.items() if names[name] == 1}
    return unique | {place.id: place.id for place in scenario.places}


def _names(place: Place) -> set[str]:
    if isinstance(place.name, LocalisedText):
        return {place.name.zh, place.name.en}
    return {place.name}


def _places(
    pairs: tuple[Pair, ...], *, data: DataFolder, scenario: Scenario | None
) -> dict[str, Place]:
    """The places that a table speaks of, by what it calls them, as far as they can be placed."""
    found: dict[str, Place] = {}
    if scenario is not None:
        located, _ = locate(to_wgs84(scenario), reference=data.reference)
        by_id = {place.id: place for place in located.places}
        found = {name: by_id[pid] for name, pid in _ids_by_name(located).items()}
    wanted = {end for pair in pairs for end in (pair.origin, pair.destination)}
    for name in sorted(wanted - found.keys()):
        best = find_places(name, reference=data.reference, limit=1)
        if best and best[0].is_sure:
            found[name] = Place(
                id=name,
                name=name,
                kind=PlaceKind.VILLAGE,
                lat=best[0].lat,
                lon=best[0].lon,
                admin=best[0].admin,
            )
    return found
