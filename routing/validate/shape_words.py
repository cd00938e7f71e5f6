"""What is said about a value of the wrong shape."""

from __future__ import annotations

from routing.validate.defect import Defect, Words

WRONG_TYPE = Defect(
    "WRONG_TYPE",
    Words(
        "“{field}”的值 {measured} 类型不对，应为{expected_zh}", "{field} is {measured}, not {limit}"
    ),
    Words("改成{expected_zh}{unit_zh}", "give {limit}{unit_en}"),
)
NOT_WHOLE = Defect(
    "NOT_WHOLE",
    Words("“{field}”的值 {measured} 不是整数", "{field} is {measured}, which is no whole number"),
    Words(
        "写成整数，不带小数点和引号{unit_zh}",
        "give a whole number without a point or quotes{unit_en}",
    ),
)
NEGATIVE = Defect(
    "NEGATIVE",
    Words("“{field}”的值 {measured} 为负数", "{field} is negative: {measured}"),
    Words("填写不小于 {limit} 的数{unit_zh}", "give {limit} or more{unit_en}"),
)
OUT_OF_RANGE = Defect(
    "OUT_OF_RANGE",
    Words("“{field}”的值 {measured} 超出范围（{limit}）", "{field} is {measured}, outside {limit}"),
    Words("改成范围 {limit} 之内的值{unit_zh}", "give a value within {limit}{unit_en}"),
)
UNKNOWN_VALUE = Defect(
    "UNKNOWN_VALUE",
    Words("“{field}”不认识取值 {measured}", "{field} does not know the value {measured}"),
    Words("可用取值：{limit}", "use one of: {limit}"),
)
MISSING_FIELD = Defect(
    "MISSING_FIELD",
    Words("缺少必填项“{field}”", "the required field {field} is missing"),
    Words("补上“{field}”{unit_zh}", "add {field}{unit_en}"),
)
UNKNOWN_FIELD = Defect(
    "UNKNOWN_FIELD",
    Words("不认识的字段“{field}”", "the field {field} is not known here"),
    Words("删去它，或改成正确的字段名：{limit}", "remove it, or use the right name: {limit}"),
)
NAIVE_TIME = Defect(
    "NAIVE_TIME",
    Words(
        "时间“{field}”= {measured} 没有时区偏移", "{field} is {measured}, a time without an offset"
    ),
    Words("在末尾写上偏移，如 +08:00", "add the offset at its end, such as +08:00"),
)
WRONG_TIME = Defect(
    "WRONG_TIME",
    Words("“{field}”的值 {measured} 不是有效时间", "{field} is {measured}, which is no valid time"),
    Words(
        "写成 ISO 8601 时间，如 2026-02-24T08:00:00+08:00",
        "write it in ISO 8601, such as 2026-02-24T08:00:00+08:00",
    ),
)
EMPTY = Defect(
    "EMPTY",
    Words("“{field}”是空的或不够：至少 {limit} {expected_zh}", "{field} is empty or too short"),
    Words("至少填写 {limit} {expected_zh}", "its length is to be {limit} or more"),
)
TOO_LONG = Defect(
    "TOO_LONG",
    Words("“{field}”太长：最多 {limit} {expected_zh}", "{field} is too long"),
    Words("缩短到 {limit} {expected_zh}以内", "its length is to be {limit} or less"),
)
WRONG_FORMAT = Defect(
    "WRONG_FORMAT",
    Words("“{field}”的值 {measured} 格式不对", "{field} is {measured}, which has the wrong format"),
    Words("按格式 {limit} 填写", "write it as {limit}"),
)
NOT_TEXT = Defect(
    "NOT_TEXT",
    Words(
        "“{field}”含有不成对的代理码位，不是有效文字",
        "{field} holds a lone surrogate, no valid text",
    ),
    Words("删去损坏的字符后重新保存为 UTF-8", "remove the broken character and save as UTF-8"),
)
TOO_DEEP = Defect(
    "TOO_DEEP",
    Words("“{field}”嵌套超过 {limit} 层", "{field} is nested more than {limit} levels deep"),
    Words("按接口说明的结构填写", "follow the structure of the schema"),
)
TOO_MANY_DEFECTS = Defect(
    "TOO_MANY_DEFECTS",
    Words(
        "共有 {measured} 处缺陷，只列出前 {limit} 处",
        "there are {measured} defects, of which the first {limit} are listed",
    ),
    Words("先更正已列出的，再检查一次", "mend those that are listed, then check again"),
)
SCHEMA_VERSION = Defect(
    "SCHEMA_VERSION",
    Words("不支持的 schema_version {measured}", "schema_version {measured} is not supported"),
    Words("使用版本 {limit}", "use version {limit}"),
)
MALFORMED = Defect(
    "MALFORMED",
    Words("“{field}”的值 {measured} 不合要求：{limit}", "{field} is {measured}: {limit}"),
    Words("按接口说明改正", "mend it as the schema describes"),
)
