"""Make the fork server warm: what every solve would load first, its children have from the start.

A child that is forked cold spends 1 to 2 s of CPU on loading machine code and the road skeleton
before it plans anything; one that is forked warm plans the small scenario in a twentieth of a
second. So the fork server plans it once. It does so only where the engine's machine code is kept
already: to compile it takes minutes, in which no child could be started and no job be stopped.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.jobs.small_scenario import SMALL_SCENARIO
from routing.cli.data_folder import find_data_folder
from routing.model.scenario import Scenario
from routing.pipeline import plan_scenario
from routing.solve.anneal import anneal

if TYPE_CHECKING:
    from numba.core.dispatcher import Dispatcher


def warm_up() -> bool:
    """Plan the small scenario, and forget the plan; whether that was worth doing.

    The data folder is the one that the environment names (``find_data_folder``).
    """
    if not is_compiled():
        return False
    try:
        plan_scenario(
            Scenario.model_validate_json(json.dumps(SMALL_SCENARIO)), data=find_data_folder()
        )
    except Exception:
        # Whatever it is, each job meets it again and reports it; the fork server has to live.
        return False
    return True


def is_compiled() -> bool:
    """Whether machine code of the engine as it stands is kept on this machine."""
    kept = Path(cast("Dispatcher", anneal).stats.cache_path or "")
    return any(kept.glob("anneal.anneal-*.nbi"))
