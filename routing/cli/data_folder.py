"""Find the data folder: the one place where its default is decided."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

from routing.pipeline import DataFolder


def find_data_folder(given: str | None = None) -> DataFolder:
    """The folder with policies and reference tables.

    In order: the path given, the environment's ``ZHIDA_DATA``, ``data`` beside the source tree,
    and the shared data of an installed wheel.
    """
    chosen = given or os.environ.get("ZHIDA_DATA")
    if chosen:
        return DataFolder(Path(chosen))
    beside = Path(__file__).resolve().parents[2] / "data"
    if (beside / "policies").is_dir():
        return DataFolder(beside)
    return DataFolder(Path(sysconfig.get_path("data")) / "share" / "zhida" / "data")
