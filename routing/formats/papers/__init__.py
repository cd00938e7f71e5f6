"""Papers: PDFs to print, sign and hand out. Each is a function from a request to bytes."""

from collections.abc import Callable, Mapping

from routing.formats.papers.audit_paper import render_audit_paper
from routing.formats.papers.cards import render_cards
from routing.formats.papers.convoys import render_convoys
from routing.formats.papers.filing import render_filing
from routing.formats.papers.manifests import render_manifests
from routing.formats.papers.notices import render_notices
from routing.formats.papers.reception import render_reception
from routing.formats.papers.request import PaperRequest
from routing.formats.papers.road_cards import render_road_cards
from routing.formats.papers.signs import render_signs
from routing.formats.papers.subsidies import render_subsidies
from routing.formats.plan_view import PlanView
from routing.model.plan import Plan
from routing.model.scenario import Scenario
from routing.ports.renderer import Language

__all__ = ["PAPERS", "ManifestRenderer", "PaperRequest"]

PAPERS: Mapping[str, Callable[[PaperRequest], bytes]] = {
    "manifests.pdf": render_manifests,
    "cards.pdf": render_cards,
    "road_cards.pdf": render_road_cards,
    "signs.pdf": render_signs,
    "reception.pdf": render_reception,
    "filing.pdf": render_filing,
    "notices.pdf": render_notices,
    "convoys.pdf": render_convoys,
    "subsidies.pdf": render_subsidies,
    "audit.pdf": render_audit_paper,
}
"""Every paper by its file name. A new paper is a function, a template, and a line here."""


class ManifestRenderer:
    """Writes ``manifests.pdf`` of a plan alone: blank lines where a roster would give names."""

    def render(self, scenario: Scenario, plan: Plan, *, language: Language) -> bytes:
        """A manifest for each coach."""
        return render_manifests(PaperRequest(PlanView(scenario, plan, language)))
