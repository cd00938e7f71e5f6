"""The pages' words in both languages; what the documents say is in the documents."""

from __future__ import annotations

from app.pages.draft_words import DRAFT_WORDS
from app.pages.people_words import PEOPLE_WORDS
from app.pages.why_words import WHY_WORDS
from routing.ports.renderer import Language

WORDS: dict[str, tuple[str, str]] = (
    PEOPLE_WORDS
    | WHY_WORDS
    | DRAFT_WORDS
    | {
        "product": ("直达", "Zhida"),
        "tagline": ("点对点劳务运输方案", "point-to-point labour transport plans"),
        "skip": ("跳到主要内容", "Skip to the content"),
        "other_language": ("English", "中文"),
        "home": ("首页", "Home"),
        # Home
        "new_plan": ("新建方案", "New plan"),
        "samples": ("示例任务", "Sample operations"),
        "samples_hint": (
            "来自公开报道的真实任务，可直接求解。",
            "Real operations from public reports, ready to be planned.",
        ),
        "upload": ("上传任务文件", "Upload an operation"),
        "upload_hint": (
            "JSON 或填好的 Excel 模板，最大 20 MB。",
            "JSON or the filled-in Excel template, 20 MB at most.",
        ),
        "template": ("下载空白模板", "Download the empty template"),
        "file": ("文件", "File"),
        "effort": ("求解力度", "Effort"),
        "return_home": ("改排返乡：最晚到家", "Way home instead: home by"),
        "quick": ("快速", "quick"),
        "standard": ("标准", "standard"),
        "thorough": ("深入", "thorough"),
        "as_given": ("按文件", "as the file says"),
        "start": ("开始求解", "Plan it"),
        "check_only": ("只做检查", "Only check it"),
        "recent": ("最近的方案", "Recent plans"),
        "none_yet": (
            "还没有方案。选一个示例，或上传任务文件。",
            "No plans yet. Take a sample, or upload an operation.",
        ),
        "open": ("查看", "Open"),
        "compare": ("对比", "Compare"),
        "compare_chosen": ("对比勾选的两个方案", "Compare the two chosen"),
        "choose": ("选择", "Choose"),
        "delete": ("删除", "Delete"),
        "delete_sure": ("删除后无法恢复，确定吗？", "This cannot be undone. Delete it?"),
        "operation": ("任务", "Operation"),
        "state": ("状态", "State"),
        "submitted": ("提交时间", "Submitted"),
        "people": ("人", "people"),
        "groups": ("批次", "groups"),
        "places": ("地点", "places"),
        "coaches": ("大巴", "coaches"),
        "services": ("列车/航班", "trains/flights"),
        # Findings
        "findings": ("检查结果", "Findings"),
        "accepted": ("检查通过，没有发现问题。", "Accepted; nothing was found."),
        "accepted_warnings": ("检查通过，有 {n} 条提醒。", "Accepted, with {n} warnings."),
        "refused": ("输入未通过检查：{n} 处需要更正。", "Refused: {n} things to mend."),
        "no_file": ("请先选择一个文件。", "Choose a file first."),
        "severity": ("级别", "Severity"),
        "error": ("错误", "error"),
        "warning": ("提醒", "warning"),
        "code": ("代码", "Code"),
        "where": ("位置", "Where"),
        "cause": ("原因", "Cause"),
        "remedy": ("处理办法", "Remedy"),
        "measured": ("实测", "Measured"),
        "limit": ("限值", "Limit"),
        "margin": ("余量", "Margin"),
        # Job
        "queued": ("排队中", "queued"),
        "running": ("求解中", "running"),
        "done": ("已完成", "done"),
        "cancelled": ("已取消", "cancelled"),
        "failed": ("失败", "failed"),
        "phase": ("阶段", "Phase"),
        "best_cost": ("当前最好费用", "Best cost so far"),
        "bound": ("已证下界", "Proven bound"),
        "gap": ("差距", "Gap"),
        "cancel": ("停止并保留当前方案", "Stop and keep the best so far"),
        "stopping": ("正在停止…", "Stopping…"),
        "planning": ("正在求解", "Planning"),
        "no_plan": ("没有得到方案", "There is no plan"),
        "try_again": ("返回首页", "Back to the start"),
        "cancelled_note": (
            "求解被提前停止，以下是当时最好的方案。",
            "The search was stopped early; this is the best plan it had.",
        ),
        # Totals
        "arranged": ("已安排", "Arranged"),
        "of": ("共", "of"),
        "left_out": ("未安排", "Left out"),
        "vehicles": ("车次", "Vehicles"),
        "fill": ("大巴满载率", "Coach seats filled"),
        "total_cost": ("总费用", "Total cost"),
        "per_head": ("人均", "per head"),
        "proven_gap": ("距最优至多", "Gap to best, at most"),
        "mean_journey": ("平均行程", "Mean journey"),
        "longest": ("最长", "longest"),
        "audit": ("合规核查", "Audit"),
        "rules": ("条规则", "rules"),
        "all_passed": ("全部通过", "all passed"),
        "violations": ("项违反", "violations"),
        "not_audited": ("未核查", "not audited"),
        "distance": ("大巴里程", "Coach distance"),
        "drivers": ("驾驶员", "Drivers"),
        "yuan": ("元", "CNY"),
        "km": ("公里", "km"),
        "first_departure": ("最早发车", "First departure"),
        "last_arrival": ("最晚到达", "Last arrival"),
        "own_travel": ("自行购票", "own ticket"),
        # Tabs and table
        "map": ("地图", "Map"),
        "cost": ("费用", "Cost"),
        "timeline": ("时间表", "Timeline"),
        "run": ("班次", "Run"),
        "vehicle": ("车辆", "Vehicle"),
        "line": ("线路", "Line"),
        "departs": ("发车", "Departs"),
        "arrives": ("到达", "Arrives"),
        "seats": ("载/座", "Load/seats"),
        "day": ("日期", "Day"),
        "mode": ("方式", "Mode"),
        "place": ("站点", "Place"),
        "employer": ("用工单位", "Employer"),
        "all": ("全部", "all"),
        "search": ("查找车次、车辆、站点", "Find a run, vehicle or place"),
        "filter": ("筛选", "Filter"),
        "shown": ("显示 {n} / {m}", "{n} of {m} shown"),
        "nothing_matches": ("没有符合条件的车次。", "No run matches."),
        "sort_by": ("按此列排序", "Sort by this column"),
        "coach": ("大巴", "coach"),
        "train": ("列车", "train"),
        "plane": ("航班", "flight"),
        "direct": ("直达", "direct"),
        "feeder": ("接驳", "feeder"),
        "line_haul": ("干线", "line haul"),
        "last_mile": ("末端", "last mile"),
        "tables": ("方案明细", "Plan tables"),
        "details": ("班次详情", "Run details"),
        "pick_a_run": (
            "点选任一班次，查看站点、人员与驾驶安排。",
            "Choose a run to see its stops, people and drivers.",
        ),
        "stop": ("站点", "Stop"),
        "boards": ("上车", "Boards"),
        "alights": ("下车", "Alights"),
        "on_board": ("车上", "On board"),
        "duties": ("驾驶员安排", "Drivers' duties"),
        "relay": ("接驳换班", "Relay"),
        "drive": ("驾驶", "drive"),
        "break": ("休息", "break"),
        "halt": ("凌晨停车", "night halt"),
        "rest": ("驻休", "rest"),
        "standby": ("待命", "standby"),
        "from": ("起", "From"),
        "to": ("止", "To"),
        "activity": ("活动", "Activity"),
        "driver": ("驾驶员", "Driver"),
        "lasts": ("时长", "Lasts"),
        "close": ("关闭", "Close"),
        "driving": ("驾驶", "Driving"),
        # Left out
        "group": ("批次", "Group"),
        "reasons": ("原因", "Reasons"),
        "repair": ("最小补救", "Smallest repair"),
        "nobody_left_out": ("全部人员均已安排。", "Everyone is arranged."),
        # Cost
        "by_term": ("按费用项", "By term"),
        "by_payer": ("按出资方", "By payer"),
        "term": ("费用项", "Term"),
        "payer": ("出资方", "Payer"),
        "amount": ("金额（元）", "Amount (CNY)"),
        "share": ("占比", "Share"),
        "sum": ("合计", "Total"),
        "purchases": ("列车与航班采购", "Bought seats"),
        "offer": ("席位", "Offer"),
        "units": ("数量", "Units"),
        "proves": ("下界证明了什么", "What the bound proves"),
        # Audit
        "rule": ("规则", "Rule"),
        "article": ("依据", "Article"),
        "checked": ("次数", "Times"),
        "verdict": ("结论", "Verdict"),
        "passed": ("通过", "passed"),
        "broken": ("违反", "broken"),
        # Timeline
        "legend_board": ("上车", "boarding"),
        "legend_alight": ("下车", "alighting"),
        "legend_haul": ("在途", "on the way"),
        "legend_empty": ("空驶", "empty"),
        "legend_night": ("夜间", "night"),
        "legend_nohours": ("停驶时段", "no driving"),
        "timeline_hint": (
            "粗条为车辆，细条为每名驾驶员的驾驶时段。",
            "Broad bars are vehicles, thin ones each driver at the wheel.",
        ),
        # Compare
        "compare_title": ("方案对比", "Two plans side by side"),
        "plan_a": ("方案甲", "Plan A"),
        "plan_b": ("方案乙", "Plan B"),
        "difference": ("差额（乙−甲）", "Difference (B − A)"),
        "figure": ("指标", "Figure"),
        "choose_other": ("与另一方案对比", "Compare with another plan"),
        "no_other": ("没有可对比的其他方案。", "There is no other plan to compare with."),
        "by_group": ("按批次的变化", "What changes for each group"),
        "same_for_all": ("各批次的安排相同。", "Nothing changes for any group."),
        # Downloads
        "downloads": ("下载", "Downloads"),
        "dispatch": ("派车表 Excel", "Dispatch workbook"),
        "audit_sheet": ("合规核查表", "Audit sheet"),
        "single_map": ("地图文件", "Map file"),
        "print": ("打印", "Print"),
        # Errors
        "sign_in": ("登录", "Sign in"),
        "sign_out": ("退出", "Sign out"),
        "key": ("访问密钥", "API key"),
        "key_refused": ("密钥无效或已停用。", "That key is not known, or was revoked."),
    }
)


