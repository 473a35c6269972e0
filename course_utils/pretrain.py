"""The command behind the course's checkpoints: train, score, store, and write the card.

    python -m course_utils.pretrain                        a GPT and a BERT of the story world
    python -m course_utils.pretrain gpt --try 0.002 0.004 --steps 300      compare learning rates
    python -m course_utils.pretrain gpt --data a.txt b.txt      a GPT of bytes, on your own text
    torchrun --nproc-per-node 2 -m course_utils.pretrain        on two processes, or two GPUs
    torchrun --nnodes 2 --nproc-per-node 4 --rdzv-backend c10d --rdzv-endpoint HOST:29400 \\
        -m course_utils.pretrain                           the same line on each of two machines

Without --output a model takes the place of the shipped one. With which options that was trained,
and in the GPT's case went on, its card says: datasets/checkpoints/README.md. Of a model elsewhere,
the same facts are printed, and stand in its file; no README.md is written beside it.

Killed at any moment, it loses at most half a minute: the same command goes on where it was. Ctrl-C
stops after the step in hand. Processes and precision are found by themselves; the batch is shared
out, so the number of processes changes the time and not the result.

Compared are bits on validation text; test documents are scored once, with what is stored.
"""

import argparse
import datetime
import itertools
import json
import os
import platform
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch

from course_utils.checkpoint_card import CHECKPOINTS, facts_to_tell, write_card
from course_utils.curriculum import copies_first, frequent_tokens
from course_utils.data import Corpus, load_world
from course_utils.distributed import Team, join_team, shared_loss
from course_utils.evaluation import document_bits, score
from course_utils.masking import hidden_bits, masked_batches, masked_bits
from course_utils.models.checkpoints import load_model, save_model
from course_utils.models.stored import read_tensors
from course_utils.models.transformer import BERT, GPT, TransformerConfig
from course_utils.streaming import TextFiles
from course_utils.tokenizers import FIRST_WORD
from course_utils.training import (
    IGNORED,
    Batch,
    History,
    document_batches,
    fit,
    log2_probabilities,
)

STORY_GPT = CHECKPOINTS / "story_gpt.safetensors"
STORY_BERT = CHECKPOINTS / "story_bert.safetensors"
KINDS = {"gpt": GPT, "bert": BERT}
VALIDATION_DOCUMENTS = 100  # enough to compare learning rates, quick enough to do often
TOTALS = ("steps", "tokens seen", "time of the training")  # of all goes of a training
BEFORE = ("steps", "curriculum", "learning rate", "seed", "command")
MATRIX = 512  # rows and columns of the products that are timed to choose a precision


@dataclass(frozen=True)
class Text:
    """What a model is trained and validated on."""

    about: str
    vocabulary_size: int  # V
    validation: list[np.ndarray]
    batches: Callable[[], Iterator[Batch]]  # all tokens with all that follow, without end
    world: Corpus | None = None  # None: the learner's own files


