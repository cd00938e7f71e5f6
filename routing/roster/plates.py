"""Number plates of mainland coaches: their shape, and the province they were given out in.

Source: GA 36-2018, Licence plate of motor vehicles of the People's Republic of China.
"""

from __future__ import annotations

import re

PROVINCES = {
    "京": "北京市",
    "津": "天津市",
    "冀": "河北省",
    "晋": "山西省",
    "蒙": "内蒙古自治区",
    "辽": "辽宁省",
    "吉": "吉林省",
    "黑": "黑龙江省",
    "沪": "上海市",
    "苏": "江苏省",
    "浙": "浙江省",
    "皖": "安徽省",
    "闽": "福建省",
    "赣": "江西省",
    "鲁": "山东省",
    "豫": "河南省",
    "鄂": "湖北省",
    "湘": "湖南省",
    "粤": "广东省",
    "桂": "广西壮族自治区",
    "琼": "海南省",
    "渝": "重庆市",
    "川": "四川省",
    "贵": "贵州省",
    "云": "云南省",
    "藏": "西藏自治区",
    "陕": "陕西省",
    "甘": "甘肃省",
    "青": "青海省",
    "宁": "宁夏回族自治区",
    "新": "新疆维吾尔自治区",
}
_PLATE = re.compile(rf"[{''.join(PROVINCES)}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{{5,6}}")


def is_plate(text: str) -> bool:
    """Whether a text has the shape of a plate: five characters after the office, six if electric.

    Spaces and the dot between office and number do not count; I and O are never used.
    """
    return _PLATE.fullmatch(_bare(text)) is not None


def find_province(plate: str) -> str:
    """The full name of the province that gave a plate out; empty where none did."""
    return PROVINCES.get(_bare(plate)[:1], "")


def _bare(text: str) -> str:
    return re.sub(r"[\s·•]", "", text).upper()
