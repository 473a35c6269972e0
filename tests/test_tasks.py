"""Tasks: against the world that made the documents, templates by hand, answers against a loop."""

import numpy as np
import pytest
import torch

from course_utils.data import world_tokenizer
from course_utils.models.lora import add_lora
from course_utils.models.prompt_tuning import Prefix, SoftPrompt
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.story_world.documents import draw_document
from course_utils.texts.tasks import (
    LONGEST,
    TASKS,
    Task,
    answer_batches,
    answers_of,
    chat,
    exact_match,
    load_task,
    pad_answers,
    share_right,
)
from course_utils.tokenizers import ASSISTANT, END, FIRST_BYTE, FIRST_WORD, PAD, START, USER
from course_utils.training import IGNORED

TOKENIZER = world_tokenizer()
SMALL = TransformerConfig(400, context=32, width=16, heads=2, layers=2, rotary=True)


def text(ids):
    return TOKENIZER.decode(ids)


def made_up(count=12, name="made up"):
    random = np.random.default_rng(0)
    prompts = [random.integers(272, 400, size=3 + i % 4) for i in range(count)]
    answers = [random.integers(272, 400, size=1 + i % 3) for i in range(count)]
    return Task(name, prompts, answers, list(range(count)))


@pytest.mark.parametrize("name", TASKS)
def test_every_task(name):
    task = load_task(name, "validation")
    assert len(task) == len(task.prompts) == len(task.answers) == len(task.sources) > 3
    assert max(map(len, task.prompts)) <= LONGEST and min(map(len, task.answers)) >= 1
    for ids in [*task.prompts, *task.answers]:
        assert not ((ids >= FIRST_BYTE) & (ids < FIRST_WORD)).any(), text(ids)


def test_questions_and_answers_are_those_of_the_world():
    task = load_task("question", "validation")
    told = {}
    for prompt, answer, source in zip(task.prompts, task.answers, task.sources, strict=True):
        told.setdefault(source, []).append((text(prompt), text(answer)))
    for source in sorted(told)[:6]:
        document = draw_document("validation", source)
        for prompt, answer in told[source]:
            story, question = prompt.split("\nQuestion: ")
            assert document.text.startswith(story) and (question, answer) in document.questions


def test_letters_are_asked_for_what_the_world_knows():
    task = load_task("letter", "validation")
    keys = {"Who wrote it?": "from", "Who was it for?": "to", "Where was it from?": "country",
            "What was in it?": "item"}  # fmt: skip
    few = set(sorted(set(task.sources))[:6])
    rows = zip(task.prompts, task.answers, task.sources, strict=True)
    for prompt, answer, source in rows:
        if source in few:
            letter, question = text(prompt).split("\nQuestion: ")
            document = draw_document("validation", source)
            assert document.text == letter
            assert text(answer).split()[-1] == document.facts[keys[question]]


def test_verdicts():
    task = load_task("verdict", "validation")
    assert {text(answer) for answer in task.answers} == {"good", "bad"}
    assert not [p for p in task.prompts if "Verdict" in text(p) or "come back" in text(p)]


def test_facts_of_the_test_are_never_asked_in_training():
    parts = [load_task("fact", split) for split in ("train", "validation", "test")]
    sources = [set(part.sources) for part in parts]
    assert not (sources[0] & sources[1] or sources[0] & sources[2] or sources[1] & sources[2])
    assert len(parts[0]) > 2 * len(parts[2]) > 4 * len(parts[1])
    prompts = [{tuple(prompt) for prompt in part.prompts} for part in parts]
    assert not prompts[0] & prompts[2]


def test_what_load_task_refuses():
    with pytest.raises(ValueError, match="no task 'poem'"):
        load_task("poem")
    with pytest.raises(ValueError, match="no task"):
        load_task("fact", "exam")
    with pytest.raises(ValueError, match="fact has 1 to"):
        load_task("fact", "test", 10_000)
    some = load_task("verdict", "validation", 5)
    assert len(some) == 5 and load_task("verdict", "validation", 5) is some


