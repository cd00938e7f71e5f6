"""What can go wrong with a job, as findings in both languages."""

from __future__ import annotations

from routing.model.base import LocalisedText
from routing.model.findings import Finding, Severity


def _finding(code: str, *, cause: tuple[str, str], remedy: tuple[str, str]) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        pointer="",
        cause=LocalisedText(zh=cause[0], en=cause[1]),
        remedy=LocalisedText(zh=remedy[0], en=remedy[1]),
    )


def worker_lost(attempts: int) -> Finding:
    """The solver died on every attempt."""
    return _finding(
        "WORKER_LOST",
        cause=(
            f"求解进程连续 {attempts} 次意外终止。",
            f"The solver process died {attempts} times in a row.",
        ),
        remedy=(
            "检查内存是否足够（ZHIDA_SOLVE_MAX_MB），或改用较低的求解力度后重新提交。",
            "See whether it has enough memory (ZHIDA_SOLVE_MAX_MB), or submit again with less "
            "effort.",
        ),
    )


def out_of_memory() -> Finding:
    """The solve wanted more memory than allowed."""
    return _finding(
        "OUT_OF_MEMORY",
        cause=("求解超出允许的内存。", "The solve needed more memory than it may use."),
        remedy=(
            "提高 ZHIDA_SOLVE_MAX_MB，或拆分任务。",
            "Raise ZHIDA_SOLVE_MAX_MB, or split the operation.",
        ),
    )


def stopped_without_plan() -> Finding:
    """It was cancelled before there was any plan to keep."""
    return _finding(
        "STOPPED_WITHOUT_PLAN",
        cause=(
            "取消时尚未得到任何可行方案。",
            "It was cancelled before there was a plan to keep.",
        ),
        remedy=("重新提交，并多等一会儿。", "Submit it again and give it longer."),
    )


def time_limit(seconds: int) -> Finding:
    """The server's own bound was reached before there was any plan."""
    return _finding(
        "TIME_LIMIT",
        cause=(
            f"在服务器限定的 {seconds} 秒内没有得到方案。",
            f"There was no plan within the server's bound of {seconds} s.",
        ),
        remedy=(
            "改用较低的求解力度，或提高 ZHIDA_SOLVE_MAX_S。",
            "Use less effort, or raise ZHIDA_SOLVE_MAX_S.",
        ),
    )


def provider_failed(detail: str) -> Finding:
    """No distances could be had."""
    return _finding(
        "TRAVEL_PROVIDER_FAILED",
        cause=(
            f"路程数据源没有给出结果：{detail}",
            f"The travel provider gave no distances: {detail}",
        ),
        remedy=(
            "检查路网服务，或把 travel.provider 改为 great_circle。",
            "See to the road engine, or set travel.provider to great_circle.",
        ),
    )


def internal(kind: str) -> Finding:
    """A defect of the product; the log holds the trace."""
    return _finding(
        "INTERNAL",
        cause=(f"程序内部错误（{kind}）。", f"An internal error ({kind})."),
        remedy=(
            "请把日志与输入文件交给维护人员。",
            "Hand the log and the input to the maintainers.",
        ),
    )
