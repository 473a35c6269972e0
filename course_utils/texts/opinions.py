"""A task of preference: end a sentence such as "The soup was truly" with one word.

Everything about it can be computed exactly: there are V possible answers, so a policy is a table
(N, V), and what people want is known, because we are the people.
"""

import torch
from torch import Tensor, nn

from course_utils.data import world_tokenizer
from course_utils.models.ids import known_ids
from course_utils.story_world.words import OPINIONS
from course_utils.tokenizers import START

THINGS = {
    "food": ("bread", "tea", "soup", "cake", "stew"),
    "art": ("beginning", "end", "style", "plot", "music", "song"),
    "person": ("hero", "waiter", "cook", "actor", "king"),
    "place": ("stage", "theater", "table", "room", "garden"),
}  # each is of a kind of OPINIONS
HELD_OUT = ("cake", "music", "actor", "theater")  # nobody compares answers about them


def opinion_prompts(held_out: bool = False) -> tuple[list[str], Tensor]:
    """The sentences, and their ids (N, T) with <start>: 17 to learn from, or the 4 held-out ones.

    >>> texts, tokens = opinion_prompts(held_out=True)
    >>> texts[0], tuple(tokens.shape)
    ('The cake was truly', (4, 5))
    """
    things = [thing for kind in THINGS.values() for thing in kind]
    texts = [f"The {thing} was truly" for thing in things if (thing in HELD_OUT) == held_out]
    encode = world_tokenizer().encode
    return texts, torch.tensor([[START, *encode(text)] for text in texts])


def wanted(held_out: bool = False) -> Tensor:
    """What people want, (N, V): 1 for praise that fits the thing, 0 for empty praise, −1 else.

    Empty praise is a word that the world says of three or all four kinds, such as "wonderful".
    "Tasty" fits a stew, but no hero.

    >>> value, token_id = wanted()[0], world_tokenizer().token_id  # of bread
    >>> [int(value[token_id(word)]) for word in ("delicious", "wonderful", "stale", "clever")]
    [1, 0, -1, -1]
    """
    tokenizer, rows = world_tokenizer(), []
    praise = {kind: OPINIONS[f"positive_{kind}"].split("|") for kind in THINGS}
    for kind, things in THINGS.items():
        row = -torch.ones(len(tokenizer))
        for word in praise[kind]:
            kinds = sum(word in words for words in praise.values())
            row[tokenizer.token_id(word)] = float(kinds < 3)
        rows += [row for thing in things if (thing in HELD_OUT) == held_out]
    return torch.stack(rows)


def word_log_probabilities(model: nn.Module, tokens: Tensor) -> Tensor:
    """log p of each word as the next one after each prompt: (N, T) -> (N, V)."""
    with known_ids(tokens):
        return model(tokens)[:, -1].log_softmax(-1)


def compare(log_reference: Tensor, value: Tensor, count: int, seed: int = 0) -> Tensor:
    """What a person says who is shown two answers of a model, again and again.

    Pairs of which both are liked, or neither, are put aside.

    Args:
        log_reference: (N, V), of the model that answers.
        value: (N, V), what the person wants.
        count: pairs that are shown.
        seed: of the drawing.

    Returns:
        (3, B): the prompt, the preferred word, the other one.
    """
    generator = torch.Generator().manual_seed(seed)
    prompt = torch.randint(len(log_reference), (count,), generator=generator)
    pair = torch.multinomial(log_reference.exp()[prompt], 2, replacement=True, generator=generator)
    first, second = pair.T
    better = value[prompt, first] - value[prompt, second]  # (count,)
    chosen = torch.where(better > 0, first, second)
    rejected = torch.where(better > 0, second, first)
    return torch.stack([prompt, chosen, rejected])[:, better != 0]
