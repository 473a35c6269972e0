"""Every example of a docstring gives what it says."""

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = [ROOT / "course.py", *(ROOT / "tests").glob("[!t]*.py")]  # of tests: what helps them
FILES += [
    path
    for name in ("benchmarks", "course_utils", "tools")
    for path in ROOT.rglob(f"{name}/**/*.py")
]


def module_of(path: Path) -> str:
    """The name by which tests import a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part not in ("tests", "__init__"))


WITH_EXAMPLES = [path for path in FILES if "\n    >>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("module", sorted(map(module_of, WITH_EXAMPLES)))
def test_the_examples_of_the_docstrings(module):
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted and not result.failed
