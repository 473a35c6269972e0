"""Windows of files that stay on disk: what they hold, what they cost, and what is refused."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils.streaming import TextFiles, stream_batches
from course_utils.tokenizers import START, ByteTokenizer
from course_utils.training import IGNORED

REPOSITORY = Path(__file__).parent.parent
DECODE = ByteTokenizer().decode


@pytest.fixture
def paths(tmp_path) -> list[Path]:
    one, two = tmp_path / "一 one.txt", tmp_path / "two.txt"
    one.write_text("".join(f"{number:05} " for number in range(1000)), encoding="utf-8")
    two.write_text("abcdefg " * 250, encoding="utf-8")
    return [one, two]


def test_windows_are_pieces_of_the_training_part(paths):
    text = TextFiles(paths, context=24)
    assert len(text) == 5400 + 1800
    whole = [path.read_text("utf-8") for path in paths]
    first, last = 0, 0
    for inputs, targets in itertools.islice(text.batches(rows=8), 50):
        assert inputs.shape == targets.shape == (8, 24)
        assert (inputs[:, 0] == START).all() and (inputs[:, 1:] == targets[:, :-1]).all()
        for row in targets:
            window = DECODE(row)
            first += window in whole[0][:5400]
            last += window in whole[1][:1800]
    assert first + last == 400
    assert 250 < first < 350  # files are drawn by their share of the bytes, 3 to 1


def test_held_out_windows_are_of_the_last_tenth_and_do_not_overlap(paths):
    text = TextFiles(paths, context=24)
    windows = [DECODE(window) for window in text.held_out(1000)]
    assert len(windows) == 600 // 24 - 1 + 200 // 24
    assert len(set(windows[:24])) == 24
    assert all(window in paths[0].read_text("utf-8")[5400:] for window in windows[:24])
    few = [DECODE(window) for window in text.held_out(5)]
    assert len(few) == 5 and few[0] == windows[0] and few[-1] == windows[-1]


def test_the_same_seed_draws_the_same(paths):
    text = TextFiles(paths, context=24)
    one, same, other = (next(text.batches(4, seed))[1].tolist() for seed in (0, 0, 1))
    assert one == same != other


def test_what_is_no_text_is_refused(tmp_path):
    short, binary = tmp_path / "short.txt", tmp_path / "binary.bin"
    short.write_text("too short", encoding="utf-8")
    binary.write_bytes(b"abc\0" * 1000)
    with pytest.raises(ValueError, match=r"short\.txt has 9 bytes; .* at least 330"):
        TextFiles([short], 32)
    with pytest.raises(ValueError, match="not a text: it holds NUL"):
        TextFiles([binary], 32)
    with pytest.raises(FileNotFoundError, match="missing"):
        TextFiles([tmp_path / "missing.txt"], 32)


LIMITED = """
import resource, sys
from pathlib import Path
import numpy as np
from course_utils import pretrain

status = Path("/proc/self/status").read_text(encoding="utf-8").split()
used = int(status[status.index("VmData:") + 1]) * 1024
limit = used + 200 * 2**20
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
path = sys.argv[sys.argv.index("--data") + 1]
try:
    np.fromfile(path, dtype=np.uint8)
    print("the limit does not hold")
except MemoryError:
    pretrain.main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what a process may hold")
def test_a_text_larger_than_memory_trains(tmp_path):
    path = tmp_path / "large.txt"
    block = ("A line that tells nothing, and tells it again.\n" * 25_000).encode()
    with path.open("wb") as file:
        for _ in range(300):
            file.write(block)
    assert path.stat().st_size > 350_000_000
    options = ["gpt", "--data", path, "--output", tmp_path / "a.safetensors", "--steps", 20]
    options += ["--width", 16, "--layers", 1, "--heads", 2, "--context", 32]
    options += ["--tokens-per-batch", 512, "--precision", "float32"]
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, *map(str, options)],
        cwd=REPOSITORY,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "a.safetensors: {'validation bits per byte'" in ran.stdout
    assert np.isfinite(float(ran.stdout.split("per byte': '")[1].split("'")[0]))


def test_a_stream_goes_on_where_it_stopped():
    documents = [np.array([20, 21, 22, 2]), np.array([23, 24, 2]), np.array([25, 26, 27, 2])]
    order = np.random.default_rng(0).permutation(3)
    stream = [token for i in order for token in (START, *documents[i])]
    batches = stream_batches(documents, rows=2, steps=3)
    first, second, third = (next(batches) for _ in range(3))
    rows = torch.cat([first[0], second[0]], 1)
    assert rows.flatten().tolist() == stream[:12]
    assert torch.equal(third[0], first[0])  # from the beginning again
    for inputs, targets in (first, second):
        for row, (before, after) in enumerate(zip(inputs, targets, strict=True)):
            for b, a in zip(before.tolist(), after.tolist(), strict=True):
                assert a == IGNORED if b == 2 else (row, a) != (row, START)
    with pytest.raises(ValueError, match="too few"):
        next(stream_batches(documents, 4, 9))
