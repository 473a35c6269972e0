"""Versions for a class: `python3 course.py handout` and `python3 course.py solutions`.

- build/handout/NAME.ipynb: without hints, solutions and the lecturer's notes; NAME.html beside it
  is the same to read and print, one file that asks nothing of any network.
- build/solutions/NAME.ipynb: every stub filled with the solution, whose remarks stay; Run All
  passes every check.

Both run in the course's environment from wherever they lie. Pictures that a notebook links to are
copied beside it; links to what stays in the course's folder lead back there.

Nobody's answers are lost: a file that was changed since it was made here is not written again.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import os
import re
import shutil
import sys
from pathlib import Path

import nbformat

from tools import pages
from tools.notebooks import (
    HIDDEN,
    ROOT,
    every,
    make_each,
    tags,
    take_notebooks,
    title,
    write,
)

BUILD = ROOT / "build"
MADE = "made_here.json"  # the hash of each file as it was made
LINK = re.compile(r"(!?\[[^\[\]]*\]\()([^)\s]+)(?=[)\s])")
SOLUTION = re.compile(r"```python\n(.*?)```", re.DOTALL)
FOLDED = re.compile(r"</?details>|<summary>.*?</summary>")

STYLE = """
body { color: #1a1a1a; font: 17px/1.5 "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif;
  margin: 2em auto; max-width: 50em; padding: 0 1em; }
h1, h2, h3 { line-height: 1.2; break-after: avoid; }
pre { font: 14px/1.4 Consolas, Menlo, "DejaVu Sans Mono", monospace; padding: 0.5em 0.8em; }
pre .line { display: block; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.code { background: #f3f5f7; }
pre.printed { border-left: 3px solid #c8c8c8; }
pre, img, table, blockquote { break-inside: avoid; }
img { display: block; max-width: 100%; margin: 0 auto; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid #c8c8c8; padding: 0.2em 0.8em 0.2em 0; text-align: left; }
blockquote { border-left: 4px solid #0b5394; margin-left: 0; padding-left: 1em; }
.exercise { border: 1px solid #8c8c8c; min-height: 12em; margin: 0.5em 0; }
.exercise pre { margin: 0; }
.k, .kn, .kc, .ow { color: #0b5394; font-weight: bold; }
.nf, .nc, .fm { color: #6a1b6f; }
.s1, .s2, .sd, .sa, .si { color: #22651f; }
.c1 { color: #5b5b5b; font-style: italic; }
"""


def solution_code(source: str) -> str:
    """The one fenced block of a solution. Raises ValueError when there is not exactly one."""
    blocks = SOLUTION.findall(source)
    if len(blocks) != 1:
        raise ValueError(f"a solution has one ```python block, not {len(blocks)}")
    return blocks[0].rstrip("\n")


def without_answers(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook as a class gets it."""
    made = nbformat.from_dict(notebook)
    made.cells = [cell for cell in made.cells if not tags(cell) & HIDDEN]
    return made


def with_answers(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with its exercises solved; what the checks said of the stubs is gone."""
    made = nbformat.from_dict(notebook)
    cells, stub = [], None
    for number, cell in enumerate(made.cells):
        has = tags(cell)
        if "exercise" in has:
            stub = cell
        elif "check" in has:
            cell.outputs, cell.execution_count = [], None
        elif "solution" in has:
            if stub is None:
                raise ValueError(f"cell {number}: a solution without an exercise above it")
            stub.source, stub = solution_code(cell.source), None
            cell.source = FOLDED.sub("", SOLUTION.sub("", cell.source)).strip()
            if not cell.source:
                continue
        if not has & {"hint", "speaker"}:
            cells.append(cell)
    if stub is not None:
        raise ValueError(f"an exercise has no solution: {stub.source.splitlines()[0]}")
    made.cells = cells
    return made


def relinked(notebook: nbformat.NotebookNode, folder: Path, into: Path) -> list[Path]:
    """Points links to where they lead from `into`; returns the pictures to be copied there.

    Links between notebooks stay: the versions have the same names.
    """
    pictures = []

    def point(found: re.Match) -> str:
        address, mark, place = found[2].partition("#")
        target = folder / address
        if not address or "://" in found[2] or found[2].startswith(("mailto:", "attachment:")):
            return found[0]
        if target.parent == folder and target.suffix == ".ipynb":
            return found[0]
        if found[1].startswith("!") and target.is_relative_to(folder):
            pictures.append(target)
            return found[0]
        back = Path(os.path.relpath(target.resolve(), into.resolve())).as_posix()
        return f"{found[1]}{back}{mark}{place}"

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(point, cell.source)
    return pictures


def page(notebook: nbformat.NotebookNode, name: str, folder: Path, into: Path) -> str:
    """The handout to read and print, as one HTML page."""

    def link(url: str) -> str:
        address, mark, place = url.partition("#")
        if address.endswith(".ipynb") and "/" not in address:
            return f"{address.removesuffix('.ipynb')}.html{mark}{place}"
        return url

    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(pages.markdown(cell.source, folder, link))
        elif cell.source.strip() and "check" not in tags(cell):
            kind = ' class="exercise"' if "exercise" in tags(cell) else ""
            parts.append(f"<div{kind}>{pages.colored(cell.source)}</div>\n")
            parts += pages.outputs(cell, captions=True)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title(notebook, name))}</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
{"".join(parts)}</body>
</html>
"""


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_unless_changed(path: Path, text: str) -> None:
    """Writes a file, but never over one that somebody wrote or changed. Raises FileExistsError."""
    record = path.parent / MADE
    made = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    known = (made.get(path.name), hashlib.sha256(text.encode("utf-8")).hexdigest())
    if path.exists() and digest(path) not in known:
        raise FileExistsError(
            f"{path} was changed since it was made, or is not from here; it stays as it is.\n"
            "Move or rename it, and run this again."
        )
    write(path, text)
    write(record, json.dumps({**made, path.name: digest(path)}, indent=1) + "\n")


def make(kind: str, path: Path, into: Path) -> list[Path]:
    """Writes the "handout" or "solutions" version of a notebook; returns the files."""
    notebook = nbformat.read(path, as_version=4)
    made = without_answers(notebook) if kind == "handout" else with_answers(notebook)
    pictures = relinked(made, path.parent, into)
    files = [into / path.name]
    write_unless_changed(files[0], nbformat.writes(made) + "\n")
    for picture in pictures:
        copy = into / picture.relative_to(path.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, copy)
    if kind == "handout":
        files.append(into / f"{path.stem}.html")
        # Its pictures are read where they were copied to: links already lead from there.
        write_unless_changed(files[1], page(made, path.stem, into, into))
    return files


def main(arguments: list[str]) -> int:
    """The command; returns 1 when a version could not be made."""
    parser = argparse.ArgumentParser(prog="course.py", description="Versions for a class.")
    parser.add_argument("kind", choices=("handout", "solutions"))
    take_notebooks(parser)
    options = parser.parse_args(arguments)

    def made(path: Path) -> str:
        return "\n".join(map(str, make(options.kind, path, BUILD / options.kind)))

    return make_each(options.notebooks or every(), made)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
