"""What papers are made of: a plan, and where there are, the people and the dispatch details."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from routing.artefacts.seating import Seat, Seated, Seating
from routing.formats.papers.masked import mask_name, mask_number, mask_phone
from routing.formats.plan_view import PlanView
from routing.formats.workbook.words import Word, in_language
from routing.model.details import Contact, DispatchDetails, RunDetails
from routing.model.roster import Person
from routing.model.runs import Run


@dataclass(frozen=True)
class PaperRequest:
    """One set of papers.

    Attributes:
        view: the plan with its names.
        seating: people on seats; without it papers have blank lines to fill in.
        details: plates, drivers, phones; without it these are left blank.
        full: names, numbers and phones as they are; masked otherwise.
    """

    view: PlanView
    seating: Seating | None = None
    details: DispatchDetails | None = None
    full: bool = False
    _by_run: dict[str, list[tuple[Seated, Seat]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index people by run."""
        by_run: dict[str, list[tuple[Seated, Seat]]] = {}
        for seated in self.seating.seated if self.seating is not None else ():
            for seat in seated.seats:
                by_run.setdefault(seat.run, []).append((seated, seat))
        for riders in by_run.values():
            riders.sort(key=lambda pair: (pair[1].board, pair[1].seat))
        object.__setattr__(self, "_by_run", by_run)

    def riders(self, run: Run) -> list[tuple[Seated, Seat]]:
        """Who sits on a run, in the order of stops and seats."""
        return self._by_run.get(run.id, [])

    def run_details(self, run: Run) -> RunDetails:
        """What was filled in for a run; blank where nothing was."""
        rows = self.details.runs if self.details is not None else ()
        return next((row for row in rows if row.run == run.id), RunDetails(run=run.id))

    def find_contact(self, place: str) -> Contact | None:
        """Whom to ask for at a place."""
        rows = self.details.contacts if self.details is not None else ()
        return next((row.contact for row in rows if row.place == place), None)

    def name(self, person: Person) -> str:
        """A name as this set may show it."""
        return person.name if self.full else mask_name(person.name)

    def id_number(self, person: Person) -> str:
        """An identity number as this set may show it."""
        number = person.id_number or ""
        return number if self.full else mask_number(number)

    def phone(self, person: Person) -> str:
        """A phone number as this set may show it."""
        number = person.phone or ""
        return number if self.full else mask_phone(number)

    def issue(self) -> str:
        """Which version of the dispatch details stands here and who signed it; else nothing."""
        details = self.details
        if details is None or not details.version:
            return ""
        language = self.view.language
        name = in_language(Word("派车细目", "Dispatch details"), language)
        signed = "；".join(
            f"{sign.role} {sign.name} {self.when(sign.at)}".strip() for sign in details.sign_offs
        )
        if signed:
            signed = f"{in_language(Word('签发', 'signed'), language)} {signed}"
        else:
            signed = in_language(Word("未签发", "not signed"), language)
        return f"{name} v{details.version} · {signed}"

    def when(self, moment: datetime) -> str:
        """Month, day and clock time at the scenario's place."""
        local = self.view.local(moment)
        if self.view.language == "zh":
            return f"{local.month}月{local.day}日 {local:%H:%M}"
        return f"{local:%d %b %H:%M}"


def contact_text(contact: Contact | None) -> str:
    """A name with its phone; empty where nobody is named."""
    return "" if contact is None else f"{contact.name} {contact.phone}".strip()
