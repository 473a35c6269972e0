"""The Chinese pages are as new as the English ones they translate, and link back and forth."""

import re

import nbformat
import pytest

from tools import translations
from tools.notebooks import NOTEBOOKS
from tools.translations import TRANSLATIONS, english, faults, fingerprint, sections, stamped


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.name)
def test_the_translation_is_as_new_as_its_source(path):
    assert sorted(faults(path)) == []


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.name)
def test_both_pages_lead_to_each_other(path):
    source = translations.source_of(path.read_text(encoding="utf-8"), path)
    assert f"[中文]({path.name})" in english(source)
    assert f"[English]({source.name})" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.name)
def test_its_links_lead_somewhere(path):
    page = re.sub(r"(`+).+?\1", " ", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", page):
        assert target.startswith("https://") or (path.parent / target.partition("#")[0]).exists()


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.name)
def test_it_links_every_notebook_that_exists(path):
    page = path.read_text(encoding="utf-8")
    there = {notebook.stem for notebook in NOTEBOOKS.glob("week*.ipynb")}
    linked = set(re.findall(r"\((?:notebooks/)?(week\d_\d_\w+)\.ipynb", page))
    assert there - linked == set(), "translate their lines"
    assert not set(re.findall(r"`(week\d_\d_\w+)`", page)) & there, "these exist now: make links"


# ---- It can fail ----

SOURCE = """# Ducks

One.

## Numbers

A duck weighs 1.2 kg, 30 % of a
goose. See `week1_1_ducks`.

```
# no heading
```

<!-- measurements: begin -->
| 3.4 |
<!-- measurements: end -->
"""
CHINESE = """# 鸭

<!-- translates ducks.md -->
<!-- section "Ducks" -->

一。

## 数字
<!-- section "Numbers" -->

一只鸭重 1.2 千克，是鹅的 30%。见 `week1_1_ducks`。
"""


@pytest.fixture
def ducks(tmp_path):
    (tmp_path / "ducks.md").write_text(SOURCE, encoding="utf-8")
    path = tmp_path / "ducks.zh.md"
    path.write_text(CHINESE, encoding="utf-8")
    path.write_text(stamped(path, []), encoding="utf-8")
    return path


def changed(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_translation_is_new(ducks):
    assert list(faults(ducks)) == []
    assert list(sections(SOURCE)) == ["Ducks", "Numbers"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("30 % of a\ngoose", "30 % of\na goose"),
        ("| 3.4 |", "| 5.6 |"),
        ("`week1_1_ducks`", "[week1_1_ducks](week1_1_ducks.ipynb)"),
        ("One.", "One. <!-- a note -->"),
    ],
)
def test_what_is_no_change(ducks, old, new):
    changed(ducks.with_name("ducks.md"), old, new)
    assert list(faults(ducks)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("One.", "Two.", "the section 'Ducks' has changed since ducks.zh.md was translated"),
        ("# no heading", "# no head", "'Numbers' has changed"),
        ("1.2 kg", "1.3 kg", "'Numbers' lacks the number 1.3 of ducks.md"),
        ("30 %", "31 %", "'Numbers' lacks the number 31"),
        ("## Numbers", "## Weights", "lacks the section 'Weights'"),
        ("## Numbers", "## Weights", "translates 'Numbers', which ducks.md no longer has"),
    ],
)
def test_a_change_of_the_source_is_named(ducks, old, new, said):
    changed(ducks.with_name("ducks.md"), old, new)
    assert said in "\n".join(faults(ducks))


def test_only_the_named_section_is_stamped(ducks):
    changed(ducks.with_name("ducks.md"), "One.", "Two.")
    changed(ducks.with_name("ducks.md"), "See", "Read")
    ducks.write_text(stamped(ducks, ["Ducks"]), encoding="utf-8")
    (left,) = faults(ducks)
    assert "'Numbers' has changed" in left
    assert "python -m tools.translations --stamp ducks.zh.md" in left


def test_the_command(ducks, monkeypatch, capsys):
    monkeypatch.setattr(translations, "TRANSLATIONS", (ducks,))
    assert translations.main([]) == 0
    changed(ducks.with_name("ducks.md"), "One.", "Two.")
    assert translations.main([]) == 1
    assert "'Ducks' has changed" in capsys.readouterr().out
    assert translations.main(["--stamp", "ducks.zh.md"]) == 0
    with pytest.raises(SystemExit, match=r"There are: ducks\.zh\.md"):
        translations.main(["--stamp", "geese.zh.md"])
    with pytest.raises(SystemExit):
        translations.main(["--geese"])


def test_a_page_that_names_no_source(ducks):
    changed(ducks, "translates", "follows")
    with pytest.raises(ValueError, match="does not say"):
        list(faults(ducks))


def test_of_a_notebook_only_visible_prose_counts(tmp_path):
    cells = [
        nbformat.v4.new_markdown_cell("# One"),
        nbformat.v4.new_code_cell("1 + 1"),
        nbformat.v4.new_markdown_cell("Notes", metadata={"tags": ["speaker"]}),
        nbformat.v4.new_markdown_cell("Two"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a.ipynb")
    assert english(tmp_path / "a.ipynb") == "# One\n\nTwo"


def test_two_sections_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two headings 'A'"):
        sections("# A\n# A")
    assert fingerprint("# A") != fingerprint("# B")
