"""Byte-pair encoding beside `tokenizers` (Rust) and `tiktoken` (Rust; it has no training).

    python benchmarks/bpe.py
    python benchmarks/bpe.py --text FILE     # of your own, repeated up to the sizes

All get the same documents, cut text at the same places, make the same merges and give the same ids:
that is checked first. Each encodes with an empty cache, as when a program starts.
"""

import argparse
import functools
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.update(RAYON_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")

from collections.abc import Iterator

import tiktoken
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from benchmarks.side_by_side import Curve, Row, Work, cost_curve, library_text, main, race
from course_utils.subwords import PIECE, BytePairTokenizer, count_pieces, train_merges
from course_utils.tokenizers import FIRST_BYTE, FIRST_WORD, SPECIALS

DOCUMENT = 2_000  # characters
TRAINING = 1 / 1.5  # the goal: at most 1.5 times the time of the Rust library


def documents(megabytes: float, path: Path | None = None) -> list[str]:
    """A text cut into documents."""
    text = library_text(megabytes, path)
    return [text[i : i + DOCUMENT] for i in range(0, len(text), DOCUMENT)]


def trained(texts: list[str], merges: int) -> BytePairTokenizer:
    """Ours, from the text on."""
    return BytePairTokenizer(train_merges(count_pieces(texts), merges))


def byte_characters() -> list[str]:
    """The visible character that stands for each byte in `tokenizers`, byte 0 first."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in visible else chr(next(others)) for byte in range(256)]


def untrained() -> Tokenizer:
    """The Rust library's byte-level model that cuts text where ours does."""
    model = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(PIECE.pattern), "isolated")
    to_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    model.pre_tokenizer = pre_tokenizers.Sequence([split, to_bytes])
    return model


def trained_by_rust(texts: list[str], merges: int) -> Tokenizer:
    """The same training; ids are laid out as ours."""
    model, reserved = untrained(), [*SPECIALS, *byte_characters()]
    trainer = trainers.BpeTrainer(
        vocab_size=FIRST_WORD + merges, special_tokens=reserved, show_progress=False
    )
    model.train_from_iterator(texts, trainer)
    return model


def in_rust(tokenizer: BytePairTokenizer) -> Tokenizer:
    """The Rust library's tokenizer with our merges, and nothing in its cache."""
    characters, model = byte_characters(), untrained()
    spelled = ("".join(characters[b] for b in s) for s in tokenizer.spellings[FIRST_BYTE:])
    names = [*SPECIALS, *spelled]
    merges = [(names[left], names[right]) for left, right in tokenizer.merges]
    model.model = models.BPE({name: i for i, name in enumerate(names)}, merges)
    return model


def in_tiktoken(tokenizer: BytePairTokenizer) -> tiktoken.Encoding:
    """tiktoken's encoding with our merges."""
    ranks = {s: i for i, s in enumerate(tokenizer.spellings) if i >= FIRST_BYTE}
    specials = {name: i for i, name in enumerate(SPECIALS)}
    return tiktoken.Encoding(
        "ours", pat_str=PIECE.pattern, mergeable_ranks=ranks, special_tokens=specials
    )


def merges_and_ids(model: Tokenizer) -> tuple[list[tuple[int, int]], dict[str, int]]:
    """The merges of the Rust library, as ids, and the id of each token as it spells it."""
    found = json.loads(model.to_str())["model"]
    ids = found["vocab"]
    return [(ids[left], ids[right]) for left, right in found["merges"]], ids


def same(texts: list[str], merges: int) -> BytePairTokenizer:
    """Ours, after all three were found to do the same."""
    ours, rust = trained(texts, merges), trained_by_rust(texts, merges)
    assert list(ours.merges) == merges_and_ids(rust)[0], "other merges"
    with_rust, with_tiktoken = in_rust(ours), in_tiktoken(ours)
    for text in texts[:50]:
        assert (
            ours.encode(text) == with_rust.encode(text).ids == with_tiktoken.encode_ordinary(text)
        )
    return ours


def train_on(merges: int, texts: list[str]) -> BytePairTokenizer:
    """`trained` for a cost curve."""
    return trained(texts, merges)


def ready_to_encode(
    merges: int, path: Path | None, megabytes: float
) -> tuple[BytePairTokenizer, list[str]]:
    """A tokenizer trained on a megabyte, and the texts that it shall encode."""
    return trained(documents(min(1.0, megabytes), path), merges), documents(megabytes, path)


def encode_all(given: tuple[BytePairTokenizer, list[str]]) -> list[list[int]]:
    """Ids of all texts."""
    tokenizer, texts = given
    return [tokenizer.encode(text) for text in texts]


def measure(options: argparse.Namespace) -> Iterator[Row | Curve]:
    """All comparisons."""
    sizes, numbers = ((0.02, 0.05), (20, 50)) if options.quick else ((1, 10), (512, 2_000, 8_000))
    middle = numbers[len(numbers) // 2]
    for megabytes in sizes:
        texts = documents(megabytes, options.text)
        small = megabytes == sizes[0]
        rounds = options.rounds if small else min(options.rounds, 3)
        for merges in numbers:
            what = f"{merges:,} merges, {megabytes:g} MB"
            tokenizer = same(texts, merges) if small else trained(texts, merges)
            ours = Work(functools.partial(trained, texts, merges))
            rust = Work(functools.partial(trained_by_rust, texts, merges))
            goals = {"tokenizers": TRAINING}
            yield from race(f"train {what}", ours, {"tokenizers": rust}, goals=goals, rounds=rounds)

            def fresh(t: BytePairTokenizer = tokenizer) -> BytePairTokenizer:
                return BytePairTokenizer(t.merges)

            def ids(t: BytePairTokenizer, texts: list[str] = texts) -> list:
                return [t.encode(text) for text in texts]

            def rust_ids(t: Tokenizer, texts: list[str] = texts) -> list:
                return [t.encode(text).ids for text in texts]

            def tiktoken_ids(t: tiktoken.Encoding, texts: list[str] = texts) -> list:
                return [t.encode_ordinary(text) for text in texts]

            peers = {
                "tokenizers": Work(rust_ids, megabytes, functools.partial(in_rust, tokenizer)),
                "tiktoken": Work(
                    tiktoken_ids, megabytes, functools.partial(in_tiktoken, tokenizer)
                ),
            }
            work = Work(ids, megabytes, fresh)
            goals = {"tokenizers": 1.0}
            yield from race(f"encode {what}", work, peers, unit="MB/s", goals=goals, rounds=rounds)
    sizes = (0.02, 0.05) if options.quick else (1, 3, 10, 30, 100)
    texts_of = functools.partial(documents, path=options.text)
    yield cost_curve(
        f"train {middle:,} merges", "MB", sizes, texts_of, functools.partial(train_on, middle)
    )
    ready = functools.partial(ready_to_encode, middle, options.text)
    yield cost_curve("encode", "MB", sizes, ready, encode_all)


if __name__ == "__main__":
    main("bpe", __doc__, measure)
