"""What this learner has tried and passed: one progress.json in the user's data folder."""

import contextlib
import json
import os
import time
from pathlib import Path

import platformdirs


def progress_file() -> Path:
    """Where the progress of this user is kept."""
    return platformdirs.user_data_path("tokens-to-lora") / "progress.json"


def progress() -> dict[str, str]:
    """What is recorded: {"week1_3_ngrams/add_k": "passed", …}; the values are "tried" or "passed".

    An unreadable file is renamed to progress.broken.json and counts as empty.
    """
    path = progress_file()
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return {}
    except ValueError:  # not UTF-8, or not JSON
        recorded = None
    well_formed = isinstance(recorded, dict) and all(
        isinstance(value, str) for value in recorded.values()
    )
    if well_formed:
        return recorded
    with contextlib.suppress(OSError):  # another process has moved it already
        os.replace(path, path.with_name("progress.broken.json"))
    return {}


def clear_progress() -> None:
    """Forget everything: the next start page shows no exercise as tried."""
    progress_file().unlink(missing_ok=True)


def record(key: str, status: str) -> None:
    """Note `status` ("tried" or "passed") for the exercise `key`; "passed" stays once reached.

    Writes nothing with COURSE_PROGRESS=0, and nothing under pytest unless COURSE_PROGRESS=1.
    Notebooks in two kernels may write at the same time: the file is read again inside a lock,
    and replaced whole. A disk that refuses never stops a lesson.
    """
    default = "0" if "PYTEST_VERSION" in os.environ else "1"
    if os.environ.get("COURSE_PROGRESS", default) == "0":
        return
    path = progress_file()
    lock = path.with_name("progress.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _acquire(lock)
        try:
            recorded = progress()
            if recorded.get(key) not in (status, "passed"):
                temporary = path.with_name(f"progress.{os.getpid()}.tmp")
                text = json.dumps(recorded | {key: status}, indent=1, sort_keys=True)
                temporary.write_text(text + "\n", encoding="utf-8", newline="\n")
                os.replace(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                lock.rmdir()
    except OSError as error:
        print(f"(Your progress could not be saved: {error})")


def _acquire(lock: Path) -> None:
    """Make the folder `lock`, waiting up to two seconds for its owner.

    Making a folder either succeeds or fails, for exactly one process, on every file system.
    A lock older than that was left by a process that ended: it is taken over.
    """
    for _ in range(100):
        try:
            lock.mkdir()
            return
        except (FileExistsError, PermissionError):  # Windows: the old one is being removed
            time.sleep(0.02)
    # Taken over: the folder already exists, so there is nothing to make.
