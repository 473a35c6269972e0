"""Every check recognizes solutions and names planted mistakes; and the harness itself can fail."""

import importlib
from pathlib import Path

import nbformat
import pytest
from check_harness import Found, complaints, define, find_exercises, verdict

from course_utils.checks.exercise import (
    Attempt,
    Exercise,
    exercise,
    exercises,
    expect_close,
)

ROOT = Path(__file__).parent.parent
PLANTED = Path(__file__).parent / "planted"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FOUND = find_exercises(NOTEBOOKS)


def check_of(found: Found) -> Exercise:
    return getattr(importlib.import_module(f"course_utils.checks.{found.week}"), found.name)


@pytest.mark.parametrize("found", FOUND, ids=lambda found: f"{found.notebook}/{found.name}")
def test_exercise(found):
    earlier = FOUND[: FOUND.index(found)]
    same_notebook = [other for other in earlier if other.notebook == found.notebook]
    references = {other.name: check_of(other).reference for other in same_notebook}
    folder = PLANTED / found.week / found.name
    assert complaints(found, check_of(found), folder, references) == []


def test_every_check_has_its_exercise_and_every_planted_folder_its_check():
    in_notebooks = {(found.notebook, found.name) for found in FOUND}
    in_package = {(e.notebook, e.name) for listed in exercises().values() for e in listed}
    assert in_package == in_notebooks
    folders = {(p.parent.name, p.name) for p in PLANTED.glob("week*/*") if p.is_dir()}
    assert folders == {(found.week, found.name) for found in FOUND}


# ---- The harness itself, on an exercise small enough to see through ----


def mean(values):
    return sum(values) / len(values)


@exercise("week0_1_tiny", reference=mean)
def good_check(attempt: Attempt) -> None:
    expect_close(
        attempt([1.0, 2.0, 6.0]),
        3.0,
        "The mean of 1, 2 and 6 came out as {yours}.",
        "Does it lie between the smallest and the largest value, and what divides the sum?",
    )


@exercise("week0_1_tiny", reference=mean)
def blind_check(attempt: Attempt) -> None:
    attempt([2.0, 2.0])


@exercise("week0_1_tiny", reference=mean)
def mute_check(attempt: Attempt) -> None:
    expect_close(attempt([1.0, 2.0, 6.0]), 3.0, "That is wrong.", "Is it?")


STUB = 'def mean(values):\n    """sum over count"""\n    raise NotImplementedError\n'
SOLUTION = "def mean(values):\n    return math.fsum(values) / len(values)\n"
CHECK = "mean = checks.week0_1.mean(mean)"
FILES = {
    "other_solution.py": "import statistics\n\n\ndef mean(values):\n"
    "    return float(statistics.mean(values))\n",
    "mistake_sum.py": "# expect: came out as 9\ndef mean(values):\n    return sum(values)\n",
    "mistake_median.py": "# expect: came out as 2.\ndef mean(values):\n"
    "    return sorted(values)[len(values) // 2]\n",
    "mistake_print.py": "# expect: returned None\ndef mean(values):\n"
    "    print(sum(values) / len(values))\n",
}


