"""What is loaded on a run for its people: the county's own list, or the product's proposal."""

from __future__ import annotations

from collections.abc import Iterator

from routing.formats.papers.request import PaperRequest
from routing.formats.plan_view import most_on_board
from routing.formats.workbook import words as labels
from routing.formats.workbook.supplies import needed
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run

SUPPLY_COLUMNS = (
    (Word("物资", "Supplies"), 3),
    (Word("数量", "How many"), 1),
    (Word("领取", "Received"), 1),
    (Word("备注", "Remark"), 3),
)


def supply_rows(run: Run, request: PaperRequest) -> Iterator[tuple[object, ...]]:
    """A line for each thing, with room to tick what was received."""
    people = most_on_board(run)
    listed = request.details.supplies if request.details is not None else ()
    for supply in listed:
        yield supply.name, people * supply.per_person + supply.per_vehicle, "", ""
    if listed:
        return
    view = request.view
    departs, arrives = view.local(run.stops[0].departs), view.local(run.stops[-1].arrives)
    proposal = zip(
        (labels.WATER, labels.MEALS, labels.MASKS), needed(people, departs, arrives), strict=True
    )
    for word, amount in proposal:
        yield in_language(word, view.language), amount, "", ""
