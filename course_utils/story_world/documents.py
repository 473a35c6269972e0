"""Whole documents: `draw_document` tells one, `next_distribution` follows one and says what can
come next.
"""

import contextlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

from course_utils.story_world import lessons, letters, recipes, reviews, stories, weather_reports
from course_utils.story_world.lexicon import LEXICON
from course_utils.story_world.telling import LONGEST_DOCUMENT
from course_utils.story_world.world import PrefixEnded, World
from course_utils.tokenizers import join_words

# style: how often it comes, its first sentences, how it goes on after one of them
_STYLES = {
    "story": (9, stories.BEGINNINGS, stories.story),
    "letter": (4, letters.BEGINNINGS, letters.letter),
    "recipe": (2, recipes.BEGINNINGS, recipes.recipe),
    "weather": (2, weather_reports.BEGINNINGS, weather_reports.weather_report),
    "review": (4, reviews.BEGINNINGS, reviews.review),
    "lesson": (4, lessons.BEGINNINGS, lessons.lesson),
}


@dataclass(frozen=True)
class Document:
    """One document of the story world; the lists have one entry for each word, <end> included."""

    words: list[str]
    probability: list[float]  # of each word given all words before it: exact
    role: list[int]  # 0 literal, 1 new entity, 2 copy of an entity's word
    distance: list[int]  # for copies: words back to the previous mention, else 0
    entity: list[str]  # "person", "place", "animal", "object", "other", or "" outside of entities
    style: str
    facts: dict[str, str]  # what was bound while it was told: {"hero": "Mira", "plot": "lost" …}
    questions: list[tuple[str, str]]  # all that can be asked about it, asked or not, with answers

    @property
    def text(self) -> str:
        """The document as people write it, without <end>."""
        return join_words(self.words[:-1])


def _first_sentences() -> list[tuple]:
    sentences = []
    for style, (share, beginnings, _) in _STYLES.items():
        total = sum(beginning[0] for beginning in beginnings)
        for weight, template, *label in beginnings:
            sentences.append((share * weight / total, template, (style, *label)))
    return sentences


_FIRST_SENTENCES = _first_sentences()


def _tell(world: World) -> str:
    """Tell one document into `world` and return its style."""
    style, *label = world.say(_FIRST_SENTENCES)
    _STYLES[style][2](world, label[0] if label else None)
    return style


def draw_document(split: str, index: int) -> Document:
    """Return document number `index` of a split; every other split name gives other documents.

    >>> draw_document("test", 0) == draw_document("test", 0)
    True
    """
    world = World(LEXICON, rng=random.Random(f"{split}/{index}"))
    style = _tell(world)
    sample = world.sample
    if len(sample.words) > LONGEST_DOCUMENT:
        raise AssertionError(
            f"Document {split}/{index} ({style}) has {len(sample.words)} words, over "
            f"{LONGEST_DOCUMENT}."
        )
    return Document(
        **vars(sample), style=style, facts=dict(world.bindings), questions=world.questions
    )


def next_distribution(prefix: Sequence[str]) -> dict[str, float]:
    """Return each word that can follow `prefix`, with its exact probability; they sum to 1.

    `prefix` is the beginning of one document as a list of words (`split_words(text)`, or names of
    token ids). Raises ValueError if the generator can't have produced it.

    >>> next_distribution(["Dear", "Mira"])
    {',': 1.0}
    """
    world = World(LEXICON, replay=list(prefix))
    try:
        _tell(world)
    except PrefixEnded as ended:
        return ended.distribution
    raise ValueError(
        f"The document ends after {len(world.sample.words)} words; nothing follows <end>."
    )


def probabilities(words: Sequence[str]) -> list[float]:
    """Return the exact probability of each word of a document, or of the beginning of one.

    Raises ValueError if the generator can't have produced it.
    """
    return _replayed(words, record=False).sample.probability


def next_distributions(words: Sequence[str]) -> list[dict[str, float]]:
    """Return what could have stood in place of each word: `next_distribution` of every prefix.

    Raises ValueError if the generator can't have produced the words.
    """
    return _replayed(words, record=True).recorded


def _replayed(words: Sequence[str], record: bool) -> World:
    world = World(LEXICON, replay=list(words), record=record)
    with contextlib.suppress(PrefixEnded):
        _tell(world)
        if len(world.sample.words) < len(words):
            raise ValueError(f"The document ends after {len(world.sample.words)} words.")
    return world
