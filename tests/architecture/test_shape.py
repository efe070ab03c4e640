"""Sizes: they serve clarity. Splitting a thing that is one idea to please a number is a defect too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("javari_tui", "javari_billing", "tooling", "benchmarks", "tests")

FILE_LINES, FUNCTION_LINES, CLASS_METHODS = 300, 40, 20

EXCEPTIONS: dict[str, str] = {}
"""What may be larger, as `path` or `path::name`, and why."""

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "core", "manager", "managers"}


def sources() -> list[Path]:
    """Every Python file of ours."""
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "node_modules" not in path.parts)


def definitions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]]:
    """Every function and class with its dotted name."""
    todo: list[tuple[str, ast.AST]] = [("", tree)]
    while todo:
        prefix, node = todo.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                name = f"{prefix}{child.name}"
                yield name, child
                todo.append((f"{name}.", child))
            else:
                todo.append((prefix, child))


def too_large(path: Path) -> Iterator[tuple[str, str]]:
    """What is beyond its limit in a file: its name, and how large it is."""
    text = path.read_text(encoding="utf-8")
    where = path.relative_to(ROOT).as_posix()
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield where, f"{lines} lines, at most {FILE_LINES}"
    for name, node in definitions(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) for child in node.body)
            if methods > CLASS_METHODS and not where.startswith("tests/"):
                yield f"{where}::{name}", f"{methods} methods, at most {CLASS_METHODS}"
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{where}::{name}", f"{length} lines, at most {FUNCTION_LINES}"


def test_files_functions_and_classes_stay_small() -> None:
    found = {name: size for path in sources() for name, size in too_large(path)}
    offenders = [f"{name}: {size}" for name, size in found.items() if name not in EXCEPTIONS]
    assert not offenders, "\n".join(offenders)
    stale = set(EXCEPTIONS) - set(found)
    assert not stale, f"no longer too large, so take them off the list: {sorted(stale)}"


def test_no_file_or_folder_is_named_for_nothing() -> None:
    ours = [path.relative_to(ROOT) for path in sources()]
    named = [path for path in ours if {path.stem, *path.parts} & FORBIDDEN_NAMES]
    assert not named


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1\n" * 301, "301 lines"),
        ("def long():\n" + "    x = 1\n" * 41, "42 lines"),
        ("class Wide:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(21)), "21 methods"),
    ],
)
def test_a_breach_is_found(source: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "large.py"
    file.write_text(source)
    monkeypatch.setattr("tests.architecture.test_shape.ROOT", tmp_path)
    assert expected in dict(too_large(file)).popitem()[1]
