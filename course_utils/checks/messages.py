"""How a check says more than the general message: by value, by what was raised, by warnings."""

import contextlib
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from course_utils.checks.attempt import Gap
from course_utils.checks.values import close


def known(yours: Any, mistakes: Iterable[tuple[Any, str, str]]) -> None:
    """Raise the Gap of the first mistake whose numbers `yours` equals, if there is one."""
    for value, says, asks in mistakes:
        if close(yours, value):
            raise Gap(says, asks)


@contextlib.contextmanager
def told(fragments: tuple[str, ...], says: str, asks: str) -> Iterator[None]:
    """Say more than the machinery's general message, where that holds one of `fragments`.

    A line of the learner's code that the general message quotes stays between the two.
    """
    try:
        yield
    except Gap as gap:
        if any(fragment in gap.args[0] for fragment in fragments):
            raise Gap(says, *gap.args[1:-1], asks) from None
        raise


@contextlib.contextmanager
def without_warnings(asks: str) -> Iterator[None]:
    """Raise a Gap after a block whose numbers are right, but in which NumPy warned."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for warning in caught:
        raise Gap(f"Your numbers are right, but NumPy warned: {warning.message}.", asks)
