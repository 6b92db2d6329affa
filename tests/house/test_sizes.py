"""The sizes that keep every room small enough to be read at one sitting."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted(
    path
    for folder in ("attune", "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
LONGEST_SETTINGS, LONGEST_TEMPLATE, LONGEST_SCRIPT = 500, 200, 300


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno - first.lineno + 1) if has_docstring else 0
    return function.end_lineno - function.lineno + 1 - docstring


def functions() -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", code_lines(node))
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_python_files_are_short():
    too_long = {
        str(path.relative_to(ROOT)): lines_of(path)
        for path in CODE
        if lines_of(path) > (LONGEST_SETTINGS if path.name == "settings.py" else LONGEST_FILE)
    }
    assert too_long == {}


def test_functions_are_short():
    sizes = functions()
    assert [row for row in sizes if row[1] > LONGEST_FUNCTION] == []
    assert sum(size <= 40 for _, size in sizes) / len(sizes) >= 0.95


@pytest.mark.parametrize(
    ("folder", "pattern", "longest"),
    [("attune", "*.html", LONGEST_TEMPLATE), ("frontend", "*.js", LONGEST_SCRIPT)],
)
def test_templates_and_scripts_are_short(folder, pattern, longest):
    too_long = {
        str(path.relative_to(ROOT)): lines_of(path)
        for path in (ROOT / folder).rglob(pattern)
        if "node_modules" not in path.parts and "built" not in path.parts
        if lines_of(path) > longest
    }
    assert too_long == {}
