"""Documents checked before anything is planned: every defect at once, in both languages."""

from routing.validate.model_check import read_model
from routing.validate.plan_check import check_plan
from routing.validate.scenario_check import Checked, check_scenario
from routing.validate.season_check import check_season
from routing.validate.supply import check_supply

__all__ = ["Checked", "check_plan", "check_scenario", "check_season", "check_supply", "read_model"]
