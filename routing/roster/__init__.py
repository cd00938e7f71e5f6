"""People's data, apart from everything else: checked, reconciled, seated, and then forgotten."""

from routing.roster.check import check_roster
from routing.roster.check_details import check_details
from routing.roster.reconcile import Balance, reconcile
from routing.roster.seats import seat_people

__all__ = ["Balance", "check_details", "check_roster", "reconcile", "seat_people"]
