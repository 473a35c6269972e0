"""The shipped run on prompts: honest tasks, equal budgets, and the whole command on a tiny base."""

import json

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.data import world_tokenizer
from course_utils.models.checkpoints import save_model
from course_utils.models.prompt_tuning import SoftPrompt, load_prompt, nearest_words
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.runs import prompts as prompt_runs
from course_utils.runs.prompts import (
    RATES,
    SEEDS,
    SHIPPED,
    TRIAL_SEED,
    Setting,
    best_rate,
    doubled,
    finished,
    right_with,
    run,
)
from course_utils.texts.prompt_tasks import (
    TASKS,
    in_own_words,
    load_prompt_task,
    next_words,
    right_words,
    with_examples,
)
from course_utils.texts.tasks import Task, chat
from course_utils.tokenizers import ASSISTANT, END, USER


def tiny(words: int = 50, context: int = 64) -> GPT:
    torch.manual_seed(0)
    model = GPT(TransformerConfig(words, context=context, width=8, heads=2, layers=1))
    for weights in model.parameters():
        if weights.dim() > 1:
            nn.init.normal_(weights, std=0.5)
    return model


@pytest.mark.parametrize("name", ["young", "capital"])
def test_what_is_asked_in_training_is_never_asked_in_the_test(name):
    parts = {split: load_prompt_task(name, split) for split in ("train", "validation", "test")}
    things = {split: {int(p[0]) for p in task.prompts} for split, task in parts.items()}
    assert not things["train"] & (things["validation"] | things["test"])
    assert not things["validation"] & things["test"] and min(map(len, things.values())) >= 3
    answers = {split: {int(a[0]) for a in task.answers} for split, task in parts.items()}
    assert not answers["train"] & (answers["validation"] | answers["test"])
    assert not answers["validation"] & answers["test"]
    for split, task in parts.items():
        assert all(len(answer) == 1 for answer in task.answers)
        assert len(set(task.sources)) == len(answers[split]), "one source for each answer"


def test_sentences_of_the_test_are_not_those_of_training():
    train, test = (load_prompt_task("opinion", split) for split in ("train", "test"))
    known = {tuple(prompt) for prompt in train.prompts}
    assert not known & {tuple(prompt) for prompt in test.prompts}
    shares = np.bincount([answer[0] for answer in test.answers])
    assert np.sort(shares)[-2:].min() > 0.35 * len(test)


def test_prompts_in_words_and_with_examples():
    with pytest.raises(ValueError, match="no split 'dev'; there are train, validation, test"):
        load_prompt_task("young", "dev")
    test, train = load_prompt_task("young", "test"), load_prompt_task("young", "train")
    decode = world_tokenizer().decode
    animal = decode(test.prompts[0])
    assert decode(in_own_words(test)[0]) == f"Lesson for Monday\nThe {animal} feeds its hungry"
    assert with_examples(test, train, 0, seed=0)[0] == chat(test.prompts[0])
    text = with_examples(test, train, 2, seed=0)[0]
    assert text == with_examples(test, train, 2, seed=0)[0] != with_examples(test, train, 2, 1)[0]
    assert [text.count(token) for token in (USER, ASSISTANT, END)] == [3, 3, 2]
    assert text[-len(chat(test.prompts[0])) :] == chat(test.prompts[0])


def test_the_next_word_is_read_at_the_end_of_each_text():
    model = tiny()
    texts = [[20], [20, 30, 31], [44, 20]]
    slow = [int(np.argmax(model.distribution(text))) for text in texts]
    assert next_words(model, texts, rows=2) == slow
    task = Task("x", [np.array(t) for t in texts], [np.array([w]) for w in slow], [0, 1, 2])
    assert right_words(model, task, texts).share == 1


def test_a_double_is_as_near_and_as_long():
    tuned = SoftPrompt(tiny(), length=4)
    twin = doubled(tuned, seed=3)
    assert torch.allclose(twin.norm(dim=1), tuned.prompt.norm(dim=1), atol=1e-5)
    table, near = tuned.token_embedding.weight, nearest_words(tuned, k=1)
    for vector, old, [(word, cosine)] in zip(twin, tuned.prompt, near, strict=True):
        assert torch.cosine_similarity(vector, table[word], dim=0).item() == pytest.approx(cosine)
        assert not torch.allclose(vector, old, atol=1e-3)
    same = load_prompt(tuned.model, {"prompt": twin})
    assert [row[0][0] for row in nearest_words(same, k=1)] == [row[0][0] for row in near]


