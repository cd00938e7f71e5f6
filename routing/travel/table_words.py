"""What is said of a county's table as a whole; words of its cells stand in ``pair_files``."""

from __future__ import annotations

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity


def unknown_end(name: str) -> Finding:
    """An end of a pair that is no place of the scenario."""
    return Finding(
        code="PAIR_UNKNOWN_PLACE",
        severity=Severity.ERROR,
        pointer="/travel/pairs",
        subject=name,
        cause=LocalisedText(
            zh=f"里程表里的“{name}”不是方案中的地点，或有几个地点同名",
            en=f"{name} in the table is no place of the scenario, or several bear that name",
        ),
        remedy=LocalisedText(
            zh="改用地点编号，或改成唯一的名称", en="write the place's id, or a name borne once"
        ),
    )


def table_too_small(said: str) -> Finding:
    """A table of which too few roads can be used for a model."""
    return Finding(
        code="PAIR_TABLE_TOO_SMALL",
        severity=Severity.ERROR,
        pointer="",
        cause=LocalisedText(zh=f"可用的路段太少：{said}", en=f"too few usable roads: {said}"),
        remedy=LocalisedText(
            zh="补充 20 公里以上、两端都能定位的路段",
            en="add roads of 20 km and more whose ends can be placed",
        ),
    )
