"""The command behind the checkpoints, on a small scale, and the committed files by their card."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from course_utils import pretrain
from course_utils.checkpoint_card import CHECKPOINTS, card, facts_to_tell
from course_utils.data import load_world
from course_utils.evaluation import document_bits, score
from course_utils.models.checkpoints import load_model
from course_utils.pretrain import STORY_BERT, STORY_GPT, masked_bits
from course_utils.streaming import TextFiles
from course_utils.training import log2_probabilities

REPOSITORY = Path(__file__).parent.parent
SMALL = ["--width", "16", "--layers", "1", "--heads", "2", "--tokens-per-batch", "256"]


@pytest.fixture
def text(tmp_path) -> Path:
    """A learner's own text, in another folder than the checkpoint."""
    path = tmp_path / "own 文字.txt"
    path.write_text("the cat sat on the mat. 猫坐在垫子上。\n" * 200, encoding="utf-8")
    return path


def command(*options: object, launcher: tuple[str, ...] = ()) -> list[str]:
    return [sys.executable, *launcher, "-m", "course_utils.pretrain", *map(str, options)]


def run(*options: object, launcher: tuple[str, ...] = (), **environment: str) -> str:
    ran = subprocess.run(
        command(*options, launcher=launcher),
        cwd=REPOSITORY,
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_command_trains_stores_and_writes_the_card(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pretrain, "load_world", lambda split: load_world(split)[:40])
    monkeypatch.setattr(pretrain, "CHECKPOINTS", tmp_path)
    for kind, scores in (("gpt", "test bits per token"), ("bert", "test bits per hidden token")):
        path = tmp_path / f"tiny_{kind}.safetensors"
        options = [kind, "--steps", "2", *SMALL, "--precision", "float32"]
        monkeypatch.setattr("sys.argv", ["pretrain", *options, "--output", str(path)])
        pretrain.main()
        assert f"tiny_{kind}.safetensors: {{'{scores}" in capsys.readouterr().out
        assert load_model(path).config.width == 16
        written = (tmp_path / "README.md").read_text(encoding="utf-8")
        assert "| steps | 2 |" in written
        assert f"| command | python -m course_utils.pretrain {' '.join(options)}" in written
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "README.md",
        "tiny_bert.safetensors",
        "tiny_gpt.safetensors",
    ]


def test_nothing_of_the_learner_s_is_written_over(tmp_path, text, monkeypatch, capsys):
    """Our README tells to run the command in the repository, where README.md is another page."""
    readme, foreign = tmp_path / "README.md", tmp_path / "foreign.safetensors"
    readme.write_text("The learner's own page.\n", encoding="utf-8")
    foreign.write_bytes(b"no safetensors file at all")
    path = tmp_path / "mine.safetensors"
    options = ["gpt", "--data", str(text), *SMALL, "--context", "32", "--steps", "2"]
    monkeypatch.setattr("sys.argv", ["pretrain", *options, "--output", str(path)])
    pretrain.main()
    assert readme.read_text(encoding="utf-8") == "The learner's own page.\n"
    assert foreign.read_bytes() == b"no safetensors file at all"
    said = capsys.readouterr().out
    assert "  steps: 2\n" in said and f"  data: {text.name}, " in said
    names = ["README.md", "foreign.safetensors", "mine.safetensors", text.name]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(names)