class Phrases:
    """The words of one language, for the templates."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._index = 0 if language == "zh" else 1

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with its values filled in.

        Raises:
            KeyError: there is no such key; a test renders every page, so that it shows.
        """
        text = WORDS[key][self._index]
        return text.format(**values) if values else text

    def phase(self, key: str) -> str:
        """An engine's phase as people read it; a phase unknown here stays as it is."""
        return self._named(PHASES, key)

    def phases(self) -> dict[str, str]:
        """Every phase, for the script that follows a job."""
        return {key: named[self._index] for key, named in PHASES.items()}

    def term(self, key: str) -> str:
        """A part of the cost."""
        return self._named(TERMS, key)

    def reason(self, code: str) -> str:
        """A code of people left out, in two or three words."""
        return self._named(REASONS, code)

    def _named(self, names: dict[str, tuple[str, str]], key: str) -> str:
        named = names.get(key)
        return key if named is None else named[self._index]


PHASES: dict[str, tuple[str, str]] = {
    "queued": ("等待开始", "waiting to start"),
    "prepare": ("读取数据与路程", "reading data and distances"),
    "plan": ("搜索更好的方案", "searching for better plans"),
    "proof": ("核对证明", "checking the proof"),
    "enumerate": ("枚举可行线路", "enumerating lawful routes"),
    "columns": ("枚举可行线路", "enumerating lawful routes"),
    "bound": ("证明下界", "proving the bound"),
    "search": ("搜索更好的方案", "searching for better plans"),
    "solve": ("搜索更好的方案", "searching for better plans"),
    "schedule": ("排定时刻与驾驶员", "setting times and crews"),
    "audit": ("独立核查", "independent audit"),
    "done": ("已完成", "done"),
    "cancelled": ("已取消", "cancelled"),
    "failed": ("失败", "failed"),
}

