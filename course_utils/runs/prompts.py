"""The command behind datasets/runs/prompts.json: learned prompts, LoRA and all weights compared.

    python -m course_utils.runs.prompts

Three tasks over one frozen base. Each way to adapt it gets the same steps on the same batches, the
same number of learning rates to choose from on validation text (two more on that side where the
best lies at the end), and then three seeds. Those also say what was forgotten: the bits of old
text, read with what was learned in place. The file is written after every run, and a command that
was stopped goes on where it was; for another base, or other steps or tasks, it begins anew.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.data import load_world, world_tokenizer
from course_utils.evaluation import RUNS, write_run
from course_utils.files import sha256
from course_utils.models.adapters import MATRICES, stored_bytes
from course_utils.models.checkpoints import load_model
from course_utils.models.lora import add_lora, lora_state
from course_utils.models.prompt_tuning import Prefix, SoftPrompt, nearest_words, prompt_state
from course_utils.models.transformer import GPT
from course_utils.pretrain import STORY_GPT, mean_bits
from course_utils.runs.going_on import go_on
from course_utils.runs.learning_rates import next_rate
from course_utils.texts.prompt_tasks import (
    TASKS,
    in_own_words,
    load_prompt_task,
    right_words,
    with_examples,
)
from course_utils.texts.tasks import LONGEST, Task, answer_batches, pad_answers
from course_utils.training import IGNORED, fit

SHIPPED = RUNS / "prompts.json"
START_WORDS = {  # for a prompt that starts with words
    "young": "feeds its hungry",
    "capital": "must see",
    "opinion": "good or bad",
}
STEPS, ROWS, LENGTH, RANK = 400, 8, 10, 4
RATES = {  # tried for each task, about three times apart
    "soft prompt": (0.03, 0.1, 0.3),
    "prefix": (0.03, 0.1, 0.3),
    "LoRA": (0.003, 0.01, 0.03),
    "all weights": (0.0003, 0.001, 0.003),
}
SEEDS, TRIAL_SEED = (0, 1, 2), 9
LENGTHS, LENGTHS_OF = (1, 2, 5, 10, 20), "young"  # the ablations, on one task
EXAMPLES = (0, 1, 2, 4)  # in context
OLD_DOCUMENTS = 20  # of the test split, short enough to stand after a prompt


# ---- Without training ----


def untrained(model: GPT, name: str) -> dict[str, object]:
    """Shares of right answers of the base as it is."""
    task, train = load_prompt_task(name, "test"), load_prompt_task(name, "train")
    answers = [int(answer[0]) for answer in train.answers]
    commonest = max(sorted(set(answers)), key=answers.count)
    return {
        "prompts": {"train": len(train), "test": len(task)},
        "always the commonest answer": float(np.mean([a[0] == commonest for a in task.answers])),
        "own words": asdict(right_words(model, task, in_own_words(task))),
        "in context": {
            str(k): [
                round(right_words(model, task, with_examples(task, train, k, seed)).share, 4)
                for seed in (SEEDS if k else SEEDS[:1])
            ]
            for k in EXAMPLES
        },
    }


# ---- With training ----


def old_bits(model: nn.Module) -> float:
    """Bits per token on old text, read after the prompt or through the weights that it has."""
    short = [document for document in load_world("test") if len(document) <= LONGEST]
    return round(mean_bits(model, short[:OLD_DOCUMENTS]), 4)


@torch.inference_mode()
def answer_nats(model: nn.Module, task: Task) -> float:
    """Mean loss of the answers' tokens, <end> among them."""
    inputs, targets = pad_answers(task.prompts, task.answers)
    total = sum(
        nn.functional.cross_entropy(
            model(x).flatten(0, 1), y.flatten(), ignore_index=IGNORED, reduction="sum"
        ).item()
        for x, y in zip(inputs.split(50), targets.split(50), strict=True)
    )
    return total / int((targets != IGNORED).sum())


