"""Cells of a notebook as HTML that needs nothing else: for slides and for the handout to print.

Formulas become MathML, which browsers draw by themselves; pictures are put inside. Code is colored
here, line by line, so that a long cell can be cut between two lines.
"""

from __future__ import annotations

import html
import re
import textwrap
from pathlib import Path

import nbformat
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer, TextLexer, get_lexer_by_name
from pygments.util import ClassNotFound

from tools.notebooks import NOTEBOOKS

COMMENT = re.compile(r"[ \t]*<!--.*?-->", re.DOTALL)
# A note may be kept as a comment, so that nobody sees it where the notebook is only read.
HIDDEN_NOTE = re.compile(r"\A\s*<!--\s(.*)\s-->\s*\Z", re.DOTALL)
# What latex2mathml leaves to do: "<" within text, "ln p" with a space, bars and signs without.
TEXT = re.compile(r"\\text(?:tt)?\{[^{}]*\}")
FUNCTION = re.compile(
    r"(\\(?:ln|log|exp|tanh|sin|cos)(?![A-Za-z])(?:_(?:\w|\{[^{}]*\}))?)\s*(?![\s(]|\\left)"
)
BAR = re.compile(r"<mo[^>]*>(?:\||&#x0007C;)</mo>")
SIGN = re.compile(
    r"(<mo[^>]*>(?:[=(,]|&#x(?:0003D|00028|0002C);)</mo>(?:<mspace[^>]*>)?)<mo>&#x02212;</mo>"
)
WIDEST = 96  # columns; printed lines up to here are never wrapped, so tables stay tables


class Renderer(IPythonRenderer):
    """nbconvert's Markdown with MathML in place of formulas for MathJax."""

    def __init__(self, folder: Path, link) -> None:
        super().__init__(escape=False, embed_images=True, path=str(folder))
        self.link_of = link

    def inline_math(self, body: str) -> str:
        """A formula within a line."""
        return formula(body, "inline")

    def block_math(self, body: str) -> str:
        """A formula on a line of its own."""
        return formula(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        """A formula that begins with its environment."""
        return formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")

    def block_code(self, code: str, info: str | None = None) -> str:
        """A fenced block."""
        return colored(code, (info or "").strip())

    def heading(self, text: str, level: int, **attrs) -> str:
        """A heading with the name that links to it use."""
        name = re.sub(r"<[^>]+>", "", text).replace(" ", "-")
        return f'<h{level} id="{html.escape(html.unescape(name))}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link, to wherever its address leads from the page; only its text without one."""
        target = self.link_of(url)
        return f'<a href="{html.escape(target)}">{text}</a>' if target else text

    def table(self, text: str) -> str:
        """A table, in a box of its own."""
        return f"<table>{text}</table>\n"


def formula(latex: str, display: str) -> str:
    """MathML of a formula. Raises ValueError, naming it, when it cannot be converted."""
    spaced = FUNCTION.sub(r"\1\\,", TEXT.sub(lambda found: html.escape(found[0]), latex.strip()))
    try:
        drawn = convert(spaced, display=display)
    except Exception as error:  # the library has many kinds
        raise ValueError(f"The formula {latex!r} does not become MathML: {error!r}") from error
    if "\\" in drawn:  # a command it does not know is written out
        raise ValueError(f"The formula {latex!r} has a command that does not become MathML.")
    drawn = BAR.sub('<mo stretchy="false" lspace="0" rspace="0">|</mo>', drawn)
    return SIGN.sub(r'\1<mo form="prefix">&#x02212;</mo>', drawn)


def markdown(source: str, folder: Path = NOTEBOOKS, link=lambda url: url) -> str:
    """HTML of a Markdown cell in `folder`; `link` says where a link leads, or "" for no link."""
    return MarkdownWithMath(renderer=Renderer(folder, link)).render(COMMENT.sub("", source))


def note(source: str) -> str:
    """HTML of a note to the lecturer, which may be kept in a comment."""
    hidden = HIDDEN_NOTE.match(source)
    return markdown(hidden[1] if hidden else source, link=lambda url: "")


def colored(source: str, language: str = "python") -> str:
    """HTML of code, each line an element of its own."""
    try:
        lexer = PythonLexer() if language == "python" else get_lexer_by_name(language)
    except ClassNotFound:
        lexer = TextLexer()
    return numbered_lines(highlight(source.rstrip("\n"), lexer, HtmlFormatter(nowrap=True)), "code")


def printed(text: str) -> str:
    """HTML of what a cell printed; lines too long for a page are cut between words."""
    rows = []
    for line in text.rstrip("\n").expandtabs().splitlines():
        long = len(line) > WIDEST
        rows += textwrap.wrap(line, WIDEST - 17, break_on_hyphens=False) if long else [line]
    wide = max(map(width, rows), default=0)
    return numbered_lines(html.escape("\n".join(rows)), "printed", columns=wide)


def width(line: str) -> int:
    """Columns of a line: Chinese characters take two."""
    return sum(1 + (ord(character) >= 0x2E80) for character in line)


def numbered_lines(colored_code: str, kind: str, columns: int = 0) -> str:
    """A <pre> whose lines are elements; an empty line keeps its height."""
    lines = colored_code.rstrip("\n").split("\n")
    inside = "".join(f"<span class='line'>{line or ' '}\n</span>" for line in lines)
    size = f' style="--columns: {columns}"' if columns else ""
    return f'<pre class="{kind}"{size}>{inside}</pre>\n'


def picture(png: str, alt: str) -> str:
    """HTML of a PNG in base64."""
    source = f"data:image/png;base64,{png.strip()}"
    return f'<img class="picture" src="{source}" alt="{html.escape(alt)}">\n'


def outputs(cell: nbformat.NotebookNode, *, captions: bool) -> list[str]:
    """HTML of each output of a code cell; `captions` keeps the sentence under a picture."""
    shown, alt = [], ""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" in data:
            alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
            shown.append(picture(data["image/png"], alt))
        elif "text/markdown" in data:
            if captions or data.get("text/plain") != alt:
                shown.append(markdown(data["text/markdown"]))
        elif output.output_type == "error":
            shown.append(printed(f"{output.ename}: {output.evalue}"))
        else:
            text = output.get("text") or data.get("text/plain", "")
            if text.strip():
                shown.append(printed(text))
    return shown


def has_picture(cell: nbformat.NotebookNode) -> bool:
    """Whether a code cell shows a picture."""
    return any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
