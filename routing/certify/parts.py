"""The parts of the search space that leaves speak of, and whether they leave anything out."""

from __future__ import annotations

from collections import defaultdict

from routing.model.certificate import CertificateLeaf

Bounds = dict[str, tuple[int, int | None]]
"""Subject of a branching to its least and its most; None where there is no most."""


def read_branching(text: str) -> tuple[str, bool, int]:
    """Subject, whether at least, and the number.

    Raises:
        ValueError: the text is no branching.
    """
    subject, sign, number = text.rsplit(" ", 2)
    if sign not in {">=", "<="} or not subject.startswith(("units:", "vehicles:")):
        raise ValueError(f"no branching: {text}")
    return subject, sign == ">=", int(number)


def bounds_of(leaf: CertificateLeaf) -> Bounds:
    """The bounds that a leaf's branchings leave."""
    found: Bounds = {}
    for text in leaf.branchings:
        subject, at_least, number = read_branching(text)
        low, high = found.get(subject, (0, None))
        if at_least:
            low = max(low, number)
        else:
            high = number if high is None else min(high, number)
        found[subject] = low, high
    return found


def find_gap(paths: list[tuple[str, ...]]) -> str | None:
    """A part that no leaf covers, as the branchings that lead there; None when all are covered.

    Every subject is a whole number, so that two sides of which one begins where the other ends
    leave nothing out. Leaves are read as the tree they were made by: leaves that share a path go
    on by branching on one subject.
    """
    if any(not p for p in paths):
        return None
    below: dict[tuple[str, int], list[tuple[str, ...]]] = defaultdict(list)
    above: dict[tuple[str, int], list[tuple[str, ...]]] = defaultdict(list)
    for first, *rest in paths:
        subject, at_least, number = read_branching(first)
        (above if at_least else below)[subject, number].append(tuple(rest))
    gap = next(iter(sorted(p[0] for p in paths)), "everything")
    for (subject, most), under in sorted(below.items()):
        over = above.get((subject, most + 1))
        if over is None:
            continue
        missing = [
            f"{side}, {found}" if found else side
            for side, found in (
                (f"{subject} <= {most}", find_gap(under)),
                (f"{subject} >= {most + 1}", find_gap(over)),
            )
            if found is not None
        ]
        if not missing:
            return None
        gap = missing[0]
    return gap
