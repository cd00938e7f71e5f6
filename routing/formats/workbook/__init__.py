"""Workbooks: the dispatch workbook out."""

from routing.formats.workbook.dispatch import WorkbookRenderer

__all__ = ["WorkbookRenderer"]
