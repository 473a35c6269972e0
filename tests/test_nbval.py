"""nbval compares the cells marked for it, within each notebook's memory, and in any order."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sample_notebook import code, printed, write

CHECKED = "# NBVAL_CHECK_OUTPUT\nprint('bits:', 1 + 1)"
ROOT = Path(__file__).parent.parent


def run(folder: Path, *options: str) -> tuple[int, dict[str, int], str]:
    """Run nbval over a folder as the course does; return its exit status, counts and text."""
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env"]
    command += ["--nbval-cell-timeout", "120", "-p", "no:cacheprovider", "-c", "empty.ini"]
    (folder / "empty.ini").write_text("[pytest]\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [*command, *options, "."],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed)", done.stdout)}
    return done.returncode, counts, done.stdout


def lay(folder: Path, name: str, *cells) -> None:
    write(folder / f"{name}.ipynb", [code("total = 2"), *cells])


def test_a_marked_output_that_was_edited_fails(tmp_path):
    lay(tmp_path, "right", code(CHECKED, outputs=[printed("bits: 2")]))
    lay(tmp_path, "edited", code(CHECKED, outputs=[printed("bits: 3")]))
    lay(tmp_path, "unmarked", code("print('bits:', total)", outputs=[printed("bits: 3")]))
    status, counts, said = run(tmp_path)
    assert (status, counts) == (1, {"failed": 1, "passed": 5}), said
    assert re.search(r"FAILED edited\.ipynb::Cell 1", said)


def test_two_workers_compare_the_same(tmp_path):
    lay(tmp_path, "right", code(CHECKED, outputs=[printed("bits: 2")]))
    tagged = code("print('bits:', total)", "nbval-check-output", outputs=[printed("bits: 3")])
    lay(tmp_path, "edited", tagged)
    status, counts, said = run(tmp_path, "-n", "2", "--dist", "loadfile")
    assert (status, counts) == (1, {"failed": 1, "passed": 3}), said


def test_a_stripped_cell_is_never_compared(tmp_path):
    """Why notebook_rules.marked_cells asks for counts and outputs: without them, nothing fails."""
    lay(tmp_path, "stripped", code(CHECKED))
    path = tmp_path / "stripped.ipynb"
    stripped = re.sub(r'"execution_count": \d', '"execution_count": null', path.read_text("utf-8"))
    path.write_text(stripped, encoding="utf-8")
    status, counts, said = run(tmp_path)
    assert (status, counts) == (0, {"passed": 2}), said


FIGURE = """
import matplotlib.pyplot as plt
from course_utils import plots
plt.rcParams["font.family"] = ["DejaVu Sans"]
figure, axes = plt.subplots()
axes.set_title("{title}")
plots.show(figure, "A figure of a title alone, to see 1 missing glyph fail.")
"""


def test_a_missing_glyph_fails_a_notebook(tmp_path):
    lay(tmp_path, "chinese", code(FIGURE.format(title="北京")))
    lay(tmp_path, "pinyin", code(FIGURE.format(title="Běijīng")))
    status, counts, said = run(tmp_path)
    assert (status, counts) == (1, {"failed": 1, "passed": 3}), said
    assert "FAILED chinese.ipynb::Cell 1" in said
    assert "Use plots.label" in said


ENDLESS = "held = []\nwhile True:\n    held.append(bytes(range(250)) * 40_000)"
SHORT = "held = bytes(range(250)) * 1_600_000\ndel held"  # a peak between two looks counts


@pytest.mark.skipif(sys.platform != "linux", reason="only there the most ever held can be read")
@pytest.mark.parametrize(
    ("source", "most"), [(ENDLESS, 700), (SHORT, 250)], ids=["endless", "short"]
)
def test_a_notebook_that_holds_more_than_its_memory_fails(tmp_path, source, most):
    lay(tmp_path, "greedy", code(source), code("total += 1"))
    lay(tmp_path, "modest", code("small = bytes(10**6)"))
    options = ("-p", "tests.memory_limit", "--kernel-memory", str(most), "-n", "2")
    status, counts, printed_ = run(tmp_path, *options, "--dist", "loadfile")
    assert (status, counts) == (1, {"failed": 1, "passed": 4}), printed_
    [held] = set(re.findall(rf"The kernel held (\d+) MB, more than {most} MB", printed_))
    assert most < int(held) < 1000 and "FAILED greedy.ipynb::Cell 1" in printed_


def test_cells_that_cannot_run_again_fail(tmp_path):
    slow = "import time\ntime.sleep(0.6)\nruns += 1\nassert runs == 1"
    lay(tmp_path, "added", code("total += 1"), code("assert total == 3"))
    lay(tmp_path, "slow", code("runs = globals().get('runs', 0)"), code(slow), code("runs *= 2"))
    lay(tmp_path, "counts", code("n = globals().get('n', 0) + 1"), code("assert n == 1"))
    lay(tmp_path, "shadows", code("old = len('ab')"), code("len = total"))
    lay(tmp_path, "wrong", code("assert n"), code("n = 1"))
    status, counts, said = run(tmp_path, "-p", "tests.cells_again", "-n", "2", "--dist", "loadfile")
    assert (status, counts) == (1, {"failed": 3, "passed": 13}), said
    again = set(re.findall(r"Cell \d, run again at the end, fails", said))
    assert again == {f"Cell {n}, run again at the end, fails" for n in (1, 2)}, said
    assert "FAILED counts.ipynb::Cell 2" in said and "FAILED shadows.ipynb::Cell 2" in said
    assert "FAILED wrong.ipynb::Cell 1" in said


def test_the_courses_own_command_has_the_limit(monkeypatch):
    import course

    asked = []
    monkeypatch.setattr(course.environment, "ensure", lambda *extras: "python")
    monkeypatch.setattr(course, "start", lambda command, variables: asked.append(command) or 0)
    assert course.test([]) == 0
    assert {"tests.memory_limit", "tests.cells_again", "--nbval-lax"} <= set(asked[0])