def test_a_bert_of_a_text_with_one_validation_window(tmp_path, monkeypatch, capsys):
    short, path = tmp_path / "short.txt", tmp_path / "bert.safetensors"
    short.write_text("the cat sat on the mat " * 15, encoding="utf-8")
    options = ["bert", "--data", str(short), *SMALL, "--context", "32", "--steps", "2"]
    monkeypatch.setattr("sys.argv", ["pretrain", *options, "--output", str(path)])
    pretrain.main()
    assert len(TextFiles([short], 32).held_out(100)) == 1
    assert "bert.safetensors: {'validation bits per hidden byte'" in capsys.readouterr().out
    assert ("validation bits per hidden byte", "1.5") in facts_to_tell(
        {"validation bits per hidden byte": "1.5"}
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (["--tokens-per-batch", "128"], "tokens per batch 256, but this one has 128"),
        (["--heads", "4"], "heads 2, but this one has 4"),
        (["--precision", "float64"], "precision float32, but this one has float64"),
        (["--data", "TEXT", "TEXT"], "own 文字.txt, own 文字.txt, "),
    ],
)
def test_a_state_is_not_taken_up_by_another_training(tmp_path, text, monkeypatch, change, message):
    path = tmp_path / "mine.safetensors"
    options = ["gpt", "--data", str(text), *SMALL, "--context", "32", "--steps", "4"]
    options += ["--precision", "float32", "--output", str(path)]
    monkeypatch.setattr("sys.argv", ["pretrain", *options])
    with monkeypatch.context() as patch:  # killed before its model is stored
        patch.setattr(pretrain, "save_model", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pretrain.main()
    changed = [str(text) if word == "TEXT" else word for word in change]
    monkeypatch.setattr("sys.argv", ["pretrain", *options, *changed])
    with pytest.raises(ValueError, match=message):
        pretrain.main()
    monkeypatch.setattr("sys.argv", ["pretrain", *options])
    pretrain.main()
    assert path.exists()


def test_a_training_goes_on_from_a_stored_model(tmp_path, text):
    first, second = tmp_path / "first.safetensors", tmp_path / "second.safetensors"
    options = ["gpt", "--data", text, "--precision", "float32", "--context", 32, "--store"]
    run(*options, "float32", "--steps", 30, *SMALL, "--output", first)
    # A rate of nearly 0: what comes out is what went in.
    go_on = [*options, "float32", "--tokens-per-batch", 256, "--learning-rate", 1e-12]
    run(*go_on, "--steps", 2, "--start", first, "--output", second)
    one, other = load_file(first), load_file(second)
    assert all(torch.allclose(one[name], other[name], atol=1e-6) for name in one)
    said = facts_of(second)
    assert said["steps"] == "32" and said["begun with"].startswith("first.safetensors (steps: 30,")
    tokens = [int(facts_of(path)["tokens seen"].replace(",", "")) for path in (first, second)]
    assert tokens[1] == pytest.approx(tokens[0] * 32 / 30)
    command_ = command("bert", *go_on[1:], "--steps", 2, "--start", first, "--output", second)
    refused = subprocess.run(command_, cwd=REPOSITORY, capture_output=True, text=True, timeout=300)
    assert "holds a GPT of 272 tokens; this training needs a BERT of 272" in refused.stderr


def test_comparing_learning_rates_writes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pretrain, "load_world", lambda split: load_world(split)[:40])
    options = ["gpt", "--try", "0.001", "0.01", "--steps", "2", *SMALL]
    monkeypatch.setattr("sys.argv", ["pretrain", *options, "--output", str(tmp_path / "x")])
    pretrain.main()
    assert capsys.readouterr().out.count("validation bits") == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_training_goes_on_and_ends_the_same(tmp_path, text):
    options = ["gpt", "--data", text, *SMALL, "--context", 32, "--precision", "float32"]
    options += ["--steps", 600, "--every", 600, "--store", "float32"]
    whole, broken = tmp_path / "whole.safetensors", tmp_path / "broken.safetensors"
    run(*options, "--output", whole)
    state = broken.with_name(broken.name + ".state")
    kills, deadline = 0, time.monotonic() + 200
    while kills < 3 and time.monotonic() < deadline:
        process = subprocess.Popen(
            command(*options, "--output", broken),
            cwd=REPOSITORY,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1", "COURSE_STATE_SECONDS": "0.2"},
        )
        before = state.stat().st_mtime_ns if state.exists() else 0
        while process.poll() is None:
            if state.exists() and state.stat().st_mtime_ns != before:
                time.sleep(0.07 * kills)  # at another place of the loop each time
                process.send_signal(signal.SIGKILL)
                kills += process.wait() == -signal.SIGKILL
            time.sleep(0.01)
        if process.returncode == 0:
            break
    assert kills >= 2 and state.exists() and not broken.exists()
    run(*options, "--output", broken)
    assert not state.exists()
    assert not [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")]
    one, other = load_file(whole), load_file(broken)
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_two_processes_reach_the_same_loss(tmp_path, text):
    options = ["gpt", "--data", text, *SMALL, "--context", 32, "--precision", "float64"]
    options += ["--steps", 20, "--every", 5, "--store", "float64"]
    alone, together = tmp_path / "alone.safetensors", tmp_path / "together.safetensors"
    run(*options, "--output", alone)
    launcher = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    run(*options, "--output", together, launcher=launcher)
    losses = []
    for path in (alone, together):
        with safe_open(path, framework="pt") as file:
            losses.append(json.loads(file.metadata()["last losses"]))
    assert len(losses[0]) == 10
    np.testing.assert_allclose(losses[0], losses[1], rtol=0, atol=1e-10)
    one, other = load_file(alone), load_file(together)
    assert max((one[name] - other[name]).abs().max().item() for name in one) < 1e-9


def test_rows_of_different_length_are_shared_out_fairly(tmp_path):
    """The story world's documents differ in length: a mean of the processes' means is not it."""
    options = ["gpt", *SMALL, "--precision", "float64", "--steps", 3, "--every", 10]
    program = tmp_path / "few.py"
    program.write_text(
        "from course_utils import pretrain\nfrom course_utils.data import load_world\n"
        "pretrain.load_world = lambda split: load_world(split)[:40]\npretrain.main()\n",
        encoding="utf-8",
    )
    losses = []
    for launcher in ([], ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]):
        path = tmp_path / f"{len(launcher)}.safetensors"
        arguments = [sys.executable, *launcher, str(program), *map(str, options)]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"}
        subprocess.run(
            [*arguments, "--output", str(path)], env=environment, check=True, capture_output=True
        )
        with safe_open(path, framework="pt") as file:
            losses.append(json.loads(file.metadata()["last losses"]))
    np.testing.assert_allclose(losses[0], losses[1], rtol=0, atol=1e-10)


