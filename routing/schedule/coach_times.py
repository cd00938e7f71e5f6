"""Which lawful departure each coach takes: comfortable hours, no needless waiting, a free bay."""

from __future__ import annotations

from dataclasses import dataclass, replace

from routing.artefacts.problem import Problem
from routing.artefacts.solution import ChosenCoach
from routing.artefacts.timetable import Timetable
from routing.costing.coaches import calendar_days, driver_days
from routing.duties.relay import list_relays, write_relay
from routing.duties.timetable import Departure, list_timetables, write_timetable
from routing.model.fleet import HireBasis
from routing.model.runs import RunRole
from routing.schedule.bays import Conflict, Option, give_out_bays
from routing.schedule.chains import Chain, chain_task, find_chains, split_timetable
from routing.schedule.margins import Deadline, find_deadlines, late_fen, missing_slack_s
from routing.schedule.rest_places import with_rest_places
from routing.units import SECONDS_PER_DAY

MORNING_S = 6 * 3_600 + 1_800
EVENING_S = 21 * 3_600 + 1_800
"""Boarding or arriving outside these clock hours is unpleasant; comfort, no rule."""
SLACK_WEIGHS = 20
"""A second of slack that is missing weighs so many of waiting: a quarter of an hour of comfort is
given up for a minute and a half of it."""


@dataclass(frozen=True, slots=True)
class TimedCoach:
    """A chosen coach with its timetable."""

    coach: ChosenCoach
    timetable: Timetable


@dataclass(frozen=True, slots=True)
class ScheduleConflicts:
    """Every coach of a solution that could not be timed together with the others."""

    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class CoachTimes:
    """Timetables of the coaches that have one, and the conflicts of those that have none."""

    coaches: tuple[TimedCoach, ...]
    conflicts: ScheduleConflicts


def time_coaches(problem: Problem, coaches: tuple[ChosenCoach, ...]) -> CoachTimes:
    """Choose every vehicle's departure, those with the least freedom first.

    Money comes first: a departure never has more driver days or hire days than the cheapest, and
    where the goals price hours, none that takes longer. Where they price lateness
    (``late_fen_per_person``), what is expected of it is money too, so that time is bought where
    it pays. Among those the comfortable one is taken that finds a bay at each of its stops;
    being early by less than the travel model's error asks is uncomfortable. Who finds no bay among
    the cheap takes a dearer one; who finds none at all goes first in the next order, and the order
    that strands fewest people holds. Runs of one vehicle are timed together, by one crew.
    """
    options = [_option(problem, chain) for chain in find_chains(coaches)]
    options.sort(key=lambda o: (o.freedom, *_identity(o.chain[0])))
    best = give_out_bays(problem, options)
    timed: dict[str, TimedCoach] = {}
    conflicts: list[Conflict] = []
    for option in options:
        if option.key in best.departures:
            written = _write(problem, option, best.departures[option.key])
            timed |= {t.coach.key: t for t in written}
        else:
            conflicts += [replace(best.conflicts[option.key], key=c.key) for c in option.chain]
    return CoachTimes(
        tuple(timed[c.key] for c in coaches if c.key in timed),
        ScheduleConflicts(tuple(sorted(conflicts, key=lambda c: c.key))),
    )


def _identity(coach: ChosenCoach) -> tuple[str, tuple[str, ...], tuple[object, ...], str]:
    """What tells coaches apart whatever they are called; the key last, between equal ones."""
    places = tuple(stop.place for stop in coach.stops)
    loads = tuple((stop.board, stop.alight) for stop in coach.stops)
    return coach.fleet, places, loads, coach.key


def _option(problem: Problem, chain: Chain) -> Option:
    task = with_rest_places(problem, chain_task(problem, chain))
    drivers = max(coach.drivers for coach in chain)
    relay = chain[0].relay
    if relay is None:
        found = list_timetables(task, problem.policy.values, drivers=drivers)
    else:
        found = tuple(r.departure for r in list_relays(task, problem.policy.values, relay))
    wishes = _Wishes(problem, chain[0], drivers, find_deadlines(chain, task))
    ranked, freedom = wishes.ranked(found)
    return Option(chain, task, drivers, ranked, freedom)


def _write(problem: Problem, option: Option, departure: Departure) -> list[TimedCoach]:
    values = problem.policy.values
    relay = option.chain[0].relay
    if relay is None:
        whole = write_timetable(option.task, values, option.drivers, departure.result)
    else:
        runs = list_relays(option.task, values, relay)
        whole = write_relay(
            option.task,
            values,
            next(r for r in runs if r.departure.departs_s == departure.departs_s),
        )
    parts = split_timetable(option.chain, whole)
    return [TimedCoach(c, table) for c, table in zip(option.chain, parts, strict=True)]


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What makes one departure of a vehicle better than another."""

    problem: Problem
    coach: ChosenCoach
    drivers: int
    deadlines: tuple[Deadline, ...]

    def ranked(self, found: tuple[Departure, ...]) -> tuple[tuple[Departure, ...], int]:
        """Departures by what they cost, the most comfortable first; and how many cost least."""
        prices = [self.price(d) for d in found]
        keys = [
            (fen, self.discomfort_s(d), d.departs_s[0])
            for fen, d in zip(prices, found, strict=True)
        ]
        order = sorted(range(len(found)), key=keys.__getitem__)
        return tuple(found[n] for n in order), prices.count(min(prices)) if prices else 0

    def price(self, departure: Departure) -> tuple[int, int]:
        """Money that depends on the departure, fen, and the hours where the goals price them."""
        goals = self.problem.scenario.goals
        row = next(row for row in self.problem.scenario.fleet if row.id == self.coach.fleet)
        first_s, last_s = departure.departs_s[0], departure.arrives_s[-1]
        fen = row.driver_day_fen * self.drivers * driver_days(first_s, last_s)
        if row.hire_basis is HireBasis.DAY:
            fen += row.hire_fen * len(calendar_days(first_s, last_s))
        if goals.late_fen_per_person:
            fen += late_fen(
                self.deadlines,
                departure,
                mean_error=self.problem.matrix.mean_error,
                fen_per_person=goals.late_fen_per_person,
            )
        return fen, departure.elapsed_s if goals.ride_hour_fen_per_person else 0

    def discomfort_s(self, departure: Departure) -> int:
        """Seconds of travel, of unpleasant hours at either end, of waiting, of missing slack.

        A feeder is wanted late and a last mile early, a direct coach early but gently so.
        """
        coach = self.coach
        first_s, last_s = departure.departs_s[0], departure.arrives_s[-1]
        boards_s = first_s - coach.task.stops[0].service_s
        total_s = departure.elapsed_s + outside_day_s(boards_s) + outside_day_s(last_s)
        mean_error = self.problem.matrix.mean_error
        total_s += SLACK_WEIGHS * missing_slack_s(self.deadlines, departure, mean_error)
        if coach.role is RunRole.FEEDER:
            return total_s - first_s
        if coach.role is RunRole.LAST_MILE:
            return total_s + 4 * first_s
        return total_s + first_s // 8


def outside_day_s(instant_s: int) -> int:
    """How far a clock time lies from the pleasant hours of the day, seconds."""
    clock_s = instant_s % SECONDS_PER_DAY
    if clock_s < MORNING_S:
        return min(MORNING_S - clock_s, clock_s + SECONDS_PER_DAY - EVENING_S)
    return max(0, clock_s - EVENING_S)
