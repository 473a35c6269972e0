"""The shipped runs of fine-tuning: their batches by hand, and a run that goes on where it was."""

import json
from itertools import islice, repeat

import pytest
import torch

from course_utils import finetuning_runs as runs
from course_utils.tasks import answer_batches, load_task, pad_answers
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
    runs.run(path)
    assert asked[5:] == [(2, 0.2)]
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert sorted(stored["runs"]["one"]) == ["0", "1", "2"] and stored["command"]
    runs.run(path, again=True)
    assert len(asked) == 12


def test_what_is_shipped():
    """Every run that is there has its numbers, and no learning rate was taken from the border."""
    if not runs.SHIPPED.exists():
        pytest.skip("not made yet: python -m course_utils.finetuning_runs")
    stored = json.loads(runs.SHIPPED.read_text(encoding="utf-8"))
    for seeds in stored["runs"].values():
        for one in seeds.values():
            assert one["CPU seconds"] > 0
    for numbers in stored["runs"]["preferences"].values():
        proxy = [numbers["optimum"][f"{beta:g}"][1] for beta in runs.PRICES]
        assert proxy == sorted(proxy)


def test_a_policy_that_is_paid_and_one_that_compares(monkeypatch):
    for name, small in {
        "PAID": (1.0,),
        "PRICES": (1.0,),
        "POLICY_STEPS": 12,
        "COMPARISONS": 60,
    }.items():
        monkeypatch.setattr(runs, name, small)
    found = runs.policies(0)
    base, paid, direct = (found[n] for n in ("base", "REINFORCE", "DPO"))
    assert base["compared"][0] == pytest.approx(0, abs=1e-4)
    assert paid["1"]["compared"][0] > 0.001 and direct["1"]["compared"][0] > 0.001
    assert set(found["optimum"]) == {"1"} and found["comparisons"] < 60


def test_batches_of_three_tasks():
    names = ("letter", "verdict", "fact")
    batches = answer_batches([load_task(name, "validation") for name in names], 4)
    lengths = [next(batches)[0].shape[1] for _ in range(3)]
    assert lengths[0] > lengths[1] > lengths[2]
