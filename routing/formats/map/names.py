"""Places, vehicles and groups of a scenario by id, as the map names them."""

from __future__ import annotations

from routing.formats.map.document import MapPlace, Words
from routing.formats.masking import mask_personal
from routing.model.base import LocalisedText, Text
from routing.model.places import Place
from routing.model.runs import CoachVehicle, Run
from routing.model.scenario import Scenario


def words_of(text: Text) -> Words:
    """A shown text without personal data, as one string or as Chinese and English."""
    if isinstance(text, LocalisedText) and text.zh != text.en:
        return mask_personal(text.zh), mask_personal(text.en)
    return mask_personal(text.zh if isinstance(text, LocalisedText) else text)


class Names:
    """Looks up what a plan speaks of; ``places`` holds the places that have coordinates."""

    def __init__(self, scenario: Scenario) -> None:
        self.groups = {group.id: group for group in scenario.groups}
        self._fleet = {row.id: row for row in scenario.fleet}
        self._services = {service.id: service for service in scenario.services}
        located = [place for place in scenario.places if _is_located(place)]
        self.places = tuple(_map_place(place) for place in located)
        self._numbers = {place.id: number for number, place in enumerate(located)}

    def index(self, place: str) -> int | None:
        """A place's index in ``places``; None when it has no coordinates."""
        return self._numbers.get(place)

    def point(self, place: str) -> tuple[float, float] | None:
        """Latitude and longitude of a place that has them."""
        number = self._numbers.get(place)
        return None if number is None else (self.places[number].lat, self.places[number].lon)

    def vehicle(self, run: Run) -> Words:
        """A coach's type and number, or a service's number as passengers know it."""
        if not isinstance(run.vehicle, CoachVehicle):
            service = self._services.get(run.vehicle.service)
            return mask_personal(service.number if service else run.vehicle.service)
        row = self._fleet.get(run.vehicle.fleet)
        name = words_of(run.vehicle.fleet if row is None or row.name is None else row.name)
        number = run.vehicle.number
        if isinstance(name, str):
            return f"{name} #{number}"
        return f"{name[0]} #{number}", f"{name[1]} #{number}"

    def seats(self, run: Run) -> int:
        """Seats of a coach that passengers may use; 0 for a service or an unknown row."""
        if not isinstance(run.vehicle, CoachVehicle):
            return 0
        row = self._fleet.get(run.vehicle.fleet)
        return 0 if row is None else max(0, row.seats - row.reserved_seats)

    def offer_seats(self, service: str, offer: str) -> int:
        """Seats of one unit of an offer; 0 when it is unknown."""
        found = self._services.get(service)
        offers = () if found is None else found.offers
        return next((o.seats for o in offers if o.id == offer), 0)


def _is_located(place: Place) -> bool:
    return place.lat is not None and place.lon is not None


def _map_place(place: Place) -> MapPlace:
    return MapPlace(
        name=words_of(place.name),
        kind=place.kind.value,
        lat=round(place.lat or 0.0, 5),
        lon=round(place.lon or 0.0, 5),
        area=mask_personal(place.admin or ""),
    )
