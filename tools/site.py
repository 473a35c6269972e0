"""The course as a website to read: `python3 course.py site [--live] [notebooks]`.

build/site/index.html opens in any browser, from a folder or a server, and asks nothing of any
network. Sphinx with myst-nb and the theme Furo make it of the notebooks as they are committed:
nothing is run, outputs are what the files hold, hints and solutions stay folded, the lecturer's
notes are left out. What is ours:

- formulas become MathML (tools/pages.py), so no script draws them;
- each picture is a file with its alternative text;
- every link inside the site is followed (tools/links.py); one that leads nowhere fails the build.

`--live` runs the notebooks, as long as Run All takes, and puts the page of each widget (`to_html`)
in its picture's place, to be used without a kernel.
"""

from __future__ import annotations

import argparse
import base64
import html
import io
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tools import links, pages
from tools.notebooks import ROOT, every, tags, take_notebooks, title, write

FOLDER = ROOT / "build" / "site"
BOOK = Path(__file__).resolve().parent / "book"
TITLE = "From Tokens to LoRA"
LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\((\w+)\.ipynb(?:#(?:[^()\s]|\([^()\s]*\))*)?\)")
OUTSIDE = re.compile(r"(?<!!)\[([^\[\]]*)\]\(\.\./[^)\s]*\)")
CELL = re.compile(r"\]\((\w+)\.ipynb#cell-id=([\w-]+)\)")
EMPTY = re.compile(r"\[[^\[\]]*\]\(\s*\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
COLOR = re.compile(r"\x1b\[[\d;]*m")
NEVER = {"speaker"}


def anchor(heading: str) -> str:
    """The name that a link to a heading uses, as JupyterLab makes it.

    >>> anchor("9. Glossary")
    '9.-Glossary'
    """
    return heading.strip().replace(" ", "-")


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this: formulas are written as MathML."""

    def inline(translator, node: nodes.math) -> None:
        translator.body.append(pages.formula(node.astext(), "inline"))
        raise nodes.SkipNode

    def block(translator, node: nodes.math_block) -> None:
        drawn = pages.formula(node.astext(), "block")
        translator.body.append(f'<div class="formula">{drawn}</div>\n')
        raise nodes.SkipNode

    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def shown(cell: nbformat.NotebookNode, name: str, extra: Path, page: str) -> list:
    """The outputs of a code cell: pictures and the pages of widgets become files in `extra`."""
    made = []
    for number, output in enumerate(cell.get("outputs", [])):
        data = output.get("data", {})
        if "image/png" in data:
            alt = html.escape(output.get("metadata", {}).get("image/png", {}).get("alt", ""))
            if page:
                file = f"widgets/{name}.html"
                write(extra / file, page)
                text = f'<iframe class="widget" src="{file}" title="{alt}" loading="lazy"></iframe>'
            else:
                file = f"pictures/{name}_{number}.png"
                (extra / "pictures").mkdir(exist_ok=True)
                (extra / file).write_bytes(base64.b64decode(data["image/png"]))
                text = f'<img class="picture" src="{file}" alt="{alt}">'
        elif "text/markdown" in data:
            text = f'<div class="said">{pages.markdown(data["text/markdown"])}</div>'
        else:
            made.append(output)
            continue
        made.append(nbformat.v4.new_output("display_data", data={"text/html": text}))
    return made


def plain(source: str, known: set[str]) -> str:
    """Markdown without comments; a link that leaves the site keeps only its text.

    Raises ValueError for a link without an address.

    >>> plain("[a](a.ipynb#1) [b](b.ipynb) [c](../README.md)<!-- d -->", {"a"})
    '[a](a.ipynb#1) b c'
    """

    def link(found: re.Match) -> str:
        return found[0] if found[2] in known else found[1]

    if empty := EMPTY.search(CODE.sub("", source)):
        raise ValueError(f"{empty[0]} is a link without an address")
    return OUTSIDE.sub(r"\1", LINK.sub(link, pages.COMMENT.sub("", source)))


def staged(
    notebook: nbformat.NotebookNode,
    name: str,
    extra: Path,
    known: set[str],
    linked: set[tuple[str, str]],
    live: dict[int, str],
) -> nbformat.NotebookNode:
    """The notebook as Sphinx gets it; a link to a notebook outside `known` keeps only its text.

    `linked` are the cells, as (notebook, id), that a link names as JupyterLab does.
    """

    made = nbformat.from_dict(notebook)
    made.metadata = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    cells = []
    for number, cell in enumerate(made.cells):
        if tags(cell) & NEVER or not cell.source.strip():
            continue
        if cell.cell_type == "markdown":
            cell.source = plain(cell.source, known)
        else:
            cell.outputs = shown(cell, f"{name}_{number}", extra, live.get(number, ""))
        cell.metadata = {"tags": sorted(tags(cell))}
        if (name, cell.get("id")) in linked:
            place = f'<div id="cell-id={cell.id}"></div>'
            cells.append(nbformat.v4.new_markdown_cell(place))
        cells.append(cell)
    made.cells = cells
    return made


def about(notebook: nbformat.NotebookNode) -> tuple[str, str]:
    """What a notebook's first cell says of itself: its subject, and its line of minutes."""
    first = pages.COMMENT.sub("", notebook.cells[0].source)
    subject = re.search(r"^\*\*Week \d+, notebook \d+: (.+)\*\*$", first, re.MULTILINE)
    minutes = re.search(r"^\*(.*\bminutes\b.*)\*$", first, re.MULTILINE)
    return (subject[1] if subject else ""), (minutes[1] if minutes else "")


def week_of(name: str) -> str:
    """The part of the table of contents that a page stands in.

    >>> week_of("week4_1_attention"), week_of("00_start_here")
    ('Week 4', 'Before week 1')
    """
    number = re.match(r"week(\d+)_", name)
    return f"Week {number[1]}" if number else "Before week 1"


def index(notebooks: dict[str, nbformat.NotebookNode], others: dict[str, str]) -> str:
    """Markdown of the start page: the notebooks by week, each with its question and minutes."""
    parts = [
        f"# {TITLE}\n\n**Language models built by hand, in six weeks of notebooks.** "
        "This site is for reading: every notebook with its pictures and results, and its exercises "
        "with hints and solutions folded. To run and change the code, open the notebooks in "
        "JupyterLab: `python3 course.py lab`.\n"
    ]
    weeks: dict[str, list[str]] = {}
    for name in notebooks:
        weeks.setdefault(week_of(name), []).append(name)
    for week, names in weeks.items():
        parts.append(f"## {week}\n")
        for name in names:
            subject, minutes = about(notebooks[name])
            asks = title(notebooks[name], name)
            said = f" · {subject}" if subject else ""
            parts.append(f"- **[{asks}]({name}.ipynb)**{said}  \n  {minutes}")
        parts.append(toctree(week, names))
    if others:
        parts.append("## Beside the notebooks\n")
        parts += [f"- [{heading}]({name}.md)" for name, heading in others.items()]
        parts.append(toctree("Beside the notebooks", list(others)))
    return "\n".join(parts)


def toctree(caption: str, names: list[str]) -> str:
    """The directive that puts pages into the sidebar."""
    return "\n".join(["", "```{toctree}", ":hidden:", f":caption: {caption}", *names, "```", ""])


def stage(wanted: list[Path], source: Path, extra: Path, live: bool) -> None:
    """Writes what Sphinx reads. The glossary and other Markdown beside the notebooks come along."""
    folder = wanted[0].parent
    known = {path.stem for path in wanted}
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in wanted}
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
    written = [*texts.values(), *(c.source for n in notebooks.values() for c in n.cells)]
    linked = {place for source_text in written for place in CELL.findall(source_text)}
    for path in wanted:
        notebook = notebooks[path.stem]
        found = {}
        if live:
            from tools import slides  # runs notebooks; of no use without --live

            print(f"Running {path.name} ...", flush=True)
            found = slides.widget_pages(notebook, path.parent)
        made = staged(notebook, path.stem, extra, known, linked, found)
        write(source / path.name, nbformat.writes(made) + "\n")
    others = {}
    for name, source_text in texts.items():
        text = plain(source_text, known)
        heading = re.match(r"\s*# +(.+)", text)
        page = name.removesuffix(".md")
        others[page] = heading[1].strip() if heading else page
        write(source / name, text)
    write(source / "index.md", index(notebooks, others))
    if (folder / "figures").is_dir():
        shutil.copytree(folder / "figures", source / "figures", dirs_exist_ok=True)


def build(wanted: list[Path], into: Path = FOLDER, *, live: bool = False) -> Path:
    """Makes the site and returns its start page. Raises ValueError, naming all that is wrong."""
    require_own(into)
    with tempfile.TemporaryDirectory(prefix="site-") as temporary:
        source, extra, made = (Path(temporary) / part for part in ("source", "extra", "made"))
        extra.mkdir()
        stage(wanted, source, extra, live)
        complaints = io.StringIO()
        try:
            # As in Sphinx's own command: what extensions register is gone afterward.
            with patch_docutils(BOOK), docutils_namespace():
                app = Sphinx(
                    *(source, BOOK, made, Path(temporary) / "trees", "html"),
                    confoverrides={"html_extra_path": [str(extra)]},
                    status=None,
                    warning=complaints,
                )
                app.build()
        except SphinxError as error:
            raise ValueError(str(error)) from error
        warned = COLOR.sub("", complaints.getvalue()).replace(f"{source}/", "").strip()
        wrong = [warned] if warned else []
        wrong += links.broken(made)
        if wrong:
            raise ValueError("\n".join(wrong))
        part = into.with_name(f".{into.name}.part")  # complete or not there, also when stopped
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(made, part, ignore=shutil.ignore_patterns(".buildinfo", "_sources"))
        shutil.rmtree(into, ignore_errors=True)
        part.rename(into)
    return into / "index.html"


def require_own(folder: Path) -> None:
    """Raises ValueError where a folder holds something that is no site."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "searchindex.js").exists():
        raise ValueError(f"{folder} holds something else; it stays as it is.")


def main(arguments: list[str]) -> int:
    """The command; returns 1 when the site could not be made."""
    parser = argparse.ArgumentParser(prog="course.py site", description="Make the website.")
    parser.add_argument("--live", action="store_true", help="run the notebooks: widgets to use")
    parser.add_argument("--into", type=Path, default=FOLDER, help="where to (default: build/site)")
    take_notebooks(parser)
    options = parser.parse_args(arguments)
    try:
        start = build(options.notebooks or every(), options.into, live=options.live)
    except (RuntimeError, ValueError, json.JSONDecodeError) as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in options.into.rglob("*") if path.is_file())
    print(f"{start} ({size / 1e6:.0f} MB in its folder): open it in a browser.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
