"""The form's sheet of settings: one line per setting, and where each goes in a scenario."""

from __future__ import annotations

from routing.formats.workbook.words import Word
from routing.formats.workbook_form.layout import DATUMS, EFFORTS, PROVIDERS, Field, Kind
from routing.model.rules import PolicyOverrides

TITLE = Word("设置", "Settings")
NAME = Word("设置项", "Setting")
VALUE = Word("内容", "Value")

SETTINGS = (
    Field("id", Word("方案编号", "Scenario id"), required=True),
    Field("title", Word("方案名称", "Title")),
    Field("title.en", Word("英文名称", "English title")),
    Field("timezone", Word("时区", "Time zone")),
    Field("datum", Word("坐标系", "Datum"), Kind.CHOICE, DATUMS),
    Field("policy.profile", Word("规则版本", "Policy profile")),
    Field("travel.provider", Word("里程来源", "Travel provider"), Kind.CHOICE, PROVIDERS),
    Field("goals.order", Word("目标次序", "Order of goals"), Kind.LIST),
    Field(
        "goals.left_out_fen_per_person",
        Word("未成行罚值（元/人）", "Penalty per person left out (yuan)"),
        Kind.YUAN,
    ),
    Field(
        "goals.ride_hour_fen_per_person",
        Word("乘车每小时罚值（元/人）", "Penalty per person and hour (yuan)"),
        Kind.YUAN,
    ),
    Field(
        "goals.late_fen_per_person",
        Word("误点损失（元/人）", "Loss per person late (yuan)"),
        Kind.YUAN,
    ),
    Field("solver.effort", Word("计算力度", "Effort"), Kind.CHOICE, EFFORTS),
    Field("solver.seed", Word("随机种子", "Seed"), Kind.COUNT),
    Field("solver.time_limit_s", Word("限时（分钟）", "Time limit (min)"), Kind.MINUTES),
    Field("solver.gap_target", Word("目标差距（0–1）", "Gap target (0–1)"), Kind.NUMBER),
)
"""Settings with their dotted place in the scenario."""

RULES = tuple(PolicyOverrides.model_fields)
"""Names of the rules a scenario may override; each is a setting by its own name."""

SHARES = frozenset({"seat_cap"})
"""Rules that are a share; all others are whole numbers in the unit of their name."""

FLAGS = frozenset({"home_area_rule"})
"""Rules that hold or do not."""

CLOCK_RULES = frozenset({"night", "night_halt", "relay_hours", "night_access"})
"""Rules whose value is a daily span such as ``22:00-06:00``, or ``off``."""


def fields() -> tuple[Field, ...]:
    """Every setting: those of the table, and each rule that may be overridden."""
    return SETTINGS + tuple(
        Field(
            f"policy.overrides.{rule}",
            Word(f"规则 {rule}", f"Rule {rule}"),
            _kind(rule),
        )
        for rule in RULES
    )


def _kind(rule: str) -> Kind:
    if rule in CLOCK_RULES:
        return Kind.CLOCK
    if rule in FLAGS:
        return Kind.FLAG
    return Kind.NUMBER if rule in SHARES else Kind.COUNT
