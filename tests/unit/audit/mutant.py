"""A mutant: one code, a plan just inside its limit and one just outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.unit.audit.draft import Draft, Json, settle
from tests.unit.audit.more_plans import EVERY

Change = Callable[[Draft], object]


@dataclass(frozen=True)
class Mutant:
    """Two ways to make a plan: ``inside`` audits clean, ``outside`` yields exactly ``code``."""

    code: str
    name: str
    inside: Callable[[], Draft]
    outside: Callable[[], Draft]


def spoil(
    code: str,
    sound: str,
    outside: Change,
    *,
    inside: Change | None = None,
    name: str = "",
    raw: bool = False,
) -> Mutant:
    """A change to a sound plan; unless ``raw``, what follows from it is worked out anew."""

    def make(change: Change | None) -> Callable[[], Draft]:
        def build() -> Draft:
            draft = EVERY[sound]()
            if change is not None:
                change(draft)
            return draft if raw else settle(draft)

        return build

    return Mutant(code, name or sound, make(inside), make(outside))


def edge(
    code: str,
    sound: str,
    change: Callable[[Draft, object], object],
    inside: object,
    outside: object,
    *,
    name: str = "",
) -> Mutant:
    """One value on both sides of its limit."""
    return spoil(
        code,
        sound,
        lambda draft: change(draft, outside),
        inside=lambda draft: change(draft, inside),
        name=name or f"{sound}-{outside}",
    )


def field(*path: str | int) -> Callable[[Draft, object], None]:
    """Sets one field of a plan; rows with an id are named by it."""

    def change(draft: Draft, value: object) -> None:
        put(draft.plan, path, value)

    return change


def given(*path: str | int) -> Callable[[Draft, object], None]:
    """Sets one field of a scenario."""

    def change(draft: Draft, value: object) -> None:
        put(draft.scenario, path, value)

    return change


def rule_value(name: str) -> Callable[[Draft, object], None]:
    """Overrides one rule of the policy."""
    return lambda draft, value: draft.override(**{name: value})


def put(tree: Json, path: tuple[str | int, ...], value: object) -> None:
    node: object = tree
    for step in path[:-1]:
        node = reach(node, step)
    if isinstance(node, list):
        node[int(path[-1])] = value
    elif isinstance(node, dict):
        node[path[-1]] = value


def reach(node: object, step: str | int) -> object:
    if isinstance(node, dict):
        return node[step]
    if isinstance(node, list) and isinstance(step, str):
        return next(row for row in node if step in (row.get("id"), row.get("group")))
    if isinstance(node, list):
        return node[int(step)]
    raise TypeError(step)
