"""``dispatch.xlsx``: the whole plan as sheets to print, sign and hand over."""

from __future__ import annotations

from routing.formats.plan_view import PlanView
from routing.formats.workbook.book import Book
from routing.formats.workbook.carriages import add_carriages
from routing.formats.workbook.costs import add_costs
from routing.formats.workbook.duties import add_duties
from routing.formats.workbook.handover import add_handover
from routing.formats.workbook.journeys import add_journeys
from routing.formats.workbook.left_out import add_left_out
from routing.formats.workbook.manifests import add_manifests
from routing.formats.workbook.marshalling import add_marshalling
from routing.formats.workbook.overview import add_overview
from routing.formats.workbook.stops import add_stops
from routing.formats.workbook.supplies import add_supplies
from routing.formats.workbook.vehicles import add_vehicles
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.ports.renderer import Language


class WorkbookRenderer:
    """Writes ``dispatch.xlsx``."""

    def render(self, scenario: Scenario, plan: Plan, *, language: Language) -> bytes:
        """The workbook's bytes; equal plans give equal bytes, whatever the day."""
        book = Book(language)
        view = PlanView(scenario, plan, language)
        add_overview(book, view)
        add_vehicles(book, view)
        add_stops(book, view)
        add_journeys(book, view)
        add_duties(book, view)
        add_manifests(book, view)
        add_marshalling(book, view)
        add_carriages(book, view)
        add_handover(book, view)
        add_supplies(book, view)
        add_costs(book, view)
        add_left_out(book, view)
        return book.to_bytes()
