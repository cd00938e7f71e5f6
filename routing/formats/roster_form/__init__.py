"""Rosters as workbooks: a template out, and any township's own sheets in."""

from routing.formats.roster_form.reader import RosterRead, read_rosters
from routing.formats.roster_form.template import render_roster_template

__all__ = ["RosterRead", "read_rosters", "render_roster_template"]
