"""Rhyming couplets, drawn at random: a text in which one word far back decides the last one.

    Ada left the spoon near the bed ,
    then sang softly and found it red .

The answer must rhyme with the word that ends the first line, and be of the kind that the second
line asks for (a color, an animal, food). In some couplets another rhyming word stands earlier in
the first line and does not count. Built for notebooks/week4_1_attention.ipynb.
"""

import random
from dataclasses import dataclass

import torch
from torch import Tensor

from course_utils.tokenizers import PAD
from course_utils.training import IGNORED, Batch, pad

# sound: words that may end a first line; the answers of each kind that rhyme with them
RHYMES: dict[str, tuple[str, dict[str, str]]] = {
    "ed": ("bed shed thread sled", {"color": "red", "food": "bread"}),
    "own": ("town crown gown clown", {"color": "brown"}),
    "een": ("queen screen scene machine", {"color": "green", "food": "bean"}),
    "oo": ("shoe zoo glue canoe", {"color": "blue", "animal": "gnu", "food": "stew"}),
    "ack": ("sack track stack shack", {"color": "black", "animal": "yak", "food": "snack"}),
    "ite": ("night kite light knight", {"color": "white", "food": "bite"}),
    "ink": ("sink rink link brink", {"color": "pink", "animal": "mink", "food": "drink"}),
    "ay": ("tray bay day sleigh", {"color": "gray", "animal": "jay"}),
    "oat": ("coat boat note moat", {"animal": "goat"}),
    "air": ("chair stair square fair", {"animal": "bear", "food": "pear"}),
    "ee": ("tree sea key knee", {"animal": "bee", "food": "pea"}),
    "ox": ("box clocks rocks socks", {"animal": "fox"}),
    "ake": ("lake rake brake flake", {"animal": "snake", "food": "cake"}),
    "at": ("hat mat bat flat", {"animal": "cat"}),
}
ENDS = {sound: words.split() for sound, (words, _) in RHYMES.items()}
ANSWERS = {(sound, kind): word for sound, (_, a) in RHYMES.items() for kind, word in a.items()}
ASKS = {"color": "found it", "animal": "met a", "food": "shared their"}
NAMES = ["Ada", "Ben", "Clara", "Hugo", "Ines", "Noah", "Rosa", "Theo", "Vera", "Wren"]
RESTED = ["slept", "waited", "danced", "rested", "sang", "hid"]
MOVED = ["left", "lost", "put", "found", "kept", "saw"]
THINGS = ["lamp", "spoon", "letter", "blanket", "ladder", "violin", "pumpkin", "teapot"]
PLACES = ["near", "behind", "beside", "by"]
LOOKS = ["old", "little", "heavy", "broken", "shiny"]
TIMES = ["morning", "evening", "winter", "summer"]
MANNERS = ["slowly", "softly", "gladly", "twice"]
GRAMMAR = ["the", "one", "then", "and", ",", "."]

WORDS = sorted(
    {word for words in ENDS.values() for word in words}
    | set(ANSWERS.values())
    | {word for asked in ASKS.values() for word in asked.split()}
    | set(NAMES + RESTED + MOVED + THINGS + PLACES + LOOKS + TIMES + MANNERS + GRAMMAR)
)
IDS = {word: number for number, word in enumerate(["<pad>", *WORDS])}


@dataclass(frozen=True)
class Couplet:
    """One couplet, and what a reader knows about it; a model is given only the words."""

    words: tuple[str, ...]
    sound: str  # of the first line's end
    kind: str  # that the second line asks for
    end: int  # place of the word that ends the first line
    other: int | None  # place of another rhyming word, which does not count

    @property
    def answer(self) -> int:
        """Place of the answer, the last word before the period."""
        return len(self.words) - 2

    def with_word(self, place: int, word: str) -> tuple[str, ...]:
        """The words with another one at `place`."""
        return (*self.words[:place], word, *self.words[place + 1 :])


def draw_couplet(source: random.Random, other: bool | None = None) -> Couplet:
    """Draw a couplet.

    Args:
        source: of all choices.
        other: with another rhyming word in the first line; None leaves it to a coin.

    >>> " ".join(draw_couplet(random.Random(2), other=False).words)
    'one evening Ben saw the heavy letter near the stack , sang softly and found it black .'
    """
    sound, kind = source.choice(sorted(ANSWERS))
    name, place, end = source.choice(NAMES), source.choice(PLACES), source.choice(ENDS[sound])
    other = source.random() < 0.5 if other is None else other
    if other:
        thing = source.choice(ENDS[source.choice([s for s in ENDS if s != sound])])
    else:
        thing = source.choice(THINGS)
    moved, look = source.choice(MOVED), source.choice(LOOKS)
    first = source.choice(
        [
            *([] if other else [[name, source.choice(RESTED)]]),
            [name, moved, "the", thing],
            ["one", source.choice(TIMES), name, moved, "the", look, thing],
        ]
    )
    second = ["then"] * source.randrange(2) + [source.choice(RESTED)]
    second += [source.choice(MANNERS)] * source.randrange(2) + ["and", *ASKS[kind].split()]
    words = (*first, place, "the", end, ",", *second, ANSWERS[sound, kind], ".")
    return Couplet(words, sound, kind, len(first) + 2, first.index(thing) if other else None)


def as_batch(texts: list[tuple[str, ...]]) -> Batch:
    """Inputs and targets one word ahead, both (B, T); short rows are padded on the right."""
    longest = max(map(len, texts), default=0)
    if longest < 2:
        raise ValueError(f"{len(texts)} texts of at most {longest} words; give one of two or more")
    tokens = pad([[IDS[word] for word in words] for words in texts])
    return tokens[:, :-1], tokens[:, 1:].masked_fill(tokens[:, 1:] == PAD, IGNORED)


def answers(model: torch.nn.Module, texts: list[tuple[str, ...]]) -> list[str]:
    """The word that a model finds most likely before the period of each text."""
    inputs, _ = as_batch(texts)
    with torch.inference_mode():
        logits: Tensor = model(inputs)  # (B, T, V)
    return [
        ["<pad>", *WORDS][int(logits[row, len(words) - 3].argmax())]
        for row, words in enumerate(texts)
    ]
