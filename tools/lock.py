"""One installation at a time, also after course.py was killed while its pip still runs.

Standard library only; Python 3.7 can read it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


def take(descriptor: int) -> bool:
    """Tries to lock an open file; False when another process holds the lock."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some network drives know no locks at all: better none than no course.
        return error.errno not in HELD
    return True


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock file `path`; waits, and says so, while another process has it.

    On Linux and macOS, child processes started with `close_fds=False` hold the lock as well: it is
    free again only when the last of them has ended. On Windows it ends with this process.
    """
    with open(path, "a", encoding="utf-8") as file:
        if os.name != "nt":
            os.set_inheritable(file.fileno(), True)
        told = False
        while not take(file.fileno()):
            if not told:
                print("Waiting for another installation in this folder to end ...", flush=True)
                told = True
            time.sleep(0.5)
        yield
