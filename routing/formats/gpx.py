"""GPX of one run for the driver's phone: stops as waypoints, the way as a route.

GPX 1.1. Coordinates are WGS-84. Where the plan has road geometry it is a track; where it has
none only the stops are given, so that no phone shows a straight line as a road.
"""

from __future__ import annotations

from gpxpy.gpx import GPX, GPXRoute, GPXRoutePoint, GPXTrack, GPXTrackPoint, GPXTrackSegment

from routing.formats.plan_view import PlanView
from routing.model.runs import Run, RunStop

CREATOR = "Zhida"


def render_gpx(view: PlanView, run: Run) -> bytes:
    """The run's stops with their times, and its road geometry where there is one."""
    gpx = GPX()
    gpx.creator = CREATOR
    gpx.name = plain_text(f"{run.id} {view.vehicle_name(run)}")
    gpx.routes.append(_stops(view, run))
    track = _track(run)
    if track is not None:
        gpx.tracks.append(track)
    return str(gpx.to_xml(version="1.1")).encode()


def _stops(view: PlanView, run: Run) -> GPXRoute:
    route = GPXRoute(name=plain_text(run.id))
    for stop in run.stops:
        point = _point(view, stop)
        if point is not None:
            route.points.append(point)
    return route


def _point(view: PlanView, stop: RunStop) -> GPXRoutePoint | None:
    place = view.find_place(stop.place)
    if place is None or place.lat is None or place.lon is None:
        return None
    arrives, departs = view.local(stop.arrives), view.local(stop.departs)
    return GPXRoutePoint(
        latitude=place.lat,
        longitude=place.lon,
        time=stop.arrives,
        name=plain_text(view.place_name(stop.place)),
        comment=f"{arrives:%m-%d %H:%M} – {departs:%H:%M}",
    )


def _track(run: Run) -> GPXTrack | None:
    points = [point for leg in run.legs for point in leg.geometry]
    if not points:
        return None
    segment = GPXTrackSegment([GPXTrackPoint(p.lat, p.lon) for p in points])
    track = GPXTrack(name=plain_text(run.id))
    track.segments.append(segment)
    return track


def plain_text(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
