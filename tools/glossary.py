"""The glossary's links: `python -m tools.glossary` (in .venv; `--check` only says what is wrong).

notebooks/glossary.md has a section a week and in it a table: English, 中文, one sentence, where.
"Where" is one or more links: `[1.2](…)`, or `[1.2, “dot product”](…)` where the notebook's own
words differ from the entry's. Write `[1.2]()`: this command finds the first cell of
notebook 1.2 that has the term in bold, completes the link and sorts the table.

Links name a cell (`#cell-id=…`), not a heading: JupyterLab finds headings only where they are
already drawn, so that a link into a notebook that is not open would end at its top.

A term is what a Markdown cell sets in bold, outside hints, solutions, speaker notes and the cells
before the setup cell, if it
- has one to four words, no formula, and no punctuation mark at its end or comma within (that is a
  sentence, or a heading of a paragraph);
- does not open a cell of a table (that is the name of a row).

NOT_TERMS names the rest: what is bold for another reason. An entry that no notebook has in bold
leads to a section that uses the words; one with several links leads to bold by one of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat

from tools.notebooks import HIDDEN, NOTEBOOKS, every, tags

GLOSSARY = NOTEBOOKS / "glossary.md"
NOT_TERMS = {
    "next": "a signpost",
    "next week": "a signpost",
    "predict before you run": "a signpost",
    "shut down this kernel": "a request",
    "the package gives": "opens a sentence in the projects of 6.2",
    "build on": "opens an item of a list",
    "scale": "opens an item of a list",
    "understand": "opens an item of a list",
    "judge": "opens an item of a list",
    "the older token wins": "our rule for ties",
    "observed": "stressed",
    "sum": "stressed",
    "add": "stressed",
    "fact": "stressed",
    "never seen": "stressed",
    "were": "stressed",
    "characters": "stressed: what to divide by",
    "a step": "opens a paragraph",
    "the slow count": "opens a paragraph",
    "the fast count": "opens a paragraph",
    "planted share of women": "a number of the story world",
    "model": "a class of 1.3",
    "evidence": "a class of 1.3",
    "level": "a class of 1.3",
}
ROW = re.compile(
    r"^\| (?P<english>[^|]+) \| (?P<chinese>[^|]+) \| (?P<text>[^|]+) \| (?P<where>.+) \|$"
)
LINK = re.compile(r"\[(?P<label>[^\],]+)(?:, “(?P<form>[^”]+)”)?\]\((?P<target>[^)]*)\)")


def key(term: str) -> str:
    """One spelling for a term: lower case, no article, singular.

    >>> key("The  gradients"), key("Batches"), key("bias"), key("Gibbs’ inequality")
    ('gradient', 'batch', 'bias', "gibbs' inequality")
    """
    term = " ".join(term.replace("’", "'").lower().split())
    term = re.sub(r"^(?:the|an?) | \([^)]*\)$", "", term)
    return re.sub(r"(?<=[^suia])s$", "", re.sub(r"(?<=ch)es$", "", term)) if len(term) > 3 else term


@dataclass(frozen=True)
class Place:
    """The prose of a Markdown cell, or of a part of it, under one heading."""

    file: str
    cell: str
    heading: str
    prose: str

    @property
    def anchor(self) -> str:
        """How a link names the cell in JupyterLab."""
        return f"cell-id={self.cell}"

    @cached_property
    def terms(self) -> list[str]:
        """What stands in bold here and is a term."""
        found = re.finditer(r"\*\*([^*]+?)\*\*", self.prose)
        named = [(match[1], self.prose[: match.start()]) for match in found]
        return [
            term
            for term, before in named
            if len(term.split()) <= 4
            and not re.search(r"[$,]|[.:?!]$", term)
            and not re.search(r"^\| *$", before.rpartition("\n")[2])
            and key(term) not in set(map(key, NOT_TERMS))
        ]

    @cached_property
    def plain(self) -> str:
        """The prose without its marks."""
        return re.sub(r"[*_`\s]+", " ", self.prose.replace("’", "'")).lower()

    def uses(self, words: str) -> bool:
        """Whether the prose has these words, in bold or not."""
        return re.search(rf"(?<!\w){re.escape(key(words))}", self.plain) is not None


def label(name: str) -> str:
    """How a link names a notebook: `1.2` for week1_2_embeddings.ipynb, `start` for the first.

    >>> label("week1_2_embeddings.ipynb"), label("00_start_here.ipynb")
    ('1.2', 'start')
    """
    number = re.match(r"week(\d)_(\d)_", name)
    return f"{number[1]}.{number[2]}" if number else "start"


def places(path: Path) -> list[Place]:
    """The prose of a notebook from its setup cell on, cut at cells and headings."""
    cells = nbformat.read(path, as_version=4).cells
    setup = next((i for i, cell in enumerate(cells) if cell.cell_type == "code"), 0)
    parts, heading = [], ""
    for i, cell in enumerate(cells):
        if cell.cell_type != "markdown" or HIDDEN & tags(cell):
            continue
        source = re.sub(r"^(```|~~~).*?^\1[^\n]*$", "", cell.source, flags=re.M | re.S)
        for piece in re.split(r"^(?=#{1,6} )", source, flags=re.M):
            if begun := re.match(r"#{1,6} +(.+)", piece):
                heading = begun[1].strip()
            if i >= setup and piece.strip():
                parts.append(Place(path.name, cell.id, heading, piece))
    return parts


@dataclass(frozen=True)
class Entry:
    """A row of the glossary."""

    section: str
    english: str
    chinese: str
    text: str
    where: tuple[tuple[str, str, str], ...]  # (label, the notebook's own words or "", target)

    @property
    def names(self) -> list[str]:
        """What the entry is called: commas part the names, brackets hold a short form or a hint."""
        return [
            *re.split(r", ", re.sub(r" \([^)]*\)", "", self.english)),
            *re.findall(r"\(([A-Z][^)]*)\)", self.english),
        ]

    @property
    def forms(self) -> list[str]:
        """All words under which notebooks have it."""
        return [*self.names, *(form for _, form, _ in self.where if form)]


def read(text: str) -> list[Entry]:
    """The entries of a glossary."""
    found, section = [], ""
    for line in text.splitlines():
        if line.startswith("## "):
            section = line[3:].strip()
        elif (row := ROW.match(line)) and row["english"] != "English" and "---" not in row[1]:
            links = tuple(
                (m["label"], m["form"] or "", m["target"]) for m in LINK.finditer(row["where"])
            )
            found.append(Entry(section, row["english"], row["chinese"], row["text"], links))
    return found


def section_of(name: str) -> str:
    """The section for terms that notebook `name` has first."""
    return f"Week {name[4]}" if name.startswith("week") else "Start page"


def find(forms: Iterable[str], parts: Iterable[Place], bold: bool) -> Place | None:
    """The first place that has one of the words, in bold or only in its prose."""
    wanted = {key(form) for form in forms}
    for part in parts:
        if wanted & {key(term) for term in part.terms} if bold else any(map(part.uses, wanted)):
            return part
    return None


def faults(text: str, parts: list[Place]) -> Iterator[str]:
    """What is wrong with a glossary `text` beside the prose `parts` of the notebooks, in order."""
    entries = read(text)
    known = {key(form) for entry in entries for form in entry.forms}
    bold = {key(term) for part in parts for term in part.terms}
    seen: set[str] = set()
    for part in parts:
        for term in part.terms:
            if key(term) in seen:
                continue
            seen.add(key(term))
            if key(term) not in known:
                yield f"{part.file}: {term!r} (under {part.heading!r}) has no entry"
            elif not any(
                target.partition("#")[0] == part.file
                for entry in entries
                if key(term) in map(key, entry.forms)
                for _, _, target in entry.where
            ):
                yield f"{term!r} is first in bold in {part.file}; its entry does not lead there"
    names = [entry.english.lower() for entry in entries]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two entries {name!r}"
    for entry in entries:
        if not re.search(r"[\u4e00-\u9fff]", entry.chinese):
            yield f"{entry.english!r} has no Chinese"
        if not entry.text.endswith(".") or re.search(r"[.!?] ", entry.text):
            yield f"{entry.english!r}: not one sentence with a period: {entry.text!r}"
        if not entry.where:
            yield f"{entry.english!r} leads nowhere"
        in_bold = {
            target for _, form, target in entry.where if leads_to_bold(entry, form, target, parts)
        }
        for number, (name, form, target) in enumerate(entry.where):
            yield from link_faults(
                entry, name, form, target, parts, set() if in_bold - {target} else bold
            )
            if not number and entry.section != section_of(target):
                yield f"{entry.english!r} belongs in the section {section_of(target)!r}"


def leads_to_bold(entry: Entry, form: str, target: str, parts: list[Place]) -> bool:
    """Whether a link of an entry leads to its term in bold."""
    there = [part for part in parts if f"{part.file}#{part.anchor}" == target]
    return find([form] if form else entry.names, there, True) is not None


def link_faults(
    entry: Entry, name: str, form: str, target: str, parts: list[Place], bold: set[str]
) -> Iterator[str]:
    """What is wrong with one link of an entry."""
    file, _, anchor = target.partition("#")
    here = [part for part in parts if part.file == file]
    there = [part for part in here if part.anchor == anchor]
    forms = [form] if form else entry.names
    is_bold = bool(bold & set(map(key, forms)))
    if not here:
        yield f"{entry.english!r}: {file!r} is no notebook"
    elif not there:
        yield f"{entry.english!r}: {target} is no cell with prose"
    elif find(forms, there, is_bold) is None:
        way = "is not in bold" if is_bold else "does not stand"
        yield f"{entry.english!r}: {forms[0]!r} {way} under {target}"
    elif name != label(file):
        yield f"{entry.english!r}: the link to {file} says {name!r}, not {label(file)!r}"


def completed(text: str, parts: list[Place]) -> str:
    """The glossary with its links found anew and its tables sorted."""
    bold = {key(term) for part in parts for term in part.terms}
    lines: list[str] = []
    table: list[str] = []

    def link(match: re.Match, names: list[str]) -> str:
        forms = [match["form"]] if match["form"] else names
        here = [part for part in parts if label(part.file) == match["label"]]
        file, _, anchor = match["target"].partition("#")
        kept = [part for part in here if (part.file, part.anchor) == (file, anchor)]
        if find(forms, kept, bool(bold & set(map(key, forms)))):
            return match[0]  # a later place, chosen by hand for another sense of the word
        place = find(forms, here, bool(bold & set(map(key, forms)))) or find(forms, here, False)
        words = match["label"] + (f", “{match['form']}”" if match["form"] else "")
        return f"[{words}]({place.file}#{place.anchor})" if place else match[0]

    for line in [*text.splitlines(), ""]:
        row = ROW.match(line)
        if row and row["english"] != "English" and "---" not in row[1]:
            (entry,) = read(line)
            where = LINK.sub(lambda match, names=entry.names: link(match, names), row["where"])
            table.append(line.replace(row["where"], where))
        else:
            lines += sorted(table, key=lambda row: re.split(r"\W+", read(row)[0].english.lower()))
            table = []
            lines.append(line)
    return "\n".join(lines[:-1]) + "\n"


def main(arguments: list[str]) -> int:
    """Complete the links (unless `--check`), then say what is wrong."""
    parts = [part for path in every() for part in places(path)]
    text = GLOSSARY.read_text(encoding="utf-8")
    if "--check" not in arguments:
        text = completed(text, parts)
        GLOSSARY.write_text(text, encoding="utf-8", newline="\n")
    wrong = list(faults(text, parts))
    print("\n".join(wrong) or f"{len(read(text))} entries, nothing is wrong.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
