"""One deck of slides for each notebook: `python3 course.py slides [--live] [notebooks]`.

A deck is one HTML file, build/slides/NAME.html, that asks nothing of any network: reveal.js comes
out of a package of the index (sphinx-revealjs, pinned in pyproject.toml; the package itself is
never run), formulas are MathML, pictures lie in the file. It is made of what the notebook says
about itself:

- slide types: `slide` begins a topic, `fragment` comes on the next key, `skip` is left out;
- `speaker` cells become notes (key S), and the hints and the solution notes of their exercise;
- the code that draws a picture is left out, its lines from `plots.plt.subplots` on;
- what follows a `predict` cell waits for a key; check cells are left out.

How much fits on a page only a browser knows: deck/deck.js fills the pages when the deck is opened,
cuts where it must between blocks, lines and items, and never makes text smaller than the room can
read. It logs pages that hold more than fits, and a test opens every deck.

A widget is shown by its committed picture. `--live` runs the notebook, as long as Run All takes,
and puts the page of each widget (`to_html`) in the picture's place, to be used without a kernel.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tools import pages
from tools.notebooks import HIDDEN, ROOT, every, make_each, tags, take_notebooks, title, write

FOLDER = ROOT / "build" / "slides"
DECK = Path(__file__).resolve().parent / "deck"
PAGE = "text/html"  # where a live widget's page lies in an output

# How a picture is drawn is for the notebook; the slide shows the picture.
DRAWING = re.compile(r"^\w+, .+ = plots\.plt\.subplots\(", re.MULTILINE)

# Runs in the kernel before the notebook: the three widgets with scripts of their own then show
# their page beside their picture.
SHOW_PAGES = """
def _show_pages():
    from course_utils.widgets.attention import AttentionExplorer
    from course_utils.widgets.embeddings import EmbeddingExplorer
    from course_utils.widgets.next_token import NextToken

    def with_page(bundle):
        def show(widget, **options):
            data, metadata = bundle(widget, **options)
            return {**data, "text/html": widget.html(theme="light")}, metadata

        return show

    for widget in (AttentionExplorer, EmbeddingExplorer, NextToken):
        widget._repr_mimebundle_ = with_page(widget._repr_mimebundle_)

