"""Rosters for a scenario: as many people as its groups have, with families and village teams.

Nobody real: names are made up, and identity numbers are drawn and given their check digit.
"""

from __future__ import annotations

from random import Random

from stdnum.cn import ric

from routing.model.roster import Person, Roster
from routing.model.scenario import Scenario

SURNAMES = "王李张刘陈杨赵黄周吴"
GIVEN = "伟芳娜敏静丽强磊军洋"
COUNTIES = ("530624", "451425", "533321")


def build_roster(scenario: Scenario, *, seed: int = 0) -> Roster:
    """One person for each traveller, families of up to four, teams of up to twelve."""
    random = Random(seed)
    people: list[Person] = []
    for group in sorted(scenario.groups, key=lambda g: g.id):
        family = team = left_in_family = left_in_team = 0
        for _ in range(group.people):
            if not left_in_family:
                family, left_in_family = family + 1, random.choice((1, 1, 2, 3, 4))
            if not left_in_team:
                team, left_in_team = team + 1, random.randint(4, 12)
            left_in_family -= 1
            left_in_team -= 1
            people.append(_person(random, group.id, len(people), f"{family}", f"{team}"))
    return Roster(id=f"roster-{scenario.id}", people=tuple(people))


def identity_number(random: Random, *, year: int | None = None) -> str:
    """A number of which every check holds."""
    birth_year = year or random.randint(1965, 2003)
    born = f"{birth_year}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    stem = f"{random.choice(COUNTIES)}{born}{random.randint(0, 999):03d}"
    return stem + ric.calc_check_digit(stem + "0")


def _person(random: Random, group: str, number: int, family: str, team: str) -> Person:
    name = random.choice(SURNAMES) + "".join(random.sample(GIVEN, random.choice((1, 2))))
    return Person(
        token=f"p{number:05d}",
        name=name,
        id_number=identity_number(random),
        phone=f"139{random.randint(0, 99_999_999):08d}",
        group=group,
        family=f"f{family}",
        team=f"t{team}",
        township=group.split("--")[0],
    )
