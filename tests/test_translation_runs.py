"""The command behind the shipped translation runs, and what is shipped."""

import json
from random import Random

import numpy as np
import pytest
import torch
from tiny_runs import TINY

from course_utils.evaluation import RUNS
from course_utils.models.transformer import EncoderDecoder, TransformerConfig
from course_utils.parallel.rules import Grammar
from course_utils.runs import translation as translation_runs
from course_utils.runs import translation_transformer
from course_utils.runs.translation import KINDS, RATES, by_group, real_pairs, words_group
from course_utils.runs.translation_contest import BUDGET
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


@pytest.fixture
def people_s_pairs(tmp_path, monkeypatch):
    """A file like cmn_eng in its place."""
    path = tmp_path / "cmn_eng.txt"
    lines = [f"Number {n} is here.\t第{n}个在这里。" for n in range(300)]
    path.write_text("\n".join([*LINES, *lines]) + "\n", encoding="utf-8", newline="\n")
    monkeypatch.setattr(translation_runs, "download", lambda name: path)


def test_real_pairs_are_split_without_overlap(people_s_pairs):
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
        assert sorted(one["seed"] for one in of_kind) == [*BUDGET.seeds]
        trials = [one for one in run["trials"] if one["attention"] == kind]
        assert [one["learning_rate"] for one in trials] == [*RATES]
        best = min(trials, key=lambda one: one["validation_loss"])["learning_rate"]
        assert {one["learning_rate"] for one in of_kind} == {best}
        assert RATES[0] < best < RATES[-1]  # not at the edge of what was tried
    seconds = [one["cpu_seconds"] for one in run["runs"]]
    assert max(seconds) < 1.3 * min(seconds)


def test_rankings_hold_for_every_seed():
    runs = shipped("made")["runs"]
    for seed in BUDGET.seeds:
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
        assert sorted(one["seed"] for one in of_kind) == [*BUDGET.seeds]
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
    [written] = translate(model, [source], max_tokens=8)
    for length in range(len(written) + (len(written) < 8)):
        logits = model(torch.tensor([source]), torch.tensor([[1, *written[:length]]]))[0, -1]
        logits[[0, 1]] = -torch.inf
        assert logits.argmax() == [*written, END][length]
    assert attention_weights(model, source, [20, 21]).shape == (2, 3)
    found = continuations(model, source)([[20], [21]])
    np.testing.assert_allclose(np.exp(found).sum(1), 1, rtol=1e-5)


# ---- The commands ----


@pytest.fixture
def few_pairs(monkeypatch):
    """Some pairs of the grammar, and searches that end soon."""
    sizes = {"train": (40, 1), "validation": (4, 1), "test": (4, 2), "long": (2, 3)}
    grammar = Grammar(Random("few"))
    pairs = {
        split: tuple(grammar.sentence(clauses) for _ in range(number))
        for split, (number, clauses) in sizes.items()
    }
    monkeypatch.setattr(translation_runs, "load_pairs", pairs.__getitem__)
    monkeypatch.setattr(translation_runs, "BEAMS", ((1, 0.0), (2, 1.0)))
    monkeypatch.setattr(translation_runs, "SEARCHED", 1)


def check_a_contest(written: dict, kinds: tuple[str, ...], command: str) -> None:
    """Equal trials, the best rate from every seed, and numbers that can be."""
    assert written["command"] == command and written["cpu_seconds"] == shipped_seconds(TINY)
    per_kind = [[t for t in written["trials"] if t["attention"] == kind] for kind in kinds]
    assert [len(trials) for trials in per_kind] == [4] * len(kinds)
    best = {
        kind: min(trials, key=lambda trial: trial["validation_loss"])["learning_rate"]
        for kind, trials in zip(kinds, per_kind, strict=True)
    }
    runs = written["runs"]
    assert [(r["seed"], r["attention"]) for r in runs] == [(s, k) for s in (0, 1) for k in kinds]
    assert all(run["learning_rate"] == best[run["attention"]] for run in runs)
    for run in runs:
        assert run["steps"] == len(run["losses"]) == 1 and 1 < run["losses"][0] < 8
        assert 0 <= run["test"]["bleu"] <= 100 and run["test"]["length"] >= 0
        assert sum(group["sentences"] for group in run["by_words"]) >= run["test"]["sentences"] > 0


def shipped_seconds(budget) -> dict[str, float]:
    return {"each_trial": budget.trial_seconds, "each_run": budget.seconds}


def test_the_shipped_budgets_are_those_of_the_commands():
    for text in ("made", "real", "transformer"):
        assert shipped(text)["cpu_seconds"] == shipped_seconds(BUDGET)


def test_made_pairs_with_single_steps(few_pairs, tmp_path):
    translation_runs.main(["made"], tmp_path, TINY)
    written = json.loads((tmp_path / "translation_made.json").read_text(encoding="utf-8"))
    assert list(written) == list(shipped("made"))
    check_a_contest(written, KINDS, "python -m course_utils.runs.translation made")
    for run in written["runs"]:
        assert list(run) == list(shipped("made")["runs"][KINDS.index(run["attention"])])
        assert {group["group"] for group in run["by_clauses"]} == {2, 3}
    rates = [run.get("error_rate", {}) for run in written["runs"]]
    assert [list(rate) for rate in rates[:3]] == [[], ["-1", "0", "1"], ["-1", "0", "1"]]
    assert set(written["error_rate"]) == {"diagonal", "ibm1"}
    searched = [(beam["attention"], beam["width"]) for beam in written["beams"]]
    assert searched == [(kind, width) for kind in KINDS[:2] for width in (1, 2)]
    assert all(np.isfinite(beam["log_probability"]) for beam in written["beams"])


def test_real_pairs_with_single_steps(people_s_pairs, few_pairs, tmp_path):
    translation_runs.main(["real"], tmp_path, TINY)
    written = json.loads((tmp_path / "translation_real.json").read_text(encoding="utf-8"))
    assert list(written) == list(shipped("real"))
    check_a_contest(written, KINDS[:2], "python -m course_utils.runs.translation real")
    splits = real_pairs()
    assert written["text"]["pairs"] == {split: len(pairs) for split, pairs in splits.items()}
    assert 0 < written["text"]["unknown"] < 0.5  # the numbers: each occurs once
    assert [one["meant"] for one in written["own"]] == 2 * [m for _, m in translation_runs.OWN]
    assert [beam["width"] for beam in written["beams"]] == [1, 2]


def test_transformers_with_single_steps(few_pairs, tmp_path):
    path = tmp_path / "transformers.json"
    translation_transformer.run(path, TINY)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert list(written) == list(shipped("transformer"))
    kinds = translation_transformer.KINDS
    check_a_contest(written, kinds, "python -m course_utils.runs.translation_transformer")
    assert all(list(run) == list(shipped("transformer")["runs"][0]) for run in written["runs"])
    for trials in (written["trials"], shipped("transformer")["trials"]):
        assert [trial["learning_rate"] for trial in trials] == [
            *(0.00067, 0.002, 0.006, 0.018),
            *(0.002, 0.006, 0.018, 0.054),
        ]


def test_nothing_is_written_of_a_contest_that_breaks_off(few_pairs, tmp_path, monkeypatch):
    def broken(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(translation_transformer, "tested", broken)
    with pytest.raises(KeyboardInterrupt):
        translation_transformer.run(tmp_path / "transformers.json", TINY)
    assert not list(tmp_path.iterdir())
