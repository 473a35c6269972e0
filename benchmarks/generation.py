"""Writing with a key–value cache, greedily and by beam search, beside `transformers`.

    python benchmarks/generation.py

Both hold the same weights and write the same tokens: that is checked first. Batch 1, one thread.
"""

import argparse
import functools
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Callable, Iterator

import numpy as np
import torch
import transformers

from benchmarks.gpt2 import twins
from benchmarks.side_by_side import Row, Work, main, race
from course_utils.beam_search import beam_search
from course_utils.fast_generation import cached_distribution, fast_distribution
from course_utils.generation import sample
from course_utils.models.attention import Past
from course_utils.models.transformer import GPT
from course_utils.threads import set_threads
from course_utils.tokenizers import END, PAD, START

BANNED = [PAD, START, END]  # so that both write to the last token


def open_ended(distribution: Callable) -> Callable:
    """A distribution that never ends a text: greedy writing takes the likeliest of the others."""

    def allowed(context: list[int]) -> np.ndarray:
        probabilities = distribution(context).copy()
        probabilities[BANNED] = 0.0
        return probabilities

    return allowed


WAYS = {  # of ours, and whether the peer keeps keys and values, too
    "cache, in NumPy": (fast_distribution, True),
    "cache": (cached_distribution, True),
    "no cache": (lambda model: model.distribution, False),
}


def greedy(model: GPT, tokens: int, way: str) -> list[int]:
    """Ours."""
    distribution = WAYS[way][0](model)
    return sample(open_ended(distribution), max_tokens=tokens, temperature=0)


def cached_log_probabilities(model: GPT) -> Callable[[list[list[int]]], np.ndarray]:
    """What `beam_search` asks for, reading only the last token of each hypothesis.

    Each hypothesis goes on from the keys and values of the one that it extends.
    """
    rows: dict[tuple[int, ...], int] = {}
    past = [Past() for _ in model.blocks]

    @torch.inference_mode()
    def next_log_probabilities(prefixes: list[list[int]]) -> np.ndarray:
        nonlocal rows
        if rows:
            before = torch.tensor([rows[tuple(prefix[:-1])] for prefix in prefixes])
            for one in past:
                one.keys, one.values = one.keys[before], one.values[before]
        tokens = torch.tensor([prefix[-1:] or [START] for prefix in prefixes])
        rows = {tuple(prefix): row for row, prefix in enumerate(prefixes)}
        logs = model(tokens, past)[:, -1].double().log_softmax(-1).numpy()
        logs[:, BANNED] = -np.inf
        return logs

    return next_log_probabilities


def beam(model: GPT, tokens: int, width: int) -> list[int]:
    """The best hypothesis of ours."""
    return beam_search(cached_log_probabilities(model), width, tokens)[0].text()


def theirs(
    model: transformers.GPT2LMHeadModel, tokens: int, width: int = 1, cached: bool = True
) -> list[int]:
    """`generate` of transformers, greedy or by beam search."""
    start = torch.tensor([[START]])
    written = model.generate(
        start,
        attention_mask=torch.ones_like(start),
        max_new_tokens=tokens,
        do_sample=False,
        num_beams=width,
        length_penalty=0.0,
        use_cache=cached,
        suppress_tokens=BANNED,
        pad_token_id=PAD,
    )
    return written[0, 1:].tolist()


def measure(options: argparse.Namespace) -> Iterator[Row]:
    """With and without the cache, then by beam search."""
    set_threads()
    sizes = (64, 32, 16, 1, 2) if options.quick else (512, 256, 128, 4, 4)
    tokens, width = (8, 2) if options.quick else (200, 4)
    ours, peer = twins(*sizes, grown=4.0)
    for way in WAYS:
        assert greedy(ours, tokens, way) == theirs(peer, tokens), "other tokens"
    shape = f"C {sizes[2]}, layers: {sizes[3]}, {tokens} tokens"
    for way, (_, cached) in WAYS.items():
        work = Work(functools.partial(greedy, ours, tokens, way), tokens)
        other = {"transformers": Work(functools.partial(theirs, peer, tokens, 1, cached), tokens)}
        what = f"greedy, {way}, {shape}"
        goals = {"transformers": 3.0} if way == "cache, in NumPy" else {}
        rounds = options.rounds if cached else min(options.rounds, 3)
        yield from race(what, work, other, unit="tokens/s", goals=goals, rounds=rounds)
    some = tokens // 2
    assert beam(ours, some, width) == theirs(peer, some, width), "other tokens"
    work = Work(functools.partial(beam, ours, some, width), some)
    other = {"transformers": Work(functools.partial(theirs, peer, some, width), some)}
    what = f"beam search, width {width}, cache, {some} tokens"
    yield from race(what, work, other, unit="tokens/s", rounds=options.rounds)


if __name__ == "__main__":
    main("generation", __doc__, measure)
