"""A season's plan as its page shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from lunardate import LunarDate

from routing.formats.masking import choose_language
from routing.formats.season_words import WORDS
from routing.model.season import CoachUse, SeasonCoach, SeasonScenario
from routing.model.season_plan import PartKind, SeasonPlan
from routing.ports.renderer import Language

WEEK = 7
DARK_FROM = 0.55
BAR, GAP, TALL, ROOM = 26, 4, 90, 18
LUNAR_YEARS = range(1901, 2099)


@dataclass(frozen=True, slots=True)
class Card:
    """A total."""

    label: str
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    solar: str
    lunar: str
    people: str
    detail: str
    wave: str
    depth: float
    dark: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """People to a city on a day."""

    people: int
    depth: float
    dark: bool


@dataclass(frozen=True, slots=True)
class City:
    """A row of the table of cities."""

    name: str
    cells: tuple[Cell, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Vehicles away on a day."""

    x: int
    y: int
    width: int
    height: int
    says: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A label of a chart."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Use of one row's vehicles."""

    name: str
    says: str
    width: int
    height: int
    top: str
    bars: tuple[Bar, ...]
    limit: str
    marks: tuple[Mark, ...]


class SeasonView:
    """What the page's template reads."""

    def __init__(self, season: SeasonScenario, plan: SeasonPlan, language: Language) -> None:
        self._season = season
        self._plan = plan
        self._language = language
        self._words = WORDS[language]
        length = (season.last_day - season.first_day).days + 1
        self._dates = [season.first_day + timedelta(days=n) for n in range(length)]
        self.days = [f"{d.month}-{d.day}" for d in self._dates]

    def _say(self, word: str, **values: object) -> str:
        return str(self._words[word]).format(**values)

    @property
    def title(self) -> str:
        """The season's title, or its id."""
        title = self._season.title
        return self._season.id if title is None else choose_language(title, self._language)

    @property
    def span(self) -> str:
        """First and last day."""
        return f"{self._season.first_day} – {self._season.last_day}"

    @property
    def planned_on(self) -> str:
        """When it was planned."""
        return str(self._season.planned_on)

    @property
    def proves(self) -> str:
        """What the bound proves."""
        return choose_language(self._plan.certificate.proves, self._language)

    @property
    def changed(self) -> str:
        """What planning again has changed; empty in a first plan."""
        changed = self._plan.changed
        if changed is None:
            return ""
        return self._say(
            "changed",
            untouched=changed.untouched,
            moved=changed.moved,
            price=yuan(changed.move_fen_per_person),
            before=yuan(changed.cost_before_fen),
        )

    @property
    def cards(self) -> list[Card]:
        """Totals."""
        plan, certificate = self._plan, self._plan.certificate
        left = sum(x.people for x in plan.left_out)
        # Whoever stayed away from one coach and goes by another is in two parts.
        everybody = sum(g.people for g in self._season.groups)
        trips = [t for t in plan.trips if self._use(t.fleet) is CoachUse.DIRECT]
        passed = plan.audit is not None and plan.audit.passed
        return [
            Card(self._say("carried"), f"{everybody - left:,}"),
            Card(self._say("left"), f"{left:,}", "bad" if left else ""),
            Card(self._say("money"), yuan(plan.cost.total_fen)),
            Card(self._say("bound"), yuan(certificate.lower_bound_fen)),
            Card(self._say("gap"), f"{certificate.gap:.2%}"),
            Card(self._say("trips"), f"{len(trips):,}"),
            Card(self._say("vehicles"), f"{len({(t.fleet, t.number) for t in trips}):,}"),
            Card(
                self._say("audit"),
                self._say("passed" if passed else "failed"),
                "good" if passed else "bad",
            ),
        ]

    def _use(self, fleet: str) -> CoachUse | None:
        return next((r.use for r in self._season.fleet if r.id == fleet), None)

    @cached_property
    def _by_day(self) -> dict[date, dict[bool, int]]:
        """People by day, those on trains and flights apart."""
        found: dict[date, dict[bool, int]] = defaultdict(lambda: {True: 0, False: 0})
        for part in self._plan.parts:
            rail = part.assignment.kind is PartKind.SERVICE
            found[part.assignment.day][rail] += int(part.people)
        return found

    @property
    def weeks(self) -> list[list[Day | None]]:
        """The calendar, Monday first."""
        most = max((sum(n.values()) for n in self._by_day.values()), default=1) or 1
        cells: list[Day | None] = [None] * self._dates[0].weekday()
        cells += [self._day(d, most) for d in self._dates]
        cells += [None] * (-len(cells) % WEEK)
        return [cells[i : i + WEEK] for i in range(0, len(cells), WEEK)]

    def _day(self, day: date, most: int) -> Day:
        people = self._by_day.get(day, {True: 0, False: 0})
        total = sum(people.values())
        depth = round(0.85 * total / most, 3)
        waves = [
            choose_language(w.name, self._language) for w in self._season.waves if w.day == day
        ]
        return Day(
            solar=f"{day.month}-{day.day}",
            lunar=lunar(day),
            people=f"{total:,}",
            detail=self._say("by_means", coach=people[False], rail=people[True]),
            wave=" · ".join(waves),
            depth=depth,
            dark=depth > DARK_FROM,
        )

    @property
    def cities(self) -> list[City]:
        """People by city or service and day, the largest first."""
        found: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
        numbers = {s.id: s.number for s in self._season.services}
        for part in self._plan.parts:
            subject = part.assignment.subject
            name = numbers.get(subject, subject)
            if part.assignment.kind is PartKind.HOMEWARD:
                name = f"← {name}"
            found[name][part.assignment.day] += int(part.people)
        most = max((n for row in found.values() for n in row.values()), default=1) or 1
        order = sorted(found, key=lambda name: (-sum(found[name].values()), name))
        return [
            City(
                name,
                tuple(_cell(found[name].get(d, 0), most) for d in self._dates),
                f"{sum(found[name].values()):,}",
            )
            for name in order
        ]

    @property
    def charts(self) -> list[Chart]:
        """A chart for each row that carries people all the way."""
        return [
            self._chart(row)
            for row in self._season.fleet
            if row.use is CoachUse.DIRECT and any(t.fleet == row.id for t in self._plan.trips)
        ]

    def _chart(self, row: SeasonCoach) -> Chart:
        away = [self._away(row, d) for d in self._dates]
        counts = [count_on(row, d) for d in self._dates]
        top = max(*away, *counts, 1)
        bars, marks, limit = [], [], []
        for i, (day, used, count) in enumerate(zip(self._dates, away, counts, strict=True)):
            x = i * (BAR + GAP)
            height = round(TALL * used / top)
            says = self._say("away", day=day, away=used, count=count)
            bars.append(Bar(x, ROOM + TALL - height, BAR, height, says))
            level = ROOM + TALL - round(TALL * count / top)
            limit += [f"{x},{level}", f"{x + BAR + GAP},{level}"]
            marks.append(Mark(x + BAR // 2, ROOM + TALL + 14, f"{day.month}-{day.day}"))
        name = row.id if row.name is None else choose_language(row.name, self._language)
        return Chart(
            name=name,
            says=f"{name}: {max(away)} / {max(counts)}",
            width=len(bars) * (BAR + GAP),
            height=ROOM + TALL + 20,
            top=str(top),
            bars=tuple(bars),
            limit=" ".join(limit),
            marks=tuple(marks),
        )

    def _away(self, row: SeasonCoach, day: date) -> int:
        """Vehicles that are on a trip at some time of a day; hired ones on the day they leave."""
        if not row.comes_back:
            return sum(1 for t in self._plan.trips if t.fleet == row.id and t.day == day)
        numbers = {
            t.number
            for t in self._plan.trips
            if t.fleet == row.id and t.leaves.date() <= day <= t.free.date()
        }
        return len(numbers)

    @property
    def purchases(self) -> list[dict[str, str]]:
        """What to book, by deadline."""
        numbers = {s.id: s.number for s in self._season.services}
        return [
            {
                "by": "–" if p.book_by is None else p.book_by.strftime("%Y-%m-%d %H:%M"),
                "service": numbers.get(p.service, p.service),
                "day": str(p.day),
                "offer": p.offer,
                "units": f"{p.units}",
                "people": f"{p.people:,}",
                "cost": yuan(p.cost_fen),
            }
            for p in self._plan.purchases
        ]

    @property
    def waits(self) -> list[dict[str, str]]:
        """Mean waits, longest first."""
        names = {p.id: choose_language(p.name, self._language) for p in self._season.places}
        return [
            {
                "name": names.get(w.subject, w.subject),
                "people": f"{w.people:,}",
                "days": f"{w.mean_days:.1f}",
            }
            for w in self._plan.equity.waits
        ]

    @property
    def left_out(self) -> list[dict[str, str]]:
        """Who is not carried."""
        return [
            {
                "group": x.group,
                "people": f"{x.people:,}",
                "reason": choose_language(x.reason, self._language),
            }
            for x in self._plan.left_out
        ]

    @property
    def rules(self) -> list[dict[str, object]]:
        """The season's audit, rule by rule."""
        checks = () if self._plan.audit is None else self._plan.audit.rules
        return [
            {
                "code": c.code,
                "title": choose_language(c.title, self._language),
                "checked": c.checked,
                "passed": c.passed,
            }
            for c in checks
        ]


def count_on(row: SeasonCoach, day: date) -> int:
    """Vehicles of a row that there are on a day."""
    own = [int(d.count) for d in row.days if d.first_day <= day <= d.last_day]
    return own[0] if own else int(row.count)


def lunar(day: date) -> str:
    """Month and day of the lunar year, ``1-6`` for 正月初六; empty outside the calendar's years."""
    if day.year not in LUNAR_YEARS:
        return ""
    found = LunarDate.from_solar_date(day.year, day.month, day.day)
    return f"☾{found.month}-{found.day}"


def yuan(fen: int) -> str:
    """Money as it is shown."""
    return f"{fen / 100:,.0f}"


def _cell(people: int, most: int) -> Cell:
    depth = round(0.85 * people / most, 3)
    return Cell(people, depth, depth > DARK_FROM)
