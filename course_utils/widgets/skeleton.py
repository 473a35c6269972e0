"""What the course's widgets share on the Python side.

Each widget is a Python class with traits (`anywidget.AnyWidget`), one plain JavaScript file and
one style sheet with the same name. anywidget loads JavaScript from a Blob, where a relative
import cannot work, so `script` puts skeleton.js in front of the widget's file::

    class NextToken(anywidget.AnyWidget):
        _esm = skeleton.script("next_token")
        _css = skeleton.style("next_token")

A widget is seen in three places: live in JupyterLab, as a page without a kernel (`page`), and as
a still image with alternative text, where notebooks are only read (`mimebundle`).
"""

import base64
import functools
import html
import json
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.files import write_text

FOLDER = Path(__file__).parent
IMPORT = re.compile(
    r'^import \{((?:\s*\w+,)*(?:\s*\w+)?\s*)\} from "\./skeleton\.js";\n', re.MULTILINE
)
PART = re.compile(r'^import \{[\w\s,]*\} from "\./(?!skeleton\.js)(\w+)\.js";\n', re.MULTILINE)
OTHER_IMPORT = re.compile(r"^\s*(import\b|export\b.*\bfrom\b).*", re.MULTILINE)
THEMES = ("auto", "light", "dark")


def join_scripts(helpers: str, widget: str) -> str:
    """Make one module of skeleton.js and a widget's script.

    The widget's line ``import { … } from "./skeleton.js";`` is taken away, since the helpers now
    stand above it.

    Raises:
        ValueError: the widget imports anything else, renames what it imports, imports a name
            that the helpers don't export, or doesn't import the helpers exactly once.
    """
    imports = IMPORT.findall(widget)
    if len(imports) != 1:
        raise ValueError(
            'expected one statement import { … } from "./skeleton.js"; at the start of a line, '
            f"without renaming; found {len(imports)}"
        )
    widget = IMPORT.sub("", widget)
    if other := OTHER_IMPORT.search(widget):
        raise ValueError(f"a widget can import only ./skeleton.js, not: {other.group().strip()}")
    exported = set(re.findall(r"^export (?:async )?(?:function|const) (\w+)", helpers, re.M))
    if missing := sorted(set(re.findall(r"\w+", imports[0])) - exported):
        raise ValueError(f"skeleton.js exports no {', '.join(missing)}")
    return helpers.rstrip() + "\n\n" + widget.lstrip()


@functools.cache
def script(name: str) -> str:
    """The JavaScript module of a widget, skeleton.js included: ``script("next_token")``.

    A part that the widget imports, such as ``import { pointMap } from "./point_map.js";``, and
    that imports only skeleton.js itself, comes between the two.
    """
    widget = _read(f"{name}.js")
    helpers = _read("skeleton.js")
    for part in PART.findall(widget):
        helpers = join_scripts(helpers, _read(f"{part}.js"))
    return join_scripts(helpers, PART.sub("", widget))


@functools.cache
def style(name: str) -> str:
    """The style sheet of a widget, skeleton.css included."""
    return _read("skeleton.css") + "\n" + _read(f"{name}.css")


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def display_name(token: str) -> str:
    r"""Spell a token so that every character in it can be seen.

    >>> display_name(" the\n")
    '␣the↵'
    >>> display_name("")
    '(empty)'
    >>> display_name("\x07\u200b")
    'U+0007U+200B'
    """
    return "".join(_visible(character) for character in token) or "(empty)"


def _visible(character: str) -> str:
    if character in " \n\t":
        return {" ": "␣", "\n": "↵", "\t": "⇥"}[character]
    # Not printable: controls, invisible and direction-changing ones, unpaired surrogates, spaces.
    return character if character.isprintable() else f"U+{ord(character):04X}"


