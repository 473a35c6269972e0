"""Two ways for a check to say more than the general message: by value, and by what was raised."""

import contextlib
import math
from collections.abc import Iterator

from course_utils.checks.attempt import Gap


def known_mistake(yours: float, mistakes: dict[float, tuple[str, str]]) -> None:
    """Raise the Gap of the mistake whose value `yours` equals, if there is one."""
    for value, (says, asks) in mistakes.items():
        if math.isclose(yours, value, rel_tol=1e-6, abs_tol=1e-9):
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
