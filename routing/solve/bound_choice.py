"""Bonds as rows of the integer program."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from routing.model.runs import RunRole
from routing.solve.bonds import Bond

if TYPE_CHECKING:
    from routing.solve.choice import ChoiceModel


def keep_bond(choice: ChoiceModel, bond: Bond) -> None:
    """Let the members of a bond travel in company only.

    Coaches that may carry some of each are one vehicle a slot.
    """
    if bond.partly:
        _meet_somewhere(choice, bond)
        return
    _ride_in_company(choice, bond)


def _both(
    choice: ChoiceModel, bond: Bond
) -> list[tuple[dict[int, cp_model.LinearExprT], cp_model.IntVar]]:
    """People by item of every slot, with whether somebody of the company is in it."""
    model, items = choice.model, choice.instance.items
    found = []
    for slot in choice.slots:
        if any(items[e].demand in bond.members for e in slot.people):
            company = [x for e, x in slot.people.items() if items[e].demand in bond.company]
            held = model.new_bool_var("")
            model.add(cp_model.LinearExpr.sum(company) >= held)
            found.append((slot.people, held))
    return found


def _ride_in_company(choice: ChoiceModel, bond: Bond) -> None:
    """Every direct coach of a member holds some of the company, and one coach of every ride."""
    model, instance = choice.model, choice.instance
    accompanied: dict[int, cp_model.IntVar] = defaultdict(lambda: model.new_bool_var(""))
    for people, held in _both(choice, bond):
        for e, x in people.items():
            item = instance.items[e]
            if item.demand not in bond.members:
                continue
            everybody = instance.demands[item.demand].people
            if item.role is RunRole.DIRECT:
                model.add(x <= everybody * held)
            else:
                model.add(x <= everybody * (1 + held - accompanied[e]))
    for ride, x in zip(instance.rides, choice.rides, strict=True):
        if ride.demand in bond.members:
            coaches = [accompanied[e] for e in (ride.feeder, ride.last_mile) if e in accompanied]
            everybody = instance.demands[ride.demand].people
            model.add(x <= everybody * cp_model.LinearExpr.sum(coaches))
    for d in bond.members:
        model.add(choice.own[d] == 0)


def _meet_somewhere(choice: ChoiceModel, bond: Bond) -> None:
    """Some of each are in one coach, or all members stay."""
    model, instance = choice.model, choice.instance
    meetings: list[cp_model.IntVar] = []
    for people, held in _both(choice, bond):
        mine = [x for e, x in people.items() if instance.items[e].demand in bond.members]
        meets = model.new_bool_var("")
        model.add(cp_model.LinearExpr.sum(mine) >= meets)
        model.add(meets <= held)
        meetings.append(meets)
    everybody = sum(instance.demands[d].people for d in bond.members)
    left = cp_model.LinearExpr.sum([choice.left[d] for d in bond.members])
    model.add(everybody - left <= everybody * cp_model.LinearExpr.sum(meetings))
