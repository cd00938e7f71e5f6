"""The sheets and columns of the dispatch details."""

from __future__ import annotations

from routing.formats.workbook import words
from routing.formats.workbook.words import Word
from routing.formats.workbook_form.layout import MOMENT_HINT, Field, Kind, Table

ABOUT = "about"
"""Key of the columns that only tell what a row is about; they are left aside on the way in."""

RUNS = Table(
    "runs",
    Word("班次细目", "Runs"),
    (
        Field("run", words.RUN, required=True),
        Field(ABOUT, Word("线路（参考）", "Line (to know it by)"), width=44),
        Field("plate", Word("车牌", "Plate")),
        Field("permit_number", Word("包车标志牌号", "Charter plate no."), width=18),
        Field("contract_number", Word("合同号", "Contract no."), width=18),
        Field("operator_contact.name", Word("承运联系人", "Operator's contact")),
        Field("operator_contact.phone", Word("承运电话", "Operator's phone"), width=16),
        Field("leader.name", Word("车长", "Leader")),
        Field("leader.phone", Word("车长电话", "Leader's phone"), width=16),
        Field("meeting_point", Word("集合地点", "Meeting point"), width=24),
        Field(
            "meeting_time",
            Word("集合时间", "Meeting time"),
            Kind.MOMENT,
            hint=MOMENT_HINT,
            width=18,
        ),
        Field("sign", Word("标识", "Sign"), width=18),
    ),
)
DRIVERS = Table(
    "drivers",
    Word("驾驶员", "Drivers"),
    (
        Field("run", words.RUN, required=True),
        Field("driver", Word("驾驶员编号", "Driver id"), required=True, width=16),
        Field(ABOUT, Word("出勤（参考）", "On duty (to know it by)"), width=28),
        Field("name", Word("姓名", "Name"), required=True),
        Field("phone", Word("电话", "Phone"), width=16),
        Field("licence", Word("证件号", "Licence"), width=22),
    ),
    parent="run",
)
CONTACTS = Table(
    "contacts",
    Word("联系人", "Contacts"),
    (
        Field("place", Word("地点编号", "Place id"), required=True, width=20),
        Field(ABOUT, Word("名称（参考）", "Name (to know it by)"), width=28),
        Field("contact.name", Word("联系人", "Contact"), required=True),
        Field("contact.phone", Word("电话", "Phone"), width=16),
    ),
)
HOTLINE = Table(
    "hotline",
    Word("值班电话", "Hotline"),
    (
        Field("name", Word("值班人", "On duty"), required=True),
        Field("phone", Word("电话", "Phone"), width=16),
    ),
)

SUPPLIES = Table(
    "supplies",
    Word("物资", "Supplies"),
    (
        Field("name", Word("品名", "Item"), required=True, width=20),
        Field("per_person", Word("每人", "Per person"), Kind.COUNT),
        Field("per_vehicle", Word("每车另加", "Per vehicle besides"), Kind.COUNT, width=18),
    ),
)

TABLES = (RUNS, DRIVERS, CONTACTS, HOTLINE, SUPPLIES)

PREFILLED = {
    RUNS.key: frozenset({"run", ABOUT}),
    DRIVERS.key: frozenset({"run", "driver", ABOUT}),
    CONTACTS.key: frozenset({"place", ABOUT}),
    HOTLINE.key: frozenset(),
    SUPPLIES.key: frozenset(),
}
"""What the plan writes into a row; a row with nothing else was left as it came."""
