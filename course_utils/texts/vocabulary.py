"""Texts as numbered words, which is what word vectors are learned from.

Words are lower-case, without punctuation; rare ones are left out.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils.data import load_world
from course_utils.story_world import words as world_words
from course_utils.texts.primer import primer
from course_utils.tokenizers import split_words


class NumberedTexts(NamedTuple):
    """Documents as arrays of word ids; word 0 is the most frequent one."""

    words: list[str]  # V words
    counts: np.ndarray  # (V,) how often each occurs
    documents: list[np.ndarray]  # word ids; rare words are left out, as if they were not there


def words_of(text: str) -> list[str]:
    """Cut a text into lower-case words; punctuation and numbers are dropped.

    >>> words_of("Mira's cat, 3 years old, isn't here.")
    ['mira', 'cat', 'years', 'old', 'isn’t', 'here']
    """
    return [word.lower() for word in split_words(text) if word[0].isalpha()]


def number_words(texts: Sequence[str], minimum_count: int = 5) -> NumberedTexts:
    """Number the words that occur at least `minimum_count` times, the most frequent first.

    Words that are equally frequent stand in alphabetical order. Texts without a known word are
    left out.

    Raises:
        ValueError: no word occurs that often.

    >>> number_words(["a rose is a rose", "a thorn"], minimum_count=2).words
    ['a', 'rose']
    """
    cut = [words_of(text) for text in texts]
    frequency = Counter(word for words in cut for word in words)
    kept = sorted(frequency.items(), key=lambda item: (-item[1], item[0]))
    kept = [(word, count) for word, count in kept if count >= minimum_count]
    if not kept:
        raise ValueError(
            f"no word occurs {minimum_count} times in {len(texts)} texts; lower minimum_count"
        )
    ids = {word: number for number, (word, _) in enumerate(kept)}
    documents = [np.array([ids[word] for word in words if word in ids]) for words in cut]
    return NumberedTexts(
        words=list(ids),
        counts=np.array([count for _, count in kept]),
        documents=[document for document in documents if len(document)],
    )


def load_letters(split: str = "train") -> list[str]:
    """The world's letters and lessons of a split, as texts; to "train" the primer is added.

    This is the part of the story world for word vectors: it is dense in the relations that the
    world was made with (gender, capital, people, young, past). Nothing is downloaded or drawn
    anew, except for the primer, which takes a tenth of a second.
    """
    world = load_world(split)
    texts = [world.text(number) for number in world.numbers_of("letter", "lesson")]
    return texts + primer() if split == "train" else texts


def planted_relations() -> dict[str, list[tuple[str, str]]]:
    """The word pairs of five relations that the world was made with, in lower case.

    Animals that share the word for their young (fox, bear and badger all have a cub) are left out,
    and so is the verb whose past looks like its present (read).

    >>> planted_relations()["gender"][0]
    ('king', 'queen')
    """
    youngs = Counter(young for _, _, young, *_ in world_words.ANIMALS)
    return {
        "gender": [(male, female) for male, female, *_ in world_words.ROLES],
        "capital": [(land.lower(), city.lower()) for land, city, *_ in world_words.COUNTRIES],
        "people": [(land.lower(), people.lower()) for land, _, people, _ in world_words.COUNTRIES],
        "young": [
            (animal, young) for animal, _, young, *_ in world_words.ANIMALS if youngs[young] == 1
        ],
        "past": [(verb, past) for verb, _, past, *_ in world_words.VERBS if verb != past],
    }


def load_judgments(path: str | Path) -> list[tuple[str, str, float]]:
    """Read pairs of words with people's judgment of their similarity, such as WordSim-353's.

    Each line holds two words and a number, separated by tabs; words come back in lower case.

    Raises:
        ValueError: for a line that is anything else.
    """
    judgments = []
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            first, second, judgment = line.split("\t")
            judgments.append((first.lower(), second.lower(), float(judgment)))
        except ValueError:
            raise ValueError(
                f"{path}, line {number}: {line!r} is not two words and a number between tabs"
            ) from None
    return judgments