@dataclass(frozen=True)
class Setting:
    """One training: what is adapted how, and from which seed."""

    task: str
    method: str
    rate: float
    seed: int = TRIAL_SEED
    length: int = LENGTH
    start: str = "random"  # or "words"; of prompts

    def build(self, base: Path) -> nn.Module:
        """The model with what learns in it, drawn from the seed."""
        torch.manual_seed(self.seed)
        model = load_model(base)
        first = world_tokenizer().encode(START_WORDS[self.task]) if self.start == "words" else ()
        if self.method == "soft prompt":
            return SoftPrompt(model, self.length, first)
        if self.method == "prefix":
            return Prefix(model, self.length, first)
        if self.method == "LoRA":
            add_lora(model, RANK, 2 * RANK, MATRICES)
        return model


def state_of(model: nn.Module, method: str) -> dict[str, Tensor]:
    """What has to be stored for a task, apart from the base."""
    if method in ("soft prompt", "prefix"):
        return prompt_state(model)
    return lora_state(model) if method == "LoRA" else dict(model.named_parameters())


def train(setting: Setting, base: Path, steps: int) -> tuple[nn.Module, dict[str, object]]:
    """One run: the trained model, and the row of the file that tells of it."""
    model, begin = setting.build(base), time.process_time()
    batches = answer_batches(load_prompt_task(setting.task, "train"), ROWS, setting.seed)
    row: dict[str, object] = asdict(setting)
    try:
        history = fit(
            model, batches, steps, setting.rate, weight_decay=0.0, seed=setting.seed, progress=False
        )
    except ValueError:  # the loss is no number any more: a rate too high
        return model, row | {"nats": float("inf"), "CPU seconds": 0.0}
    seconds = round(time.process_time() - begin, 2)
    validation = load_prompt_task(setting.task, "validation")
    row["training nats"] = round(float(np.mean(history.losses[-20:])), 4)
    return model, row | {"nats": round(answer_nats(model, validation), 4), "CPU seconds": seconds}


def judged(setting: Setting, base: Path, steps: int) -> dict[str, object]:
    """A run that is no trial: with its right answers on test text, its bytes, and its old bits."""
    model, row = train(setting, base, steps)
    row["test"] = asdict(right_words(model, load_prompt_task(setting.task, "test")))
    row["test nats"] = round(answer_nats(model, load_prompt_task(setting.task, "test")), 4)
    row["old bits"] = old_bits(model)
    state = state_of(model, setting.method)
    row["bytes"] = stored_bytes(state)
    learning = [weights for weights in model.parameters() if weights.requires_grad]
    row["numbers"] = sum(weights.numel() for weights in learning)
    if isinstance(model, SoftPrompt):
        row |= near_and_double(model, load_prompt_task(setting.task, "validation"), setting.seed)
    return row


# ---- What a soft prompt means ----


def doubled(tuned: SoftPrompt, seed: int, draws: int = 500) -> Tensor:
    """Another prompt (P, C): each vector as long as the learned one, and as near to the same word.

    The rest of its direction is drawn, again until no other word is nearer; after so many draws,
    the one that comes closest to that is taken.
    """
    generator = torch.Generator().manual_seed(seed)
    table, vectors = tuned.token_embedding.weight.detach(), []
    for vector, [(word, cosine)] in zip(
        tuned.prompt.detach(), nearest_words(tuned, 1), strict=True
    ):
        toward = nn.functional.normalize(table[word], dim=0)  # (C,)
        drawn = torch.randn(draws, len(toward), generator=generator)
        aside = nn.functional.normalize(drawn - (drawn @ toward)[:, None] * toward, dim=1)
        units = cosine * toward + (1 - cosine**2) ** 0.5 * aside  # (draws, C)
        nearest = (units @ nn.functional.normalize(table, dim=1).T).amax(1)  # (draws,)
        kept = (nearest <= cosine + 1e-5).nonzero()
        best = int(kept[0]) if len(kept) else int(nearest.argmin())
        vectors.append(vector.norm() * units[best])
    return torch.stack(vectors)


