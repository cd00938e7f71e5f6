"""Places: datums, names, and points that look wrong."""

from routing.places.candidate import PlaceCandidate
from routing.places.datums import to_wgs84
from routing.places.locate import locate
from routing.places.lookup import find_places
from routing.places.online import Geocoder, OnlineGeocoder, geocoder_choice_from
from routing.places.point_checks import check_points

__all__ = [
    "Geocoder",
    "OnlineGeocoder",
    "PlaceCandidate",
    "check_points",
    "find_places",
    "geocoder_choice_from",
    "locate",
    "to_wgs84",
]
