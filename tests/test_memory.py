"""Freed arrays go back to the system."""

import subprocess
import sys

import pytest

HELD = """
import gc, sys
import numpy as np
import psutil

if sys.argv[1] == "with":
    from course_utils.memory import return_large_blocks
    assert return_large_blocks()

def megabytes():
    return psutil.Process().memory_info().rss / 1e6

np.ones(3 << 20)  # 24 MB: from here on glibc keeps blocks of this size
before = megabytes()
arrays = [np.ones(2_500_000) for _ in range(8)]  # 20 MB each
kept = np.ones(100_000)  # above them in the heap
del arrays
gc.collect()
print(megabytes() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a setting of Linux's C library")
def test_freed_arrays_are_returned():
    def held(how: str) -> float:
        command = [sys.executable, "-c", HELD, how]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    assert held("with") < 40 < held("without") - 50


HOLES = """
import numpy as np
import psutil
from course_utils.memory import return_free_blocks

arrays = [np.ones(10_000) for _ in range(1_500)]  # 120 MB in small blocks
kept = arrays[::50]
del arrays
before = psutil.Process().memory_info().rss
assert return_free_blocks()
print((before - psutil.Process().memory_info().rss) / 1e6)
assert all(part.sum() == 10_000 for part in kept)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a setting of Linux's C library")
def test_holes_are_returned():
    command = [sys.executable, "-c", HOLES]
    assert float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) > 60