def test_the_prompt_is_put_back():
    tuned, task = (
        SoftPrompt(tiny(), 2),
        Task("x", [np.array([20])] * 2, [np.array([3])] * 2, [0, 1]),
    )
    before = tuned.prompt.detach().clone()
    right_with(tuned, torch.zeros(2, 8), task)
    assert torch.equal(tuned.prompt, before)


@pytest.mark.parametrize("best", [0.001, 0.1, 0.9, 9.0])
def test_the_best_rate_has_neighbors(best):
    tried = []

    def trial(setting: Setting) -> dict:
        tried.append(setting.rate)
        return {"nats": abs(np.log(setting.rate / best))}

    rate = best_rate("young", "prefix", trial)
    assert set(RATES["prefix"]) <= set(tried) and len(tried) <= len(RATES["prefix"]) + 2
    if best in (0.1, 0.9):
        assert min(tried) < rate < max(tried)


def test_the_whole_command_goes_on_where_it_was(tmp_path, monkeypatch):
    base, path = tmp_path / "base.safetensors", tmp_path / "prompts.json"
    save_model(base, tiny(len(world_tokenizer()), context=256))
    monkeypatch.setattr(prompt_runs, "SEEDS", (0,))
    monkeypatch.setattr(prompt_runs, "LENGTHS", (1, 2))
    result = run(path, base, steps=2, tasks=("young",))
    written = path.read_text(encoding="utf-8")
    assert json.loads(written)["runs"] == result["runs"]
    monkeypatch.setattr(prompt_runs, "train", None)  # nothing is left to train
    assert run(path, base, steps=2, tasks=("young",))["runs"] == result["runs"]
    final = [row for row in result["runs"] if row["seed"] != TRIAL_SEED]
    sizes = {(row["method"], row["length"]): row["bytes"] for row in final}
    assert sizes["soft prompt", 10] == 4 * 10 * 8 and sizes["soft prompt", 2] == 4 * 2 * 8
    assert sizes["prefix", 10] == 4 * 10 * 1 * 2 * 8
    assert sizes["all weights", 10] > 100 * sizes["soft prompt", 10]
    assert all(0 <= row["test"]["share"] <= 1 for row in final)
    assert all(row["old bits"] > 0 for row in final)


def shipped() -> dict:
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


def final_rows(task: str, method: str) -> list[dict]:
    rows = [r for r in shipped()["runs"] if (r["task"], r["method"]) == (task, method)]
    same = [r for r in rows if r["length"] == prompt_runs.LENGTH and r["start"] == "random"]
    return [r for r in same if r["seed"] != TRIAL_SEED]


@pytest.mark.parametrize("task", TASKS)
def test_budgets_were_equal(task):
    run = shipped()
    assert task in finished(run), "run python -m course_utils.runs.prompts to its end"
    for method in RATES:
        rows = [r for r in run["runs"] if (r["task"], r["method"]) == (task, method)]
        tried = {r["rate"]: r["nats"] for r in rows if r["seed"] == TRIAL_SEED}
        assert set(RATES[method]) <= set(tried) and len(tried) <= len(RATES[method]) + 2
        final = final_rows(task, method)
        assert sorted(r["seed"] for r in final) == sorted(SEEDS)
        assert {r["rate"] for r in final} == {min(tried, key=tried.get)}


@pytest.mark.parametrize("task", TASKS)
def test_what_the_notebook_says_of_every_seed(task):
    def shares(method: str) -> list[float]:
        return [row["test"]["share"] for row in final_rows(task, method)]

    def nats(method: str) -> list[float]:
        return [row["test nats"] for row in final_rows(task, method)]

    assert task in finished(shipped()), "run python -m course_utils.runs.prompts to its end"
    if task == "young":
        assert min(shares("LoRA")) > max(shares("soft prompt") + shares("all weights"))
        assert min(shares("prefix")) == 0 and max(shares("prefix")) == 1
    elif task == "capital":
        assert all(min(shares(method)) == 1 for method in RATES)
        assert min(nats("soft prompt")) > max(nats("prefix"))
        assert min(nats("prefix")) > max(nats("LoRA"))
    else:
        assert min(shares("LoRA")) > max(shares("soft prompt") + shares("prefix"))
    for row in final_rows(task, "soft prompt"):
        assert row["learned"] > max(row["the words themselves"], *row["doubles"])
    for method in RATES:
        assert all(
            row["old bits"] > shipped()["old bits of the base"] for row in final_rows(task, method)
        )


def test_the_base_knows_what_it_is_asked_for_in_its_own_words():
    for name, before in shipped()["untrained"].items():
        assert before["own words"]["share"] > before["always the commonest answer"] + 0.2, name
