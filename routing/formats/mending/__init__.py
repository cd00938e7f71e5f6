"""Mending a scenario's file cell by cell: what is wrong stands in the cell where it is put right.

A cell's address is ``sheet!B7`` in a workbook and a JSON pointer in a JSON file, the same that
findings carry. What a planner types is kept as text by address, apart from the file; the file and
the texts together are read as one.
"""

from routing.formats.mending.marks import MarkedCell, MarkedTable
from routing.formats.mending.sheets import mark_sheets, mend_sheets
from routing.formats.mending.tree import mark_tree, mend_tree

__all__ = ["MarkedCell", "MarkedTable", "mark_sheets", "mark_tree", "mend_sheets", "mend_tree"]
