"""Dispatch details as a workbook: a sheet with every run of the plan to fill in, and back."""

from routing.formats.details_form.reader import DetailsRead, read_details_form, read_details_sheets
from routing.formats.details_form.template import render_details_form

__all__ = ["DetailsRead", "read_details_form", "read_details_sheets", "render_details_form"]
