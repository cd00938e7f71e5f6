"""Small by default: the sizes, names and silences that the house allows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
TOPS = ("app", "routing", "tests")
VAGUE_NAMES = frozenset({"common", "helpers", "manager", "utils"})
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma)|\bTO" + r"DO\b|\bFIX" + r"ME\b")


def source_files(root: Path, *, tops: tuple[str, ...] = TOPS) -> Iterator[Path]:
    for top in tops:
        yield from sorted((root / top).rglob("*.py"))


def length_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring, which is a contract and may be long."""
    last = node.end_lineno or node.lineno
    doc = node.body[0] if ast.get_docstring(node) is not None else None
    doc_lines = (doc.end_lineno or doc.lineno) - doc.lineno + 1 if doc else 0
    return last - node.lineno + 1 - doc_lines


def test_no_module_is_longer_than_the_hard_stop(root: Path) -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in source_files(root)}
    assert [f"{path}: {size}" for path, size in lengths.items() if size > LONGEST_MODULE] == []


def test_no_function_is_longer_than_the_hard_stop(root: Path) -> None:
    too_long = [
        f"{path}:{node.lineno} {node.name}: {length_of(node)}"
        for path in source_files(root, tops=("app", "routing"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and length_of(node) > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_no_module_has_a_vague_name(root: Path) -> None:
    assert [str(path) for path in source_files(root) if path.stem in VAGUE_NAMES] == []


def test_no_finding_of_a_tool_is_silenced_and_nothing_is_put_off(root: Path) -> None:
    silenced = [
        f"{path}:{number}: {line.strip()}"
        for path in source_files(root)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if path != Path(__file__) and SILENCED.search(line)
    ]
    assert silenced == []