_show_pages()
del _show_pages
"""


def reveal(name: str) -> str:
    """A file of the reveal.js that sphinx-revealjs carries."""
    package = importlib.util.find_spec("sphinx_revealjs")
    if not (package and package.origin):
        raise ModuleNotFoundError("sphinx-revealjs, which carries reveal.js, is not installed")
    folder = Path(package.origin).parent / "_static" / "revealjs"
    return (folder / name).read_text(encoding="utf-8")


def inline_script(source: str) -> str:
    """A script as it may stand between <script> and </script>."""
    return re.sub(r"<(?=/script|!--|script)", r"\\x3c", source, flags=re.IGNORECASE)


def widget_pages(notebook: nbformat.NotebookNode, folder: Path) -> dict[int, str]:
    """Runs the notebook and returns the pages of its widgets, by the number of their cell.

    Raises RuntimeError, naming the cell, when one fails.
    """
    client = NotebookClient(
        nbformat.from_dict(notebook),
        kernel_name="python3",
        timeout=600,
        resources={"metadata": {"path": str(folder)}},
    )
    found = {}
    with client.setup_kernel(env={**os.environ, "COURSE_PROGRESS": "0"}):
        client.execute_cell(nbformat.v4.new_code_cell(SHOW_PAGES), -1)
        for number, cell in enumerate(client.nb.cells):
            try:
                client.execute_cell(cell, number)
            except CellExecutionError as error:
                raise RuntimeError(f"cell {number}: {error}") from None
            for output in cell.get("outputs", []):
                page = output.get("data", {}).get(PAGE, "")
                if page.startswith("<!doctype html>"):
                    found[number] = page
    return found


def cell_blocks(cell: nbformat.NotebookNode, folder: Path, page: str) -> str:
    """HTML of a cell; each element on the first level can stand on a page of its own."""
    if cell.cell_type == "markdown":
        # A link to another notebook leads nowhere from a slide, and its text says where.
        here = pages.markdown(cell.source, folder, lambda url: url if "://" in url else "")
        return re.sub(r"\n\s*\n", "\n", here)
    shown = pages.outputs(cell, captions=False)
    if page:
        live = f'class="picture live" data-page="{html.escape(page)}"'
        shown = [part.replace('class="picture"', live) for part in shown]
    if "live" in tags(cell):
        shown.insert(0, '<p class="mark">Run live</p>\n')
    code = DRAWING.split(cell.source)[0].strip() if pages.has_picture(cell) else cell.source
    source = pages.colored(code) if code else ""
    return source + "".join(f'<div class="output">{part}</div>\n' for part in shown)


def topics(notebook: nbformat.NotebookNode, folder: Path, live: dict[int, str]) -> str:
    """HTML of the whole deck: a <section> for each topic with its cells, and notes among them."""
    parts: list[str] = []
    waits, above = False, ""
    for number, cell in enumerate(notebook.cells):
        has = tags(cell)
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        if not cell.source.strip():
            continue
        if has & HIDDEN:  # for the lecturer
            said = pages.note(re.sub(r"</?(details|summary)>", "\n\n", cell.source))
            parts.append(f'<aside class="notes">{said}</aside>\n')
            continue
        if kind in ("skip", "notes") or "check" in has:
            continue
        if kind in ("slide", "subslide") or not parts:
            heading = re.match(r"#+ +(.+)$", cell.source, re.MULTILINE)
            running = "" if heading else above
            above = heading[1] if heading else above
            names = f'data-title="{html.escape(above)}" data-running="{html.escape(running)}"'
            parts.append(f'{"</section>" if parts else ""}\n<section class="topic" {names}>\n')
        classes = "cell fragment" if kind == "fragment" or waits else "cell"
        blocks = cell_blocks(cell, folder, live.get(number, ""))
        parts.append(f'<div class="{classes}" data-cell="{number}">\n{blocks}</div>\n')
        waits = "predict" in has
    return "".join([*parts, "</section>\n"])


def deck(notebook: nbformat.NotebookNode, name: str, folder: Path, live: dict[int, str]) -> str:
    """The deck of a notebook that lies in `folder`, as one HTML page."""
    styles = [
        *(reveal("dist/reset.css"), reveal("dist/reveal.css")),
        (DECK / "deck.css").read_text(encoding="utf-8"),
    ]
    scripts = [
        *(reveal("dist/reveal.js"), reveal("plugin/notes/notes.js")),
        (DECK / "deck.js").read_text(encoding="utf-8"),
    ]
    script = "\n".join(f"<script>\n{inline_script(source)}\n</script>" for source in scripts)
    style = "\n".join(styles)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title(notebook, name))}</title>
<link rel="icon" href="data:,">
<style>
{style}
</style>
</head>
<body>
<div class="reveal"><div class="slides">
{topics(notebook, folder, live)}
</div></div>
<noscript>These slides need JavaScript, which is part of this file.</noscript>
{script}
</body>
</html>
"""


def make(path: Path, into: Path = FOLDER, *, live: bool = False) -> Path:
    """Writes the deck of one notebook and returns its path."""
    notebook = nbformat.read(path, as_version=4)
    found = widget_pages(notebook, path.parent) if live else {}
    target = into / f"{path.stem}.html"
    write(target, deck(notebook, path.stem, path.parent, found))
    return target


def main(arguments: list[str]) -> int:
    """The command; returns 1 when a deck could not be made."""
    parser = argparse.ArgumentParser(prog="course.py slides", description="Make slides.")
    parser.add_argument("--live", action="store_true", help="run the notebooks: widgets to use")
    take_notebooks(parser)
    options = parser.parse_args(arguments)

    def made(path: Path) -> str:
        if options.live:
            print(f"Running {path.name} ...", flush=True)
        target = make(path, live=options.live)
        return f"{target} ({target.stat().st_size / 1e6:.1f} MB)"

    status = make_each(options.notebooks or every(), made)
    print("Open one in a browser. S: notes, Esc: overview, F: full screen.")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
