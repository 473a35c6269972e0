"""The command behind the course's GPT checkpoint: train, score, store, and write the card.

    python -m course_utils.pretrain --try 0.003 0.006 --steps 80    compare learning rates
    python -m course_utils.pretrain                                        train and store

Compared are bits on validation documents; test documents are scored once, with what is stored.
Ctrl-C stops early and stores what was learned so far, saying after how many steps.
"""

import argparse
import datetime
import hashlib
import itertools
import os
import platform
import sys
import time
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open

from course_utils.data import DATASETS, Corpus, load_world
from course_utils.evaluation import document_bits, score
from course_utils.models.checkpoints import load_model, save_model
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.training import (
    IGNORED,
    History,
    document_batches,
    fit,
    log2_probabilities,
    next_token_loss,
)

CHECKPOINTS = DATASETS / "checkpoints"
STORY_GPT = CHECKPOINTS / "story_gpt.safetensors"
VALIDATION_DOCUMENTS = 100  # enough to compare learning rates, quick enough to do often
FACTS = (
    "data",
    "model",
    "parameters",
    "steps",
    "tokens seen",
    "tokens per batch",
    "learning rate",
    "seed",
    "precision of the training",
    "stored as",
    "command",
    "machine",
    "processor time of the training",
    "date",
    "test bits per token",
    "the floor on the same documents",
)


def mean_bits(model: GPT, documents: Corpus) -> float:
    """Bits per token of a model on documents."""
    return float(-log2_probabilities(model, documents).mean())


def loss_in_bfloat16(model: torch.nn.Module, batch: object) -> torch.Tensor:
    """`next_token_loss` with matrices multiplied in bfloat16: fast where the processor can."""
    with torch.autocast("cpu", torch.bfloat16):
        return next_token_loss(model, batch)


def train(
    options: argparse.Namespace, learning_rate: float, validation: Corpus
) -> tuple[GPT, History, float]:
    """Train one GPT; return it, what happened, and the processor time in seconds."""
    corpus = load_world("train")
    torch.manual_seed(options.seed)
    model = GPT(
        TransformerConfig(len(corpus.tokenizer), width=options.width, layers=options.layers)
    )

    begin = time.process_time()

    def evaluate(model: GPT) -> float:
        bits = mean_bits(model, validation)
        seconds = time.process_time() - begin
        steps = history.steps
        print(f"  {steps:5} steps {seconds:6.0f} s  {bits:.3f} validation bits", flush=True)
        return bits

    history = History()
    fit(
        model,
        document_batches(corpus, options.tokens_per_batch, options.seed),
        options.steps,
        learning_rate,
        stop_after=options.stop_after,
        loss=loss_in_bfloat16 if options.bfloat16 else next_token_loss,
        evaluate=evaluate,
        every=options.every,
        seed=options.seed,
        history=history,
        progress=sys.stderr.isatty(),
    )
    return model, history, time.process_time() - begin


def facts_of(
    options: argparse.Namespace, model: GPT, history: History, seconds: float
) -> dict[str, str]:
    """What the card says of a training run, all but its scores."""
    sizes = model.config
    stopped = ["--stop-after", str(history.steps)] if history.interrupted else []
    corpus = load_world("train")
    batches = document_batches(corpus, options.tokens_per_batch, options.seed)
    taken = itertools.islice(batches, history.steps)  # the same ones again, to count their tokens
    tokens = sum(int((targets != IGNORED).sum()) for _, targets in taken)
    return {
        "data": f"story world, training split, {len(corpus):,} documents",
        "model": f"GPT, {sizes.layers} layers, {sizes.heads} heads, width {sizes.width}, "
        f"context {sizes.context}, vocabulary {sizes.vocabulary_size:,}",
        "parameters": f"{sum(weights.numel() for weights in model.parameters()):,}",
        "steps": f"{history.steps:,}"
        + (f" of a schedule of {options.steps:,}" if history.steps < options.steps else ""),
        "tokens seen": f"{tokens:,}, {tokens / len(corpus.tokens):.2f} epochs",
        "tokens per batch": f"at most {options.tokens_per_batch:,}, padding included",
        "learning rate": f"{options.learning_rate:g} at its highest",
        "seed": str(options.seed),
        "precision of the training": "bfloat16 products" if options.bfloat16 else "float32",
        "stored as": options.store,
        "command": " ".join(["python -m course_utils.pretrain", *sys.argv[1:], *stopped]),
        "machine": f"{platform.machine()}, {platform.system()}, one thread, shared, "
        f"Python {platform.python_version()}, PyTorch {torch.__version__.partition('+')[0]}",
        "processor time of the training": f"{seconds:,.0f} s, validation included",
        "date": datetime.date.today().isoformat(),
    }


