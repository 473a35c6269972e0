"""Our best small GPT on any UTF-8 text in N seconds, all included; beside it nanoGPT's recipe.

    python benchmarks/gpt.py --text FILE --seconds 100
    python benchmarks/gpt.py --text FILE --nanogpt DIR     # as long as nanoGPT's recipe takes

The last tenth of the text is held out: no merge, no weight and no setting comes from it. The time
counts everything from the start of Python on: imports, tokenizer, training, and the evaluation. One
line of JSON is printed:

    val_nats_per_char   on the whole held-out tenth, every character counted, in windows that do
                        not overlap (a window is conditioned on its own tokens and the one before)
    val_bits_per_char   the same in bits
    steps, seconds, parameters
    kneser_ney          order, nats and bits of counting the bytes of the same nine tenths

With a checkout of nanoGPT its recipe for computers without a graphics card (README, "I only have a
macbook") runs on the same text and threads, and is judged the same way. Text of another length or
language works too; a text that repeats itself is no test.
"""

import contextlib
import importlib.util
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import psutil
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks.side_by_side import Row, library_text, options_of, scores, write
from benchmarks.small_gpt import Muon, Sizes, SmallGPT
from course_utils.models.ngram import NGramModel, continuation_counts, count_ngrams
from course_utils.models.smoothing import absolute_discounting, estimate_discounts
from course_utils.subwords import BytePairTokenizer, count_pieces, train_merges
from course_utils.tokenizers import FIRST_BYTE, FIRST_WORD, ByteTokenizer

HELD_OUT = 0.1
SHAKESPEARE = 1_115_394  # characters of tiny_shakespeare, for which the goal is set
GOAL = 1.50  # nats per character on it, in the time of nanoGPT's recipe
LEAST = 10_000  # characters of a text
PIECE = 2000  # characters that counting reads as one document
OTHER = 0  # the number of all bytes that the training part doesn't have


def parts(text: str) -> tuple[str, str]:
    """The training part of a text, and its last tenth."""
    split = int(len(text) * (1 - HELD_OUT))
    return text[:split], text[split:]


@dataclass(frozen=True)
class Recipe:
    """What was chosen on the training part of a text."""

    vocabulary: int = 1024
    width: int = 128
    layers: int = 3
    heads: int = 4
    context: int = 64
    rows: int = 12  # windows in a step
    muon_rate: float = 0.02
    rate: float = 6e-3  # AdamW's, for embedding and head
    warmup: int = 50  # steps
    constant: float = 0.5  # share of the time before the rates fall to zero in a line


class Numbering:
    """Byte-pair tokens of a training text, numbered without gaps: text -> (N,) numbers.

    Bytes that the training text doesn't have share one number; which of them it is costs
    ln(how many there are) nats more, as if each were equally likely.
    """

    def __init__(self, text: str, vocabulary: int) -> None:
        seen = sorted(set(text.encode()))
        merges = train_merges(count_pieces([text]), max(0, vocabulary - 1 - len(seen)))
        self.tokenizer = BytePairTokenizer(merges)
        kept = [FIRST_BYTE + byte for byte in seen]
        kept += range(FIRST_WORD, FIRST_WORD + len(merges))
        self.numbers = np.full(len(self.tokenizer), OTHER)
        self.numbers[kept] = np.arange(1, len(kept) + 1)
        self.size = len(kept) + 1
        self.other_nats = math.log(max(1, 256 - len(seen)))

    def __call__(self, text: str) -> Tensor:
        return torch.from_numpy(self.numbers[self.tokenizer.encode(text)])


