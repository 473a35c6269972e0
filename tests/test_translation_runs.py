"""The command behind the shipped translation runs, and what is shipped."""

import json

import numpy as np
import pytest
import torch

from course_utils.evaluation import RUNS
from course_utils.models.transformer import EncoderDecoder, TransformerConfig
from course_utils.runs import translation as translation_runs
from course_utils.runs import translation_transformer
from course_utils.runs.translation import KINDS, RATES, SEEDS, by_group, real_pairs, words_group
from course_utils.texts.translation import StepByStep, attention_weights, continuations, translate
from course_utils.tokenizers import END

LINES = [
    "Hi.\t嗨。",
    "Hi.\t你好。",
    "He's here.\t他在這裡。",
    "Thanks!\t谢谢！",
    "Thank you.\t谢谢！",
]


def shipped(text: str) -> dict:
    return json.loads((RUNS / f"translation_{text}.json").read_text(encoding="utf-8"))


def test_sentences_are_grouped_by_their_number_of_words():
    assert [words_group(["a"] * n) for n in (1, 8, 9, 12, 13, 60, 61)] == [
        "01-08",
        "01-08",
        "09-12",
        "09-12",
        "13-18",
        "41-60",
        "61+",
    ]
    groups = by_group([["a"], ["b"]], [["a"], ["c"]], [2, 1])
    assert [(one["group"], one["exact"]) for one in groups] == [(1, 0.0), (2, 1.0)]


def test_real_pairs_are_split_without_overlap(tmp_path, monkeypatch):
    path = tmp_path / "cmn_eng.txt"
    lines = [f"Number {n} is here.\t第{n}个在这里。" for n in range(300)]
    path.write_text("\n".join([*LINES, *lines]) + "\n", encoding="utf-8", newline="\n")
    monkeypatch.setattr(translation_runs, "download", lambda name: path)
    splits = real_pairs()
    assert all(splits.values()) and len(splits["train"]) > 250
    for side in (0, 1):
        known = {tuple(pair[side]) for pair in splits["train"]}
        for split in ("validation", "test"):
            assert not known & {tuple(pair[side]) for pair in splits[split]}
    assert (["嗨", "。"], ["hi", "."]) in [pair for split in splits.values() for pair in split]


@pytest.mark.parametrize("text", ["made", "real"])
def test_budgets_were_equal(text):
    run = shipped(text)
    kinds = {one["attention"] for one in run["runs"]}
    assert kinds == ({*KINDS} if text == "made" else {"none", "multiplicative"})
    for kind in kinds:
        of_kind = [one for one in run["runs"] if one["attention"] == kind]
        assert sorted(one["seed"] for one in of_kind) == [*SEEDS]
        trials = [one for one in run["trials"] if one["attention"] == kind]
        assert [one["learning_rate"] for one in trials] == [*RATES]
        best = min(trials, key=lambda one: one["validation_loss"])["learning_rate"]
        assert {one["learning_rate"] for one in of_kind} == {best}
        assert RATES[0] < best < RATES[-1]  # not at the edge of what was tried
    seconds = [one["cpu_seconds"] for one in run["runs"]]
    assert max(seconds) < 1.3 * min(seconds)


def test_rankings_hold_for_every_seed():
    runs = shipped("made")["runs"]
    for seed in SEEDS:
        by = {one["attention"]: one for one in runs if one["seed"] == seed}
        for kind in ("multiplicative", "additive"):
            assert by[kind]["test"]["bleu"] > by["none"]["test"]["bleu"]
            assert by[kind]["test"]["exact"] > by["none"]["test"]["exact"]
            rates = by[kind]["error_rate"]
            assert rates["0"] < shipped("made")["error_rate"]["diagonal"]


def test_widths_were_searched():
    for text in ("made", "real"):
        beams = shipped(text)["beams"]
        for kind in {one["attention"] for one in beams if "attention" in one} or {None}:
            plain = [b for b in beams if b.get("attention") == kind and b["length_power"] == 0]
            assert [one["width"] for one in plain] == sorted(one["width"] for one in plain)
            found = np.array([one["log_probability"] for one in plain])
            assert found[-1] >= found[0]  # a wider beam finds likelier sentences


def test_the_transformer_had_the_same_budget():
    run, recurrent = shipped("transformer"), shipped("made")
    assert run["cpu_seconds"] == recurrent["cpu_seconds"]
    for kind in translation_transformer.KINDS:
        of_kind = [one for one in run["runs"] if one["attention"] == kind]
        assert sorted(one["seed"] for one in of_kind) == [*SEEDS]
        trials = [one for one in run["trials"] if one["attention"] == kind]
        assert len(trials) == len(RATES)
        rates = [one["learning_rate"] for one in trials]
        best = min(trials, key=lambda one: one["validation_loss"])["learning_rate"]
        assert {one["learning_rate"] for one in of_kind} == {best}
        assert rates[0] < best < rates[-1]
    seconds = [one["cpu_seconds"] for one in [*run["runs"], *recurrent["runs"]]]
    assert max(seconds) < 1.4 * min(seconds)


def test_a_transformer_translates_step_by_step():
    torch.manual_seed(0)
    model = StepByStep(
        EncoderDecoder(TransformerConfig(40, 32, width=16, heads=2, layers=2))
    ).eval()
    source = [17, 18, 19]
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.5)
    [written] = translate(model, [source], most=8)
    for length in range(len(written) + (len(written) < 8)):
        logits = model(torch.tensor([source]), torch.tensor([[1, *written[:length]]]))[0, -1]
        logits[[0, 1]] = -torch.inf
        assert logits.argmax() == [*written, END][length]
    assert attention_weights(model, source, [20, 21]).shape == (2, 3)
    found = continuations(model, source)([[20], [21]])
    np.testing.assert_allclose(np.exp(found).sum(1), 1, rtol=1e-5)