@torch.no_grad()
def right_with(tuned: SoftPrompt, vectors: Tensor, task: Task) -> float:
    """The share of right answers with other vectors in the prompt's place."""
    learned = tuned.prompt.detach().clone()
    tuned.prompt.copy_(vectors)
    share = right_words(tuned, task).share
    tuned.prompt.copy_(learned)
    return round(share, 4)


def near_and_double(tuned: SoftPrompt, task: Task, seed: int) -> dict[str, object]:
    """The nearest words, and what they are worth in the prompt's place."""
    near, table = nearest_words(tuned, k=1), tuned.token_embedding.weight.detach()
    found = torch.tensor([row[0][0] for row in near])
    return {
        "nearest": [[world_tokenizer().names[row[0][0]], round(row[0][1], 3)] for row in near],
        "norms": [round(norm, 2) for norm in tuned.prompt.detach().norm(dim=1).tolist()],
        "learned": right_with(tuned, tuned.prompt.detach(), task),
        "the words themselves": right_with(tuned, table[found], task),
        "doubles": [right_with(tuned, doubled(tuned, 10 * seed + n), task) for n in range(3)],
    }


# ---- The file ----

Row = dict[str, object]


def same(row: Row, setting: Setting) -> bool:
    """Whether a row of the file tells of this run."""
    return all(row[name] == value for name, value in asdict(setting).items())


def best_rate(task: str, method: str, trial: Callable[[Setting], Row]) -> float:
    """The rate with the least validation loss, with neighbors on both sides."""
    tried: dict[float, float] = {}
    while (rate := next_rate(tried, RATES[method], factor=3, further=2)) is not None:
        tried[rate] = trial(Setting(task, method, rate))["nats"]
    return min(tried, key=tried.get)


def finished(result: dict[str, object]) -> list[str]:
    """The tasks of a file for which every method has all its seeds.

    >>> finished({"runs": []})
    []
    """
    final = {(row["task"], row["method"], row["seed"]) for row in result["runs"]}
    wanted = [(method, seed) for method in RATES for seed in SEEDS]
    return [task for task in TASKS if all((task, *pair) in final for pair in wanted)]


def run(
    path: Path, base: Path = STORY_GPT, steps: int = STEPS, tasks: Sequence[str] = TASKS
) -> dict[str, object]:
    """Every run that the file does not hold yet."""
    settings = {
        "base": sha256(base),
        "steps": steps,
        "rows": ROWS,
        "tasks": TASKS,
    }
    command = "python -m course_utils.runs.prompts"

    def fresh() -> dict[str, object]:
        return {"old bits of the base": old_bits(load_model(base)), "untrained": {}, "runs": []}

    result = go_on(path, command, settings, fresh)
    rows: list[Row] = result["runs"]

    def done(setting: Setting) -> Row:
        found = next((row for row in rows if same(row, setting)), None)
        if found is None:
            found = (train(setting, base, steps)[1] if setting.seed == TRIAL_SEED
                     else judged(setting, base, steps))  # fmt: skip
            rows.append(found)
            write_run(path, result)
            print({name: found[name] for name in ("task", "method", "rate", "seed", "nats")},
                  found.get("test", {}).get("share"), flush=True)  # fmt: skip
        return found

    for task in tasks:
        if task not in result["untrained"]:
            result["untrained"][task] = untrained(load_model(base), task)
            write_run(path, result)
    for task in tasks:
        for method in RATES:
            rate = best_rate(task, method, done)
            for seed in SEEDS:
                done(Setting(task, method, rate, seed))
        if task == LENGTHS_OF:
            rate = best_rate(task, "soft prompt", done)
            for seed in SEEDS:
                done(Setting(task, "soft prompt", rate, seed, start="words"))
                for length in LENGTHS:
                    done(Setting(task, "soft prompt", rate, seed, length))
    result["CPU seconds"] = round(sum(row["CPU seconds"] for row in rows), 1)
    write_run(path, result)
    return result


if __name__ == "__main__":
    run(SHIPPED)
