"""What the tools share: where the notebooks lie, what a cell is tagged, and how a file is written.

A tool that takes notebooks on its command line takes them by file or by name, and all of them
when none is named: `take_notebooks(parser)`, then `options.notebooks or every()`.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat

from tools.environment import ROOT

NOTEBOOKS = ROOT / "notebooks"
HIDDEN = frozenset({"hint", "solution", "speaker"})  # tags of what a reader does not see at first


def every() -> list[Path]:
    """All notebooks of the course, in its order."""
    return sorted(NOTEBOOKS.glob("[!.]*.ipynb"))  # ".~a.ipynb": one that is being saved


def found(argument: str) -> Path:
    """The notebook with this file or name. Raises argparse's error, which lists the known ones.

    >>> found("week1_1_tokenizers").name
    'week1_1_tokenizers.ipynb'
    """
    places = [Path(argument)]
    if Path(argument).name == argument:  # a name alone; a path means that very file
        places.append(NOTEBOOKS / f"{argument.removesuffix('.ipynb')}.ipynb")
    for path in places:
        if path.is_file():
            return path.resolve()
    known = ", ".join(path.stem for path in every())
    raise argparse.ArgumentTypeError(f"there is no notebook {argument}; there are: {known}")


def take_notebooks(parser: argparse.ArgumentParser) -> None:
    """Lets a command take notebooks."""
    said = "by file or by name; default: all in notebooks/"
    parser.add_argument("notebooks", nargs="*", type=found, help=said)


def make_each(paths: Iterable[Path], make: Callable[[Path], str]) -> int:
    """Prints what `make` says of each notebook; returns 1 when it could not make one, else 0."""
    status = 0
    for path in paths:
        try:
            print(make(path), flush=True)
        except (RuntimeError, ValueError, FileExistsError) as error:
            print(f"FAILED: {path.name}: {error}", file=sys.stderr, flush=True)
            status = 1
    return status


def tags(cell: nbformat.NotebookNode) -> set[str]:
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def title(notebook: nbformat.NotebookNode, name: str) -> str:
    """The first heading, or `name` without one."""
    for cell in notebook.cells:
        heading = re.match(r"# +(.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            return heading[1].strip()
    return name


def write(path: Path, text: str) -> None:
    """Writes a text file completely or not at all, and makes its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
