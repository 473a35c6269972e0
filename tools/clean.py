"""Cleans committed notebooks in place: `python3 course.py clean [--check] [notebooks]`.

Kept: sources, cell ids, tags, slide types, and as outputs text and PNG of at most 60 KB each, which
every reader sees without trusting the notebook. Removed: stderr, widget views and widget state,
HTML and scripts, the folders of absolute paths in outputs, timings, and whatever names the machine
or its Python. Execution counts become 1, 2, 3 ... so that running a notebook again changes no
more than it must. Cleaning twice changes nothing more.

What it cannot mend, it names: failed cells, outputs that are too large, absolute paths in sources.
"""

from __future__ import annotations

import argparse
import base64
import re
import sys
from pathlib import Path

import nbformat

from tools.notebooks import ROOT, every, tags, take_notebooks, write

LARGEST_OUTPUT = 60_000  # bytes
KEPT_TYPES = ("text/plain", "text/markdown", "text/latex", "image/png")
KEPT_NOTEBOOK_METADATA = ("title", "authors")
KEPT_CELL_METADATA = ("tags", "slideshow", "jupyter", "editable", "deletable")
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "name": "python",
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}

# Folders that only one computer has: as Unix, macOS and Windows name them, and this one's.
# Not every "X:\": in formulas a colon and a backslash follow letters, too.
HERE = "|".join(re.escape(str(path)) for path in (ROOT, Path.home()) if len(str(path)) > 3)
UNIX = "/(?:home|Users|root|tmp|private|var|usr|opt|mnt|work|media|Volumes|content|srv)"
WINDOWS = r"[A-Za-z]:\\{1,2}(?:Users|Windows|Temp|Program Files|ProgramData)"
NAME = r"[^/\\\s'\"<>|:;,()\[\]`]+"
ABSOLUTE_PATH = re.compile(
    rf"(?<![\w/.:~-])(?:{HERE}|{UNIX}|{WINDOWS})(?:[/\\]+{NAME})*[/\\]+({NAME})"
)
# What a progress bar wrote and then wiped out; some tools that run notebooks drop the returns.
OVERWRITTEN = re.compile(r"[^\n]*\r(?!\n)| *\d+%\|[ #0-9]*\| \d+/\d+ \[[^]\n]*\] *")
# How ipywidgets write a box of controls as text, which tells a reader nothing.
CONTROLS = re.compile(r"\w+\(children=.*", re.DOTALL)
INSTEAD = "(Run this cell to get its controls.)"
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Report:
    """What was changed in one notebook, and what a person must mend."""

    def __init__(self, notebook: str) -> None:
        self.notebook = notebook
        self.changes: list[str] = []
        self.faults: list[str] = []

    def change(self, cell: int, what: str) -> None:
        """Notes something that was mended in the cell with that number (from 0)."""
        self.changes.append(f"{self.notebook}, cell {cell}: {what}")

    def fault(self, cell: int, what: str) -> None:
        """Notes something that cannot be mended here."""
        self.faults.append(f"{self.notebook}, cell {cell}: {what}")


def without_paths(text: str, cell: int, report: Report) -> str:
    """Replaces the folders of absolute paths by "…/".

    >>> without_paths("read /home/ada/course/data.txt", 3, Report("a.ipynb"))
    'read …/data.txt'
    """

    def shorten(found: re.Match) -> str:
        report.change(cell, f"absolute path {found.group()}")
        return "…/" + found.group(1)

    return ABSOLUTE_PATH.sub(shorten, text)


