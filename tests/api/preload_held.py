"""A fork server that takes its time: it is not ready while a file ``hold`` stands by the diary."""

import os
import time
from pathlib import Path

from tests.api import preload

__all__ = ["preload"]

while Path(os.environ["ZHIDA_TEST_DIARY"]).with_name("hold").exists():
    time.sleep(0.1)
