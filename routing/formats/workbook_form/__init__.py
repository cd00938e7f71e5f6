"""The workbook form of a scenario: a template to fill in, written and read.

``read_workbook`` gives the same raw tree that a JSON document gives, with the cell of every value,
so that one validation serves both and its findings are shown as ``sheet!cell``.
"""

from routing.formats.workbook_form.reader import FormTree, read_sheets, read_workbook
from routing.formats.workbook_form.unpack import unpack
from routing.formats.workbook_form.writer import render_form, render_template

__all__ = [
    "FormTree",
    "read_sheets",
    "read_workbook",
    "render_form",
    "render_template",
    "unpack",
]