def test_a_conversation():
    assert chat([300], [301, 302]) == [USER, 300, ASSISTANT, 301, 302, END]
    assert chat([300]) == [USER, 300, ASSISTANT]


def test_only_answers_and_their_end_count():
    inputs, targets = pad_answers([[300, 301, 302], [303]], [[304], [305, 306]])
    assert inputs[0].tolist() == [START, USER, 300, 301, 302, ASSISTANT, 304]
    assert inputs[1].tolist() == [START, USER, 303, ASSISTANT, 305, 306, PAD]
    assert targets[0].tolist() == [IGNORED] * 5 + [304, END]
    assert targets[1].tolist() == [IGNORED] * 3 + [305, 306, END] + [IGNORED]


def test_batches_use_each_prompt_once_in_a_pass():
    task, seen = made_up(), []
    batches = answer_batches(task, rows=5, seed=1)
    for _ in range(3):
        inputs, targets = next(batches)
        assert len(inputs) <= 5
        for row, target in zip(inputs.tolist(), targets.tolist(), strict=True):
            seen.append(tuple(row[2 : row.index(ASSISTANT)]))
            assert [t for t in target if t != IGNORED][-1] == END
    assert sorted(seen) == sorted(tuple(map(int, p)) for p in task.prompts)


def test_several_tasks_take_turns():
    first, second = made_up(), made_up(name="other").chosen(range(4))
    second = Task("other", [p * 0 + 399 for p in second.prompts], second.answers, second.sources)
    batches = answer_batches([first, second], rows=4)
    turns = [bool((next(batches)[0][:, 2] == 399).all()) for _ in range(6)]
    assert turns == [False, True] * 3


@pytest.mark.parametrize(("given", "rows"), [([], 4), (made_up().chosen([]), 4), (made_up(), 0)])
def test_batches_of_nothing_are_refused(given, rows):
    with pytest.raises(ValueError, match="at least one"):
        next(answer_batches(given, rows))


def wrapped(kind):
    torch.manual_seed(0)
    model = GPT(SMALL).eval()
    if kind == "LoRA":
        add_lora(model, rank=2, alpha=4.0)
        return model
    return {"GPT": lambda m: m, "soft prompt": lambda m: SoftPrompt(m, 3),
            "prefix": lambda m: Prefix(m, 3)}[kind](model)  # fmt: skip


@pytest.mark.parametrize("kind", ["GPT", "LoRA", "soft prompt", "prefix"])
def test_answers_are_those_of_a_slow_loop(kind):
    model, prompts = wrapped(kind), made_up().prompts
    slow = []
    for prompt in prompts:
        tokens = [START, *chat(prompt)]
        answer = []
        with torch.inference_mode():
            while len(answer) < 5:
                answer.append(int(model(torch.tensor([tokens + answer]))[0, -1].argmax()))
                if answer[-1] == END:
                    answer.pop()
                    break
        slow.append(answer)
    assert answers_of(model, prompts, max_tokens=5) == slow


def test_exact_match_wants_every_token_and_the_end():
    model, task = wrapped("GPT"), made_up()
    said = answers_of(model, task.prompts, max_tokens=9)
    assert (
        exact_match(model, Task("x", task.prompts, [np.array([1])] * 12, task.sources)).share == 0
    )
    ends = [i for i, answer in enumerate(said) if 0 < len(answer) < 9]
    if ends:
        right = Task("x", task.prompts, [np.array(a or [1]) for a in said], task.sources)
        assert exact_match(model, right.chosen(ends)).share == 1
    cut = Task("x", task.prompts, [np.array(a[:-1] or [1]) for a in said], task.sources)
    assert exact_match(model, cut).share == 0


def test_an_interval_over_documents():
    """Ten prompts about each document are right or wrong together: the interval has to be wide."""
    right, apart = [True] * 50 + [False] * 50, list(range(100))
    together = [i // 10 for i in range(100)]
    wide, narrow = share_right(right, together), share_right(right, apart)
    assert wide.share == narrow.share == 0.5
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