def batches(tokens: Tensor, rows: int, context: int, seed: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Inputs and targets, (rows, context), without end.

    Each epoch cuts the text at another place into windows, and uses each of them once.
    """
    random = torch.Generator().manual_seed(seed)
    ahead = torch.arange(context + 1)
    while True:
        first = torch.randint(context, (), generator=random)
        begins = torch.arange(int(first), len(tokens) - context, context)
        for some in begins[torch.randperm(len(begins), generator=random)].split(rows):
            windows = tokens[some[:, None] + ahead]
            yield windows[:, :-1], windows[:, 1:]


def windows_of(tokens: Tensor, context: int, rows: int = 64) -> Iterator[tuple[Tensor, Tensor]]:
    """All tokens but the first as targets, in windows that do not overlap; the last is shorter."""
    inputs, targets = tokens[:-1], tokens[1:]
    whole = len(targets) // context * context
    both = (inputs[:whole].view(-1, context), targets[:whole].view(-1, context))
    yield from zip(*(part.split(rows) for part in both), strict=True) if whole else ()
    if whole < len(targets):
        yield inputs[None, whole:], targets[None, whole:]


@torch.inference_mode()
def nats(loss: Callable[[Tensor, Tensor], float], tokens: Tensor, V: int, context: int) -> float:
    """Nats of a whole text; its first token is charged as if nothing were known.

    `loss` gives the mean of one batch.
    """
    parts = (loss(x, y) * y.numel() for x, y in windows_of(tokens, context))
    return math.log(V) + sum(parts)


def mean_loss(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """Nats for each token: (B, T), (B, T) -> ()."""
    return F.cross_entropy(model(x).flatten(0, 1).float(), y.flatten())


def train(
    model: SmallGPT, tokens: Tensor, recipe: Recipe, done: Callable[[int], float], seed: int = 0
) -> int:
    """Train until done(steps so far), a share of the whole, is 1; return the number of steps."""
    muon = Muon(model.matrices(), model.kind)
    others = [model.embedding, model.first, model.head]
    adam = torch.optim.AdamW(others, recipe.rate, (0.9, 0.95), weight_decay=0.0, fused=True)
    for step, (x, y) in enumerate(batches(tokens, recipe.rows, recipe.context, seed)):
        share = done(step)
        if share >= 1:
            return step
        warm = min(1, (step + 1) / recipe.warmup)
        factor = warm * min(1, (1 - share) / (1 - recipe.constant))
        mean_loss(model, x, y).backward()
        muon.step(recipe.muon_rate * factor)
        adam.param_groups[0]["lr"] = recipe.rate * factor
        adam.step()
        adam.zero_grad()


def fastest_kind(trials: int = 20) -> torch.dtype:
    """16 or 32 bits, whichever this processor multiplies faster."""
    taken = {}
    for kind in (torch.bfloat16, torch.float32):
        x, w = torch.ones(768, 128, dtype=kind), torch.ones(512, 128, dtype=kind)
        F.linear(x, w)
        begin = time.perf_counter()
        for _ in range(trials):
            F.linear(x, w)
        taken[kind] = time.perf_counter() - begin
    return min(taken, key=taken.get)


def ours(
    text: str, seconds: float, begin: float, recipe: Recipe = Recipe(), seed: int = 0
) -> tuple[dict[str, float], SmallGPT, Numbering]:
    """Train and judge within `seconds` after `begin`, a time of the clock time.perf_counter.

    Raises:
        ValueError: the text is too short.
    """
    if len(text) < LEAST:
        raise ValueError(f"the text has {len(text):,} characters; give one of at least {LEAST:,}")
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)
    training_text, held_out_text = parts(text)
    numbering = Numbering(training_text, recipe.vocabulary)
    training, held_out = numbering(training_text), numbering(held_out_text)
    sizes = Sizes(numbering.size, recipe.width, recipe.layers, recipe.heads, recipe.context)
    model = SmallGPT(sizes, fastest_kind())

    def loss(x: Tensor, y: Tensor) -> float:
        return mean_loss(model, x, y).item()

    nats(loss, held_out[: 8 * sizes.context], sizes.vocabulary, sizes.context)  # warms up
    started = time.perf_counter()
    some = held_out[: 64 * sizes.context + 1]
    nats(loss, some, sizes.vocabulary, sizes.context)
    reserve = (time.perf_counter() - started) * len(held_out) / len(some) * 1.1 + 0.1
    started = time.perf_counter()
    most = max(begin + seconds - reserve - started, 1e-9)
    steps = train(model, training, recipe, lambda _: (time.perf_counter() - started) / most, seed)
    whole = nats(loss, held_out, sizes.vocabulary, sizes.context)
    whole += numbering.other_nats * int((held_out == OTHER).sum())
    taken = time.perf_counter() - begin
    return judged(whole, len(held_out_text), steps, taken, model), model, numbering


def judged(whole: float, characters: int, steps: int, seconds: float, model: nn.Module) -> dict:
    """What is printed about one recipe."""
    each = whole / characters
    return {
        "val_nats_per_char": round(each, 4),
        "val_bits_per_char": round(each / math.log(2), 4),
        "steps": steps,
        "seconds": round(seconds, 1),
        "parameters": sum(weights.numel() for weights in model.parameters()),
    }


# ---- Counting ----------------------------------------------------------------------------


def kneser_ney(text: str, orders: tuple[int, ...] = (4, 5, 6, 7, 8)) -> dict[str, float]:
    """What counting the bytes of the same training part reaches; it chooses its order there, too.

    A text is scored in pieces of PIECE characters, each as a document of its own.
    """
    numbering = ByteTokenizer()

    def documents(part: str) -> list[np.ndarray]:
        pieces = [part[i : i + PIECE] for i in range(0, len(part), PIECE)]
        return [np.array(numbering.encode(piece)) for piece in pieces]

    def bits(training: str, scored: str, order: int) -> float:
        counts = continuation_counts(count_ngrams(documents(training), order, len(numbering)))
        smoothing = partial(absolute_discounting, discounts=estimate_discounts(counts))
        log2 = NGramModel(counts, smoothing).log2_probabilities(documents(scored))
        return -log2.sum() / len(scored)

    training, held_out = parts(text)
    best = min(orders, key=lambda order: bits(*parts(training), order))
    each = float(bits(training, held_out, best))
    return {
        "order": best,
        "val_nats_per_char": round(each * math.log(2), 4),
        "val_bits_per_char": round(each, 4),
    }


# ---- nanoGPT -----------------------------------------------------------------------------

THEIRS = (  # the command in nanoGPT's README for a computer without a graphics card
    *("config/train_shakespeare_char.py", "--device=cpu", "--compile=False", "--eval_iters=20"),
    *("--log_interval=1", "--block_size=64", "--batch_size=12", "--n_layer=4", "--n_head=4"),
    *("--n_embd=128", "--dropout=0.0"),
)


def nanogpt_model(folder: Path) -> ModuleType:
    """The module model.py of a checkout."""
    spec = importlib.util.spec_from_file_location("nanogpt_model", folder / "model.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks there
    spec.loader.exec_module(module)
    return module


def nanogpt(checkout: Path, text: str, threads: int, steps: int = 2000) -> dict[str, float]:
    """Run a checkout's recipe on this text in a copy of it, and judge its model as ours."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "nanogpt"
        shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns(".git", "out*"))
        data = folder / "data" / "shakespeare_char"
        data.mkdir(parents=True, exist_ok=True)
        (data / "input.txt").write_text(text, encoding="utf-8", newline="\n")
        variables = {
            **os.environ,
            "OMP_NUM_THREADS": str(threads),
            "PYTHONPATH": "",
            "PYTHONUTF8": "1",
        }
        # Every 250 steps, as in its configuration, it looks at its held-out part and keeps what
        # was best there: an advantage that ours doesn't take.
        every = f"--eval_interval={min(250, steps)}"
        lengths = (f"--max_iters={steps}", f"--lr_decay_iters={steps}", every)
        begin = time.perf_counter()
        for command in (["data/shakespeare_char/prepare.py"], ["train.py", *THEIRS, *lengths]):
            ran = subprocess.run(
                [sys.executable, *command],
                cwd=folder,
                env=variables,
                capture_output=True,
                text=True,
                encoding="utf-8",
            )
            if ran.returncode:
                raise RuntimeError(f"nanoGPT's {command[0]} failed:\n{ran.stderr[-2000:]}")
        seconds = time.perf_counter() - begin
        module = nanogpt_model(folder)
        kept = torch.load(folder / "out-shakespeare-char" / "ckpt.pt", weights_only=True)
        with contextlib.redirect_stdout(sys.stderr):  # it talks when it is made
            model = module.GPT(module.GPTConfig(**kept["model_args"]))
        model.load_state_dict(kept["model"])
        tokens = torch.from_numpy(np.fromfile(data / "val.bin", np.uint16).astype(np.int64))
        sizes = kept["model_args"]
        model.eval()
        whole = nats(
            lambda x, y: model(x, y)[1].item(), tokens, sizes["vocab_size"], sizes["block_size"]
        )
        return judged(whole, len(tokens), steps, seconds, model)


