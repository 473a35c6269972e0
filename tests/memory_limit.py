"""Runs every notebook within the memory that the course promises: 700 MB (on Linux).

A plugin for pytest, which `course.py test` names, so that no notebook has to run twice. While a
cell of a notebook runs, the most that its kernel ever held is read fifty times a second; above the
limit the cell is interrupted and fails. After the cell it is read again, so that no peak is missed.

The system's own limits do not serve: they count what PyTorch reserves and never touches. With
RLIMIT_DATA at 785 MB, week 3.1 fails, which holds 660.

    pytest -p tests.memory_limit --nbval-lax --nbval-current-env notebooks [--kernel-memory MB]
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Generator

import pytest

from tools.measure import MOST_MEGABYTES, high_water

TOLD = pytest.StashKey[bool]()  # on a notebook: a cell of it was over the limit
EVERY = 0.02  # seconds


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--kernel-memory`: another limit than the course's."""
    said = f"megabytes that a notebook's kernel may hold, on Linux (default {MOST_MEGABYTES})"
    parser.addoption("--kernel-memory", type=float, default=MOST_MEGABYTES, metavar="MB", help=said)


def guard(process: int, most: float, ended: threading.Event) -> None:
    """Interrupts the process, once, when it has held more megabytes; returns at the end."""
    while not ended.wait(EVERY):
        if high_water(process) > most:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGINT)
            return


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Around a cell of a notebook; other tests are left alone, and cells after the first fault."""
    kernel = getattr(item.parent, "kernel", None)
    if kernel is None or sys.platform != "linux" or TOLD in item.parent.stash:
        return (yield)
    most, process = item.config.getoption("--kernel-memory"), kernel.km.provisioner.pid
    ended = threading.Event()
    watching = threading.Thread(target=guard, args=(process, most, ended), daemon=True)
    watching.start()
    try:
        return (yield)
    finally:
        ended.set()
        watching.join()
        held = high_water(process)
        if held > most:
            item.parent.stash[TOLD] = True
            raise RuntimeError(f"The kernel held {held:.0f} MB, more than {most:.0f} MB.")