TERMS: dict[str, tuple[str, str]] = {
    "hire": ("包车费", "hire"),
    "distance": ("里程费", "distance"),
    "deadhead": ("空驶费", "deadhead"),
    "tolls": ("过路费", "tolls"),
    "drivers": ("驾驶员", "drivers"),
    "rail": ("铁路", "rail"),
    "air": ("航空", "air"),
    "tickets": ("自行购票补贴", "own tickets"),
    "hotel": ("住宿", "hotel"),
}

REASONS: dict[str, tuple[str, str]] = {
    "NO_FLEET": ("没有车辆", "no vehicle"),
    "SEATS": ("座位不足", "seats"),
    "TIME_WINDOW": ("时间窗", "time window"),
    "SHIFT_LENGTH": ("驾驶时长", "driving hours"),
    "DISTANCE": ("里程", "distance"),
    "VEHICLE_CLASS": ("车型不符", "vehicle class"),
    "UNREACHABLE": ("无法到达", "unreachable"),
    "RIDE_TIME": ("乘车时间", "ride time"),
    "REST_RULE": ("休息规定", "rest rule"),
    "PINNED": ("人工指定", "pinned"),
    "GROUP": ("同组同车", "kept together"),
    "NOT_TOGETHER": ("不得同车", "not together"),
    "TOO_MANY_STOPS": ("停靠过多", "too many stops"),
    "ZONE": ("区域", "zone"),
    "BELOW_MINIMUM_GROUP": ("不足成团人数", "below the minimum"),
    "TRAIN_FULL": ("车票售罄", "train full"),
    "MISSES_TRAIN_CHECK_IN": ("赶不上检票", "misses check-in"),
    "NO_SECOND_DRIVER": ("缺第二驾驶员", "no second driver"),
    "NIGHT_HALT_02_05": ("凌晨停车", "night halt"),
    "PERMIT_ENDPOINT": ("包车牌起讫地", "permit's home area"),
    "BAY_FULL": ("停车位满", "bays full"),
    "ROSTER_NOT_CLEARED": ("人员未核准", "not cleared"),
    "WORSE_THAN_TICKET_SUBSIDY": ("不如自行购票", "own ticket is cheaper"),
}
