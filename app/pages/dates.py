"""Dates as planners say them: the solar day with its weekday, and the lunar day beside it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from lunardate import LunarDate

from routing.ports.renderer import Language

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
TENS = ("初", "十", "廿", "三")
ONES = ("十", "一", "二", "三", "四", "五", "六", "七", "八", "九")
ROUND_DAYS = {10: "初十", 20: "二十", 30: "三十"}
LUNAR_YEARS = range(1901, 2099)


class Clock:
    """Speaks a scenario's moments in one language, on its own clock."""

    def __init__(self, zone: ZoneInfo, language: Language) -> None:
        self._zone = zone
        self._language = language

    def local(self, moment: datetime) -> datetime:
        """The moment on the scenario's clock."""
        return moment.astimezone(self._zone)

    def time(self, moment: datetime) -> str:
        """``07:05``."""
        return self.local(moment).strftime("%H:%M")

    def day(self, moment: datetime) -> str:
        """``2月24日 周二`` or ``Tue 24 Feb``."""
        local = self.local(moment)
        if self._language == "zh":
            return f"{local.month}月{local.day}日 周{WEEKDAYS['zh'][local.weekday()]}"
        return f"{WEEKDAYS['en'][local.weekday()]} {local.day} {local:%b}"

    def brief(self, moment: datetime) -> str:
        """``2月24日`` or ``24 Feb``."""
        local = self.local(moment)
        if self._language == "zh":
            return f"{local.month}月{local.day}日"
        return f"{local.day} {local:%b}"

    def short(self, moment: datetime) -> str:
        """``24日 07:05`` or ``24 Feb 07:05``."""
        local = self.local(moment)
        day = f"{local.day}日" if self._language == "zh" else f"{local.day} {local:%b}"
        return f"{day} {local:%H:%M}"

    def lunar(self, moment: datetime) -> str:
        """The lunar day, ``正月初八`` or ``lunar 1-08``; empty outside the calendar's years."""
        return lunar_day(self.local(moment).date(), self._language)

    def span(self, seconds: float) -> str:
        """``14小时05分`` or ``14 h 05``."""
        minutes = round(seconds / 60)
        hours, rest = divmod(minutes, 60)
        if self._language == "zh":
            return f"{hours}小时{rest:02d}分" if hours else f"{rest}分"
        return f"{hours} h {rest:02d}" if hours else f"{rest} min"


def lunar_day(day: date, language: Language) -> str:
    """A solar day's lunar name; empty outside the calendar's years."""
    if day.year not in LUNAR_YEARS:
        return ""
    lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    leap = "闰" if lunar.is_leap_month else ""
    if language == "en":
        return f"lunar {'leap ' if leap else ''}{lunar.month}-{lunar.day:02d}"
    return f"{leap}{MONTHS[lunar.month - 1]}月{_lunar_number(lunar.day)}"


def _lunar_number(day: int) -> str:
    """初一 … 初十, 十一 … 二十, 廿一 … 三十; ones of 0 only ever come with the round days."""
    tens, ones = divmod(day, 10)
    return ROUND_DAYS.get(day) or TENS[tens] + ONES[ones]
