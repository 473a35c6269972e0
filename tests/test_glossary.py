"""The glossary: every bold term has an entry, every entry leads to its term, and back."""

import re

import nbformat
import pytest
from notebook_rules import BRITISH, FORBIDDEN
from sample_notebook import code, text

from tools import glossary
from tools.glossary import GLOSSARY, faults, key, places, read, section_of
from tools.notebooks import every

PARTS = [part for path in every() for part in places(path)]
PAGE = GLOSSARY.read_text(encoding="utf-8")


def test_nothing_is_wrong():
    assert list(faults(PAGE, PARTS)) == [], "python -m tools.glossary completes links"


def test_the_page_is_as_the_command_writes_it():
    assert glossary.completed(PAGE, PARTS) == PAGE, "run python -m tools.glossary"


def test_every_exception_is_still_needed(monkeypatch):
    monkeypatch.setattr(glossary, "NOT_TERMS", {})
    bold = {key(term) for part in PARTS for term in part.terms}
    assert [word for word in glossary.NOT_TERMS if key(word) not in bold] == []


@pytest.mark.parametrize("path", every(), ids=lambda path: path.stem)
def test_every_notebook_leads_to_its_terms(path):
    anchor = section_of(path.name).lower().replace(" ", "-")
    cells = nbformat.read(path, as_version=4).cells
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert f"](glossary.md#{anchor})" in prose


def test_its_sections_are_found_in_jupyterlab_and_on_github():
    """JupyterLab keeps the capitals of a heading in its anchor, GitHub does not."""
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert headings == ["Start page", *(f"Week {n}" for n in range(1, len(headings)))]
    for heading in headings:
        anchor = heading.lower().replace(" ", "-")
        assert f'<a id="{anchor}"></a>\n\n## {heading}\n' in PAGE
        assert f"[{heading}](#{anchor})" in PAGE


def test_its_language():
    words = re.sub(r"\]\([^)]*\)", " ", PAGE)
    assert [m[0] for m in (*BRITISH.finditer(words), *FORBIDDEN.finditer(words))] == []


# ---- It can fail ----

NOTEBOOK = [
    text("# Ducks\n\n**Needs:** water. A **promise** before the setup."),
    code("import math", "setup"),
    text("## 1. Ducks & `swans`\n\nA **duck** swims. **Why?** A **swan**, too.\n\n| **Row** | 1 |"),
    text("A **secret** for the lecturer.", "speaker"),
    text("## Exercise 1\n\nTwo **Ducks** and $x$; **five words are no term**. Geese, in italics."),
]
ENTRIES = """## Week 1

| English | 中文 | In one sentence | Where |
|---|---|---|---|
| duck | 鸭 | A bird that swims. | [1.1](week1_1_ducks.ipynb#cell-id=c2) |
| goose | 鹅 | A bird that is not in bold. | [1.1, “Geese”](week1_1_ducks.ipynb#cell-id=c4) |
| swan | 天鹅 | A white bird. | [1.1](week1_1_ducks.ipynb#cell-id=c2) |
"""


@pytest.fixture
def ducks(tmp_path):
    path = tmp_path / "week1_1_ducks.ipynb"
    cells = [nbformat.from_dict({**cell, "id": f"c{i}"}) for i, cell in enumerate(NOTEBOOK)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return places(path)


def test_what_is_a_term(ducks):
    assert [term for part in ducks for term in part.terms] == ["duck", "swan", "Ducks"]


def test_the_sample_is_right_and_completed(ducks):
    assert list(faults(ENTRIES, ducks)) == []
    unlinked = re.sub(r"\(week[^)]*\)", "()", ENTRIES)
    header, rows = unlinked.splitlines()[:4], unlinked.splitlines()[4:]
    assert glossary.completed("\n".join([*header, *reversed(rows)]), ducks) == ENTRIES


DUCK = "| duck | 鸭 | A bird that swims. | [1.1](week1_1_ducks.ipynb#cell-id=c2) |\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (DUCK, "", "'duck' (under '1. Ducks & `swans`') has no entry"),
        (DUCK, DUCK + DUCK, "two entries 'duck'"),
        (" 鸭 ", " ya ", "'duck' has no Chinese"),
        ("week1_1_ducks.ipynb#cell-id=c2", "week1_9.ipynb#cell-id=c2", "is no notebook"),
        ("#cell-id=c2) |\n| goose", "#cell-id=c3) |\n| goose", "cell-id=c3 is no cell"),
        ("#cell-id=c2) |\n\n", "#cell-id=c4) |\n\n", "'swan' is not in bold under"),
        ("“Geese”", "“Gulls”", "'Gulls' does not stand under"),
        ("[1.1](", "[1.2](", "says '1.2', not '1.1'"),
        ("A white bird.", "A white bird. It sings.", "not one sentence"),
        ("A white bird.", "A white bird", "not one sentence"),
        ("[1.1](week1_1_ducks.ipynb#cell-id=c2) |\n| goose", "– |\n| goose", "leads nowhere"),
        ("## Week 1", "## Week 2", "'duck' belongs in the section 'Week 1'"),
    ],
)
def test_a_planted_fault_is_found(ducks, old, new, said):
    page = ENTRIES + "\n"
    assert old in page
    assert said in "\n".join(faults(page.replace(old, new, 1), ducks))


def test_an_entry_leads_to_the_first_place(ducks, tmp_path):
    """A term that an earlier notebook has in bold, and a later one again."""
    path = tmp_path / "week1_0_ponds.ipynb"
    cells = [code("1", "setup"), text("## Ponds\n\nFor a **duck**.")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert list(faults(ENTRIES, [*places(path), *ducks])) == [
        "'duck' is first in bold in week1_0_ponds.ipynb; its entry does not lead there"
    ]


def test_rows_are_read():
    (entry,) = read("## Week 1\n| a (A1), b (sort) | 甲 | T. | [1.1, “c d”](x) · [2.1](y) |")
    assert entry.names == ["a", "b", "A1"]
    assert entry.forms == ["a", "b", "A1", "c d"]
    assert entry.where == (("1.1", "c d", "x"), ("2.1", "", "y"))