# ---- The command -------------------------------------------------------------------------


def save(path: Path, model: SmallGPT, numbering: Numbering) -> None:
    """Weights, and what is needed to build the model and to number text again."""
    metadata = {
        "sizes": json.dumps(asdict(model.sizes)),
        "merges": json.dumps(numbering.tokenizer.merges),
        "numbers": json.dumps(numbering.numbers.tolist()),
    }
    save_file(model.state_dict(), path, metadata)


def row(found: dict, text: str) -> list[Row]:
    """The comparison for RESULTS.md."""
    unit, value, goal, met = "nats per character", found["val_nats_per_char"], "", None
    name = f"a text of {len(text):,} characters"
    if len(text) == SHAKESPEARE:
        name, goal, met = "tiny_shakespeare", f"ours ≤ {GOAL} in its time", value <= GOAL
    counted, rows = found["kneser_ney"], []
    if theirs := found.get("nanogpt"):
        what = f"{name}: recipe, {found['seconds']:.0f} s beside {theirs['seconds']:.0f} s"
        reached = [theirs["val_nats_per_char"]]
        rows.append(scores(what, unit, [value], "nanoGPT", reached, goal, met))
    counting = f"course's Kneser–Ney, bytes, order {counted['order']}"
    return [
        *rows,
        scores(f"{name}: recipe", unit, [value], counting, [counted["val_nats_per_char"]]),
    ]


