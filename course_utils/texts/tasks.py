"""Tasks for an assistant of the story world: prompts, answers, and the template around them.

    task = load_task("letter", "test")       a question about a letter, and its answer
    fit(model, answer_batches(task, 16), …)  learn the answers, not the prompts
    exact_match(model, load_task("letter", "test"))

Tasks that read a text (question, letter, verdict): the test is on documents that no model saw.
The task "fact" asks for capitals, the young of animals, plurals and the like, in questions: the
test is on things that training never asks about, so the answer has to come from pretraining.
(prompt_tasks.py has tasks whose prompts do not say what is wanted.)
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.data import SPLITS, Corpus, load_world, world_tokenizer
from course_utils.evaluation import score
from course_utils.models.attention import Past
from course_utils.models.ids import known_ids, whole
from course_utils.story_world import words
from course_utils.texts.reviews import load_reviews
from course_utils.tokenizers import ASSISTANT, END, PAD, START, USER
from course_utils.training import IGNORED, Batch, pad_documents

LONGEST = 208  # tokens of a prompt: 48 of the context stay for template, answer, learned prompts
ROWS_AT_ONCE = 32  # prompts that `answers_of` reads together


@dataclass(frozen=True)
class Task:
    """Prompts and answers as token ids, without template.

    `sources` says which document, or which thing, each prompt is about: prompts about the same
    one depend on each other, and an interval has to know.
    """

    name: str
    prompts: list[np.ndarray]
    answers: list[np.ndarray]
    sources: list[int]

    def __len__(self) -> int:
        """Return the number of prompts."""
        return len(self.prompts)

    def chosen(self, indices: Sequence[int]) -> "Task":
        """The same task with these prompts only."""
        columns = (self.prompts, self.answers, self.sources)
        if wrong := [i for i in whole(indices) if not 0 <= i < len(self)]:
            raise ValueError(f"there is no prompt {wrong[0]}; they are 0 to {len(self) - 1}")
        return Task(self.name, *([column[int(i)] for i in indices] for column in columns))


@dataclass(frozen=True)
class Share:
    """A share of right answers, with its 95 % interval over documents."""

    share: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.share:.1%} (95 % interval {self.low:.1%} to {self.high:.1%})"


Row = tuple[Sequence[int], Sequence[int], int]  # prompt, answer, source


def task_of(name: str, rows: Sequence[Row]) -> Task:
    """The task that asks for these rows, one by one."""
    return Task(
        name,
        [np.array(prompt, dtype=np.int64) for prompt, _, _ in rows],
        [np.array(answer, dtype=np.int64) for _, answer, _ in rows],
        [source for _, _, source in rows],
    )


# ---- Tasks that read a text ----


def _questions(corpus: Corpus) -> Iterator[Row]:
    """The questions that stand at the end of stories and weather reports, one by one."""
    question, answer, stop = (
        corpus.tokenizer.token_id(word) for word in ("Question", "Answer", ".")
    )
    for style in ("story", "weather"):
        for number in corpus.numbers_of(style):
            told = corpus[number].tolist()
            begin = text_ends = told.index(question) if question in told else len(told)
            while begin < len(told) - 1:
                middle = told.index(answer, begin)
                end = told.index(stop, middle)
                prompt = told[:text_ends] + told[begin : middle - 1]  # without the line break
                yield prompt, told[middle + 2 : end], number
                begin = end + 2


def _letters(corpus: Corpus) -> Iterator[Row]:
    """Up to four questions about each letter: who wrote it, to whom, from where, about what."""
    one = corpus.tokenizer.token_id
    countries = {one(row[0]) for row in words.COUNTRIES}
    items = {one(row[0]) for row in words.ITEMS}
    questions = ("Who wrote it?", "Who was it for?", "Where was it from?", "What was in it?")
    asked = [corpus.tokenizer.encode(f"\nQuestion: {question}") for question in questions]
    for number in corpus.numbers_of("letter"):
        told = corpus[number].tolist()
        place = next(token for token in told if token in countries)
        answers = [[told[-2]], [told[1]], [one("from"), place]]
        things = {token for token in told if token in items}
        if len(things) == 1:  # the promised gift; in some letters, other people have things too
            answers.append([one("the"), things.pop()])
        for question, answer in zip(asked, answers, strict=False):
            yield [*told[:-1], *question], answer, number


def _verdicts(corpus: Corpus) -> Iterator[Row]:
    """Reviews without their verdict, and a question for it: "How was it?"."""
    tokens, labels = load_reviews(corpus)
    question = corpus.tokenizer.encode("\nQuestion: How was it?")
    bad, good = (corpus.tokenizer.encode(verdict) for verdict in ("bad", "good"))
    for number, (row, label) in enumerate(zip(tokens.tolist(), labels.tolist(), strict=True)):
        end = row.index(PAD) if PAD in row else len(row)
        yield [*row[:end], *question], good if label else bad, number


# ---- Tasks that ask for a fact ----

# relation: wordings, rows of (the thing asked about, answer)
_FACTS: dict[str, tuple[tuple[str, ...], list[tuple[str, str]]]] = {
    "capital": (
        ("What is the capital of {}?", "{} is far away. What is its capital?"),
        [(row[0], row[1]) for row in words.COUNTRIES],
    ),
    "young": (
        ("What is a young {} called?", "The {} has a baby. What is it?"),
        [(row[0], row[2]) for row in words.ANIMALS],
    ),
    "plural": (
        ("One {}, four", "Here is a {}, and there are seven"),
        [(row[0], row[1]) for row in words.ANIMALS],
    ),
    "past": (
        ("Today I {}. Yesterday I", "I {} every day. What did I do yesterday?"),
        [(row[0], row[2]) for row in words.VERBS],
    ),
    "partner": (
        ("Who is with the {}?", "The {} did not come home. Who was afraid?"),
        [pair for row in words.ROLES for pair in ((row[0], row[1]), (row[1], row[0]))],
    ),
    "den": (
        ("Where did the {} sleep?", "The {} is weary. Where is its bed?"),
        [(row[0], row[4]) for row in words.ANIMALS],
    ),
    "food": (
        ("What did the {} eat?", "What is good food for a {}?"),
        [(row[0], row[5]) for row in words.ANIMALS],
    ),
    "workplace": (
        ("Where did the {} work?", "The {} is not at home. Where then?"),
        [(row[0], row[3]) for row in words.JOBS],
    ),
    "tool": (
        ("What did the {} need?", "The {} looks for something. What is it?"),
        [(row[0], row[4]) for row in words.JOBS],
    ),
}
_SHARES = {"train": (0, 1, 2, 3, 4, 5), "validation": (6,), "test": (7, 8, 9)}  # of ten things


def _facts(split: str) -> Iterator[Row]:
    """Every wording for every thing of a split; the things were shuffled once and for all."""
    encode, source = world_tokenizer().encode, 0
    for wordings, rows in _FACTS.values():
        order = np.random.default_rng(0).permutation(len(rows))
        for place, index in enumerate(order):
            thing, answer = rows[index]
            if place % 10 in _SHARES[split]:
                for wording in wordings:
                    yield encode(wording.replace("{}", thing)), encode(answer), source
            source += 1


_READ: dict[str, Callable[[Corpus], Iterator[Row]]] = {
    "question": _questions,
    "letter": _letters,
    "verdict": _verdicts,
}
TASKS = (*_READ, "fact")


@cache
def load_task(name: str, split: str = "train", count: int | None = None) -> Task:
    """One of the `TASKS`.

    Args:
        name: of the task; see the top of this file.
        split: "train", "validation" or "test". Of "question", one prompt in nine to eleven is
            left out, as it is longer than `LONGEST`.
        count: prompts to choose at random, the same ones each time; None for all.

    Raises:
        ValueError: for another name or split, and for more prompts than there are.

    >>> task = load_task("fact", "test")
    >>> tokenizer = world_tokenizer()
    >>> tokenizer.decode(task.prompts[0]), tokenizer.decode(task.answers[0])
    ('What is the capital of Egypt?', 'Cairo')
    """
    if name not in TASKS or split not in SPLITS:
        raise ValueError(f"no task {name!r} with split {split!r}; there are {TASKS} and {SPLITS}")
    rows = _READ[name](load_world(split)) if name in _READ else _facts(split)
    kept = [row for row in rows if len(row[0]) <= LONGEST]
    if count is not None:
        if not 1 <= count <= len(kept):
            raise ValueError(f"count is {count}; {name} has 1 to {len(kept)} prompts in {split}")
        kept = [kept[i] for i in np.random.default_rng(0).permutation(len(kept))[:count]]
    return task_of(name, kept)


# ---- Template, batches, answers ----


def chat(prompt: Sequence[int], answer: Sequence[int] | None = None) -> list[int]:
    """Built in notebooks/week5_2_finetuning.ipynb, section 1.

    A conversation of two turns. Without an answer it ends where the assistant has to begin.

    >>> chat([300, 301]), chat([300, 301], [302])
    ([5, 300, 301, 6], [5, 300, 301, 6, 302, 2])
    """
    turns = [USER, *map(int, prompt), ASSISTANT]
    return turns if answer is None else [*turns, *map(int, answer), END]


def pad_answers(prompts: Sequence[Sequence[int]], answers: Sequence[Sequence[int]]) -> Batch:
    """Built in notebooks/week5_2_finetuning.ipynb, section 1.

    Inputs and targets (B, T) of conversations, in which only the answers and their <end> count.

    >>> inputs, targets = pad_answers([[300, 301], [300]], [[302], [303, 304]])
    >>> inputs.tolist()
    [[1, 5, 300, 301, 6, 302], [1, 5, 300, 6, 303, 304]]
    >>> targets.tolist()
    [[-100, -100, -100, -100, 302, 2], [-100, -100, -100, 303, 304, 2]]
    """
    rows = [np.array(chat(prompt, answer)) for prompt, answer in zip(prompts, answers, strict=True)]
    inputs, targets = pad_documents(rows)
    for row, prompt in enumerate(prompts):
        targets[row, : len(prompt) + 2] = IGNORED  # <user>, the prompt, <assistant>
    return inputs, targets


def answer_batches(tasks: Task | Sequence[Task], rows: int, seed: int = 0) -> Iterator[Batch]:
    """Batches without end; of several tasks, each batch is of one, and they take turns.

    Each pass through a task uses each prompt once. Prompts of about the same length go together.

    Args:
        tasks: one task or several.
        rows: conversations in a batch; fewer where a task has fewer.
        seed: of the drawing.

    Raises:
        ValueError: if there is no task, a task without prompts, or no row.
    """
    tasks = [tasks] if isinstance(tasks, Task) else list(tasks)
    if rows < 1 or not tasks or not all(map(len, tasks)):
        raise ValueError(f"{len(tasks)} tasks, {rows} rows; give at least one, and none empty")
    streams = [_batches_of(task, rows, seed + 1000 * place) for place, task in enumerate(tasks)]
    while True:
        for stream in streams:
            yield next(stream)


def _batches_of(task: Task, rows: int, seed: int) -> Iterator[Batch]:
    random = np.random.default_rng(seed)
    lengths = np.array([len(prompt) for prompt in task.prompts])
    while True:
        order = np.argsort(lengths * random.uniform(1, 1.2, len(task)))
        groups = [order[begin : begin + rows] for begin in range(0, len(order), rows)]
        for group in random.permutation(len(groups)):
            part = task.chosen(groups[group])
            yield pad_answers(part.prompts, part.answers)


@torch.inference_mode()
def answers_of(
    model: nn.Module, prompts: Sequence[Sequence[int]], max_tokens: int = 8
) -> list[list[int]]:
    """What a model answers, always with the likeliest token, without <end>.

    Prompts of the same length are read together, and what was read is kept (`Past`).

    Args:
        model: (B, T) -> (B, T, V), with the `past` of `GPT`; also a tuned or prompted one.
        prompts: token ids, without template.
        max_tokens: after so many an answer is cut off.
    """
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, prompt in enumerate(prompts):
        by_length[len(prompt)].append(index)
    answers: list[list[int]] = [[] for _ in prompts]
    for _, indices in sorted(by_length.items()):
        for begin in range(0, len(indices), ROWS_AT_ONCE):
            part = indices[begin : begin + ROWS_AT_ONCE]
            asked = torch.tensor([[START, *chat(whole(prompts[index]))] for index in part])
            for index, answer in zip(part, _greedy(model, asked, max_tokens), strict=True):
                answers[index] = answer
    return answers


def _greedy(model: nn.Module, tokens: Tensor, max_tokens: int) -> list[list[int]]:
    """Continuations of rows of equal length: (B, T) -> B answers."""
    past = [Past() for _ in model.blocks]
    tokens = tokens.to(model.token_embedding.weight.device)
    written = []
    for _ in range(max_tokens):
        with known_ids(tokens):
            tokens = model(tokens, past)[:, -1:].argmax(-1)  # (B, 1)
        written.append(tokens[:, 0].tolist())
        if all(END in row for row in zip(*written, strict=True)):
            break
    rows = [list(row) for row in zip(*written, strict=True)] or [[] for _ in tokens]
    return [row[: row.index(END)] if END in row else row for row in rows]


def share_right(right: Sequence[bool], sources: Sequence[int]) -> Share:
    """The share of right answers, with a bootstrap interval over the documents they are about.

    >>> print(share_right([True, True, False, True], [0, 0, 1, 2]))
    75.0% (95 % interval 0.0% to 100.0%)
    """
    _, place = np.unique(np.asarray(sources), return_inverse=True)
    found = score(np.bincount(place, np.asarray(right, dtype=float)), np.bincount(place))
    return Share(found.bits, found.low, found.high)


def exact_match(model: nn.Module, task: Task) -> Share:
    """How many answers are right to the last token, and end there."""
    said = answers_of(model, task.prompts, max_tokens=1 + max(map(len, task.answers)))
    right = [given == answer.tolist() for given, answer in zip(said, task.answers, strict=True)]
    return share_right(right, task.sources)
