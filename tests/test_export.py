"""Slides, handout and solutions: what stays, what goes, and how they look in a browser, offline."""

import os
import re
from argparse import ArgumentTypeError
from pathlib import Path

import nbformat
import pytest
from browser import chromium, watched  # noqa: F401
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from notebook_reader import LINK

from tools import handout, pages, slides
from tools.notebooks import every, found, tags, write

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SMALLEST = ROOT / "notebooks" / "week1_1_tokenizers.ipynb"  # of those with exercises: 6 seconds
NAMES = [path.stem for path in NOTEBOOKS]
SMALL_TEXT = 24  # px at 1280 × 720; only tables of more than 83 columns may have less
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def tagged(notebook: nbformat.NotebookNode, tag: str) -> list:
    return [cell for cell in notebook.cells if tag in tags(cell)]


# ---- Formulas and cells ----


def test_formulas_keep_text_and_gaps():
    assert "&lt;start&gt;" in pages.formula(r"P(\texttt{<start>})", "inline")
    assert "<mi>ln</mi><mspace" in pages.formula(r"\ln p", "inline")
    assert "<mi>ln</mi><mo" in pages.formula(r"\ln(3)", "inline")
    assert pages.formula("(-1) - 2", "inline").count('form="prefix"') == 1
    assert 'display="block"' in pages.markdown("$$\nx\n$$")


def test_a_formula_that_cannot_be_drawn_is_named():
    for wrong in (r"\nonsense x", r"\begin{cases} 1"):
        with pytest.raises(ValueError, match=r"nonsense|cases"):
            pages.formula(wrong, "inline")