def main(arguments: list[str] | None = None) -> None:
    """Train, judge, and print one line of JSON."""
    imports = time.time() - psutil.Process().create_time() if arguments is None else 0.0
    options = options_of(arguments, __doc__)
    threads = options.threads or min(2, os.cpu_count() or 1)
    torch.set_num_threads(threads)
    size = 0.02 if options.quick else 1.0
    text = options.text.read_text(encoding="utf-8") if options.text else library_text(size)
    text = text[:20_000] if options.quick else text
    seconds, theirs = options.seconds, None
    if options.nanogpt:
        theirs = nanogpt(options.nanogpt, text, threads, 20 if options.quick else 2000)
        seconds = seconds or theirs["seconds"]
    seconds = seconds or (4.0 if options.quick else 100.0)
    found, model, numbering = ours(text, seconds, time.perf_counter() - imports)
    if theirs:
        ratio = found["val_nats_per_char"] / theirs["val_nats_per_char"]
        found |= {"nanogpt": theirs, "ratio": round(ratio, 3)}
    found |= {"kneser_ney": kneser_ney(text)}
    print(json.dumps(found), flush=True)
    if options.save:
        save(options.save, model, numbering)
    if options.json:
        rows = row(found, text)
        write(options.json, "gpt", threads, rows, quick=options.quick, recipe=found)


if __name__ == "__main__":
    main()
