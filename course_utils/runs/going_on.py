"""A command that was stopped goes on from the file that it wrote after every run."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from course_utils.evaluation import made, read_run


def go_on(
    path: Path,
    command: str,
    settings: Mapping[str, object],
    fresh: Callable[[], Mapping[str, object]],
) -> dict[str, Any]:
    """What `path` holds, if made by the same command and settings; else how a new file begins.

    Args:
        path: of the file.
        command: that makes it, as one would type it.
        settings: as the file has them; runs with others are no part of this one.
        fresh: called for a new beginning only; returns the rest, mostly empty lists of runs.

    Raises:
        ValueError: the file is damaged.

    >>> go_on(Path("no such file"), "python -m …", {"steps": 5}, lambda: {"runs": []})["runs"]
    []
    """
    new = {**made(command), **json.loads(json.dumps(settings))}  # in a file a tuple is a list
    found = read_run(path)
    if all(name in found and found[name] == new[name] for name in ("command", *settings)):
        return found
    return {**new, **fresh()}
