"""Road tables kept on disk under what they answer, so that the next plan need not ask again."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from routing.model.base import Coordinate, Document
from routing.travel.road_client import Block, Cells


class StoredBlock(Document):
    """A block as a file."""

    distance_m: Cells
    duration_s: Cells


@dataclass(frozen=True, slots=True)
class BlockCache:
    """Blocks in a folder, each under the digest of engine, sources and targets.

    A file that cannot be read is a block that is not there. Writers do not disturb each other:
    a file appears whole or not at all.
    """

    folder: Path

    def key(
        self, identity: str, sources: Sequence[Coordinate], targets: Sequence[Coordinate]
    ) -> str:
        """Digest of everything the answer depends on."""
        points = "|".join(
            ";".join(f"{point.lat:.7f},{point.lon:.7f}" for point in side)
            for side in (sources, targets)
        )
        return hashlib.sha256(f"{identity}|{points}".encode()).hexdigest()

    def find(self, key: str) -> Block | None:
        """The block under a key; None where there is none."""
        try:
            stored = StoredBlock.model_validate_json(self.path(key).read_bytes())
        except (OSError, ValidationError):
            return None
        return Block(distance_m=stored.distance_m, duration_s=stored.duration_s)

    def keep(self, key: str, block: Block) -> None:
        """Store a block; a full or forbidden disk only means that it is asked for again."""
        text = StoredBlock(distance_m=block.distance_m, duration_s=block.duration_s)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
                file.write(text.model_dump_json().encode())
            Path(file.name).replace(self.path(key))
        except OSError:
            return

    def path(self, key: str) -> Path:
        """The file of a key."""
        return self.folder / f"{key}.json"
