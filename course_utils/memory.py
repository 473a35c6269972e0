"""Memory that is free should be free for others, too."""

import ctypes
import sys

MMAP_THRESHOLD = -3  # the name that glibc gives this setting is M_MMAP_THRESHOLD
LARGE = 8 << 20  # bytes


def return_large_blocks() -> bool:
    """Let freed arrays of more than 8 MB go back to the system at once; True if that was possible.

    Without it, glibc (Linux) learns from the first large arrays that are freed to keep blocks of
    up to 32 MB for itself: counting three million tokens then holds 110 MB more than it needs.
    Other systems are left as they are.
    """
    return _ask_glibc("mallopt", MMAP_THRESHOLD, LARGE)


def return_free_blocks() -> bool:
    """Give back what is free between blocks still in use, as after training; True if some was.

    Gradients and activations come in all sizes, so a training leaves holes: 130 MB of them after
    one of week 5. Only glibc (Linux) can be asked to return them; elsewhere nothing happens.
    """
    return _ask_glibc("malloc_trim", 0)


def _ask_glibc(function: str, *numbers: int) -> bool:
    if sys.platform != "linux":
        return False
    try:
        return bool(getattr(ctypes.CDLL(None), function)(*numbers))
    except (AttributeError, OSError):  # a C library without it, such as musl
        return False
