"""The most that passes through a small network, to answer whether all can be placed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

SOURCE = "source"
SINK = "sink"


def most_through(pipes: Iterable[tuple[str, str, int]]) -> int:
    """The maximum flow from ``SOURCE`` to ``SINK`` (Edmonds and Karp, shortest paths first).

    ``pipes`` are (from, to, room); pipes between the same two nodes add up.
    """
    room: dict[str, dict[str, int]] = {SOURCE: {}, SINK: {}}
    for start, end, most in pipes:
        room.setdefault(start, {})[end] = room.get(start, {}).get(end, 0) + most
        room.setdefault(end, {}).setdefault(start, 0)
    total = 0
    while path := _shortest_path(room):
        push = min(room[a][b] for a, b in path)
        for a, b in path:
            room[a][b] -= push
            room[b][a] += push
        total += push
    return total


def _shortest_path(room: dict[str, dict[str, int]]) -> list[tuple[str, str]]:
    """Edges of a shortest way with room left, or nothing."""
    before: dict[str, str] = {SOURCE: SOURCE}
    queue = deque([SOURCE])
    while queue and SINK not in before:
        node = queue.popleft()
        for following, left in room[node].items():
            if left > 0 and following not in before:
                before[following] = node
                queue.append(following)
    if SINK not in before:
        return []
    path, node = [], SINK
    while node != SOURCE:
        path.append((before[node], node))
        node = before[node]
    return path
