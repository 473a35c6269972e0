"""Are the Chinese pages as new as the English ones? `python -m tools.translations` (in .venv).

A translation names its source once, `<!-- translates README.md -->`, and under each of its headings
the source's section with a hash of that section's text:

    ## 从哪里开始
    <!-- section "Start: two commands" 1f0c2ab94d7e -->

When a section of the source changes, its hash does, and this command and tests/test_translations.py
name it. Translate the change, then run `python -m tools.translations --stamp README.zh.md` (and, to
stamp only some sections, their names): it writes the new hashes.

What does not count as a change: line breaks, HTML comments, what programs write between two of them
(`<!-- measurements: begin -->`, `<!-- measurements: end -->`), code cells and lecturer's notes of a
notebook, and a notebook's name becoming a link to it. Decimals and percentages of a section must
stand in its translation too.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat

from tools.notebooks import HIDDEN, NOTEBOOKS, ROOT, tags

TRANSLATIONS = (ROOT / "README.zh.md", NOTEBOOKS / "00_start_here.zh.md")
SOURCE = re.compile(r"<!-- translates (\S+) -->")
STAMP = re.compile(r'<!-- section "(?P<name>[^"]+)"(?: (?P<hash>\w+))? -->')
GENERATED = re.compile(r"<!-- (\w+): begin -->.*?<!-- \1: end -->", re.DOTALL)
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)+(?!\w)|\d+(?:\.\d+)?(?= ?%)")


def english(path: Path) -> str:
    """The prose of a source: a Markdown file, or the visible Markdown cells of a notebook."""
    if path.suffix == ".ipynb":
        cells = nbformat.read(path, as_version=4).cells
        kept = [
            cell.source
            for cell in cells
            if cell.cell_type == "markdown" and not HIDDEN & tags(cell)
        ]
        return "\n\n".join(kept)
    return path.read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """The text under each heading, by the heading's words; fenced lines are never headings."""
    found: dict[str, list[str]] = {}
    name, fenced = "", False
    for line in text.splitlines():
        fenced ^= line.startswith(("```", "~~~"))
        heading = None if fenced else re.match(r"#{1,6} +(.+)", line)
        if heading:
            name = heading[1].strip()
            if name in found:
                raise ValueError(f"two headings {name!r}: give one of them another name")
        found.setdefault(name, []).append(line)
    return {name: "\n".join(lines) for name, lines in found.items() if name}


def fingerprint(section: str) -> str:
    """Twelve digits that change when the section says something else."""
    text = re.sub(r"<!--.*?-->", " ", GENERATED.sub(" ", section), flags=re.S)
    text = re.sub(r"\[(week\d_\d_\w+)\]\([^)]*\)", r"`\1`", text)
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()[:12]


def source_of(translation: str, path: Path) -> Path:
    """The file that a translation at `path` says it translates."""
    named = SOURCE.search(translation)
    if not named:
        raise ValueError(f"{path.name} does not say <!-- translates FILE -->")
    return path.parent / named[1]


def parts_of(translation: str) -> dict[str, tuple[str, str]]:
    """Name of the source's section → (its hash when it was translated, the translation)."""
    stamps = [*STAMP.finditer(translation)]
    ends = [stamp.start() for stamp in stamps[1:]] + [len(translation)]
    return {
        stamp["name"]: (stamp["hash"], translation[stamp.end() : end])
        for stamp, end in zip(stamps, ends, strict=True)
    }


def faults(path: Path) -> Iterator[str]:
    """What makes the translation at `path` older than its source, or incomplete."""
    text = path.read_text(encoding="utf-8")
    source = source_of(text, path)
    now, then = sections(english(source)), parts_of(text)
    for name in now.keys() - then.keys():
        yield f"{path.name} lacks the section {name!r} of {source.name}"
    for name in then.keys() - now.keys():
        yield f"{path.name} translates {name!r}, which {source.name} no longer has"
    for name in now.keys() & then.keys():
        stamp, translated = then[name]
        if stamp != fingerprint(now[name]):
            yield (
                f"{source.name}: the section {name!r} has changed since {path.name} was translated."
                f" Translate the change, then run: python -m tools.translations --stamp {path.name}"
            )
        shown = re.sub(r"https?://\S+", " ", GENERATED.sub(" ", now[name]))
        for number in sorted(set(NUMBER.findall(shown)) - set(NUMBER.findall(translated))):
            yield f"{path.name}: {name!r} lacks the number {number} of {source.name}"


def stamped(path: Path, names: list[str]) -> str:
    """The translation with new hashes, of the sections `names` or of all."""
    text = path.read_text(encoding="utf-8")
    now = sections(english(source_of(text, path)))

    def renew(match: re.Match) -> str:
        name = match["name"]
        if name not in now or (names and name not in names):
            return match[0]
        return f'<!-- section "{name}" {fingerprint(now[name])} -->'

    return STAMP.sub(renew, text)


def main(arguments: list[str]) -> int:
    """Say which sections are stale; with `--stamp FILE [SECTION ...]`, renew their hashes."""
    if arguments[:1] == ["--stamp"] and len(arguments) > 1:
        path = next((path for path in TRANSLATIONS if path.name == arguments[1]), None)
        if path is None:
            named = ", ".join(path.name for path in TRANSLATIONS)
            raise SystemExit(f"No translation {arguments[1]!r}. There are: {named}.")
        path.write_text(stamped(path, arguments[2:]), encoding="utf-8", newline="\n")
    elif arguments:
        raise SystemExit("python -m tools.translations [--stamp FILE [SECTION ...]]")
    wrong = [fault for path in TRANSLATIONS for fault in sorted(faults(path))]
    print("\n".join(wrong) or "The translations are as new as their sources.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
