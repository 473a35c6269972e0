"""How many threads PyTorch computes with: one, unless COURSE_THREADS says otherwise."""

import os

import torch


def set_threads() -> int:
    """Set PyTorch's threads to COURSE_THREADS, or to one, and return the number.

    With one thread the order of every sum is fixed: results don't depend on how many cores a
    machine has, and times don't depend on what else it does. Every module that computes with
    PyTorch calls this when it is imported.

    Raises:
        ValueError: COURSE_THREADS is not a whole number of at least 1.
    """
    wanted = os.environ.get("COURSE_THREADS", "1")
    if not wanted.isdecimal() or int(wanted) < 1:
        raise ValueError(
            f"COURSE_THREADS is {wanted!r}; set it to a whole number such as 1 or 4, or unset it"
        )
    torch.set_num_threads(int(wanted))
    return int(wanted)
