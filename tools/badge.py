"""Puts links that open the course in a browser into README.md: `python3 -m tools.badge [ADDRESS]`.

Run once by whoever publishes a copy of the course. ADDRESS is where the repository can be cloned
from; without it, git is asked for that of `origin`. Binder opens GitHub, GitLab and any other
public git server; Codespaces, GitHub only. Standard library only.
"""

from __future__ import annotations

import re
import subprocess
import sys
from urllib.parse import quote, urlsplit

from tools.environment import ROOT

START = "lab/tree/notebooks/00_start_here.ipynb"
BEGIN, END = "<!-- badge: begin -->", "<!-- badge: end -->"
PART = re.compile(f"{BEGIN}.*?{END}", re.DOTALL)
SHORT = re.compile(r"^(?:ssh://)?[\w.-]+@([\w.-]+)[:/](.+)$")  # git@host:owner/name


def public(address: str) -> str:
    """The https address of a repository, however git writes it. Raises ValueError.

    >>> public("git@github.com:owner/course.git")
    'https://github.com/owner/course'
    """
    short = SHORT.match(address)
    url = f"https://{short[1]}/{short[2]}" if short else address
    parts = urlsplit(url)
    path = parts.path.strip("/").removesuffix(".git")
    if parts.scheme not in ("http", "https") or not parts.hostname or "/" not in path:
        raise ValueError(f"{address!r} is no public address such as https://github.com/owner/name")
    return f"https://{parts.hostname}/{path}"


def binder(address: str) -> str:
    """Where Binder opens the start page of the course.

    >>> binder("https://github.com/owner/course").partition("?")[0]
    'https://mybinder.org/v2/gh/owner/course/HEAD'
    """
    host, _, path = address.removeprefix("https://").partition("/")
    if host == "github.com":
        place = f"gh/{path}"
    elif host == "gitlab.com":
        place = f"gl/{quote(path, safe='')}"
    else:
        place = f"git/{quote(address, safe='')}"
    return f"https://mybinder.org/v2/{place}/HEAD?urlpath={quote(START, safe='')}"


def links(address: str) -> str:
    """Markdown between the two marks in README.md."""
    image = "https://mybinder.org/badge_logo.svg"
    lines = [BEGIN, f"[![Open on Binder]({image})]({binder(address)})"]
    if address.startswith("https://github.com/"):
        place = address.removeprefix("https://github.com/")
        lines.append(f"· [Open in Codespaces](https://codespaces.new/{place})")
    return "\n".join([*lines, END])


def main(arguments: list[str]) -> int:
    """The command; returns 1 when there is no address, or README.md has no place for it."""
    asked = ["git", "remote", "get-url", "origin"]
    try:
        given = arguments[:1] or [
            subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        ]
        text = links(public(given[0].strip()))
    except (OSError, subprocess.CalledProcessError):
        print("git knows no origin. Name the address:  python3 -m tools.badge https://…")
        return 1
    except ValueError as error:
        print(error)
        return 1
    readme = ROOT / "README.md"
    before = readme.read_text(encoding="utf-8")
    if not PART.search(before):
        print(f"README.md has no {BEGIN} … {END}.")
        return 1
    readme.write_text(PART.sub(lambda _: text, before), encoding="utf-8", newline="\n")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
