"""What checks of NumPy arrays share: known mistakes by their whole array, and NumPy's warnings."""

import contextlib
import warnings
from collections.abc import Iterator, Sequence

import numpy as np

from course_utils.checks.attempt import Gap


def known_array(yours: np.ndarray, mistakes: Sequence[tuple[np.ndarray, str, str]]) -> None:
    """Raise the Gap of the first mistake whose array `yours` equals, if there is one."""
    for value, says, asks in mistakes:
        if np.shape(yours) == np.shape(value) and np.allclose(yours, value, rtol=1e-6, atol=1e-9):
            raise Gap(says, asks)


@contextlib.contextmanager
def without_warnings(asks: str) -> Iterator[None]:
    """Raise a Gap after a block whose numbers are right, but in which NumPy warned."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for warning in caught:
        raise Gap(f"Your numbers are right, but NumPy warned: {warning.message}.", asks)
