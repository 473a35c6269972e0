"""Read a notebook the way its rules look at it: cells, headings, sections, prose, outputs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat

LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")


@dataclass(frozen=True)
class Notebook:
    """A notebook file and what the rules read of it."""

    path: Path
    node: Any  # nbformat's NotebookNode

    @classmethod
    def read(cls, path: Path) -> "Notebook":
        """Read `path` as it is stored, without repairing it."""
        return cls(path, nbformat.v4.reads(path.read_text(encoding="utf-8")))

    @property
    def first(self) -> bool:
        """True for notebooks that nothing comes before."""
        return self.path.stem.startswith(("00_", "week1_1_"))

    @property
    def start_page(self) -> bool:
        """True for 00_start_here, which teaches no section and has no exercise of its own."""
        return self.path.stem.startswith("00_")

    @cached_property
    def cells(self) -> list[tuple[int, Any]]:
        return list(enumerate(self.node.cells))

    @cached_property
    def code(self) -> list[tuple[int, Any]]:
        return [(i, c) for i, c in self.cells if c.cell_type == "code" and c.source.strip()]

    @cached_property
    def markdown(self) -> list[tuple[int, Any]]:
        return [(i, c) for i, c in self.cells if c.cell_type == "markdown"]

    @cached_property
    def headings(self) -> list[tuple[int, int, str]]:
        """(cell, level, text) of every heading, in order."""
        return [
            (number, len(match[1]), match[2].strip())
            for number, cell in self.markdown
            for match in re.finditer(r"^(#{1,6}) +(.+)$", without_fences(cell.source), re.MULTILINE)
        ]

    def section(self, pattern: str) -> str:
        """Markdown from the heading that matches `pattern` to the next of its level, or ""."""
        lines, level = [], 0
        for _, cell in self.markdown:
            for line in cell.source.splitlines():
                heading = re.match(r"(#{1,6}) +(.+)", line)
                if heading and level and len(heading[1]) <= level:
                    return "\n".join(lines)
                if heading and not level and re.search(pattern, heading[2], re.IGNORECASE):
                    level = len(heading[1])
                elif level:
                    lines.append(line)
        return "\n".join(lines)

    def tagged(self, tag: str) -> list[tuple[int, Any]]:
        return [(i, c) for i, c in self.cells if tag in tags(c)]

    def outputs(self) -> Iterator[tuple[int, Any]]:
        return ((i, output) for i, cell in self.code for output in cell.get("outputs", []))


def tags(cell: Any) -> list[str]:
    return cell.metadata.get("tags", [])


def is_marked(cell: Any) -> bool:
    """True when nbval compares this cell's outputs."""
    comment = re.search(r"^\s*#+\s*NBVAL_CHECK_OUTPUT\s*$", cell.source, re.MULTILINE)
    return "nbval-check-output" in tags(cell) or comment is not None


def without_fences(source: str) -> str:
    return re.sub(r"^(```|~~~).*?^\1[^\n]*$", "", source, flags=re.MULTILINE | re.DOTALL)


def prose(source: str, *, links: bool = True) -> str:
    """The words a reader reads; `links=False` also drops the text of links."""
    text = re.sub(r"<!--.*?-->", " ", without_fences(source), flags=re.DOTALL)
    text = re.sub(
        r"\$\$.*?\$\$|(?<!\\)\$[^$\n]+\$|\\\(.*?\\\)|\\\[.*?\\\]", " ", text, flags=re.DOTALL
    )
    text = re.sub(r"(`+).+?\1", " ", text, flags=re.DOTALL)
    text = LINK.sub(lambda match: match[2] if links and not match[1] else " ", text)
    return re.sub(r"<[^<>\n]+>", " ", text)


def code_lines(source: str) -> int:
    return sum(
        bool(line.strip()) and not line.strip().startswith("#") for line in source.splitlines()
    )


def text_of(output: Any) -> str:
    """The text of an output, as nbval compares it and a reader reads it."""
    text = output.get("text") or output.get("data", {}).get("text/plain") or ""
    return text if isinstance(text, str) else "".join(text)
