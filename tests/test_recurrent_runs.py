"""The shipped run of recurrent networks: its task, and what the file says."""

import json

import numpy as np
import pytest
import torch
from tiny_runs import TINY, few_documents, short_text

from course_utils.evaluation import load_rungs, write_run
from course_utils.models.rnn import RecurrentConfig, RecurrentLM
from course_utils.runs import recurrent as recurrent_runs
from course_utils.runs.recurrent import (
    CHOICES,
    DELAY,
    SHIPPED,
    VARIANTS,
    recall_batches,
    recall_loss,
    rounded,
)


def test_only_the_first_token_tells_the_answer():
    tokens, first = next(recall_batches(seed=3))
    assert tokens.shape == (32, DELAY + 1) and torch.equal(tokens[:, 0], first)
    assert first.max() < CHOICES <= tokens[:, 1:].min()
    assert len(set(first.tolist())) == CHOICES
    again, other = next(recall_batches(seed=3)), next(recall_batches(seed=4))
    assert torch.equal(again[0], tokens) and not torch.equal(other[0], tokens)


def test_the_loss_is_that_of_the_last_output():
    torch.manual_seed(0)
    model = RecurrentLM(RecurrentConfig(2 * CHOICES, width=8))
    tokens, first = next(recall_batches(seed=0))
    log_p = model(tokens)[:, -1].log_softmax(-1)
    expected = -log_p[torch.arange(32), first].mean()
    torch.testing.assert_close(recall_loss(model, (tokens, first)), expected)


def test_the_file_holds_four_variants_with_three_seeds():
    recall = json.loads(SHIPPED.read_text(encoding="utf-8"))["recall"]
    assert list(recall["variants"]) == list(VARIANTS)
    for found in recall["variants"].values():
        assert len(found["seeds"]) == 3 and found["rate"] in dict(found["trials"])
        for run in found["seeds"]:
            assert len(run["before"]) == len(run["after"]) == DELAY + 1
            assert 0 <= run["accuracy"] <= 1 and np.isfinite(run["loss"])


def test_four_digits():
    assert rounded({"a": [1.23456, (2, "x")]}) == {"a": [1.235, [2, "x"]]}


# ---- The command ----


def test_recall_with_single_steps(tmp_path, monkeypatch):
    few = {name: VARIANTS[name] for name in ("RNN", "LSTM, bias 3")}
    monkeypatch.setattr(recurrent_runs, "VARIANTS", few)
    monkeypatch.setattr(recurrent_runs, "RECALL_RATES", (0.001, 0.01))
    recurrent_runs.main(["recall"], tmp_path, steps=1)
    recall = json.loads((tmp_path / SHIPPED.name).read_text(encoding="utf-8"))["recall"]
    assert recall["steps"] == 1 and list(recall["variants"]) == list(few)
    for found in recall["variants"].values():
        assert [rate for rate, _ in found["trials"]] == [0.001, 0.01]
        assert found["rate"] == max(found["trials"], key=lambda trial: trial[1])[0]
        assert len(found["seeds"]) == 3
        for run in found["seeds"]:
            assert len(run["before"]) == len(run["after"]) == DELAY + 1
            assert run["before"] != run["after"] and 1 < run["loss"] < 5


def test_the_world_is_written_beside_what_is_there(tmp_path, monkeypatch):
    path = tmp_path / SHIPPED.name
    write_run(path, {"recall": {"steps": 1}})
    monkeypatch.setattr(recurrent_runs, "split_text", lambda _: few_documents())
    monkeypatch.setattr(recurrent_runs, "LOOKED_AT", 2)
    recurrent_runs.main(["world"], tmp_path, TINY)
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert list(stored) == ["recall", "world"] and stored["recall"] == {"steps": 1}
    assert stored["world"]["command"] == "python -m course_utils.runs.recurrent world"
    models = stored["world"]["models"]
    for name in ("RNN", "LSTM"):
        assert len(models[name]["bits"]) == len(models[name]["seeds"]) == 2
        assert all(len(seed["gradient"]) > 50 for seed in models[name]["seeds"])
        assert all(5 < seed["by_distance"][0][3] < 15 for seed in models[name]["seeds"])
    counted, floor = (models[name]["seeds"][0] for name in list(models)[2:])
    assert floor["by_distance"][0][3] < counted["by_distance"][0][3]
    rungs = load_rungs("world", folder=tmp_path)
    assert [(rung.model, rung.week) for rung in rungs] == [("RNN", "3.1"), ("LSTM", "3.1")]


def test_a_text_climbs_a_ladder_of_its_own(tmp_path):
    recurrent_runs.main([str(short_text(tmp_path))], tmp_path, TINY)
    stored = json.loads((tmp_path / SHIPPED.name).read_text(encoding="utf-8"))
    assert stored["boats"]["command"] == "python -m course_utils.runs.recurrent boats.txt"
    assert stored["boats"]["models"]["LSTM"]["seeds"] == [{}, {}]  # distances are of the world
    assert [rung.model for rung in load_rungs("boats", folder=tmp_path)] == ["RNN", "LSTM"]


@pytest.mark.parametrize("name", ["recall.txt", "world.md"])
def test_a_text_takes_no_other_part_s_place(name, tmp_path, capsys):
    with pytest.raises(SystemExit):
        recurrent_runs.main([name], tmp_path)
    assert "another name" in capsys.readouterr().err and not list(tmp_path.iterdir())
