"""A roster's columns, and what townships call them."""

from __future__ import annotations

from routing.formats.workbook.words import Word
from routing.formats.workbook_form.headings import folded, names_of
from routing.formats.workbook_form.layout import Field, Kind
from routing.model.roster import Clearance

TITLE = Word("名册", "Roster")

CLEARANCES = (
    (Clearance.CLEARED, Word("已核准", "cleared")),
    (Clearance.PENDING, Word("待核", "pending")),
    (Clearance.REFUSED, Word("不予乘车", "refused")),
)

FIELDS = (
    Field("name", Word("姓名", "Name"), required=True, width=12),
    Field("id_number", Word("身份证号", "Identity number"), width=22),
    Field("phone", Word("手机", "Phone"), width=14),
    Field("township", Word("户籍乡镇", "Township"), width=16),
    Field("pickup", Word("上车点", "Pickup"), width=18),
    Field("employer", Word("用工单位", "Employer"), width=20),
    Field("group", Word("批次编号", "Group id"), width=18),
    Field("family", Word("同行家庭", "Family"), width=12),
    Field("team", Word("村组", "Village team"), width=14),
    Field("clearance", Word("核准状态", "Clearance"), Kind.CHOICE, CLEARANCES, width=12),
    Field("leader", Word("车长", "Leader"), Kind.FLAG, width=8),
    Field("token", Word("代号", "Token"), width=14),
)

SYNONYMS = {
    "name": ("名字", "务工人员姓名", "full name"),
    "id_number": ("身份证号码", "公民身份号码", "身份证", "证件号码", "id number", "id card"),
    "phone": ("手机号", "手机号码", "联系电话", "电话", "电话号码", "mobile", "tel"),
    "township": ("乡镇", "所属乡镇", "户籍地", "户籍所在乡镇"),
    "pickup": ("上车地点", "集合点", "集合地点", "乘车点", "安置点"),
    "employer": ("目的工厂", "务工企业", "企业名称", "工厂", "用工企业", "去向", "factory"),
    "group": ("批次", "团组", "group"),
    "family": ("同行人", "家庭", "户号", "同行标记"),
    "team": ("村", "行政村", "村民小组", "班组", "小组", "team", "village"),
    "clearance": ("健康状态", "核验", "审核状态", "是否核准"),
    "leader": ("是否车长", "带队"),
    "token": ("编号", "人员编号"),
}
"""Headings met in townships' own workbooks, by field."""


def known_headings() -> dict[str, Field]:
    """Every heading that means a field, folded for comparison."""
    known: dict[str, Field] = {}
    for field in FIELDS:
        for name in names_of(field.heading, field.key):
            known[name] = field
        for synonym in SYNONYMS.get(field.key, ()):
            known.setdefault(folded(synonym), field)
    return known
