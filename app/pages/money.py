"""Figures as people read them."""

from __future__ import annotations


def yuan(fen: int) -> str:
    """Whole yuan with thousands separators, rounded half up; the documents hold the fen."""
    sign = "−" if fen < 0 else ""
    return f"{sign}{(abs(fen) + 50) // 100:,}"


def kilometres(metres: int) -> str:
    """Whole kilometres with thousands separators."""
    return f"{(metres + 500) // 1_000:,}"


def percent(share: float, *, digits: int = 1) -> str:
    """A share of one as a percentage."""
    return f"{100 * share:.{digits}f}%"