@every_notebook
def test_every_formula_becomes_mathml(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            shown = re.sub(r"<(pre|code)\b.*?</\1>", "", pages.markdown(cell.source), flags=re.S)
            assert "<merror" not in shown and "$" not in shown


def test_long_lines_are_cut_only_where_no_table_can_be():
    assert pages.printed("a " * 100).count("class='line'") > 1
    assert pages.printed("x" * pages.WIDEST).count("class='line'") == 1


# ---- Slides ----


def test_what_a_deck_leaves_out_and_what_it_tells_the_lecturer():
    def cell(kind, source, *names, code=False):
        new = new_code_cell if code else new_markdown_cell
        return new(source, metadata={"slideshow": {"slide_type": kind}, "tags": list(names)})

    made = slides.topics(
        new_notebook(
            cells=[
                cell("slide", "# Title"),
                cell("skip", "setup"),
                cell("fragment", "What do you expect?", "predict"),
                cell("-", "1 + 1", code=True),
                cell("-", "f = checks.week1_1.f(f)", "check", code=True),
                cell("skip", "<details><summary>Hint</summary>\n\nOnce\n\n</details>", "hint"),
                cell("notes", "<!-- Ask twice. -->", "speaker"),
            ]
        ),
        ROOT,
        {},
    )
    assert made.count("<section") == 1
    assert "setup" not in made and "checks" not in made
    assert re.findall(r'<div class="([^"]*)"', made) == ["cell", "cell fragment", "cell fragment"]
    assert re.findall(r'<aside class="notes">(.*?)</aside>', made, re.S)[1].strip() == (
        "<p>Ask twice.</p>"
    )


def test_a_script_cannot_end_its_element():
    inside = slides.inline_script("a = '</script><!-- <script>'")
    assert not re.search(r"</script|<!--|<script", inside)


@every_notebook
def test_a_deck_in_a_browser(path, tmp_path, chromium):  # noqa: F811
    """Offline, with no request but the file's; all pages full of readable text, none overfull."""
    asked = []
    with watched(chromium, offline=True) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(slides.make(path, tmp_path).as_uri())
        page.wait_for_function("document.documentElement.dataset.deck === 'ready'", timeout=120_000)
        over = page.eval_on_selector_all(
            "[data-overflow]",
            "all => all.map(s => s.dataset.overflow + ': ' + s.textContent.slice(0, 80))",
        )
        assert over == []
        small = page.evaluate(
            """least => [...document.querySelectorAll(".sheet p, .sheet li, .sheet pre, .sheet td")]
            .filter(e => !e.closest("aside") && parseFloat(getComputedStyle(e).fontSize) < least)
            .filter(e => !(e.matches(".printed") && e.style.getPropertyValue("--columns") > 80))
            .map(e => e.textContent.slice(0, 60))""",
            SMALL_TEXT,
        )
        assert small == []
        page.keyboard.press("End")
        assert page.evaluate("Reveal.isLastSlide()")
        page.keyboard.press("Home")
        assert page.evaluate("Reveal.isFirstSlide()")
        seen = {0}
        for _ in range(30):  # what comes later on a page takes a key, too
            page.keyboard.press("ArrowRight")
            seen.add(page.evaluate("Reveal.getSlidePastCount()"))
        assert sorted(seen) == list(range(len(seen))) and len(seen) > 6  # no page is passed over
    outside = [url for url in asked if not url.startswith(("data:", tmp_path.as_uri()))]
    assert outside == []


def test_a_live_widget_has_a_page_of_its_own(tmp_path, chromium):  # noqa: F811
    start = ROOT / "notebooks" / "00_start_here.ipynb"
    notebook = read(start)
    [number] = [n for n, cell in enumerate(notebook.cells) if "NextToken(" in cell.source]
    live = {number: "<!doctype html><p>It's alive</p>"}
    target = tmp_path / "deck.html"
    write(target, slides.deck(notebook, start.stem, start.parent, live))
    with watched(chromium, offline=True) as page:
        page.goto(target.as_uri())
        page.wait_for_function("document.documentElement.dataset.deck === 'ready'", timeout=120_000)
        page.evaluate(
            """() => {
              const sheet = document.querySelector("[data-page]").closest(".sheet");
              const { h, v } = Reveal.getIndices(sheet);
              Reveal.slide(h, v);
            }"""
        )
        page.frame_locator("iframe").get_by_text("It's alive").wait_for()
        bottom = "e => e.closest('.content').getBoundingClientRect().bottom"
        assert page.locator("iframe").evaluate(bottom) <= 690
        assert page.locator("[data-overflow]").count() == 0


# ---- Handout and solutions ----


@every_notebook
def test_a_handout_has_no_answers_and_right_links(path, tmp_path):
    into = tmp_path / "a" / "b"
    made, printable = handout.make("handout", path, into)
    before, after = read(path), read(made)
    hidden = {"hint", "solution", "speaker"}
    assert [c.id for c in after.cells] == [c.id for c in before.cells if not tags(c) & hidden]
    for cell in after.cells:
        for image, _, address in LINK.findall(cell.source) if cell.cell_type == "markdown" else []:
            place = address.partition("#")[0]
            if place and "://" not in place:
                sibling = not image and (path.parent / place).is_file()
                assert sibling or (into / place).is_file(), address
    assert "<summary>Solution" not in printable.read_text(encoding="utf-8")


def test_a_handout_in_a_browser(tmp_path, chromium):  # noqa: F811
    asked = []
    path = ROOT / "notebooks" / "week2_2_neural_language_model.ipynb"
    _, printable = handout.make("handout", path, tmp_path)
    with watched(chromium, offline=True) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(printable.as_uri())
        broken = "all => all.filter(i => !i.naturalWidth).map(i => i.alt)"
        assert page.eval_on_selector_all("img", broken) == []
        assert page.locator("math").count() > 10
    assert [url for url in asked if not url.startswith(("data:", tmp_path.as_uri()))] == []


@every_notebook
def test_solutions_fill_every_stub(path, tmp_path):
    [made] = handout.make("solutions", path, tmp_path)
    solved, before = read(made), read(path)
    assert not tagged(solved, "hint") and not tagged(solved, "speaker")
    for cell, stub in zip(tagged(solved, "exercise"), tagged(before, "exercise"), strict=True):
        assert "NotImplementedError" not in cell.source
        compile(cell.source, "solution", "exec")
        assert re.findall(r"^def (\w+)", stub.source, re.M)[-1] in cell.source
    assert all(not cell.outputs for cell in tagged(solved, "check"))


def test_run_all_of_the_solutions_passes_every_check(tmp_path):
    [made] = handout.make("solutions", SMALLEST, tmp_path)
    notebook = read(made)
    place = {"metadata": {"path": str(tmp_path)}}
    client = NotebookClient(notebook, kernel_name="python3", timeout=300, resources=place)
    client.execute(env={**os.environ, "COURSE_PROGRESS": "0"})
    checks = tagged(notebook, "check")
    assert len(checks) == len(tagged(read(SMALLEST), "exercise"))
    for cell in checks:
        said = "".join(output.get("text", "") for output in cell.outputs)
        assert "goes on with the course's" not in said and said, said


def test_what_somebody_changed_is_not_overwritten(tmp_path):
    [made] = handout.make("solutions", SMALLEST, tmp_path)
    handout.make("solutions", SMALLEST, tmp_path)
    made.write_text("my answers", encoding="utf-8")
    with pytest.raises(FileExistsError, match="stays as it is"):
        handout.make("solutions", SMALLEST, tmp_path)
    assert made.read_text(encoding="utf-8") == "my answers"
    assert not list(tmp_path.glob("*.part"))


def test_what_was_stopped_before_it_was_recorded_can_be_made_again(tmp_path):
    [made] = handout.make("solutions", SMALLEST, tmp_path)
    (tmp_path / handout.MADE).unlink()
    assert handout.make("solutions", SMALLEST, tmp_path) == [made]


@pytest.mark.parametrize("tool", [slides.main, lambda a: handout.main(["handout", *a])])
def test_an_unknown_notebook_lists_the_known_ones(tool, capsys):
    with pytest.raises(SystemExit):
        tool(["week9"])
    assert "week1_3_ngrams" in capsys.readouterr().err


def test_a_notebook_is_found_by_name_and_by_file():
    for argument in (SMALLEST.stem, SMALLEST.name, str(SMALLEST), os.path.relpath(SMALLEST)):
        assert found(argument) == SMALLEST
    assert every() == NOTEBOOKS


@pytest.mark.parametrize("folder", ["elsewhere", "..", "build/handout"])
def test_a_file_that_is_not_there_is_not_taken_for_the_courses(folder):
    with pytest.raises(ArgumentTypeError, match="there is no notebook"):
        found(f"{folder}/{SMALLEST.name}")