def card(folder: Path = CHECKPOINTS) -> str:
    """The data card of all checkpoints in a folder, from the facts that their files hold."""
    lines = [
        "# Checkpoints",
        "",
        "Models that the course's own code trained on the course's own text. The files are",
        "safetensors: numbers and text, nothing in them is executed. License: CC BY 4.0.",
        "",
        "Bits are per token, with a 95 % interval over documents; *the floor* is the score of the",
        "generator itself, which no model beats in expectation. This file is written by",
        "`python -m course_utils.pretrain`, from the metadata inside the checkpoints. Learning",
        "rates are compared on validation documents, with its option `--try`.",
    ]
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, framework="pt") as file:
            facts = file.metadata()
        content = path.read_bytes()
        lines += ["", f"## {path.name}", "", "| | |", "|---|---|"]
        lines += [f"| {name} | {facts[name]} |" for name in FACTS if name in facts]
        lines += [f"| bytes | {len(content):,} |"]
        lines += [f"| SHA-256 | `{hashlib.sha256(content).hexdigest()}` |"]
    return "\n".join(lines) + "\n"


def write_card(folder: Path = CHECKPOINTS) -> None:
    """Write `card` to README.md in the folder, whole or not at all."""
    temporary = folder / "README.md.part"
    temporary.write_text(card(folder), encoding="utf-8", newline="\n")
    os.replace(temporary, folder / "README.md")


def arguments() -> argparse.Namespace:
    """The options of the command; its defaults made the committed checkpoint."""
    parser = argparse.ArgumentParser(description="Train the course's GPT on the story world.")
    parser.add_argument("--try", dest="rates", type=float, nargs="+", metavar="RATE", default=[])
    # Of 0.003 and 0.006, the one with fewer validation bits after 80 steps.
    parser.add_argument("--learning-rate", type=float, default=0.003)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--stop-after", type=int, help="end the schedule early, after so many")
    parser.add_argument("--tokens-per-batch", type=int, default=1024)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=int, default=200, help="steps between validations")
    parser.add_argument("--bfloat16", action="store_true", help="faster on recent processors")
    parser.add_argument("--store", choices=["float32", "float16"], default="float16")
    parser.add_argument("--output", type=Path, default=STORY_GPT)
    return parser.parse_args()


def main() -> None:
    """Compare learning rates, or train, store and score one model."""
    options = arguments()
    validation = load_world("validation")[:VALIDATION_DOCUMENTS]
    for rate in options.rates:
        print(f"learning rate {rate:g}", flush=True)
        train(options, rate, validation)
    if options.rates:
        return

    options.output.parent.mkdir(parents=True, exist_ok=True)
    model, history, seconds = train(options, options.learning_rate, validation)
    facts = facts_of(options, model, history, seconds)
    before = mean_bits(model, validation)
    save_model(options.output, model, facts, getattr(torch, options.store))
    stored = load_model(options.output)  # what is scored is what others will load
    print(f"validation bits {before:.5f}, as stored {mean_bits(stored, validation):.5f}")
    test = load_world("test")
    units = np.diff(test.starts)
    result = score(document_bits(log2_probabilities(stored, test), test), units)
    floor = score(document_bits(-test.bits, test), units)
    facts["test bits per token"] = str(result)
    facts["the floor on the same documents"] = str(floor)
    save_model(options.output, stored, facts, getattr(torch, options.store))
    write_card(options.output.parent)
    print(f"{options.output.name}: test {result}; the floor {floor}")


if __name__ == "__main__":
    main()
