"""Runs every notebook's cells again in the same kernel, as a learner does who goes back.

A plugin for pytest, which `course.py test` names. After a notebook has run from top to bottom, each
section is run again in order up to its first slow cell (a training): with what all cells, the later
ones too, have left behind. Asserts and outputs that nbval compares must still hold.
"""

from __future__ import annotations

import time
from collections.abc import Generator

import pytest

QUICK = 0.5  # seconds; what takes longer runs once, and so does the rest of its section

RAN = pytest.StashKey[list]()  # on a notebook: its cells that run again, in their order
SLOW = pytest.StashKey[int]()  # on a notebook: the section of its latest slow cell
BROKEN = pytest.StashKey[bool]()  # on a notebook: a cell of it failed in the first run
LAST = pytest.StashKey[bool]()  # on a cell: no other of its notebook follows


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Notes which cell is the last of its notebook that runs."""
    item.stash[LAST] = nextitem is None or nextitem.parent is not item.parent


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Around a cell of a notebook; other tests are left alone."""
    notebook = item.parent
    if getattr(notebook, "kernel", None) is None:
        return (yield)
    section, again = section_of(item), notebook.stash.setdefault(RAN, [])
    begin = time.monotonic()
    try:
        result = yield
    except BaseException:
        notebook.stash[BROKEN] = True
        raise
    if time.monotonic() - begin >= QUICK:
        notebook.stash[SLOW] = section
    elif notebook.stash.get(SLOW, None) != section:
        again.append(item)
    if item.stash[LAST] and BROKEN not in notebook.stash:
        for cell in again:
            run_again(cell)
    return result


def section_of(item: pytest.Item) -> int:
    """How many headings stand before a cell."""
    cells = item.parent.nb.cells
    before = cells[: next(n for n, cell in enumerate(cells) if cell is item.cell)]
    return sum(cell.cell_type == "markdown" and cell.source.startswith("#") for cell in before)


def run_again(cell: pytest.Item) -> None:
    """Runs one cell; RuntimeError with its name when it does not do what it did before."""
    try:
        cell.runtest()
    except Exception as error:
        said = str(cell.repr_failure(pytest.ExceptionInfo.from_exception(error)))
        raise RuntimeError(f"{cell.name}, run again at the end, fails:\n{said}") from None
