"""A sweep as a workbook: one line a plan, the recommended ones first said in words."""

from __future__ import annotations

from decimal import Decimal

from routing.formats.workbook.book import Book, Cell, Column, Style, hours, yuan
from routing.formats.workbook.words import Word, in_language
from routing.model.sweep import Row, Sweep
from routing.ports.renderer import Language

TITLE = Word("方案对比", "Plans compared")
ALTERNATIVES = {
    "cheap": Word("最省钱", "Cheapest"),
    "fast": Word("最快", "Fastest"),
    "comfortable": Word("最舒适（白天出发到达）", "Most comfortable (by day)"),
}
STATUSES = {
    "complete": Word("全部安排", "complete"),
    "partial": Word("部分未安排", "partial"),
    "infeasible": Word("无法安排", "infeasible"),
}
UNBEATEN = Word("没有既省又快的", "none is both cheaper and faster")
COLUMNS = (
    Column(Word("费用（元）", "Cost (yuan)"), Style.YUAN, 14),
    Column(Word("比首行（元）", "Against the first (yuan)"), Style.YUAN, 14),
    Column(Word("已安排", "Carried"), Style.COUNT, 9),
    Column(Word("未安排", "Left out"), Style.COUNT, 9),
    Column(Word("用车（辆）", "Vehicles"), Style.COUNT, 10),
    Column(Word("乘火车或飞机（人）", "By train or flight"), Style.COUNT, 12),
    Column(Word("平均全程（小时）", "Mean journey (h)"), Style.HOURS, 12),
    Column(Word("最长全程（小时）", "Longest journey (h)"), Style.HOURS, 12),
    Column(Word("夜间出发或到达（人）", "Off or in by night"), Style.COUNT, 13),
    Column(Word("差距", "Gap"), Style.SHARE, 8),
    Column(Word("结果", "Outcome"), width=12),
    Column(Word("评语", "Remark"), width=24),
)


def render_sweep_workbook(sweep: Sweep, *, language: Language) -> bytes:
    """The table as xlsx; the axes are its first columns."""
    book = Book(language)
    axes = tuple(Column(Word(axis, axis), width=18) for axis in sweep.axes)
    sheet = book.add_sheet(TITLE, axes + COLUMNS)
    for number, row in enumerate(sweep.rows):
        figures = _figures(row, first=sweep.rows[0])
        said = in_language(STATUSES[row.status.value], language)
        remark = _remark(sweep, number, language=language)
        sheet.add_row((*row.labels, *figures, said, remark), bold=bool(remark))
    sheet.close()
    return book.to_bytes()


def _figures(row: Row, *, first: Row) -> tuple[Cell, ...]:
    return (
        yuan(row.total_fen),
        yuan(row.total_fen - first.total_fen),
        row.carried,
        row.left_out,
        row.coaches,
        row.by_service,
        hours(row.journey_mean_s),
        hours(row.journey_longest_s),
        row.night_people,
        Decimal(str(round(row.gap, 6))),
    )


def _remark(sweep: Sweep, number: int, *, language: Language) -> str:
    """What a row is best at, in words."""
    named = [ALTERNATIVES[a.name] for a in sweep.alternatives if a.row == number]
    words = named or [UNBEATEN] * ("front" in sweep.rows[number].best)
    return "；".join(in_language(word, language) for word in words)