def test_wrong_wishes_get_one_clear_line(tmp_path, text, capsys, monkeypatch):
    for options, message in [
        (["--data", str(text)], "say gpt or bert"),
        (["--start", str(STORY_GPT)], "say gpt or bert"),
        (["gpt", "--data", str(text)], "--data needs --output"),
    ]:
        monkeypatch.setattr("sys.argv", ["pretrain", *options])
        with pytest.raises(SystemExit):
            pretrain.main()
        assert message in capsys.readouterr().err


def test_the_card_is_what_the_files_say():
    assert (CHECKPOINTS / "README.md").read_text(encoding="utf-8") == card()


def facts_of(path: Path) -> dict[str, str]:
    with safe_open(path, framework="pt") as file:
        return file.metadata()


def test_the_committed_gpt_scores_what_its_card_says():
    assert STORY_GPT.stat().st_size <= 10_000_000
    facts, test = facts_of(STORY_GPT), load_world("test")
    assert json.loads(facts["config"])["vocabulary_size"] == len(test.tokenizer)
    said = float(facts["test bits per token"].split()[0])
    some = test[:300]
    bits = document_bits(log2_probabilities(load_model(STORY_GPT), some), some)
    sample = score(bits, np.diff(some.starts))
    assert sample.low - 0.03 < said < sample.high + 0.03
    # No model beats the generator in expectation: the difference is above 0 with its interval.
    gap = score(bits - document_bits(-some.bits, some), np.diff(some.starts))
    assert gap.low > 0


def test_the_committed_gpt_closes_four_fifths_of_the_gap_that_counting_leaves():
    facts = facts_of(STORY_GPT)
    reached, floor = (
        float(facts[name].split()[0])
        for name in ("test bits per token", "the floor on the same documents")
    )
    ladder = json.loads((CHECKPOINTS.parent / "runs" / "ladder_world.json").read_text("utf-8"))
    best_count = min(rung["bits"] for rung in ladder["rungs"] if rung["week"] == "1.3")
    assert (best_count - reached) / (best_count - floor) >= 0.8


def test_the_committed_bert_scores_what_its_card_says():
    assert STORY_BERT.stat().st_size <= 10_000_000
    said = float(facts_of(STORY_BERT)["test bits per hidden token"].split()[0])
    sample = masked_bits(load_model(STORY_BERT), list(load_world("test")[:300]))
    assert sample.low - 0.1 < said < sample.high + 0.1


def test_the_committed_gpt_knows_how_a_letter_begins():
    model, tokenizer = load_model(STORY_GPT), load_world("test").tokenizer
    assert model.distribution(tokenizer.encode("Dear Noah"))[tokenizer.token_id(",")] > 0.9
