"""The website: what stays of a notebook, where its links lead, how it looks without a network."""

import base64
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from browser import chromium, watched  # noqa: F401
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import links, pages, site
from tools.notebooks import tags

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PNG = (  # one dot
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Erk"
    "Jggg=="
)
PHONE = {"width": 390, "height": 844}


def notebook(*extra: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """One of everything that a page is made of."""
    opening = (
        "# How does it look?\n\n**Week 1, notebook 1: a page**\n\n"
        "*Two sessions of about 80 minutes · needs about 200 MB of memory.* <!-- source: none -->"
    )
    picture = new_output(
        "display_data", {"image/png": PNG}, metadata={"image/png": {"alt": 'A "dot"'}}
    )
    said = new_output("display_data", {"text/markdown": "*A $x^2$ dot*", "text/plain": "A dot"})
    hint = "<details><summary>Hint 1</summary>\n\nCount *twice*.\n\n</details>"
    return new_notebook(
        cells=[
            new_markdown_cell(opening),
            new_markdown_cell("## 1. One sum\n\nWith $a_i$:\n\n$$\n\\sum_i a_i = 1\n$$"),
            new_code_cell("plot()", id="dot", outputs=[picture, said], execution_count=1),
            new_code_cell("def f(): ...", metadata={"tags": ["exercise"]}),
            new_markdown_cell(hint, metadata={"tags": ["hint"]}),
            new_markdown_cell("Back to [the sum](#1.-One-sum), on to [next](week1_2_b.ipynb), all"),
            new_markdown_cell("[words](glossary.md#week-1)."),
            new_markdown_cell("Ask the zebra twice.", metadata={"tags": ["speaker"]}),
            *extra,
        ]
    )


@pytest.fixture
def source(tmp_path) -> Path:
    """A folder with one notebook and a glossary."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    nbformat.write(notebook(), folder / "week1_1_a.ipynb")
    glossary = (
        '# Glossary\n\n[Week 1](#week-1)\n\n<a id="week-1"></a>\n\n## Week 1\n\n'
        "| English | Where |\n|---|---|\n| sum | [1.1](week1_1_a.ipynb#1.-One-sum) |\n"
        "| dot | [1.1](week1_1_a.ipynb#cell-id=dot) |\n"
    )
    (folder / "glossary.md").write_text(glossary, encoding="utf-8")
    return folder


def built(source: Path, into: Path) -> Path:
    return site.build(sorted(source.glob("*.ipynb")), into)


# ---- Links ----


def test_links_are_followed(tmp_path):
    (tmp_path / "b c.html").write_text('<p id="here">')
    (tmp_path / "a.html").write_text(
        '<a href="b%20c.html#here"></a> <a href="#top"></a> <i id="top"></i> <a href="https://x.y">'
        '<img src="data:image/png;base64,"> <link rel="next" href="b%20c.html">'
    )
    assert links.broken(tmp_path) == []


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ('<a href="gone.html">', "gone.html leads to no file"),
        ('<a href="#gone">', "#gone leads to nothing of that name"),
        ('<img src="gone.png">', "gone.png leads to no file"),
        ('<script src="https://cdn.x/y.js"></script>', "would be loaded from outside"),
        ('<link rel="stylesheet" href="//cdn.x/y.css">', "would be loaded from outside"),
    ],
)
def test_dead_links_and_outside_addresses_are_named(tmp_path, element, said):
    (tmp_path / "a.html").write_text(element)
    [problem] = links.broken(tmp_path)
    assert problem.startswith("a.html: ") and said in problem


# ---- From a notebook to a page ----


def test_what_a_page_shows(source, tmp_path):
    start = built(source, tmp_path / "site")
    page = (start.parent / "week1_1_a.html").read_text(encoding="utf-8")
    assert "zebra" not in page and "source: none" not in page
    assert page.count("<math") == 3 and "<munder" in page
    assert '<img class="picture" src="pictures/week1_1_a_2_0.png" alt="A &quot;dot&quot;"' in page
    picture = start.parent / "pictures" / "week1_1_a_2_0.png"
    assert picture.read_bytes() == base64.b64decode(PNG)
    assert re.search(r"<details><summary>Hint 1</summary>\s*<p>Count <em>twice", page)
    assert "tag_exercise" in page
    assert "on to next, all" in page  # of a notebook that is not part of this site
    first = start.read_text(encoding="utf-8")
    assert "Two sessions of about 80 minutes" in first and "Week 1" in first
    glossary = (start.parent / "glossary.html").read_text(encoding="utf-8")
    assert 'href="week1_1_a.html#' in glossary and 'href="glossary.html#week-1"' in page
    assert 'href="week1_1_a.html#cell-id=dot"' in glossary and 'id="cell-id=dot"' in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("See [there]().", "without an address"),
        ("See [there](gone.md).", "gone.md"),
        ("See [there](#gone).", "gone"),
        ("$\\nonsense x$", "nonsense"),
        ("![A cat](figures/gone.png)", "gone.png"),
    ],
)
def test_a_mistake_fails_the_build_and_leaves_the_old_site(source, tmp_path, capsys, wrong, said):
    into = tmp_path / "site"
    built(source, into)
    before = sorted(into.rglob("*"))
    path = source / "week1_1_a.ipynb"
    nbformat.write(notebook(new_markdown_cell(wrong)), path)
    assert site.main(["--into", str(into), str(path)]) == 1
    assert said in capsys.readouterr().err
    assert sorted(into.rglob("*")) == before


def test_a_site_that_was_stopped_while_copied_can_be_made_again(source, tmp_path, monkeypatch):
    def stopped(made, into, **options):
        into.mkdir(parents=True)
        (into / "half.html").touch()
        raise KeyboardInterrupt

    into = tmp_path / "site"
    for old in (False, True):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(site.shutil, "copytree", stopped)
            built(source, into)
        assert into.exists() == old
        built(source, into)
        assert (into / "searchindex.js").exists() and not (into / "half.html").exists()


def test_what_is_no_site_is_not_overwritten(source, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ValueError, match="stays as it is"):
        built(source, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_live_widget_has_a_page_of_its_own(source, tmp_path, monkeypatch, chromium):  # noqa: F811
    from tools import slides

    alive = "<!doctype html><title>w</title><p>It's alive</p>"
    monkeypatch.setattr(slides, "widget_pages", lambda notebook, folder: {2: alive})
    start = site.build([source / "week1_1_a.ipynb"], tmp_path / "site", live=True)
    with watched(chromium, offline=True) as page:
        page.goto((start.parent / "week1_1_a.html").as_uri())
        page.locator("iframe.widget").scroll_into_view_if_needed()
        page.frame_locator("iframe.widget").get_by_text("It's alive").wait_for()
        assert page.locator("iframe.widget").get_attribute("title") == 'A "dot"'
        assert page.locator("img.picture").count() == 0


# ---- The course's own site, in a browser ----


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The site of all notebooks, with the network cut as in every test."""
    into = tmp_path_factory.mktemp("site") / "site"
    assert site.build(NOTEBOOKS, into) == into / "index.html"
    yield into
    shutil.rmtree(into)


def quiet(page, folder: Path) -> list[str]:
    """Collects what a page says or asks for that lies outside its folder."""
    heard = []
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    inside = ("data:", folder.as_uri())
    page.on("request", lambda asked: asked.url.startswith(inside) or heard.append(asked.url))
    page.on("requestfailed", lambda asked: heard.append(f"failed: {asked.url}"))
    return heard


def test_every_page_offline(whole, chromium):  # noqa: F811
    """No request leaves the folder, nothing is logged, nothing is wider than a phone."""
    found = sorted(whole.glob("*.html"))
    assert {path.stem for path in NOTEBOOKS} | {"index", "search"} <= {path.stem for path in found}
    for path in found:
        with watched(chromium, offline=True, viewport=PHONE) as page:
            heard = quiet(page, whole)
            page.goto(path.as_uri())
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                broken = "all => all.filter(i => !i.naturalWidth).map(i => i.src)"
                assert page.eval_on_selector_all("img", broken) == [], path.name
                unnamed = "all => all.filter(i => !i.alt).map(i => i.src)"
                assert page.eval_on_selector_all("img", unnamed) == [], path.name
                wide = "document.documentElement.scrollWidth"
                assert page.evaluate(wide) <= PHONE["width"], path.name
                assert page.locator("details[open]").count() == 0
                paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
                bright = sum(map(int, re.findall(r"\d+", paper)[:3])) > 382
                assert bright == (scheme == "light"), path.name
            assert heard == [], path.name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_has_the_formulas_and_exercises_of_its_notebook(whole, path):
    read = nbformat.read(path, as_version=4)
    page = (whole / f"{path.stem}.html").read_text(encoding="utf-8")
    kept = [cell for cell in read.cells if "speaker" not in tags(cell)]
    shown = "".join(pages.markdown(c.source) for c in kept if c.cell_type == "markdown")
    body = page.partition('<article role="main"')[2].partition("</article>")[0]
    assert body.count("<math") >= shown.count("<math")
    prose = re.sub(r"<(pre|code|math|style|script)\b.*?</\1>", "", body, flags=re.S)
    assert "$" not in re.sub(r"<[^>]*>", "", prose)
    hints = [cell for cell in kept if tags(cell) & {"hint", "solution"}]
    assert page.count("<summary>") == len(hints) == page.count("</details>")


def test_a_search_finds_a_page_and_the_button_changes_the_theme(whole, chromium):  # noqa: F811
    with watched(chromium, offline=True) as page:
        heard = quiet(page, whole)
        page.goto((whole / "index.html").as_uri())
        page.locator(".sidebar-search").fill("induction")
        page.keyboard.press("Enter")
        page.locator("#search-results li a[href*='week4_1_attention']").first.wait_for()
        assert heard == []
        before = page.evaluate("document.body.dataset.theme")
        page.locator("button.theme-toggle:visible").first.click()
        assert page.evaluate("document.body.dataset.theme") != before
        assert [said for said in heard if "Changed to" not in said] == []  # Furo says what it did


def test_the_weeks_stand_in_order_in_the_table_of_contents(whole):
    page = (whole / "index.html").read_text(encoding="utf-8")
    sidebar = page.partition('class="sidebar-tree"')[2].partition('class="main"')[0]
    order = re.findall(r'href="(\w+)\.html"', sidebar)
    assert [name for name in order if name != "glossary"] == [path.stem for path in NOTEBOOKS]
    captions = re.findall(r'caption-text">(Week \d)<', sidebar)
    assert captions == sorted(captions) and captions
