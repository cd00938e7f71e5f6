"""A small file system of its own, in memory, that really runs full. Only root may mount one."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

BLOCK = 4_096


class Disk:
    """Room for so many mebibytes. Use as a context manager: leaving unmounts it."""

    def __init__(self, mebibytes: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="zhida-disk-"))
        self._ballast = self.folder / "ballast"
        options = f"size={mebibytes}m,mode=0755"
        self._run("mount", "-t", "tmpfs", "-o", options, "zhida-disk", str(self.folder))

    def __enter__(self) -> Disk:
        return self

    def __exit__(self, *_: object) -> None:
        self._run("umount", "--lazy", str(self.folder))
        self.folder.rmdir()

    def fill(self) -> None:
        """Leave no room for another block."""
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * BLOCK)
            except OSError:
                return

    def clear(self) -> None:
        """Give the room back."""
        self._ballast.unlink()

    def _run(self, *words: str) -> None:
        subprocess.run(words, check=True)
