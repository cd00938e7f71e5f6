"""A season on one page: calendar, cities by day, vehicles away, what to book, waits, proof, rules.

Self-contained, without scripts and without requests, for a screen and for A4.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from routing.formats.season_view import SeasonView
from routing.formats.season_words import WORDS
from routing.model.season import SeasonScenario
from routing.model.season_plan import SeasonPlan
from routing.ports.renderer import Language

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "static" / "season"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_season_page(season: SeasonScenario, plan: SeasonPlan, *, language: Language) -> bytes:
    """The page as HTML; the same documents give the same bytes."""
    page = _TEMPLATES.get_template("season.html").render(
        view=SeasonView(season, plan, language), words=WORDS[language], language=language
    )
    return page.encode() + b"\n"
