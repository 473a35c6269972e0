"""The shipped runs of fine-tuning: their batches by hand, and a run that goes on where it was."""

import json
from itertools import islice, repeat

import pytest
import torch

from course_utils.runs import finetuning as runs
from course_utils.texts.tasks import answer_batches, load_task, pad_answers
from course_utils.tokenizers import END
from course_utils.training import IGNORED


def test_replay_adds_batches_and_takes_none_away():
    for share in (0.0, 0.3, 1.0):
        mixed = list(islice(runs.with_replay(repeat("new"), repeat("old"), share), 2000))
        assert mixed.count("old") / mixed.count("new") == pytest.approx(share, abs=0.04)


def test_a_loss_on_everything():
    inputs, targets = next(
        runs.everything(iter([pad_answers([[300, 301], [302]], [[303], [304]])]))
    )
    assert targets[0].tolist() == [5, 300, 301, 6, 303, END]
    assert targets[1].tolist() == [5, 302, 6, 304, END, IGNORED]
    assert inputs.shape == targets.shape


def test_half_of_the_test_leaks(monkeypatch):
    seen = []

    def tune(batches, rate, seed, steps=1):
        seen.append(torch.cat([next(batches)[0].flatten() for _ in range(60)]))
        return None, 0.0

    class Found:
        share = 0.5

    monkeypatch.setattr(runs, "tune", tune)
    monkeypatch.setattr(runs, "exact_match", lambda _, task: seen.append(len(task)) or Found)
    found = runs.contaminated(0, 0.001)
    assert set(found) == {"leaked", "not leaked", "the whole test", "CPU seconds"}
    test = load_task("fact", "test")
    assert seen[1] + seen[2] == seen[3] == len(test) and abs(seen[1] - seen[2]) < 0.2 * len(test)


def test_it_goes_on_where_it_was(tmp_path, monkeypatch):
    asked = []

    def plan(chosen):
        for seed in runs.SEEDS:
            rate = chosen(
                "rate", (0.1, 0.2, 0.3), lambda rate: asked.append(rate) or -abs(rate - 0.2)
            )
            yield "one", seed, lambda s=seed, r=rate: asked.append((s, r)) or {"share": s}

    monkeypatch.setattr(runs, "plan", plan)
    path = tmp_path / "finetuning.json"
    runs.run(path, seeds=(0, 1))
    assert asked == [0.1, 0.2, 0.3, (0, 0.2), (1, 0.2)]
    path.write_text(
        path.read_text(encoding="utf-8").replace("learning rates", "old"), encoding="utf-8"
    )
    runs.run(path)
    assert asked[5:] == [(2, 0.2)]
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert sorted(stored["runs"]["one"]) == ["0", "1", "2"] and stored["command"]
    assert stored["trials"] == runs.about()["trials"]  # what the file says, even of an older file
    runs.run(path)
    assert len(asked) == 6
    monkeypatch.setattr(runs, "sha256", lambda _: "another base")
    runs.run(path)
    assert asked[6:] == [0.1, 0.2, 0.3, (0, 0.2), (1, 0.2), (2, 0.2)]
    assert json.loads(path.read_text(encoding="utf-8"))["base"] == "another base"


def test_the_learning_rates_of_the_plan(monkeypatch):
    """Each method of a comparison is offered rates of its own, as many as the others."""
    offered = {}

    def chosen(name, rates, trial):
        offered[name] = rates
        return rates[1]

    planned = {}
    for name, seed, _ in runs.plan(chosen):
        planned.setdefault(name, []).append(seed)
    assert {len(rates) for rates in offered.values()} == {3}
    assert all(seeds == list(runs.SEEDS) for seeds in planned.values())
    assert {"letter, replay 10%", "letter, replay 30%", "student, teacher"} <= set(offered)
    assert offered["DPO"] == offered["REINFORCE"]


def test_a_best_rate_at_the_end_is_followed_by_another(tmp_path, monkeypatch):
    def plan(chosen):
        rate = chosen("rate", (0.1, 0.3, 0.9), lambda rate: -abs(rate - 2.7))
        yield "one", 0, lambda: {"rate": rate}

    monkeypatch.setattr(runs, "plan", plan)
    found = runs.run(tmp_path / "finetuning.json")
    assert list(found["tried"]["rate"]) == ["0.1", "0.3", "0.9", "2.7", "8.1"]
    assert found["runs"]["one"]["0"] == {"rate": 2.7}


def test_what_is_shipped():
    """Every run that is there has its numbers, and no learning rate was taken from the border."""
    stored = json.loads(runs.SHIPPED.read_text(encoding="utf-8"))
    for seeds in stored["runs"].values():
        for one in seeds.values():
            assert one["CPU seconds"] > 0
    for name, tried in stored["tried"].items():
        best = float(max(tried, key=tried.get))
        assert min(map(float, tried)) < best < max(map(float, tried)), name


def test_batches_of_three_tasks():
    names = ("letter", "verdict", "fact")
    batches = answer_batches([load_task(name, "validation") for name in names], 4)
    lengths = [next(batches)[0].shape[1] for _ in range(3)]
    assert lengths[0] > lengths[1] > lengths[2]


def test_every_planned_run_in_single_steps(tmp_path, monkeypatch):
    """The whole file with a tiny budget: what is trained how long, and nothing twice."""
    tune, asked = runs.tune, []

    def one_step(batches, rate, seed, steps=runs.STEPS):
        asked.append(steps)
        return tune(batches, rate, seed, 1)

    tiny = {"tune": one_step, "contaminated": lambda *_: {"leaked": 1.0}, "SEEDS": (0,)}
    tiny |= {"ASKED": 12, "OLD_DOCUMENTS": 1, "STUDENT_STEPS": 1, "STUDENT_DOCUMENTS": 3}
    tiny |= {"policies": lambda seed, rates: rates, "policy_trial": lambda way, rate: rate}
    for name, value in tiny.items():
        monkeypatch.setattr(runs, name, value)
    one_rate = lambda tried, rates, factor: rates[1] if not tried else None  # noqa: E731
    monkeypatch.setattr(runs, "next_rate", one_rate)
    path = tmp_path / "finetuning.json"
    found = runs.run(path)
    trials = [runs.STEPS] * 2 + [round(runs.STEPS * (1 + share)) for share in (0.1, 0.3, 0)]
    several = [runs.LONGER, runs.STEPS, 3 * runs.STEPS, runs.STEPS, runs.STEPS]
    planned = sorted([*trials, *several, *(round(runs.STEPS * (1 + x)) for x in (0.1, 0.3, 0))])
    assert sorted(asked) == planned
    assert set(found["runs"]) == set(json.loads(runs.SHIPPED.read_text(encoding="utf-8"))["runs"])
    for name in ("replay 0%", "replay 10%", "loss on prompts too", "several tasks"):
        assert len(found["runs"][name]["0"]["letter"]) == 3  # a share and its interval
        assert 0.5 < found["runs"][name]["0"]["old text"] < 12
    students = {found["runs"][name]["0"]["bits"] for name in ("student, text", "student, teacher")}
    assert len(students) == 2  # the teacher changes what is learned
    asked.clear()
    assert runs.run(path) == found and asked == []
