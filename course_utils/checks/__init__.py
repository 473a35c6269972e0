"""One diagnosing check for each exercise of the notebooks.

exercise.py   what checks are written with: the decorator, expect, the list of exercises
attempt.py    how a check calls the learner's function
messages.py   saying more: known mistakes by their value, errors and warnings in other words
values.py     copying, comparing and showing the values that go in and come out
records.py    the one progress.json in the user's data folder
week1_3.py …  the checks themselves, one file a notebook, one check an exercise

In a notebook: `from course_utils import checks`, then `em_step = checks.week1_3.em_step(em_step)`.
"""

import importlib
import types


def __getattr__(name: str) -> types.ModuleType:
    """Import a notebook's checks when they are first named: week 1 must not load week 6's torch."""
    if name.startswith("_"):
        raise AttributeError(f"course_utils.checks has no {name}")
    try:
        return importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        raise AttributeError(f"course_utils.checks has no {name}; it has week1_3 …") from None
