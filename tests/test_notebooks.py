"""Every notebook keeps every rule; and every rule finds the violation planted for it."""

import re
from pathlib import Path

import pytest
from notebook_numbers import claimed_numbers, numbers_in, prose_numbers
from notebook_reader import Notebook, code_lines, prose
from notebook_rules import RULES
from sample_notebook import ALT, code, exercise, picture, printed, sample_cells, text, write

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
NAMES = {rule.__name__: rule for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook(path, rule):
    assert rule(Notebook.read(path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_changing_a_number_in_the_prose_is_noticed(path):
    notebook = Notebook.read(path)
    for _, cell in notebook.markdown:
        claims = claimed_numbers(cell.source)
        if claims:
            changed = cell.source
            cell.source = re.sub(re.escape(claims[0].text), "98765.4321", changed)
            assert any("98765.4321" in line for line in prose_numbers(notebook))
            cell.source = changed


# ---- The rules themselves ----


def found(tmp_path: Path, rule: str, cells: list, **metadata) -> list[str]:
    path = write(tmp_path / "week1_2_sample.ipynb", cells, **metadata)
    return NAMES[rule](Notebook.read(path))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_sample_keeps_every_rule(tmp_path, rule):
    assert found(tmp_path, rule.__name__, sample_cells()) == []


def edited(pattern: str, replacement: str, tag: str | None = None) -> list:
    """The sample with `pattern` replaced in the first cell that has it (and `tag`)."""
    cells = sample_cells()
    tagged = [c for c in cells if tag is None or tag in c.metadata.tags]
    cell = next(c for c in tagged if re.search(pattern, c.source))
    cell.source = re.sub(pattern, replacement, cell.source, count=1)
    return cells


def with_cell(*new) -> list:
    """The sample with cells put before the section 2."""
    cells = sample_cells()
    place = next(i for i, cell in enumerate(cells) if cell.source.startswith("## 2."))
    return [*cells[:place], *new, *cells[place:]]


def with_output(*outputs, source: str = "show()") -> list:
    return with_cell(code(source, outputs=outputs))


def without(condition) -> list:
    return [cell for cell in sample_cells() if not condition(cell)]


def retagged(old: str, *new: str) -> list:
    cells = sample_cells()
    next(cell for cell in cells if old in cell.metadata.tags).metadata.tags = list(new)
    return cells


def reslid(slide) -> list:
    cells = sample_cells()
    cells[3].metadata.slideshow = slide
    return cells


def unfolded_note() -> list:
    cells = reslid({"slide_type": "notes"})
    cells[3].metadata["tags"] = ["speaker"]
    return cells


def same_ids() -> list:
    cells = sample_cells()
    cells[4].id = cells[2].id
    return cells


def lines(count: int) -> str:
    return "\n".join(f"x{i} = {i}" for i in range(count))


LONG = "word " * 400
VIEW = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "Widget()"}


def widget_view():
    output = picture()
    output.data = VIEW
    return output


def silent_picture():
    output = picture()
    output.metadata = {}
    return output


def error():
    output = printed("x")
    output.clear()
    output.update(output_type="error", ename="ValueError", evalue="no", traceback=[])
    return output


PLANTED = [
    ("opening", lambda: edited("# Counting words", "Counting words"), "does not begin with `# T"),
    ("opening", lambda: edited(r"\*\*How likely is a word\?\*\*", ""), "asks 0 questions"),
    ("opening", lambda: edited("Needs:", "Why?\n\nNeeds:"), "asks 2 questions"),
    ("opening", lambda: edited("300 MB of memory", "little memory"), "no line with minutes"),
    ("opening", lambda: edited("Needs:", "Before:"), "begins with Needs"),
    ("opening", lambda: edited("`.venv` kernel", "other one"), "wrong kernel"),
    ("opening", lambda: edited("- count how", "- how"), "does not begin with a verb"),
    ("opening", lambda: edited("- count how", "- understand how"), "does not begin with a verb"),
    ("opening", lambda: edited("you can:", "you are done."), "0 goals"),
    ("one_setup_cell", lambda: retagged("setup"), "the first code cell, and no other"),
    ("one_setup_cell", lambda: with_cell(code("a", "setup")), "the first code cell, and no other"),
    ("one_setup_cell", lambda: edited("from", lines(8) + "\nfrom", "setup"), "more than 8"),
    ("carried_heading", lambda: edited("Carried from earlier weeks", "Before"), "no heading"),
    ("closing", lambda: edited("## Recap", "## End"), 'no heading with "Recap"'),
    (
        "closing",
        lambda: edited("- We explained[^\n]*\n\n### Three", "\n### Three"),
        "recap lists 2 items for 3 goals",
    ),
    ("closing", lambda: edited("- \\[Good[^\n]*\n", ""), "2 papers listed"),
    ("closing", lambda: edited("Good 1953", "Good"), "needs a year"),
    ("closing", lambda: edited("Shut down this kernel", "Close it"), "shut down this kernel"),
    ("predictions_and_live_run", lambda: retagged("predict"), "2 cells tagged `predict`"),
    ("predictions_and_live_run", lambda: retagged("live"), "0 cells tagged `live`"),
    ("predictions_and_live_run", lambda: retagged("carried", "live"), "2 cells tagged `live`"),
    ("heading_order", lambda: edited("## 2. ", "#### 2. "), "jumps from level 2 to 4"),
    ("heading_order", lambda: edited("## 2. ", "# 2. "), "2 headings of level 1"),
    ("known_tags", lambda: retagged("setup", "setup", "hidden"), "unknown tag 'hidden'"),
    ("known_tags", lambda: retagged("setup", "hint"), "a code cell tagged 'hint'"),
    ("known_tags", lambda: retagged("hint", "check"), "a markdown cell tagged 'check'"),
    ("exercise_order", lambda: without(lambda c: "hint" in c.metadata.tags), "is not in a row"),
    ("exercise_order", lambda: retagged("check"), "(exercise) is not in a row"),
    ("exercise_order", lambda: retagged("solution"), "is not in a row"),
    ("exercise_order", lambda: edited("<details>", "<details open>", "hint"), "closed at first"),
    ("exercise_order", lambda: edited("</summary>\n", "</summary>", "solution"), "a blank line"),
    ("exercise_order", lambda: edited("```python", "```", "solution"), "one ```python block"),
    ("exercise_order", lambda: with_cell(*(exercise("a") * 4)), "7 exercises"),
    ("code_cell_lengths", lambda: with_cell(code(lines(41))), "longest of the code cells: 41"),
    ("code_cell_lengths", lambda: with_cell(*[code(lines(21))] * 3), "90th percentile"),
    ("code_cell_lengths", lambda: with_cell(*[code(lines(7))] * 14), "median of the code cells: 7"),
    ("prose_per_code", lambda: with_cell(text(LONG)), "outside 7 to 14"),
    ("prose_per_code", lambda: with_cell(code(lines(40))), "outside 7 to 14"),
    ("code_in_a_row", lambda: with_cell(code("a"), code("b"), code("c")), "3 code cells in a row"),
    ("slide_types", lambda: reslid({}), "slide_type is None"),
    ("slide_types", lambda: reslid({"slide_type": "page"}), "slide_type is 'page'"),
    ("slide_types", lambda: reslid({"slide_type": "notes"}), "go together"),
    ("slide_types", lambda: unfolded_note(), "begins with *For lecturers* and is folded"),
    ("unique_ids", same_ids, "is used twice"),
    ("alternative_texts", lambda: with_output(silent_picture()), "has under 8 words"),
    ("alternative_texts", lambda: with_output(picture("Loss falls.")), "has under 8 words"),
    ("alternative_texts", lambda: with_output(picture()), "is used twice"),
    ("alternative_texts", lambda: with_output(picture(ALT + " See a.png")), "names a file"),
    ("alternative_texts", lambda: with_output(picture(ALT[11:])), "has no number"),
    ("alternative_texts", lambda: with_output(picture("Figure of " + ALT)), "not what it shows"),
    ("alternative_texts", lambda: with_cell(text("![](figures/a.svg)")), "has under 8 words"),
    ("alternative_texts", lambda: with_cell(text('<img src="a.svg">')), "has under 8 words"),
    ("small_clean_outputs", lambda: with_output(picture(size=300)), "KB, over 60"),
    ("small_clean_outputs", lambda: with_output(printed("no", "stderr")), "stderr 'no"),
    ("small_clean_outputs", lambda: with_output(error()), "an error ValueError"),
    ("small_clean_outputs", lambda: with_output(widget_view()), "a widget view"),
    ("small_clean_outputs", lambda: with_output(printed("/home/ana/a.py")), "path of one machine"),
    ("small_clean_outputs", lambda: with_cell(code('open("C:\\\\data")')), "path of one machine"),
    ("marked_cells", lambda: edited("# NBVAL_CHECK_OUTPUT\n", ""), "nothing is compared"),
    ("marked_cells", lambda: with_cell(code("1", "nbval-check-output")), "has no text output"),
    ("language", lambda: with_cell(text("The colour of a neighbouring word.")), "'colour'"),
    ("language", lambda: with_cell(text("We normalise it.")), "'normalise'"),
    ("language", lambda: with_cell(code("x = 1  # optimise later")), "'optimise'"),
    ("language", lambda: with_cell(text("It is simply a sum.")), "'simply'"),
    ("language", lambda: with_cell(text("You just add them.")), "'just'"),
    ("language", lambda: with_cell(code("# TODO: more")), "'TODO'"),
    ("links", lambda: with_cell(text("[a](missing.md)")), "missing.md does not exist"),
    ("links", lambda: with_cell(text("[a](#Nowhere)")), "#Nowhere: no such heading"),
    ("links", lambda: with_cell(text("[a](week1_2_sample.ipynb#Nowhere)")), "no such heading"),
    ("links", lambda: with_cell(text("[a](http://example.org)")), "is not https"),
    ("links", lambda: with_cell(text('<img src="figures/a.svg">')), "figures/a.svg does not exist"),
    ("prose_numbers", lambda: edited("share of 0.67", "share of 0.68"), "0.68 is in no output"),
    ("prose_numbers", lambda: edited("67 %", "68 %"), "68 % is in no output"),
    ("prose_numbers", lambda: edited("About 1.5 bits", "About 1.7 bits"), "1.7 is in no output"),
    ("prose_numbers", lambda: edited("<!-- source: Shannon 1951 -->", ""), "1.3 is in no output"),
    ("prose_numbers", lambda: edited("<!-- source: Shannon 1951 -->", "<!-- source: -->"), "1.3"),
    ("prose_numbers", lambda: edited("assert 1.45 < bits < 1.6", "assert 1.3 < bits < 1.7"), "1.5"),
    ("prose_numbers", lambda: edited("{share:.4f}", "0.6667"), "0.67 is in no output"),
    ("prose_numbers", lambda: edited("## 1. Count", "## 1. Count\n\nIt is 0.67."), "cell 4: 0.67"),
]


@pytest.mark.parametrize(
    ("rule", "plant", "message"), PLANTED, ids=[f"{p[0]}-{i}" for i, p in enumerate(PLANTED)]
)
def test_a_planted_violation_is_found(tmp_path, rule, plant, message):
    wrong = found(tmp_path, rule, plant())
    if message is not None:
        assert any(message in line for line in wrong), wrong


def test_every_rule_has_a_planted_violation():
    assert {rule for rule, _, _ in PLANTED} | {"execution_counts"} == set(NAMES)


def test_words_that_only_look_forbidden_are_accepted(tmp_path):
    fine = "Just as long, just before it, and not just one. Four analyses otherwise exercise noise."
    cells = with_cell(text(fine), code('colors = "Greys"'))
    assert found(tmp_path, "language", cells) == []


def test_counts_that_are_missing_or_out_of_order_are_found(tmp_path):
    for count in (None, 7):
        path = write(tmp_path / "week1_2_sample.ipynb", sample_cells())
        notebook = Notebook.read(path)
        notebook.code[1][1].execution_count = count
        assert "execution counts are [1, " in NAMES["execution_counts"](notebook)[0]


def test_widget_state_is_found(tmp_path):
    assert found(tmp_path, "small_clean_outputs", sample_cells(), widgets={"state": {}})


def test_the_first_notebook_carries_nothing(tmp_path):
    cells = edited("Carried from earlier weeks", "Before")
    path = write(tmp_path / "week1_1_sample.ipynb", cells)
    assert NAMES["carried_heading"](Notebook.read(path)) == []


def test_what_counts_as_prose_and_code():
    source = (
        "Two *words* of `code` and $x = 0.5$ [a link](b.md) <!-- no --> ![a](b.png)\n```\nx\n```"
    )
    assert prose(source).split() == ["Two", "*words*", "of", "and", "a", "link"]
    assert prose(source, links=False).split() == ["Two", "*words*", "of", "and"]
    assert code_lines("x = 1\n\n# a comment\ny = 2  # another") == 2


@pytest.mark.parametrize(
    ("written", "claims"),
    [
        ("0.73 bits, 43 %, 5.5 percent, 12 words, 1,024 and 1e-9", ["0.73", "43 %", "5.5 percent"]),
        ("Python 3.11.2, GPT-2, week1.3, `0.5`, $0.5$, [0.5](a.md)", []),
        ("the 95 % interval and the 95 % confidence interval", []),
        ("−0.25 and 2.5e-3 and 1,234.5", ["0.25", "2.5e-3", "1,234.5"]),
        ("cited 0.5 <!-- source: a book -->\n\nnot cited 0.6", ["0.6"]),
        ("- cited 0.5 <!-- source: a book -->\n- not cited 0.6", ["0.6"]),
    ],
)
def test_which_numbers_are_claims(written, claims):
    assert [number.text for number in claimed_numbers(written)] == claims


def test_the_precision_of_a_number_is_that_of_its_last_digit():
    [number] = numbers_in("2.50e-3")
    assert number.value == pytest.approx(0.0025)
    assert number.half_unit == pytest.approx(0.000005)
