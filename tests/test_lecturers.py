"""LECTURERS.md: the minutes add up to the notebooks' own, and its commands name what is there."""

import csv
import io
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "LECTURERS.md").read_text(encoding="utf-8")
PLAN = TEXT.partition("<!-- plan: begin -->")[2].partition("<!-- plan: end -->")[0]
ROW = re.compile(r"^\| (Lecture \d|Own work) \| (.*?) ?\| (.+?) \| (\d+) \|$", re.MULTILINE)
NOTE = re.compile(r"(sections? \d+(?:(?:, \d+)* and \d+| to \d+)?): (\d+)")
LECTURE = 80
ABOUT = 5  # minutes: "about 75" may be 70


def sections(words: str) -> list[int]:
    """The numbers in "section 3", "sections 1 and 2", "sections 6 to 9"."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    return [*range(numbers[0], numbers[1] + 1)] if " to " in words else numbers


def rows() -> list[tuple[int, str, str, list[int], int]]:
    """(week, where, notebook, sections, minutes) of every line of the plan."""
    found = []
    for part in re.split(r"^### Week ", PLAN, flags=re.MULTILINE)[1:]:
        for where, name, what, minutes in ROW.findall(part):
            name = re.sub(r"\[(.+?)\]\(.+\)", r"\1", name)
            found.append((int(part[0]), where, name, sections(what) if name else [], int(minutes)))
    return found


def notebooks() -> dict[str, Path]:
    """The notebooks by the names in the plan: "Start", "1.1" … as the first mention links them."""
    links = re.findall(r"\| \[(Start|\d\.\d)\]\((notebooks/\w+\.ipynb)\) \|", PLAN)
    return {name: ROOT / path for name, path in links}


NAMES = sorted(notebooks())


def total(first_cell: str) -> int:
    """All minutes of a notebook, from its own first cell."""
    if found := re.search(r"Two sessions,? of about (\d+) and (\d+) minutes", first_cell):
        return int(found[1]) + int(found[2])
    if found := re.search(r"Two sessions of about (\d+) minutes", first_cell):
        return 2 * int(found[1])
    return int(re.search(r"About (\d+) minutes to read", first_cell)[1])


def test_twelve_lectures_of_eighty_minutes():
    held = defaultdict(int)
    for week, where, _, _, minutes in rows():
        held[week, where] += minutes
    lectures = {key: sum_ for key, sum_ in held.items() if key[1] != "Own work"}
    assert sorted(lectures) == [(w, f"Lecture {n}") for w in range(1, 7) for n in (1, 2)]
    assert set(lectures.values()) == {LECTURE}
    own = [minutes for key, minutes in held.items() if key[1] == "Own work"]
    assert own[0] <= 5.5 * 60 and all(90 <= minutes <= 200 for minutes in own[1:])


def test_every_line_of_the_tables_is_read():
    lines = [line for line in PLAN.splitlines() if re.match(r"\| (Lecture|Own)", line)]
    assert len(lines) == len(rows())


def test_the_plan_names_every_notebook_in_its_week():
    planned = notebooks()
    assert set(planned.values()) == set((ROOT / "notebooks").glob("*.ipynb"))
    for week, _, name, _, _ in rows():
        assert not name or name[0] == "S" or int(name[0]) == week


PARTS = ("Minutes", "Misconceptions", "Ask", "Run live")
AT_HOME = {"6.2": [8]}  # the projects follow the last lecture: no minutes of a class


def faults(name: str, cells: list, planned: dict[tuple[int, ...], int]) -> list[str]:
    """What a notebook's notes lack, and where their minutes differ from plan and first cell."""
    notes = [c.source for c in cells if "speaker" in c.metadata.get("tags", [])]
    said = "\n".join(notes)
    found = [
        f"{name}: no **{part}:**" for part in PARTS if not re.search(rf"\*\*{part}:?\*\*", said)
    ]
    headings = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    numbered = [int(n) for n in re.findall(r"^## (\d+)\. ", headings, re.MULTILINE)]
    covered = sorted(number for part in planned for number in part)
    if covered != [number for number in numbered if number not in AT_HOME.get(name, [])]:
        found.append(f"{name}: the plan has sections {covered}, the notebook {numbered}")
    if name == "Start":
        whole = re.search(r"the whole page: (\d+) in class, sections 1 and 2 take (\d+)", said)
        noted = {(1, 2): int(whole[2]), tuple(range(3, 10)): int(whole[1]) - int(whole[2])}
    else:
        noted = {tuple(sections(words)): int(minutes) for words, minutes in NOTE.findall(said)}
    if planned != noted:
        found.append(f"{name}: planned {planned}, noted {noted}")
    if abs(sum(noted.values()) - total(cells[0].source)) > ABOUT:
        found.append(
            f"{name}: notes of {sum(noted.values())} minutes, {total(cells[0].source)} said"
        )
    return found


def read(name: str) -> tuple[str, list, dict[tuple[int, ...], int]]:
    """The arguments of `faults` for a notebook of the course."""
    planned = {tuple(part): minutes for _, _, who, part, minutes in rows() if who == name}
    return name, nbformat.read(notebooks()[name], as_version=4).cells, planned


@pytest.mark.parametrize("name", NAMES)
def test_the_minutes_are_those_of_the_notebook(name):
    """Plan, lecturer's notes and first cell agree, and the notes have all their parts."""
    assert faults(*read(name)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("section 3: 30", "section 3: 45", "noted"),
        ("section 3: 30", "section 3", "noted"),
        ("**Ask:**", "", r"no \*\*Ask"),
        ("## 4. Order", "## Order", "the plan has"),
        ("of about 75 minutes", "of about 60 minutes", "120 said"),
    ],
)
def test_notes_that_do_not_add_up_are_named(old, new, said):
    name, cells, planned = read("4.1")
    for cell in cells:
        cell.source = cell.source.replace(old, new)
    found = faults(name, cells, planned)
    assert any(re.search(said, fault) for fault in found), found


def test_the_table_of_a_class(tmp_path):
    """The lines of Python in it run, and read records wherever they lie."""
    for place, record in (
        ("ada", '{"week1_1_tokenizers/a": "passed", "week1_1_tokenizers/b": "tried"}'),
        ("bo/tokens-to-lora", '{"week1_1_tokenizers/b": "passed"}'),
    ):
        folder = tmp_path / "collected" / place
        folder.mkdir(parents=True)
        (folder / "progress.json").write_text(record, encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    head, *table = csv.reader(io.StringIO(done.stdout))
    assert head == ["name", "passed", "week1_1_tokenizers/a", "week1_1_tokenizers/b"]
    assert table == [["ada", "1", "passed", "tried"], ["bo", "1", "", "passed"]]


def test_what_it_names_is_there():
    import course

    for task in re.findall(r"course\.py (\w+)", TEXT):
        assert task in course.TASKS
    for path in re.findall(r"\]\(((?!https?:)[^)#]+)", TEXT):
        assert (ROOT / path).exists(), path
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    anchors = [
        re.sub(r"[^\w -]", "", h).lower().replace(" ", "-")
        for h in re.findall(r"^#+ (.+)$", readme, re.M)
    ]
    for place in re.findall(r"README\.md#([\w-]+)", TEXT):
        assert place in anchors
    from course_utils.checks.records import progress_file

    assert progress_file().name == "progress.json" and "tokens-to-lora" in str(progress_file())