def open_text(options: argparse.Namespace) -> Text:
    """The story world, or the learner's own files."""
    if options.data:
        files = TextFiles(options.data, options.context)
        names = ", ".join(path.name for path in options.data)
        about = f"{names}, {len(files):,} bytes for training"
        rows = max(1, options.tokens_per_batch // options.context)
        batches = partial(files.batches, rows, options.seed)
        return Text(about, FIRST_WORD, files.held_out(VALIDATION_DOCUMENTS), batches)
    world = load_world("train")
    about = f"story world, training split, {len(world):,} documents"
    validation = list(load_world("validation")[:VALIDATION_DOCUMENTS])
    batches = partial(document_batches, world, options.tokens_per_batch, options.seed)
    return Text(about, len(world.tokenizer), validation, batches, world)


def asks_copies_first(options: argparse.Namespace, text: Text) -> bool:
    """Whether copies are asked first; in bytes, every letter would look like a copy."""
    return options.curriculum and options.kind == "gpt" and text.world is not None


def questions(options: argparse.Namespace, text: Text) -> Iterator[Batch]:
    """What a model is asked, without end, the same for the same seed."""
    if options.kind == "bert":
        return masked_batches(text.batches(), text.vocabulary_size, options.seed)
    if asks_copies_first(options, text):
        frequent = frequent_tokens(text.world.tokens, text.vocabulary_size)
        return copies_first(text.batches(), frequent, options.steps, options.seed)
    return text.batches()


def bfloat16_is_faster(team: Team) -> bool:
    """Whether this machine multiplies matrices faster in bfloat16 than in float32."""
    if team.device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    best = {}
    for dtype in (torch.float32, torch.bfloat16):
        matrix, times = torch.randn(MATRIX, MATRIX).to(dtype), []
        for _ in range(5):
            begin = time.perf_counter()
            matrix @ matrix
            times.append(time.perf_counter() - begin)
        best[dtype] = min(times)
    return best[torch.bfloat16] < 0.8 * best[torch.float32]


def mean_bits(model: GPT | BERT, documents: list[np.ndarray]) -> float:
    """Bits per token of a GPT, per hidden token of a BERT; of one document, too."""
    if isinstance(model, BERT):
        bits, counts = hidden_bits(model, documents)
        return float(bits.sum() / counts.sum())
    return float(-log2_probabilities(model, documents).mean())


def state_path(options: argparse.Namespace) -> Path:
    """Where a training keeps what it needs to go on."""
    return options.output.with_name(options.output.name + ".state")


def plan_of(options: argparse.Namespace, text: Text) -> dict[str, str]:
    """What must be the same, beside the plan of `fit`, when a training is taken up again.

    The precision is the one asked for: "auto" may find another one the next time.
    """
    names = ("start", "tokens_per_batch", "context", "heads", "rotary", "curriculum", "precision")
    asked = {name.replace("_", " "): str(getattr(options, name)) for name in names}
    return {"data": text.about, **asked}


def begun(options: argparse.Namespace, text: Text) -> GPT | BERT:
    """The model to go on from; a ValueError says if it does not fit what is to be trained."""
    model = load_model(options.start)
    size, needed = model.config.vocabulary_size, text.vocabulary_size
    if type(model) is not KINDS[options.kind] or size != needed:
        raise ValueError(
            f"{options.start} holds a {type(model).__name__} of {size:,} tokens; this training "
            f"needs a {KINDS[options.kind].__name__} of {needed:,}"
        )
    return model


def train(
    options: argparse.Namespace, text: Text, team: Team, learning_rate: float, keep: bool
) -> tuple[GPT | BERT, History]:
    """Train one model, on as many processes as there are."""
    torch.manual_seed(options.seed)
    if options.start:
        model = begun(options, text).to(team.device)
    else:
        names = ("context", "width", "heads", "layers", "rotary")
        sizes = TransformerConfig(text.vocabulary_size, **{n: getattr(options, n) for n in names})
        model = KINDS[options.kind](sizes).to(team.device)
    if options.precision == "float64":
        model = model.double()
    history = History()

    def evaluate(model: GPT | BERT) -> float:
        bits = mean_bits(model, text.validation) if team.leads else np.nan
        if team.leads:
            minutes = history.seconds / 60
            print(f"  {history.steps:6} steps {minutes:6.1f} min  {bits:.3f} validation bits")
            sys.stdout.flush()
        return bits

    fit(
        model,
        questions(options, text),
        options.steps,
        learning_rate,
        loss=shared_loss(team, model, options.precision == "bfloat16"),
        muon=not options.adamw,
        evaluate=evaluate,
        every=options.every,
        seed=options.seed,
        history=history,
        progress=team.leads and sys.stderr.isatty(),
        state=state_path(options) if keep else None,
        about=options.plan,
        state_seconds=float(os.environ.get("COURSE_STATE_SECONDS", "30")),
        writes_state=team.leads,
    )
    return model, history


def facts_of(options: argparse.Namespace, text: Text, model: GPT | BERT, history: History) -> dict:
    """What the card says of a training run, all but its scores."""
    sizes = model.config
    read = text.batches() if options.kind == "gpt" else questions(options, text)
    steps = itertools.islice(read, history.steps)  # again, to count their tokens
    seen = sum(int((targets != IGNORED).sum()) for _, targets in steps)
    minutes, done, before = history.seconds / 60, history.steps, {}
    if options.start:
        _, said = read_tensors(options.start)
        done, seen, minutes = (  # what was done before counts: a card tells all that made a model
            now + int(said.get(name, "0").split()[0].replace(",", ""))
            for now, name in zip((done, seen, minutes), TOTALS, strict=True)
        )
        first = ", ".join(f"{name}: {said[name]}" for name in BEFORE if name in said)
        before = {"begun with": f"{options.start.name} ({first})"}
    tokens = f"{seen:,}" + (" hidden tokens asked for" if options.kind == "bert" else "")
    if text.world is not None and options.kind == "gpt":
        tokens += f", {seen / len(text.world.tokens):.2f} epochs"
    command = ["python -m course_utils.pretrain", *map(shlex.quote, sys.argv[1:])]
    return before | {
        "data": text.about,
        "model": f"{type(model).__name__}, {sizes.layers} layers, {sizes.heads} heads, "
        f"width {sizes.width}, context {sizes.context}, vocabulary {sizes.vocabulary_size:,}, "
        + ("rotary positions" if sizes.rotary else "a table of positions"),
        "parameters": f"{sum(weights.numel() for weights in model.parameters()):,}",
        "steps": f"{done:,}",
        "tokens seen": tokens,
        "tokens per batch": f"at most {options.tokens_per_batch:,}, padding included",
        "learning rate": f"{options.learning_rate:g} at its highest",
        "curriculum": "copies first" if asks_copies_first(options, text) else "none",
        "optimizer": "AdamW" if options.adamw else "Muon for matrices, AdamW for the rest",
        "seed": str(options.seed),
        "precision of the training": options.precision
        + (" products, float32 weights" if options.precision == "bfloat16" else ""),
        "stored as": options.store,
        "command": " ".join(command),
        "machine": f"{platform.machine()}, {platform.system()}, shared, "
        f"Python {platform.python_version()}, PyTorch {torch.__version__.partition('+')[0]}",
        "time of the training": f"{minutes:,.0f} minutes, validation included",
        "date": datetime.date.today().isoformat(),
        "last losses": json.dumps(history.losses[-10:]),
    }


def scores_of(options: argparse.Namespace, text: Text, model: GPT | BERT) -> dict[str, str]:
    """What the stored model reaches on text it never saw."""
    if text.world is None:
        unit = "hidden byte" if options.kind == "bert" else "byte"
        return {f"validation bits per {unit}": f"{mean_bits(model, text.validation):.3f}"}
    test = load_world("test")
    if options.kind == "bert":
        return {"test bits per hidden token": str(masked_bits(model, list(test)))}
    units = np.diff(test.starts)
    floor = score(document_bits(-test.bits, test), units)
    reached = score(document_bits(log2_probabilities(model, test), test), units)
    return {"test bits per token": str(reached), "the floor on the same documents": str(floor)}


def make_checkpoint(options: argparse.Namespace, team: Team) -> None:
    """Train one model, store it with its scores, and write the card or print what it would say."""
    text = open_text(options)
    options.plan = plan_of(options, text)
    if options.precision == "auto":
        fast = team.agree(bfloat16_is_faster(team))
        options.precision = "bfloat16" if fast else "float32"
    if team.leads:
        print(f"{options.kind}: {text.about}; {options.precision}; {team.size} × {team.device}")
        options.output.parent.mkdir(parents=True, exist_ok=True)
    for rate in options.rates:
        if team.leads:
            print(f"learning rate {rate:g}", flush=True)
        train(options, text, team, rate, keep=False)
    if options.rates:
        return
    model, history = train(options, text, team, options.learning_rate, keep=True)
    if team.leads and history.interrupted:
        print(f"Stopped after {history.steps:,} steps; the same command goes on from there.")
    elif team.leads:
        facts = facts_of(options, text, model, history)
        save_model(options.output, model, facts, getattr(torch, options.store))
        stored = load_model(options.output)  # what is scored is what others will load
        scores = scores_of(options, text, stored)
        save_model(options.output, stored, facts | scores, getattr(torch, options.store))
        if options.output.parent.resolve() == CHECKPOINTS.resolve():
            write_card(options.output.parent)
        else:  # a folder of the learner's, where README.md is the learner's too
            print("\n".join(f"  {name}: {fact}" for name, fact in facts_to_tell(facts)))
        state_path(options).unlink(missing_ok=True)
        print(f"{options.output.name}: {scores}")
    team.wait()


def arguments() -> argparse.Namespace:
    """The options of the command; the card tells those that made the committed files."""
    parser = argparse.ArgumentParser(description="Train the course's checkpoints, or your own.")
    parser.add_argument("kind", nargs="?", choices=list(KINDS), help="default: both, in turn")
    parser.add_argument("--data", type=Path, nargs="+", metavar="FILE", help="your own UTF-8 text")
    parser.add_argument("--start", type=Path, metavar="FILE", help="go on from these weights")
    parser.add_argument("--output", type=Path, help="needed with --data")
    parser.add_argument("--try", dest="rates", type=float, nargs="+", metavar="RATE", default=[])
    # 400 steps at 0.004, 0.008, 0.016 end at 3.14, 2.83, 2.82 validation bits: of two that are
    # nearly equal the lower, as a long training suffers more from a rate too high.
    parser.add_argument("--learning-rate", type=float, default=0.008)
    parser.add_argument("--adamw", action="store_true", help="AdamW for all, without Muon")
    parser.add_argument("--steps", type=int, default=16_000)
    parser.add_argument("--tokens-per-batch", type=int, default=1024)
    parser.add_argument("--context", type=int, default=256)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--layers", type=int, default=2)
    either = argparse.BooleanOptionalAction
    parser.add_argument("--rotary", action=either, default=True, help="or a table of places")
    copies = "a GPT of the story world is first asked for copies only; see curriculum.py"
    parser.add_argument("--curriculum", action=either, default=True, help=copies)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=int, default=1000, help="steps between validations")
    precisions = ["auto", "float32", "bfloat16", "float64"]
    parser.add_argument("--precision", choices=precisions, default="auto")
    parser.add_argument("--store", choices=["float16", "float32", "float64"], default="float16")
    options = parser.parse_args()
    if options.kind is None and (options.data or options.start or options.output):
        parser.error("--data, --start and --output are for one model: say gpt or bert")
    if options.data and not (options.output or options.rates):
        parser.error("--data needs --output FILE.safetensors, where your model is to be stored")
    return options


def main() -> None:
    """Make the checkpoints that were asked for."""
    options = arguments()
    with join_team() as team:
        for kind in [options.kind] if options.kind else list(KINDS):
            default = {"gpt": STORY_GPT, "bert": STORY_BERT}[kind]
            own = argparse.Namespace(**vars(options))
            own.kind, own.output = kind, options.output or default
            make_checkpoint(own, team)


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError) as error:
        sys.exit(str(error))
