"""benchmarks/: each subject runs, says a ratio, and writes only where told; the recipe's parts."""

import argparse
import json
import math
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks import gpt, side_by_side
from benchmarks.small_gpt import Muon, Sizes, SmallGPT, orthogonalized
from tools import bench

ROOT = Path(__file__).resolve().parents[1]
PEERS = {
    "bpe": {"tokenizers", "tiktoken"},
    "word2vec": {"gensim"},
    "ngrams": {"nltk"},
    "backprop": {"torch", "scalars"},
    "lstm": {"nn.LSTM"},
    "attention": {"tf., eager", "tf., sdpa", "nn.Multihead…"},
    "training": {"transformers"},
    "generation": {"transformers"},
    "lora": {"peft"},
}
CURVES = {"bpe": 2, "ngrams": 2, "lstm": 2, "attention": 2, "training": 2}
TEXT = "“Mira, où est le chat ? 猫在哪里？” " + " ".join(map(str, range(3_000)))


def run(subject: str, *options: object) -> str:
    """What a benchmark prints."""
    variables = {**os.environ, "OMP_NUM_THREADS": "1", "COURSE_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, f"benchmarks/{subject}.py", "--quick", *map(str, options)],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def files() -> set[Path]:
    """All files in benchmarks/, caches aside."""
    return {path for path in bench.FOLDER.rglob("*") if "__pycache__" not in path.parts}


def test_every_subject_is_tested_and_has_a_program():
    assert set(PEERS) | {"gpt"} == set(bench.SUBJECTS)
    for subject in bench.SUBJECTS:
        assert (bench.FOLDER / f"{subject}.py").exists()


@pytest.mark.parametrize("subject", list(PEERS))
def test_it_runs_quickly_and_writes_only_where_told(subject, tmp_path):
    before = files()
    printed = run(subject, "--json", tmp_path / "found.json")
    assert files() == before
    assert [path.name for path in tmp_path.iterdir()] == ["found.json"]
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert {row["peer"] for row in found["rows"]} == PEERS[subject]
    assert all(row["ratio"][0] > 0 for row in found["rows"])
    assert printed.count(" ratio ") == len(found["rows"])
    assert len(found["curves"]) == CURVES.get(subject, 0)
    assert found["quick"] and found["cores"] >= 1 and found["versions"]["numpy"]
    shown = bench.section(subject, found)
    assert all(f"| {row['what']} |" in shown for row in found["rows"])


def test_without_a_path_nothing_is_written():
    before = files()
    assert " ratio " in run("backprop")
    assert files() == before


# ---- Turn by turn ----


def clock(monkeypatch, seconds: dict[str, list[float]]) -> list[str]:
    """Timed runs take these seconds, the first of them to warm up; returns who ran, in order."""
    ran = []

    def seconds_of(work: side_by_side.Work) -> float:
        name = work.run()
        ran.append(name)
        return seconds[name][ran.count(name) - 1]

    monkeypatch.setattr(side_by_side, "seconds_of", seconds_of)
    return ran


def test_a_race_alternates_and_takes_medians(monkeypatch):
    ran = clock(monkeypatch, {"a": [99, 1.0, 2.0, 4.0], "b": [0.01, 3.0, 2.0, 2.0]})
    works = [side_by_side.Work(lambda name=name: name, 10) for name in "ab"]
    [row] = side_by_side.race("x", works[0], {"b": works[1]}, unit="tokens/s", rounds=3)
    assert ran == ["b", "a", "a", "b", "b", "a", "a", "b"]
    assert row.ours == (5.0, 2.5, 10.0) and row.theirs == pytest.approx((5.0, 10 / 3, 5.0))
    assert row.ratio == pytest.approx((1.0, 0.5, 3.0))  # 3 / 1, 2 / 2, 2 / 4
    assert row.met is None and "ratio 1 (0.5–3)" in str(row)


@pytest.mark.parametrize(("goal", "met"), [(2.0, True), (2.1, False)])
def test_a_missed_goal_brings_the_profile(monkeypatch, goal, met):
    clock(monkeypatch, {"a": [1.0, 1.0], "b": [1.0, 2.0]})

    def slow() -> str:
        sorted(range(1000))
        return "a"

    ours, peer = side_by_side.Work(slow), side_by_side.Work(lambda: "b")
    [row] = side_by_side.race("x", ours, {"b": peer}, goals={"b": goal}, rounds=1)
    assert row.met is met
    assert any("sorted" in line for line in row.profile) is not met
    assert ("MISSED" in str(row)) is not met


def test_only_the_run_is_timed():
    given = []
    work = side_by_side.Work(given.append, prepare=lambda: "ready")
    assert 0 <= side_by_side.seconds_of(work) < 1
    assert given == ["ready"]


def test_exponents_are_those_of_power_laws():
    sizes = [1, 3, 10, 30]
    assert side_by_side.exponent(sizes, [5 * n**1.5 for n in sizes]) == pytest.approx(1.5)


def test_text_is_repeated_up_to_the_size(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("abc", encoding="utf-8")
    assert side_by_side.library_text(1e-5, path) == "abcabcabca"
    assert len(side_by_side.library_text(0.01)) == 10_000


# ---- RESULTS.md ----


def test_bench_hands_options_on_and_writes_the_results(monkeypatch, tmp_path, capsys):
    commands = []

    def subprocess_run(command: list[str], cwd: Path) -> argparse.Namespace:
        commands.append(command)
        row = side_by_side.scores("x", "points", [1.0], "them", [2.0], "≤ 0.9", False)
        curve = side_by_side.Curve("y", "MB", [(1, 1.0, 2.0), (2, 2.0, 4.0)], 1.0, 1.0)
        side_by_side.write(Path(command[3]), Path(command[1]).stem, 1, [row, curve])
        return argparse.Namespace(returncode=int("lora" in command[1]))

    monkeypatch.setattr(bench.subprocess, "run", subprocess_run)
    options = ["bpe", "lora", "--quick", "--text", "a.txt", "--folder", str(tmp_path)]
    assert bench.main(options) == 1  # lora failed
    assert [Path(command[1]).name for command in commands] == ["bpe.py", "lora.py"]
    assert commands[0][4:] == ["--quick", "--text", str(Path("a.txt").resolve())]
    text = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "| x | points | 1 | them | 2 | 0.5 | ≤ 0.9 **missed** |" in text
    assert "| y | MB | 1.00 | 1.00 | 1: 1 s, 2 MB; 2: 2 s, 4 MB |" in text
    assert "Missed: x, beside them: 0.5." in text
    assert text.index("## Byte-pair encoding") < text.index("## LoRA")
    assert "FAILED: lora" in capsys.readouterr().out


def test_an_unknown_subject_is_refused(capsys):
    with pytest.raises(SystemExit):
        bench.main(["bqe"])
    assert "there is no subject 'bqe'" in capsys.readouterr().err


# ---- The recipe ----


def test_numbers_have_no_gaps_and_every_byte_has_one():
    numbering = gpt.Numbering("abab abab abc", 10)
    assert numbering.size <= 10
    tokens = numbering("abab")
    assert tokens.min() > 0 and tokens.max() < numbering.size
    assert numbering("z猫").tolist() == [gpt.OTHER] * 4
    assert numbering.other_nats == pytest.approx(math.log(256 - 4))


def test_every_token_but_the_first_is_a_target_once():
    tokens = torch.arange(300)
    found = [y.flatten() for _, y in gpt.windows_of(tokens, 7, rows=4)]
    assert torch.cat(found).tolist() == list(range(1, 300))
    for x, y in gpt.windows_of(tokens, 7, rows=4):
        assert torch.equal(x + 1, y)


def test_nats_of_a_model_that_knows_nothing():
    def loss(x: torch.Tensor, y: torch.Tensor) -> float:
        return math.log(50)

    assert gpt.nats(loss, torch.zeros(101, dtype=torch.long), 50, 8) == pytest.approx(
        101 * math.log(50)
    )


def test_an_epoch_uses_each_window_once():
    stream = gpt.batches(torch.arange(100), 4, 8, seed=0)
    begins = torch.cat([x[:, 0] for x, _ in (next(stream) for _ in range(3))])  # 11 or 12 windows
    assert len(set(begins.tolist())) == len(begins) and len(set((begins % 8).tolist())) == 1


def test_a_short_text_is_refused():
    with pytest.raises(ValueError, match="has 3 characters; give one of at least 10,000"):
        gpt.ours("abc", 1.0, 0.0)


def small(kind: torch.dtype = torch.float32) -> SmallGPT:
    torch.manual_seed(0)
    model = SmallGPT(Sizes(20, width=16, layers=2, heads=2, context=8), kind)
    with torch.no_grad():
        for weights in model.parameters():
            weights.normal_(std=0.3)
    return model


def test_counting_reads_the_training_part_alone():
    text = "".join(random.Random(0).choices("abcd", k=2000)) + "x" * 200
    training, held_out = gpt.parts(text)
    assert (training + held_out, len(held_out)) == (text, 220)
    found = gpt.kneser_ney(text, orders=(1, 3))
    assert found["order"] == 1  # letters drawn at random: longer contexts only mislead
    assert found["val_nats_per_char"] > math.log(50)  # and nobody told it of x
    assert found["val_bits_per_char"] == pytest.approx(
        found["val_nats_per_char"] / math.log(2), 1e-3
    )


def test_the_small_gpt_is_causal_and_knows_distances():
    model, tokens = small(torch.float64).double(), torch.arange(8)[None]
    logits = model(tokens)
    other = tokens.clone()
    other[0, 5:] = 11
    assert torch.allclose(model(other)[:, :5], logits[:, :5])
    assert not torch.allclose(model(other)[:, 5:], logits[:, 5:])
    swapped = tokens[:, [1, 0, *range(2, 8)]]
    assert not torch.allclose(model(swapped)[:, 7], logits[:, 7])


def test_attention_of_the_small_gpt_is_that_of_torch():
    model = small()
    x = torch.randn(2, 3, 8, 4)
    turned = model.turned(torch.randn(6, 8, 8))
    assert turned.shape == (6, 8, 8)
    angles = model.turned(torch.ones(1, 8, 8)).norm(dim=-1)
    assert torch.allclose(angles, torch.full_like(angles, 8**0.5))  # turning keeps lengths
    weights = torch.baddbmm(model.hidden, x[0], x[0].mT, alpha=4**-0.5).softmax(-1)
    expected = torch.nn.functional.scaled_dot_product_attention(x[0], x[0], x[0], is_causal=True)
    assert torch.allclose(weights @ x[0], expected, atol=1e-6)


@pytest.mark.parametrize("shape", [(2, 16, 16), (3, 32, 8), (3, 8, 32)])
def test_orthogonalized_steps_have_singular_values_near_one(shape):
    torch.manual_seed(0)
    found = torch.linalg.svdvals(orthogonalized(torch.randn(shape), 5))
    assert found.max() < 1.3 and found.median() > 0.6


def test_muon_moves_every_stack_by_its_rate():
    model = small()
    muon, before = Muon(model.matrices()), [w.detach().clone() for w in model.matrices()]
    gpt.mean_loss(model, torch.arange(8)[None], torch.arange(1, 9)[None]).backward()
    muon.step(0.1)
    for old, new in zip(before, model.matrices(), strict=True):
        assert new.grad is None
        size = (new - old).square().mean().sqrt() * min(old.shape[1:]) ** 0.5
        assert 0.02 < size < 0.3


def test_it_learns():
    """300 tokens in a circle: whoever learned that is sure of the next."""
    recipe = gpt.Recipe(width=16, layers=1, heads=2, context=8, rows=4, warmup=5)
    torch.manual_seed(0)
    model = SmallGPT(Sizes(20, 16, 1, 2, 8))
    tokens = torch.arange(300) % 20
    steps = gpt.train(model, tokens, recipe, lambda step: step / 200)
    assert steps == 200
    assert gpt.mean_loss(model, tokens[None, :8], tokens[None, 1:9]) < 0.5 < math.log(20)


# A stand-in for a checkout: it knows nothing, but has the files and options of the real one.
MODEL = """
from dataclasses import dataclass
import torch

@dataclass
class GPTConfig:
    block_size: int = 8
    vocab_size: int = 10
    n_layer: int = 1
    n_head: int = 1
    n_embd: int = 4
    dropout: float = 0.0
    bias: bool = False

class GPT(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        self.table = torch.nn.Parameter(torch.zeros(config.vocab_size, config.vocab_size))
        print("number of parameters")

    def forward(self, x, y):
        logits = self.table[x]
        return logits, torch.nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten())
"""
PREPARE = """
from pathlib import Path
import numpy as np
folder = Path("data/shakespeare_char")
text = (folder / "input.txt").read_text(encoding="utf-8")
letters = sorted(set(text))
held_out = [letters.index(c) for c in text[int(len(text) * 0.9):]]
np.array(held_out, np.uint16).tofile(folder / "val.bin")
(folder / "letters.txt").write_text(str(len(letters)))
"""
TRAIN = """
import sys
from pathlib import Path
import torch
from model import GPT, GPTConfig
assert "--device=cpu" in sys.argv and "--max_iters=20" in sys.argv
sizes = {"block_size": 64, "vocab_size": int(Path("data/shakespeare_char/letters.txt").read_text())}
Path("out-shakespeare-char").mkdir()
kept = {"model": GPT(GPTConfig(**sizes)).state_dict(), "model_args": sizes}
torch.save(kept, "out-shakespeare-char/ckpt.pt")
"""


@pytest.fixture
def checkout(tmp_path) -> Path:
    folder = tmp_path / "checkout"
    (folder / "data" / "shakespeare_char").mkdir(parents=True)
    (folder / "model.py").write_text(MODEL)
    (folder / "train.py").write_text(TRAIN)
    (folder / "data" / "shakespeare_char" / "prepare.py").write_text(PREPARE)
    return folder


def test_the_recipe_prints_one_line_and_runs_another_beside_it(tmp_path, checkout):
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    before = sorted(checkout.rglob("*.*"))
    options = ("--text", tmp_path / "text.txt", "--nanogpt", checkout, "--seconds", 8)
    kept = ("--save", tmp_path / "kept.safetensors", "--json", tmp_path / "gpt.json")
    printed = run("gpt", *options, *kept, "--threads", 1)
    found = json.loads(printed)  # one line of JSON, nothing else
    assert {"val_bits_per_char", "steps", "seconds", "parameters", "ratio"} < set(found)
    theirs = found["nanogpt"]
    assert theirs["val_nats_per_char"] == pytest.approx(math.log(len(set(TEXT))), abs=1e-4)
    assert found["val_bits_per_char"] == pytest.approx(
        found["val_nats_per_char"] / math.log(2), 1e-3
    )
    assert sorted(checkout.rglob("*.*")) == before  # it ran in a copy
    written = json.loads((tmp_path / "gpt.json").read_text(encoding="utf-8"))
    order = found["kneser_ney"]["order"]
    counting = f"course's Kneser–Ney, bytes, order {order}"
    assert [row["peer"] for row in written["rows"]] == ["nanoGPT", counting]
    assert "recipe" in bench.section("gpt", written)

    from safetensors import safe_open

    with safe_open(tmp_path / "kept.safetensors", "np") as file:
        sizes = json.loads(file.metadata()["sizes"])
        assert file.get_tensor("embedding").shape == (sizes["vocabulary"], sizes["width"])
    assert np.isfinite(found["val_nats_per_char"])
