"""Follows every link of a folder of HTML pages, without a network: `broken(folder)`.

A link inside must lead to a file that is there, and to an element in it that has the name. An
address outside may stand where a reader clicks, never where a browser loads something by itself.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a browser loads without being asked: attributes by element. Links to click are <a href>.
LOADED = {
    **dict.fromkeys(("img", "script", "iframe", "source", "video", "audio", "embed"), "src"),
    "link": "href",
    "object": "data",
}
NOT_LOADED = {"index", "search", "next", "prev", "canonical", "author"}  # kinds of <link>


class Page(HTMLParser):
    """The names of a page's elements, its links to click, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.clicked: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes one element."""
        values = {name: value or "" for name, value in attrs}
        self.names |= {values[key] for key in ("id", "name") if key in values}
        if tag == "a" and "href" in values:
            self.clicked.append(values["href"])
        if tag in LOADED and values.get(LOADED[tag]):
            loads = tag != "link" or not set(values.get("rel", "").split()) & NOT_LOADED
            (self.loaded if loads else self.clicked).append(values[LOADED[tag]])


def broken(folder: Path) -> list[str]:
    """What is wrong with the links of the pages in `folder`: "PAGE: LINK why", sorted."""
    pages = {
        path.resolve(): Page(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")
    }
    wrong = set()
    for path, page in pages.items():
        here = path.relative_to(folder.resolve()).as_posix()
        for address in (*page.clicked, *page.loaded):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                if address in page.loaded and parts.scheme != "data":
                    wrong.add(f"{here}: {address} would be loaded from outside")
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                wrong.add(f"{here}: {address} leads to no file")
            elif parts.fragment and target in pages:
                known = pages[target].names
                if unquote(parts.fragment) not in known:
                    wrong.add(f"{here}: {address} leads to nothing of that name")
    return sorted(wrong)
