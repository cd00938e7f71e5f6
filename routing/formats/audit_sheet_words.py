"""The audit sheet's own words in both languages."""

from __future__ import annotations

from routing.model.base import LocalisedText


def _word(zh: str, en: str) -> LocalisedText:
    return LocalisedText(zh=zh, en=en)


WORDS = {
    "sheet": _word("合规核查表", "Audit sheet"),
    "intro": _word(
        "由独立核查程序根据情景与计划文件重算，不采用求解程序的任何中间结果。",
        "Worked out anew from the scenario and the plan by an independent checker that takes "
        "nothing from the solver.",
    ),
    "passed": _word("全部通过", "All rules hold"),
    "failed": _word("存在违规", "Rules are broken"),
    "not_audited": _word("尚未核查", "Not audited"),
    "policy": _word("规则档", "Policy profile"),
    "carried": _word("运送人数", "People carried"),
    "left_out": _word("未安排人数", "People left out"),
    "total": _word("总费用（元）", "Total (CNY)"),
    "scenario": _word("情景校验码", "Scenario SHA-256"),
    "breaches": _word("违规项", "Breaches"),
    "law": _word("法规与规则参数", "Law and policy"),
    "other": _word("人数、车辆、衔接、费用", "People, vehicles, transfers, money"),
    "charters": _word("包车备案信息", "Charter filing"),
    "code": _word("代码", "Code"),
    "rule": _word("规则", "Rule"),
    "article": _word("依据条款", "Article"),
    "source": _word("来源", "Source"),
    "checked": _word("核查次数", "Checked"),
    "measured": _word("最紧实测值", "Tightest value"),
    "limit": _word("限值", "Limit"),
    "margin": _word("余量", "Margin"),
    "verdict": _word("结论", "Verdict"),
    "pass": _word("合格", "pass"),
    "fail": _word("违规", "FAIL"),
    "not_met": _word("未涉及", "not met"),
    "cause": _word("说明", "What"),
    "remedy": _word("处理办法", "Remedy"),
    "where": _word("位置", "Where"),
    "run": _word("班次", "Run"),
    "vehicle": _word("车辆", "Vehicle"),
    "plate": _word("车牌号", "Plate"),
    "operator": _word("承运企业", "Operator"),
    "drivers": _word("驾驶员", "Drivers"),
    "origin": _word("起点", "From"),
    "destination": _word("终点", "To"),
    "via": _word("途经上下客点", "Via"),
    "distance": _word("里程（公里）", "Distance (km)"),
    "valid": _word("有效期", "Valid"),
    "signed": _word("核查人签字", "Checked by"),
    "date": _word("日期", "Date"),
}
