"""Typst, offline and reproducible: a template of ours, data as JSON, a font from a package.

Typst keeps about four megabytes for each page it has set and gives nothing back, so a large paper
is set in parts, each in a process of its own: ``python -m routing.formats.typeset TEMPLATE`` reads
JSON and writes a PDF. This module therefore imports as little as can be.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import sans_path

TEMPLATES = Path(__file__).with_name("papers") / "templates"
CHILD_S = 300
"""No part takes a tenth of this; a child that hangs is ended."""


def typeset(template: Path, data: str) -> bytes:
    """The PDF of a template over the data; the same data gives the same bytes.

    Texts travel as JSON strings and are shown as text: typst never reads markup from them.
    """
    compiled = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=read_fonts(),
        format="pdf",
        sys_inputs={"data": data},
        timestamp=0,
        pdf_tags=False,
    )
    if not isinstance(compiled, bytes):
        raise TypeError("a PDF is one file")
    return compiled


def typeset_apart(template: Path, data: str) -> bytes:
    """As ``typeset``, in a process that takes its memory with it.

    Raises:
        CalledProcessError: the template cannot be set; nothing of the data is in the message.
    """
    done = subprocess.run(
        [sys.executable, "-m", "routing.formats.typeset", str(template)],
        input=data.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=CHILD_S,
        check=True,
    )
    return done.stdout


@cache
def read_fonts() -> typst.Fonts:
    """The Chinese font of the package, read once; nothing of the machine's."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(sans_path()).parent)],
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(Path(sys.argv[1]), sys.stdin.buffer.read().decode()))
