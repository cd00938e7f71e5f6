"""What the form's sheets and columns are called, what they hold, and where it goes in a scenario.

This table is the whole mapping: the template, the writer and the reader follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from routing.formats.workbook.words import Word
from routing.model.fleet import HireBasis
from routing.model.goals import Effort, PinKind
from routing.model.places import PlaceKind
from routing.model.scenario import Datum
from routing.model.services import OfferKind, ServiceMode
from routing.model.travel import ProviderName


class Kind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    PLACE = "place"
    COUNT = "count"
    NUMBER = "number"
    YUAN = "yuan"
    KM = "km"
    MINUTES = "minutes"
    MOMENT = "moment"
    FLAG = "flag"
    CHOICE = "choice"
    WINDOWS = "windows"
    HEADS = "heads"
    LIST = "list"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the JSON key it fills, its heading, and what its cells hold.

    Attributes:
        key: key in the record; ``name.en`` is the English half of a text.
        choices: allowed words and what they are called, for ``CHOICE``.
        required: marked with an asterisk; a form without it is refused by validation.
        hint: shown when the cell is picked.
    """

    key: str
    heading: Word
    kind: Kind = Kind.TEXT
    choices: tuple[tuple[str, Word], ...] = ()
    required: bool = False
    hint: Word | None = None
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: a list of a scenario.

    Attributes:
        key: where the records go: a list of the scenario, or of each service.
        parent: heading's field that names the service a record belongs to, for nested lists.
    """

    key: str
    title: Word
    fields: tuple[Field, ...]
    parent: str | None = None


PLACE_KINDS = (
    (PlaceKind.RESETTLEMENT_SITE, Word("安置点", "resettlement site")),
    (PlaceKind.TOWNSHIP_STATION, Word("乡镇集合点", "township station")),
    (PlaceKind.VILLAGE, Word("村", "village")),
    (PlaceKind.COUNTY_STATION, Word("县城客运站", "county station")),
    (PlaceKind.FACTORY, Word("工厂", "factory")),
    (PlaceKind.RAIL_STATION, Word("火车站", "rail station")),
    (PlaceKind.AIRPORT, Word("机场", "airport")),
    (PlaceKind.COACH_BASE, Word("车辆驻地", "coach base")),
    (PlaceKind.HOTEL, Word("中转住宿", "hotel")),
    (PlaceKind.SERVICE_AREA, Word("服务区", "service area")),
)
HIRE_BASES = ((HireBasis.RUN, Word("按趟", "run")), (HireBasis.DAY, Word("按天", "day")))
SERVICE_MODES = (
    (ServiceMode.TRAIN, Word("火车", "train")),
    (ServiceMode.PLANE, Word("飞机", "plane")),
)
OFFER_KINDS = (
    (OfferKind.CHARTER, Word("整列包租", "charter")),
    (OfferKind.CARRIAGE, Word("整节车厢", "carriage")),
    (OfferKind.BLOCK, Word("团体票", "block")),
    (OfferKind.TICKET, Word("散票", "ticket")),
)
PIN_KINDS = (
    (PinKind.REQUIRE, Word("必须", "require")),
    (PinKind.FORBID, Word("不得", "forbid")),
)
DATUMS = tuple((datum, Word(datum, datum)) for datum in Datum)
PROVIDERS = tuple((name, Word(name, name)) for name in ProviderName)
EFFORTS = (
    (Effort.QUICK, Word("快速", "quick")),
    (Effort.STANDARD, Word("标准", "standard")),
    (Effort.THOROUGH, Word("深入", "thorough")),
)

MOMENT_HINT = Word("年-月-日 时:分，如 2026-02-24 06:30", "year-month-day hour:minute")
WINDOWS_HINT = Word(
    "起/止，多段用分号隔开：2026-02-24 05:00/2026-02-24 22:00",
    "from/to; several separated by semicolons",
)
HEADS_HINT = Word("类别=人数，用分号隔开", "category=heads; several separated by semicolons")
CLOCK_HINT = Word("如 22:00-06:00，或 off", "like 22:00-06:00, or off")
LIST_HINT = Word("用分号隔开", "separated by semicolons")

PLACES = Table(
    "places",
    Word("地点", "Places"),
    (
        Field("id", Word("地点编号", "Place id"), required=True),
        Field("name", Word("名称", "Name"), required=True, width=24),
        Field("name.en", Word("英文名称", "English name"), width=20),
        Field("kind", Word("类型", "Kind"), Kind.CHOICE, PLACE_KINDS, required=True),
        Field("lat", Word("纬度", "Latitude"), Kind.NUMBER),
        Field("lon", Word("经度", "Longitude"), Kind.NUMBER),
        Field("address", Word("地址", "Address"), width=24),
        Field("admin", Word("省/市/县", "Province/prefecture/county"), width=28),
        Field("precision_m", Word("位置误差（公里）", "Precision (km)"), Kind.KM),
        Field("open", Word("开放时段", "Open"), Kind.WINDOWS, hint=WINDOWS_HINT, width=36),
        Field("max_coach_seats", Word("最大车型座位", "Largest coach (seats)"), Kind.COUNT),
        Field("bays", Word("同时停车数", "Bays"), Kind.COUNT),
        Field("no_night_access", Word("夜间不通车", "No night access"), Kind.FLAG),
        Field("beds", Word("床位", "Beds"), Kind.COUNT),
        Field("bed_fen", Word("床位价（元）", "Bed (yuan)"), Kind.YUAN),
        Field("relay_fen", Word("接驳换班价（元/人）", "Relay (yuan per driver)"), Kind.YUAN),
        Field("source", Word("坐标来源", "Source"), width=30),
    ),
)
GROUPS = Table(
    "groups",
    Word("人员批次", "Groups"),
    (
        Field("id", Word("批次编号", "Group id"), required=True, width=20),
        Field("origin", Word("上车点", "Pickup"), Kind.PLACE, required=True, width=20),
        Field("destination", Word("用工单位", "Employer"), Kind.PLACE, required=True, width=20),
        Field("people", Word("人数", "People"), Kind.COUNT, required=True),
        Field(
            "ready_from",
            Word("最早上车", "Ready from"),
            Kind.MOMENT,
            required=True,
            hint=MOMENT_HINT,
            width=18,
        ),
        Field("arrive_by", Word("最晚到厂", "Arrive by"), Kind.MOMENT, hint=MOMENT_HINT, width=18),
        Field(
            "arrive_from", Word("最早到厂", "Arrive from"), Kind.MOMENT, hint=MOMENT_HINT, width=18
        ),
        Field("max_on_board_s", Word("单程最长（分钟）", "Longest ride (min)"), Kind.MINUTES),
        Field("max_journey_s", Word("全程最长（分钟）", "Longest journey (min)"), Kind.MINUTES),
        Field("together", Word("不拆分", "Together"), Kind.FLAG),
        Field("wheelchairs", Word("轮椅", "Wheelchairs"), Kind.COUNT),
        Field("priority", Word("优先级", "Priority"), Kind.COUNT),
        Field("share_key", Word("同车标记", "Share key")),
        Field("apart_key", Word("不同车标记", "Apart key")),
        Field("payer", Word("付费单位", "Payer"), width=24),
        Field(
            "own_travel_fen_per_person",
            Word("自行购票补助（元/人）", "Own ticket (yuan each)"),
            Kind.YUAN,
        ),
        Field("categories", Word("人员类别", "Categories"), Kind.HEADS, hint=HEADS_HINT, width=30),
        Field("members", Word("名册代号", "Members"), Kind.LIST, hint=LIST_HINT, width=20),
    ),
)
FLEET = Table(
    "fleet",
    Word("车辆", "Fleet"),
    (
        Field("id", Word("车型编号", "Fleet id"), required=True),
        Field("name", Word("名称", "Name"), width=20),
        Field("name.en", Word("英文名称", "English name"), width=20),
        Field("seats", Word("核定座位", "Seats"), Kind.COUNT, required=True),
        Field("reserved_seats", Word("留用座位", "Reserved seats"), Kind.COUNT),
        Field("count", Word("数量", "Count"), Kind.COUNT, required=True),
        Field("base", Word("驻地", "Base"), Kind.PLACE, required=True, width=20),
        Field("home_area", Word("车籍地", "Home area"), width=24),
        Field("operator", Word("承运单位", "Operator"), width=20),
        Field("hire_fen", Word("包车费（元）", "Hire (yuan)"), Kind.YUAN, required=True),
        Field("hire_basis", Word("计费方式", "Hire basis"), Kind.CHOICE, HIRE_BASES),
        Field("per_km_fen", Word("每公里（元）", "Per km (yuan)"), Kind.YUAN),
        Field("toll_per_km_fen", Word("通行费每公里（元）", "Toll per km (yuan)"), Kind.YUAN),
        Field("deadhead_per_km_fen", Word("空驶每公里（元）", "Empty per km (yuan)"), Kind.YUAN),
        Field("returns_empty", Word("计返程空驶", "Returns empty"), Kind.FLAG),
        Field("driver_day_fen", Word("驾驶员每天（元）", "Driver per day (yuan)"), Kind.YUAN),
        Field(
            "available", Word("可用时段", "Available"), Kind.WINDOWS, hint=WINDOWS_HINT, width=36
        ),
        Field("per_stop_fen", Word("加停费（元）", "Per stop (yuan)"), Kind.YUAN),
        Field("min_people", Word("直达最少人数", "Fewest people"), Kind.COUNT),
        Field("max_pickups", Word("最多上车点", "Most pickups"), Kind.COUNT),
        Field("max_drops", Word("最多下车点", "Most drops"), Kind.COUNT),
        Field("max_pickup_detour_s", Word("上车绕行（分钟）", "Pickup detour (min)"), Kind.MINUTES),
        Field("max_drop_detour_s", Word("下车绕行（分钟）", "Drop detour (min)"), Kind.MINUTES),
        Field("wheelchair_places", Word("轮椅位", "Wheelchair places"), Kind.COUNT),
    ),
)
DRIVERS = Table(
    "drivers",
    Word("驾驶员", "Drivers"),
    (
        Field("id", Word("驾驶员编号", "Driver id"), required=True),
        Field("operator", Word("承运单位", "Operator"), width=20),
        Field("hours_7d", Word("近7天已驾小时", "Hours in 7 days"), Kind.NUMBER),
    ),
)
SERVICES = Table(
    "services",
    Word("车次航班", "Services"),
    (
        Field("id", Word("编号", "Service id"), required=True),
        Field("mode", Word("方式", "Mode"), Kind.CHOICE, SERVICE_MODES, required=True),
        Field("number", Word("车次或航班号", "Number"), required=True),
        Field("book_by", Word("最晚预订", "Book by"), Kind.MOMENT, hint=MOMENT_HINT, width=18),
        Field("check_in_s", Word("提前到站（分钟）", "Check-in (min)"), Kind.MINUTES),
        Field("large_party.people", Word("大团人数起", "Large party from"), Kind.COUNT),
        Field(
            "large_party.check_in_s",
            Word("大团提前到站（分钟）", "Large party check-in (min)"),
            Kind.MINUTES,
        ),
        Field("egress_s", Word("出站（分钟）", "Egress (min)"), Kind.MINUTES),
        Field("source", Word("来源", "Source"), width=30),
    ),
)
CALLS = Table(
    "calls",
    Word("经停", "Calls"),
    (
        Field("service", Word("所属编号", "Of service"), required=True),
        Field(
            "place", Word("车站或机场", "Station or airport"), Kind.PLACE, required=True, width=20
        ),
        Field("arrives", Word("到达", "Arrives"), Kind.MOMENT, hint=MOMENT_HINT, width=18),
        Field("departs", Word("开出", "Departs"), Kind.MOMENT, hint=MOMENT_HINT, width=18),
    ),
    parent="service",
)
OFFERS = Table(
    "offers",
    Word("席位", "Offers"),
    (
        Field("service", Word("所属编号", "Of service"), required=True),
        Field("id", Word("席位编号", "Offer id"), required=True),
        Field("kind", Word("类型", "Kind"), Kind.CHOICE, OFFER_KINDS, required=True),
        Field("seats", Word("每份座位", "Seats per unit"), Kind.COUNT, required=True),
        Field("units", Word("份数", "Units"), Kind.COUNT),
        Field("min_people", Word("最少人数", "Fewest people"), Kind.COUNT),
        Field("price_fen", Word("每份价（元）", "Price per unit (yuan)"), Kind.YUAN),
        Field("per_person_fen", Word("每人价（元）", "Price per person (yuan)"), Kind.YUAN),
        Field("from", Word("限自", "Only from"), Kind.PLACE, width=18),
        Field("to", Word("限至", "Only to"), Kind.PLACE, width=18),
    ),
    parent="service",
)
SUBSIDIES = Table(
    "subsidies",
    Word("补贴", "Subsidies"),
    (
        Field("payer", Word("补贴单位", "Subsidiser"), required=True, width=24),
        Field("applies_to", Word("对象", "Applies to"), required=True, width=20),
        Field("min_people", Word("最少人数", "Fewest people"), Kind.COUNT),
        Field("rate", Word("比例（0–1）", "Rate (0–1)"), Kind.NUMBER),
        Field("fen_per_person", Word("每人（元）", "Per person (yuan)"), Kind.YUAN),
        Field("cap_fen", Word("封顶（元）", "Cap (yuan)"), Kind.YUAN),
    ),
)
PAIRS = Table(
    "pairs",
    Word("里程表", "Distances"),
    (
        Field("from", Word("起点", "From"), Kind.PLACE, required=True, width=20),
        Field("to", Word("终点", "To"), Kind.PLACE, required=True, width=20),
        Field("distance_m", Word("公里", "Km"), Kind.KM, required=True),
        Field("duration_s", Word("分钟", "Minutes"), Kind.MINUTES, required=True),
        Field("source", Word("来源", "Source"), width=30),
    ),
)
PINS = Table(
    "pins",
    Word("指定", "Pins"),
    (
        Field("kind", Word("要求", "Wish"), Kind.CHOICE, PIN_KINDS, required=True),
        Field("group", Word("批次编号", "Group id"), required=True, width=20),
        Field("fleet", Word("车型编号", "Fleet id")),
        Field("service", Word("车次航班编号", "Service id")),
        Field("with", Word("同行批次", "With group"), width=20),
    ),
)

TABLES = (
    PLACES,
    GROUPS,
    FLEET,
    DRIVERS,
    SERVICES,
    CALLS,
    OFFERS,
    SUBSIDIES,
    PAIRS,
    PINS,
)
"""Every sheet with records, in the order of the template."""
