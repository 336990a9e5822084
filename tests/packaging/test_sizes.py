"""The sizes and names that STYLE sets; `make check` runs this file."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from pathlib import Path

import pytest

from tests.packaging.project_files import ROOT, files_below

MODULES = files_below("service", "evals", suffix=".py")
TESTS = files_below("tests", suffix=".py")
EMPTY_NAMES = {"utils", "helpers", "common", "base", "types", "manager"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_there_is_something_to_measure():
    assert len(MODULES) > 10
    assert Path(__file__) in TESTS


@pytest.mark.parametrize(("files", "most"), [(MODULES, 400), (TESTS, 500)], ids=["modules", "tests"])
def test_files_are_short(files, most):
    too_long = {name_of(path): lines for path in files if (lines := length(path)) > most}
    assert not too_long, f"files above {most} lines: divide them by what they own: {too_long}"


def test_functions_are_short():
    too_long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {lines} lines"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > 40
    ]
    assert not too_long, f"functions above 40 lines: {too_long}"


@pytest.mark.filterwarnings("default:folders above 10 modules")
def test_folders_are_small():
    """Above ten modules a folder is pointed out, above twenty it fails."""
    sizes = Counter(name_of(path.parent) for path in MODULES if path.name != "__init__.py")
    if crowded := {folder: count for folder, count in sizes.items() if count > 10}:
        warnings.warn(f"folders above 10 modules: {crowded}", stacklevel=1)
    assert all(count <= 20 for count in crowded.values()), crowded


def test_no_module_has_a_name_that_says_nothing():
    nameless = [name_of(path) for path in MODULES if EMPTY_NAMES & {path.stem, path.parent.name}]
    assert not nameless, f"name these by what they own: {nameless}"