def page(
    name: str,
    state: Mapping[str, Any],
    *,
    title: str,
    description: str,
    theme: str = "auto",
    answers: str = "",
) -> str:
    """An HTML page that shows a widget without kernel, network or further files.

    Args:
        name: the widget's files, such as "next_token".
        state: its traits; bytes are allowed as values at any depth.
        title: the page's title.
        description: one or two sentences for whoever can't see or run it.
        theme: "auto" follows the reader's system, "light" and "dark" are fixed.
        answers: a further script, such as "embeddings_page", whose `answering(model)` returns a
            model that sets by itself what Python would send.

    For a slide, put it into ``<iframe srcdoc="…">`` after ``html.escape``.
    """
    if theme not in THEMES:
        raise ValueError(f"theme is {theme!r}; choose one of {', '.join(THEMES)}")
    # "<" can't occur in the data of a script element: "</script>" would end it.
    data = json.dumps(_plain(state), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    data = data.replace("<", "\\u003c")
    scheme = "light dark" if theme == "auto" else theme
    model = 'pageModel(readState(document.getElementById("state").textContent))'
    code = script(name)
    if answers:
        code = join_scripts(code, _read(f"{answers}.js"))
        model = f"answering({model})"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{html.escape(description)}">
<title>{html.escape(title)}</title>
<style>
html {{ color-scheme: {scheme}; background: Canvas; }}
body {{ margin: 0; }}
main > .course-widget {{ min-height: 100vh; }}
{style(name)}</style>
</head>
<body>
<main id="widget"></main>
<noscript><p>{html.escape(description)}</p></noscript>
<script type="application/json" id="state">{data}</script>
<script type="module">
{code}
render({{
  model: {model},
  el: document.getElementById("widget"),
}});
</script>
</body>
</html>
"""


def _plain(value: Any) -> Any:
    """Replace bytes by {"base64": …} and unpaired surrogates by a replacement character."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def write_page(path: str | Path, text: str) -> Path:
    """Write a page so that it is there completely or not at all; return its path."""
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}; make it first")
    return write_text(path, text)


def mimebundle(
    view: tuple[dict, dict] | None, figure: Figure, description: str
) -> tuple[dict, dict]:
    """What a cell shows: the live widget, a still image and a sentence, whichever can be shown.

    Args:
        view: what `anywidget.AnyWidget._repr_mimebundle_` returned.
        figure: the still image; it is closed here.
        description: the alternative text. It states what the picture shows, and it is the
            output's text/plain, so that comparing outputs doesn't meet an address in memory.
    """
    data, metadata = view or ({}, {})
    image = base64.b64encode(figure_png(figure)).decode("ascii")
    data = {**data, "image/png": image, "text/plain": description}
    return data, {**metadata, "image/png": {"alt": description}}


def figure_png(figure: Figure, dots_per_inch: int = 80) -> bytes:
    """The PNG file of a matplotlib figure, the same bytes every time; closes the figure."""
    try:
        # Few colors are enough for bars and words, and make a file of a quarter of the bytes.
        return plots.png(figure, dots_per_inch, 48)
    finally:
        plt.close(figure)


def font_families() -> list[str]:
    """What still images are lettered with: Chinese where a font for it is installed."""
    return ["DejaVu Sans", *filter(None, [plots.chinese_font()])]


def letters(size: float, more: Mapping[str, Any] | None = None) -> AbstractContextManager[None]:
    """Draw a still image with these fonts: ``with letters(12): …``; `more` are further rcParams."""
    return matplotlib.rc_context(
        {"font.family": font_families(), "font.size": size, **(more or {})}
    )


@functools.cache
def _glyphs() -> frozenset[int]:
    found = [font_manager.get_font(font_manager.findfont(name)) for name in font_families()]
    return frozenset(code for font in found for code in font.get_charmap())


def drawable(text: str) -> str:
    """Replace characters for which no installed font has a glyph by their number, U+4F60."""
    glyphs = _glyphs()
    return "".join(c if ord(c) in glyphs else f"U+{ord(c):04X}" for c in text)
