"""Findings in the order in which a reader meets them in the file."""

from __future__ import annotations

from collections.abc import Iterable

from routing.model.findings import Finding


def in_document_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors before warnings, each by pointer with list entries counted as numbers; no repeats."""
    unique = {(f.pointer, f.code): f for f in reversed(list(findings))}
    return tuple(sorted(unique.values(), key=lambda f: (f.severity, natural(f.pointer), f.code)))


def natural(pointer: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which entry 9 comes before entry 10."""
    steps = pointer.split("/")
    return tuple((0, int(s), "") if s.isdecimal() else (1, 0, s) for s in steps)
