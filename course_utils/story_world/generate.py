"""Write the story world: `python -m course_utils.story_world.generate`.

Every document is drawn by itself, from its own seed, so document 17 of the test split is the same
whether or not the others are drawn. See `datasets/README.md` for what the files hold. Interrupting
loses nothing but time: each file is written beside the old one, then takes its place.
"""

import argparse
import hashlib
import io
import json
import math
import os
import sys
from pathlib import Path

import numpy as np
from tqdm import tqdm

from course_utils import data
from course_utils.story_world.documents import Document, draw_document
from course_utils.story_world.grammar import possible_words
from course_utils.story_world.lexicon import LEXICON
from course_utils.tokenizers import WordTokenizer

FOLDER = data.DATASETS / "story_world"
DOCUMENTS = {"train": 23_000, "validation": 1_200, "test": 2_400}
SOURCES = Path(__file__).parent
DETAILED = ("validation", "test")  # splits whose files also hold bits, role and distance


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, then move it there: no half-written file is ever read."""
    temporary = path.with_name(path.name + ".partial")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def arrays(
    documents: list[Document], tokenizer: WordTokenizer, detailed: bool
) -> dict[str, np.ndarray]:
    """Return what a split's file holds: see `datasets/README.md`."""
    words = [word for document in documents for word in document.words]
    stored = {
        "tokens": np.array([tokenizer.token_id(word) for word in words], dtype=np.uint16),
        "length": np.array([len(document.words) for document in documents], dtype=np.uint16),
        "characters": np.array([len(document.text) for document in documents], dtype=np.uint16),
        "style": np.array(
            [data.STYLES.index(document.style) for document in documents], dtype=np.uint8
        ),
    }
    if detailed:
        bits = [math.log2(1 / p) for document in documents for p in document.probability]
        stored["bits"] = np.array(bits, dtype=np.float32)
        stored["role"] = np.array([role for d in documents for role in d.role], dtype=np.uint8)
        stored["distance"] = np.array(
            [distance for d in documents for distance in d.distance], dtype=np.uint8
        )
    return stored


def source_hash() -> str:
    """Return the SHA-256 of the generator's source, whatever the line ends of the checkout are."""
    digest = hashlib.sha256()
    for path in sorted(SOURCES.glob("*.py")):
        digest.update(path.name.encode() + b"\n" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def main() -> None:
    """Draw all splits and write their files."""
    parser = argparse.ArgumentParser(
        description="Write the story world's files into datasets/story_world."
    )
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help="where to write (default: %(default)s)"
    )
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {
        split: [
            draw_document(split, index)
            for index in tqdm(range(count), split, leave=False, mininterval=0.5, unit=" documents")
        ]
        for split, count in DOCUMENTS.items()
    }
    known = [word for word in possible_words(LEXICON) if word != "<end>"]
    tokenizer = WordTokenizer(known)
    lines = "".join(("\\n" if word == "\n" else word) + "\n" for word in known)
    manifest = {"source": source_hash(), "vocabulary": hashlib.sha256(lines.encode()).hexdigest()}
    files = {"vocabulary.txt": lines.encode()}
    for split, documents in drawn.items():
        stored = arrays(documents, tokenizer, split in DETAILED)
        manifest[split] = hashlib.sha256(stored["tokens"].astype("<u2").tobytes()).hexdigest()
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **stored)
        files[f"{split}.npz"] = buffer.getvalue()
        print(f"{split}: {len(documents):,} documents, {len(stored['tokens']):,} tokens")
    files["manifest.json"] = (json.dumps(manifest, indent=2) + "\n").encode()
    for (
        name,
        content,
    ) in files.items():  # the new files belong together: nothing before all are ready
        write_atomically(folder / name, content)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nInterrupted; files that were not finished are unchanged.")
