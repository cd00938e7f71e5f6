"""Every word the workbook writes itself, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from routing.ports.renderer import Language


@dataclass(frozen=True, slots=True)
class Word:
    """A fixed text of the product, in both of its languages."""

    zh: str
    en: str


def in_language(word: Word, language: Language) -> str:
    """The word in one language."""
    return word.zh if language == "zh" else word.en


RUN = Word("班次", "Run")
MODE = Word("方式", "Mode")
ROLE = Word("环节", "Part")
VEHICLE = Word("车辆/车次", "Vehicle")
OPERATOR = Word("承运单位", "Operator")
SEATS = Word("座位", "Seats")
PEOPLE = Word("人数", "People")
LOAD = Word("上座率", "Load")
DRIVERS = Word("驾驶员", "Drivers")
DRIVER = Word("驾驶员", "Driver")
FROM = Word("起点", "From")
TO = Word("终点", "To")
DEPARTS = Word("发车", "Departs")
ARRIVES = Word("到达", "Arrives")
LOADED_KM = Word("载客公里", "Loaded km")
EMPTY_KM = Word("空驶公里", "Empty km")
DRIVING_H = Word("行驶小时", "Driving h")
COST = Word("费用（元）", "Cost (yuan)")
SEQUENCE = Word("序号", "No.")
PLACE = Word("地点", "Place")
BOARD = Word("上车", "Board")
ALIGHT = Word("下车", "Alight")
ON_BOARD = Word("车上人数", "On board")
GROUPS = Word("批次明细", "Groups")
GROUP = Word("批次", "Group")
ORIGIN = Word("上车点", "Pickup")
EMPLOYER = Word("用工单位", "Employer")
NAME = Word("姓名或代号", "Name or token")
SEAT = Word("座号", "Seat")
SIGNATURE = Word("签字", "Signature")
REMARK = Word("备注", "Remark")
CARRIAGE = Word("车厢", "Carriage")
OFFER = Word("席别", "Offer")
PAYER = Word("付费单位", "Payer")
ITEM = Word("项目", "Item")
VALUE = Word("内容", "Value")
AMOUNT = Word("金额（元）", "Amount (yuan)")
SHARE = Word("占比", "Share")
ACTIVITY = Word("活动", "Activity")
STARTS = Word("开始", "Starts")
ENDS = Word("结束", "Ends")
HOURS = Word("小时", "Hours")
WATER = Word("饮水（瓶）", "Water (bottles)")
MEALS = Word("餐食（份）", "Meals")
MASKS = Word("口罩（只）", "Masks")
REASON = Word("原因", "Reason")
SUBJECT = Word("涉及对象", "Concerns")
REPAIR = Word("最小补救", "Smallest repair")
FLEET_ID = Word("车型/车次编号", "Fleet or service id")
TOTAL = Word("合计", "Total")

SHEET_OVERVIEW = Word("总览", "Overview")
SHEET_VEHICLES = Word("车辆", "Vehicles")
SHEET_STOPS = Word("停靠", "Stops")
SHEET_JOURNEYS = Word("行程", "Journeys")
SHEET_DUTIES = Word("驾驶员", "Duties")
SHEET_MANIFESTS = Word("花名册", "Manifests")
SHEET_MARSHALLING = Word("集结", "Marshalling")
SHEET_CARRIAGES = Word("车厢表", "Carriages")
SHEET_HANDOVER = Word("用工单位交接", "Hand-over")
SHEET_SUPPLIES = Word("物资", "Supplies")
SHEET_COSTS = Word("费用", "Costs")
SHEET_LEFT_OUT = Word("未成行", "Left out")

MODES = {
    "coach": Word("大巴", "coach"),
    "train": Word("火车", "train"),
    "plane": Word("飞机", "plane"),
}
ROLES = {
    "direct": Word("直达", "direct"),
    "feeder": Word("送站", "feeder"),
    "line_haul": Word("干线", "line haul"),
    "last_mile": Word("接站", "last mile"),
}
ACTIVITIES = {
    "drive": Word("驾驶", "drive"),
    "break": Word("停车休息", "break"),
    "halt": Word("凌晨停驶", "night halt"),
    "rest": Word("落地休息", "rest"),
    "standby": Word("随车待命", "standby"),
}
TERMS = {
    "hire": Word("包车费", "hire"),
    "distance": Word("里程费", "distance"),
    "deadhead": Word("空驶费", "deadhead"),
    "tolls": Word("通行费", "tolls"),
    "drivers": Word("驾驶员费", "drivers"),
    "rail": Word("铁路", "rail"),
    "air": Word("民航", "air"),
    "tickets": Word("自购票补贴", "own tickets"),
    "hotel": Word("住宿", "hotel"),
}
STATUSES = {
    "complete": Word("全部成行", "everyone is carried"),
    "partial": Word("部分未成行", "some are left out"),
    "infeasible": Word("无法成行", "nobody can be carried"),
}
