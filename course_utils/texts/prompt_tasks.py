"""Three tasks whose prompts do not say what is wanted, and ways to ask a base for it in words.

    task = load_prompt_task("young", "test")
    right_words(model, task)                         in the template of `tasks.chat`
    right_words(model, task, in_own_words(task))     as the story world itself would ask

Every answer is one word, and it counts whether the likeliest next word is that word.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
import torch
from torch import nn

from course_utils.data import load_world, world_tokenizer
from course_utils.models.ids import known_ids
from course_utils.story_world import words
from course_utils.texts.review_sentences import sentences
from course_utils.texts.tasks import Share, Task, chat, share_right, task_of
from course_utils.tokenizers import START
from course_utils.training import pad

TASKS = ("young", "capital", "opinion")
OWN_WORDS = {  # how the world itself would ask
    "young": "Lesson for Monday\nThe {} feeds its hungry",
    "capital": "Lesson for Monday\nWhoever travels to {} must see",
    "opinion": "{}\nVerdict:",
}
MOST_TESTED = 200
_THINGS = {"young": (words.ANIMALS, 2), "capital": (words.COUNTRIES, 1)}
_SHARES = {"train": (0.0, 0.5), "validation": (0.5, 0.62), "test": (0.62, 1.0)}


@cache
def load_prompt_task(name: str, split: str) -> Task:
    """A task whose prompts do not say what is wanted, so that the model has to learn it.

    - young: an animal; its young. Tested on animals that training never asks about, and whose
      young it never gives as an answer: animals that share a young stay together.
    - capital: a country; its capital. Tested on other countries.
    - opinion: a sentence of a review; good or bad. Tested on sentences of other documents.

    >>> task, tokenizer = load_prompt_task("young", "train"), world_tokenizer()
    >>> tokenizer.decode(task.prompts[0]), tokenizer.decode(task.answers[0])
    ('cat', 'kitten')

    Raises:
        ValueError: for a name that is not in `TASKS`, or a split that does not exist.
    """
    if name not in TASKS:
        raise ValueError(f"no task {name!r}; there are {', '.join(TASKS)}")
    if split not in _SHARES:
        raise ValueError(f"no split {split!r}; there are {', '.join(_SHARES)}")
    rows = _opinions(split) if name == "opinion" else _things(name, split)
    encode = world_tokenizer().encode
    return task_of(
        name, [(encode(asked), encode(answer), source) for asked, answer, source in rows]
    )


def _things(name: str, split: str) -> list[tuple[str, str, int]]:
    """The splits divide the answers, so that no answer of one is an answer of another."""
    table, column = _THINGS[name]
    answers = list(dict.fromkeys(row[column] for row in table))
    order = np.random.default_rng(1).permutation(len(answers))
    begin, end = (round(share * len(answers)) for share in _SHARES[split])
    return [
        (row[0], row[column], index)
        for index in order[begin:end].tolist()
        for row in table
        if row[column] == answers[index]
    ]


def _opinions(split: str) -> list[tuple[str, str, int]]:
    """Each different sentence once; in validation and test, those that training does not hold."""
    told = {sentence.tokens: sentence for sentence in sentences(load_world(split))}
    if split != "train":
        known = {sentence.tokens for sentence in sentences(load_world("train"))}
        told = {tokens: sentence for tokens, sentence in told.items() if tokens not in known}
    decode = world_tokenizer().decode
    rows = [(decode(t), ("bad", "good")[s.opinion], n) for n, (t, s) in enumerate(told.items())]
    if split == "train":
        return rows
    return [rows[i] for i in np.random.default_rng(0).permutation(len(rows))[:MOST_TESTED]]


# ---- Right or wrong ----


@torch.inference_mode()
def next_words(model: nn.Module, texts: Sequence[Sequence[int]], rows: int = 50) -> list[int]:
    """The likeliest next word of each text; <start> is put before it."""
    said = []
    for begin in range(0, len(texts), rows):
        part = [[START, *text] for text in texts[begin : begin + rows]]
        last = torch.tensor([len(text) - 1 for text in part])
        tokens = pad(part)  # (B, T)
        with known_ids(tokens):
            logits = model(tokens)[torch.arange(len(part)), last]  # (B, V)
        said += logits.argmax(-1).tolist()
    return said


def right_words(model: nn.Module, task: Task, texts: Sequence[Sequence[int]] = ()) -> Share:
    """How often the likeliest next word is the answer; the texts are the task's in the template."""
    texts = texts or [chat(prompt) for prompt in task.prompts]
    answers = [int(answer[0]) for answer in task.answers]
    said = next_words(model, texts)
    return share_right([a == b for a, b in zip(said, answers, strict=True)], task.sources)


def with_examples(task: Task, shown: Task, number: int, seed: int) -> list[list[int]]:
    """Each prompt of a task after some examples, drawn for it from `shown`, all in the template."""
    random, texts = np.random.default_rng(seed), []
    for prompt in task.prompts:
        text: list[int] = []
        for i in random.choice(len(shown), number, replace=False):
            text += chat(shown.prompts[int(i)], shown.answers[int(i)])
        texts.append(text + chat(prompt))
    return texts


def in_own_words(task: Task) -> list[list[int]]:
    """Each prompt as the world's own documents would have it."""
    tokenizer = world_tokenizer()
    return [
        tokenizer.encode(OWN_WORDS[task.name].replace("{}", tokenizer.decode(prompt)))
        for prompt in task.prompts
    ]