def clean_output(output: dict, cell: int, report: Report, may_fail: bool) -> dict | None:
    """The output as it is committed; None when nothing of it remains."""
    kind = output["output_type"]
    if kind == "stream":
        if output["name"] != "stdout":
            report.change(cell, f"{output['name']}: {output['text'].strip()[:60]!r}")
            return None
        text = OVERWRITTEN.sub("", output["text"])
        if not text.strip(" ") and output["text"]:
            report.change(cell, "progress bar")
            return None
        output["text"] = without_paths(text, cell, report)
        size = len(output["text"].encode("utf-8"))
        if size > LARGEST_OUTPUT:
            report.fault(cell, f"prints {size:,} bytes; {LARGEST_OUTPUT:,} at most. Print less.")
        return output
    if kind == "error":
        said = f"{output['ename']}: {output['evalue']}"
        if not may_fail:
            report.fault(cell, f"failed with {said}. Run it again, or tag it raises-exception.")
        output["evalue"] = without_paths(ANSI.sub("", output["evalue"]), cell, report)
        output["traceback"] = [f"{output['ename']}: {output['evalue']}"]
        return output

    data = output["data"]
    for mime_type in [name for name in data if name not in KEPT_TYPES]:
        report.change(cell, f"{mime_type} output")
        del data[mime_type]
    if CONTROLS.fullmatch(data.get("text/plain", "")):
        report.change(cell, "controls as text")
        data["text/plain"] = INSTEAD
    for mime_type, value in data.items():
        if mime_type == "image/png":
            size = len(base64.b64decode(value))
        else:
            data[mime_type] = without_paths(value, cell, report)
            size = len(data[mime_type].encode("utf-8"))
        if size > LARGEST_OUTPUT:
            report.fault(cell, f"{mime_type} of {size:,} bytes; {LARGEST_OUTPUT:,} at most.")
    for mime_type in [name for name in output["metadata"] if "/" in name and name not in data]:
        del output["metadata"][mime_type]
    return output if data else None


def joined(outputs: list[dict]) -> list[dict]:
    """The outputs with printed text that follows printed text in one piece.

    The kernel cuts what a cell prints wherever its clock strikes: on every run elsewhere.
    """
    whole: list[dict] = []
    for output in outputs:
        if whole and output["output_type"] == whole[-1]["output_type"] == "stream":
            whole[-1]["text"] += output["text"]
        else:
            whole.append(output)
    return whole


def clean_notebook(notebook: nbformat.NotebookNode, name: str) -> Report:
    """Cleans a notebook in memory and says what it changed or could not mend."""
    report = Report(name)
    kept = {
        key: notebook.metadata[key] for key in KEPT_NOTEBOOK_METADATA if key in notebook.metadata
    }
    if "widgets" in notebook.metadata:
        report.changes.append(f"{name}: widget state")
    wanted = {**kept, "kernelspec": KERNELSPEC, "language_info": LANGUAGE}
    if notebook.metadata != wanted:
        report.changes.append(f"{name}: metadata of the notebook")
        notebook.metadata = nbformat.from_dict(wanted)

    count = 0
    for number, cell in enumerate(notebook.cells):
        for key in [key for key in cell.metadata if key not in KEPT_CELL_METADATA]:
            report.change(number, f"metadata {key}")
            del cell.metadata[key]
        found = ABSOLUTE_PATH.search(cell.source)
        if found:
            report.fault(number, f"its source holds the absolute path {found.group()}")
        if cell.cell_type != "code":
            continue
        if cell.execution_count is not None:
            count += 1
            if cell.execution_count != count:
                report.change(number, f"execution count {cell.execution_count} → {count}")
                cell.execution_count = count
        may_fail = "raises-exception" in tags(cell)
        outputs = [clean_output(output, number, report, may_fail) for output in cell.outputs]
        cell.outputs = joined([output for output in outputs if output is not None])
        for output in cell.outputs:
            if output["output_type"] == "execute_result":
                output["execution_count"] = cell.execution_count
    return report


def clean_file(path: Path, check: bool) -> Report:
    """Cleans one notebook file in one step; with `check` it only reports."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    report = clean_notebook(notebook, path.name)
    after = nbformat.writes(notebook) + "\n"
    if after != before:
        if not report.changes:
            report.changes.append(f"{path.name}: layout of the file")
        if not check:
            write(path, after)
    return report


def main(arguments: list[str]) -> int:
    """The command; returns 1 when something needs a person, or with --check any change."""
    parser = argparse.ArgumentParser(prog="course.py clean", description="Clean notebooks.")
    parser.add_argument("--check", action="store_true", help="change nothing, say what would")
    take_notebooks(parser)
    options = parser.parse_args(arguments)
    paths = options.notebooks or every()
    reports = [clean_file(path, options.check) for path in paths]
    changes = [line for report in reports for line in report.changes]
    faults = [line for report in reports for line in report.faults]
    print(
        *changes,
        *(f"MEND: {line}" for line in faults),
        sep="\n",
        end="\n" if changes or faults else "",
    )
    verb = "would change" if options.check else "changed"
    print(f"{len(paths)} notebooks, {verb}: {len(changes)}, to mend by hand: {len(faults)}")
    return 1 if faults or (options.check and changes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