def write_notebook(path: Path, solution: str = SOLUTION, check: str = CHECK) -> Path:
    cell, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    cells = [
        cell("import math\nfrom missing_data import nothing  # never run\n".splitlines()[0]),
        cell("math.not_there()\nLIMIT = 3"),
        cell(STUB, metadata={"tags": ["exercise"]}),
        cell(check, metadata={"tags": ["check"]}),
        text(f"<details>\n\n```python\n{solution}```\n</details>", metadata={"tags": ["solution"]}),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture
def tiny(tmp_path):
    """An exercise whose check, solutions and mistakes are all in order."""
    folder = tmp_path / "planted"
    folder.mkdir()
    for name, source in FILES.items():
        (folder / name).write_text(source, encoding="utf-8")
    [found] = find_exercises([write_notebook(tmp_path / "week0_1_tiny.ipynb")])
    return found, folder


def replaced(found: Found, **changes: str) -> Found:
    return Found(**{**vars(found), **changes})


def test_harness_has_no_complaints_when_all_is_in_order(tiny):
    found, folder = tiny
    assert complaints(found, good_check, folder) == []


def test_harness_sees_a_check_that_passes_a_mistake(tiny):
    found, folder = tiny
    wrong = complaints(found, blind_check, folder)
    assert "mistake_median.py passes" in wrong


def test_harness_sees_a_check_with_the_wrong_message(tiny):
    found, folder = tiny
    wrong = complaints(found, mute_check, folder)
    assert any("mistake_sum.py is not told 'came out as 9'" in line for line in wrong)


def test_harness_sees_a_solution_that_fails(tiny):
    found, folder = tiny
    wrong = complaints(replaced(found, solution=SOLUTION.replace("/", "*")), good_check, folder)
    assert any(line.startswith("solution does not pass") for line in wrong)


def test_harness_sees_a_second_solution_that_fails_or_is_the_same(tiny):
    found, folder = tiny
    (folder / "other_solution.py").write_text(FILES["mistake_sum.py"], encoding="utf-8")
    wrong = complaints(found, good_check, folder)
    assert any(line.startswith("other_solution.py does not pass") for line in wrong)
    (folder / "other_solution.py").write_text("# again\n" + SOLUTION, encoding="utf-8")
    wrong = complaints(found, good_check, folder)
    assert wrong == ["other_solution.py is the solution again; write it differently"]


def test_harness_sees_a_stub_with_an_answer_in_it(tiny):
    found, folder = tiny
    wrong = complaints(replaced(found, stub=SOLUTION), good_check, folder)
    assert wrong == ["stub passes"]


def test_harness_sees_missing_and_repeated_mistakes(tiny):
    found, folder = tiny
    (folder / "mistake_print.py").unlink()
    assert complaints(found, good_check, folder) == ["2 planted mistakes; at least 3 are needed"]
    (folder / "mistake_sum_again.py").write_text(FILES["mistake_sum.py"], encoding="utf-8")
    assert complaints(found, good_check, folder) == [
        "mistake_sum_again.py expects the same message as mistake_sum.py"
    ]
    (folder / "mistake_sum_again.py").write_text("# expect: 9\n" + SOLUTION, encoding="utf-8")
    assert "must begin with `# expect:" in complaints(found, good_check, folder)[0]


def test_harness_sees_parameters_and_notebook_names_that_differ(tiny):
    found, folder = tiny
    wrong = complaints(
        replaced(found, solution=SOLUTION.replace("values", "numbers"), notebook="week0_2_other"),
        good_check,
        folder,
    )
    assert "the check says notebook week0_1_tiny, but it is in week0_2_other" in wrong
    assert "parameters ['numbers'] in the notebook, ['values'] in the reference" in wrong


def test_harness_refuses_a_notebook_it_cannot_read(tmp_path):
    with pytest.raises(ValueError, match="the check cell after an exercise reads"):
        find_exercises([write_notebook(tmp_path / "a.ipynb", check="checks.week0_1.mean(mean)")])
    with pytest.raises(ValueError, match="needs one ```python block, not 2"):
        twice = SOLUTION + "```\n```python\n" + SOLUTION
        find_exercises([write_notebook(tmp_path / "b.ipynb", solution=twice)])


def test_planted_code_sees_the_imports_above_and_errors_show_its_line(tiny):
    found, _ = tiny
    source = "def mean(values):\n    total = math.fsum(values)\n    return total / LIMITS\n"
    returned, said = verdict(good_check, define(found, source, "typo", {}))
    assert returned is mean
    assert "NameError: name 'LIMITS' is not defined" in said
    assert "at line 3 of its cell: return total / LIMITS" in said
