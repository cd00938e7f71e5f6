"""A sweep as one picture: money against hours, the plans that nothing beats joined by a line."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from routing.formats.workbook.words import Word, in_language
from routing.model.sweep import Row, Sweep
from routing.ports.renderer import Language

WIDTH, HEIGHT = 900, 520
LEFT, RIGHT, TOP, BOTTOM = 90, 30, 40, 60
TICKS = 5
MONEY = Word("费用（元）", "Cost (yuan)")
HOURS = Word("平均全程（小时）", "Mean journey, door to gate (h)")
TITLE = Word("方案对比：每点一个方案", "Plans compared: one dot each")
FEWER = Word("空心：有人未安排", "hollow: people left out")
LABELLED = 24
"""With more dots than this only the marked ones are named."""
Scale = Callable[[float], float]


def render_sweep_chart(sweep: Sweep, *, language: Language) -> bytes:
    """The picture as SVG, readable without any script or network."""
    rows = sweep.rows
    x = _scale([row.journey_mean_s / 3_600 for row in rows], LEFT, WIDTH - RIGHT)
    y = _scale([row.total_fen / 100 for row in rows], HEIGHT - BOTTOM, TOP)
    most = max((row.carried for row in rows), default=0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT + 40, 20, _title(rows, most, language=language)),
        *_axis_x(rows, x),
        *_axis_y(rows, y),
        _text(WIDTH - RIGHT, HEIGHT - 12, in_language(HOURS, language), anchor="end"),
        _text(8, TOP - 16, in_language(MONEY, language)),
        _front(rows, x, y),
        *(_dot(row, x, y, full=row.carried == most) for row in rows),
        *(_name(row, x, y) for row in rows if row.best or len(rows) <= LABELLED),
        "</svg>",
    ]
    return "\n".join(parts).encode()


def _title(rows: tuple[Row, ...], most: int, *, language: Language) -> str:
    """The title; what hollow dots mean is said where there are any."""
    words = [TITLE] + [FEWER] * any(row.carried < most for row in rows)
    return " · ".join(in_language(word, language) for word in words)


def _scale(values: list[float], low: float, high: float) -> Scale:
    """A linear scale with a little room at both ends."""
    least, most = min(values, default=0.0), max(values, default=1.0)
    room = (most - least) * 0.08 or max(1.0, abs(most) * 0.05)
    first, span = least - room, most - least + 2 * room
    return lambda value: low + (value - first) / span * (high - low)


def _ticks(values: list[float]) -> list[float]:
    least, most = min(values, default=0.0), max(values, default=1.0)
    return sorted({least + (most - least) * i / (TICKS - 1) for i in range(TICKS)})


def _axis_x(rows: tuple[Row, ...], x: Scale) -> list[str]:
    base = HEIGHT - BOTTOM
    lines = [f'<path d="M{LEFT} {base}H{WIDTH - RIGHT}" stroke="#888"/>']
    for value in _ticks([row.journey_mean_s / 3_600 for row in rows]):
        lines.append(f'<path d="M{x(value):.1f} {base}v5" stroke="#888"/>')
        lines.append(_text(x(value), base + 20, f"{value:.1f}", anchor="middle"))
    return lines


def _axis_y(rows: tuple[Row, ...], y: Scale) -> list[str]:
    lines = [f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}" stroke="#888"/>']
    for value in _ticks([row.total_fen / 100 for row in rows]):
        lines.append(f'<path d="M{LEFT} {y(value):.1f}h{WIDTH - RIGHT - LEFT}" stroke="#eee"/>')
        lines.append(_text(LEFT - 8, y(value) + 4, f"{value:,.0f}", anchor="end"))
    return lines


def _front(rows: tuple[Row, ...], x: Scale, y: Scale) -> str:
    """A line through the plans that none beats in both, the fastest first."""
    best = sorted((r for r in rows if "front" in r.best), key=lambda r: r.journey_mean_s)
    points = " ".join(f"{_x(r, x):.1f},{_y(r, y):.1f}" for r in best)
    return f'<polyline points="{points}" fill="none" stroke="#12507B" stroke-width="1.5"/>'


def _dot(row: Row, x: Scale, y: Scale, *, full: bool) -> str:
    fill = "none" if not full else "#12507B" if "front" in row.best else "#9DB7C9"
    return (
        f'<circle cx="{_x(row, x):.1f}" cy="{_y(row, y):.1f}" r="5" fill="{fill}" '
        'stroke="#12507B"/>'
    )


def _name(row: Row, x: Scale, y: Scale) -> str:
    at, label = _x(row, x), " · ".join(row.labels)
    if at > 0.75 * WIDTH:  # to the left, so that it stays on the picture
        return _text(at - 8, _y(row, y) - 6, label, anchor="end")
    return _text(at + 8, _y(row, y) - 6, label)


def _x(row: Row, x: Scale) -> float:
    return x(row.journey_mean_s / 3_600)


def _y(row: Row, y: Scale) -> float:
    return y(row.total_fen / 100)


def _text(x: float, y: float, text: str, *, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
