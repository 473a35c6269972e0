"""Windows of long texts: of one stream in memory, and of files that stay on disk.

Of files, the operating system reads the pages that a window touches and drops them when memory is
wanted; nothing of them is kept here.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from course_utils.tokenizers import END, FIRST_BYTE, START
from course_utils.training import IGNORED, Batch, pad_documents

HELD_OUT = 0.1  # the last tenth of each file is for validation
LOOKED_AT = 65_536  # bytes at the beginning that must look like text


def stream_batches(
    documents: Sequence[np.ndarray], rows: int, steps: int, seed: int = 0
) -> Iterator[Batch]:
    """One long text in batches without end, each of which goes on where the last one stopped.

    All documents in the order that `seed` draws, `<start>` before each, are one stream, cut into
    `rows` equal parts that are read side by side: inputs and targets of (rows, steps). What
    follows `<end>` is no target.

    Raises:
        ValueError: no documents, rows or steps, fewer tokens than one batch needs, or fractions.
    """
    if min(rows, steps, len(documents)) < 1:
        raise ValueError(f"{len(documents)} documents, {rows} rows of {steps}; give at least 1")
    order = np.random.default_rng(seed).permutation(len(documents))
    ids = np.concatenate([np.array([START, *documents[i]]) for i in order])
    if ids.dtype.kind not in "iu":
        raise ValueError("the documents hold fractions or texts; token ids are whole numbers")
    stream = torch.from_numpy(ids).long()
    length = (len(stream) - 1) // rows // steps * steps
    if length == 0:
        raise ValueError(f"{len(stream)} tokens are too few for {rows} rows of {steps} steps")
    inputs = stream[: rows * length].view(rows, length)
    targets = stream[1 : rows * length + 1].view(rows, length)
    targets = targets.masked_fill(inputs == END, IGNORED)
    while True:
        for first in range(0, length, steps):
            yield inputs[:, first : first + steps], targets[:, first : first + steps]


class TextFiles:
    """UTF-8 files as one long text of bytes, in ids of `ByteTokenizer`.

    Args:
        paths: of the files; each gives its last tenth to validation.
        context: bytes in a window.

    Raises:
        FileNotFoundError: a file does not exist.
        ValueError: a file is shorter than ten windows, or holds NUL and is no text.
    """

    def __init__(self, paths: Sequence[str | Path], context: int) -> None:
        """See the class."""
        if not paths or not context >= 1:
            raise ValueError(f"{len(paths)} files, context {context}; give at least 1 of each")
        self.context = context
        self.files: list[np.ndarray] = []
        for path in map(Path, paths):
            if not path.is_file():
                raise FileNotFoundError(f"{path} does not exist, or is not a file")
            size = path.stat().st_size
            if size < 10 * (context + 1):
                raise ValueError(
                    f"{path} has {size:,} bytes; training in windows of {context} bytes needs "
                    f"at least {10 * (context + 1):,}"
                )
            self.files.append(np.memmap(path, dtype=np.uint8, mode="r"))
            if (self.files[-1][:LOOKED_AT] == 0).any():
                raise ValueError(f"{path} is not a text: it holds NUL bytes; give UTF-8 files")
        self.training = [int(len(file) * (1 - HELD_OUT)) for file in self.files]  # bytes of each

    def __len__(self) -> int:
        """Bytes of the training part, all files together."""
        return sum(self.training)

    def batches(self, rows: int, seed: int = 0) -> Iterator[Batch]:
        """Random windows of the training part, without end: inputs and targets, (rows, context)."""
        random = np.random.default_rng(seed)
        shares = np.array(self.training) / len(self)
        while True:
            files = random.choice(len(self.files), size=rows, p=shares)
            begins = [int(random.integers(self.training[f] - self.context)) for f in files]
            yield pad_documents([self._window(f, b) for f, b in zip(files, begins, strict=True)])

    def held_out(self, windows: int) -> list[np.ndarray]:
        """Windows of the validation part, evenly spaced, that do not overlap."""
        places = [
            (number, begin)
            for number, file in enumerate(self.files)
            for begin in range(self.training[number], len(file) - self.context, self.context)
        ]
        chosen = np.linspace(0, len(places) - 1, min(windows, len(places))).round().astype(int)
        return [self._window(*places[index]) for index in chosen]

    def _window(self, file: int, begin: int) -> np.ndarray:
        return self.files[file][begin : begin + self.context].astype(np.int32) + FIRST_BYTE
