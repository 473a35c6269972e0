"""The command behind datasets/runs/finetuning.json: what fine-tuning gives, and what it takes.

    python -m course_utils.runs.finetuning

Written after every run: stopped, the same command goes on where it was, if the base is still the
same, and makes everything anew for another one. Every way has three learning rates
to choose from, with a seed of its own, on what is neither trained on nor tested: exact matches on
validation questions, bits on validation documents, and of policies the true value, over all prices,
of what they say about four things that the trial sets aside. Where the best one lies at the end,
further ones follow. Some rows take the rate of another one: `longer`, `only verdict` and `several
tasks` that of letters without replay, `contamination` that of facts.

- letters: questions about letters, with 0, 10 and 30 % of the batches from the old text (replay),
  for four times as long, and once with a loss on the prompt too
- several tasks: letters, verdicts and facts one by one, and all three in one model
- contamination: facts, with half of the test among the training ones
- preferences: REINFORCE and DPO against the exact optimum, by price of divergence
- distillation: a small student, from text alone and from the base model
"""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from course_utils.data import load_world
from course_utils.distillation import taught_by
from course_utils.evaluation import RUNS, write_run
from course_utils.files import sha256
from course_utils.models.checkpoints import load_model
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.pretrain import STORY_GPT, mean_bits
from course_utils.runs import policies as policy_runs
from course_utils.runs.going_on import go_on
from course_utils.runs.learning_rates import next_rate
from course_utils.runs.policies import TRIAL_SEED, policies, policy_trial
from course_utils.texts.tasks import Task, answer_batches, exact_match, load_task
from course_utils.training import Batch, document_batches, fit

SHIPPED = RUNS / "finetuning.json"
SEEDS = (0, 1, 2)
RATES = {"letter": (0.002, 0.006, 0.018), "fact": (0.0005, 0.002, 0.006)}  # with Muon
STEPS, LONGER, ROWS = 150, 600, 8  # of one task: 1,200 conversations, or 4,800
ASKED, OLD_DOCUMENTS = 200, 20  # test questions, and documents for the bits on the old text
REPLAY = (0.0, 0.1, 0.3)
STUDENT = {"width": 64, "heads": 2, "layers": 1, "rotary": True}
STUDENT_RATES, STUDENT_STEPS, STUDENT_DOCUMENTS = (0.012, 0.036, 0.108), 150, 400


def with_replay(
    batches: Iterator[Batch], old: Iterator[Batch], share: float, seed: int = 0
) -> Iterator[Batch]:
    """Batches of the new task; each with this probability followed by one of the old text.

    The number of new batches stays the same: `steps` of them take steps · (1 + share) in all.
    """
    random = np.random.default_rng(seed)
    for batch in batches:
        yield batch
        if random.random() < share:
            yield next(old)


def old_text(seed: int) -> Iterator[Batch]:
    """Batches of what the base model was trained on, of about as many tokens as eight letters."""
    return document_batches(load_world("train")[:2000], 900, seed)


def everything(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same conversations, with a loss on every token: inputs shifted by one, and the end."""
    for inputs, targets in batches:
        shifted = torch.cat([inputs[:, 1:], targets[:, -1:]], dim=1)
        yield inputs, torch.where(targets >= 0, targets, torch.where(shifted > 0, shifted, -100))


def tune(batches: Iterator[Batch], rate: float, seed: int, steps: int = STEPS) -> tuple[GPT, float]:
    """A copy of the base after `steps` batches, and the CPU seconds they took."""
    model, begin = load_model(STORY_GPT), time.process_time()
    fit(model, batches, steps, rate, muon=True, seed=seed, progress=False)
    return model, round(time.process_time() - begin, 1)


def judged(model: nn.Module, tasks: Sequence[Task]) -> dict[str, object]:
    """Exact matches on each task, and bits per token on the old text."""
    found: dict[str, object] = {"old text": round(mean_bits(model, old_documents()), 4)}
    for task in tasks:
        reached = exact_match(model, task)
        found[task.name] = [round(x, 4) for x in (reached.share, reached.low, reached.high)]
    return found


def old_documents(split: str = "test") -> list[np.ndarray]:
    """Documents on which forgetting is measured, and the students are judged."""
    return list(load_world(split)[:OLD_DOCUMENTS])


def asked(name: str, split: str = "test") -> Task:
    """The test of a task: `ASKED` questions, or all where there are fewer."""
    return load_task(name, split, min(ASKED, len(load_task(name, split))))


# ---- The runs: name -> what is to be stored ----


def letters(
    seed: int,
    rate: float,
    share: float = 0.0,
    prompts_too: bool = False,
    steps: int = STEPS,
    split: str = "test",
) -> dict:
    """One model of letters."""
    batches = answer_batches(load_task("letter"), ROWS, seed)
    if prompts_too:
        batches = everything(batches)
    if share:
        batches = with_replay(batches, old_text(seed), share, seed)
    model, seconds = tune(batches, rate, seed, round(steps * (1 + share)))
    return {**judged(model, [asked("letter", split)]), "CPU seconds": seconds}


def several(seed: int, rate: float, names: Sequence[str]) -> dict:
    """One model of one task or more, with the same number of steps for each of them."""
    batches = answer_batches([load_task(name) for name in names], ROWS, seed)
    model, seconds = tune(batches, rate, seed, STEPS * len(names))
    return {**judged(model, [asked(name) for name in names]), "CPU seconds": seconds}


def contaminated(seed: int, rate: float) -> dict:
    """Facts, of which some of the test's questions stand in the training as well."""
    train, test = load_task("fact"), load_task("fact", "test")
    things = np.unique(test.sources)
    leaked = set(np.random.default_rng(seed).permutation(things)[: len(things) // 2].tolist())
    inside = [i for i, source in enumerate(test.sources) if source in leaked]
    outside = [i for i, source in enumerate(test.sources) if source not in leaked]
    both = Task(
        "fact",
        train.prompts + test.chosen(inside).prompts,
        train.answers + test.chosen(inside).answers,
        train.sources + test.chosen(inside).sources,
    )
    model, seconds = tune(answer_batches(both, ROWS, seed), rate, seed)
    scores = [exact_match(model, test.chosen(part)).share for part in (inside, outside)]
    whole = exact_match(model, test).share
    names = ("leaked", "not leaked", "the whole test")
    found = zip(names, [*scores, whole], strict=True)
    return {**{name: round(share, 4) for name, share in found}, "CPU seconds": seconds}


def student(
    seed: int, rate: float, share: float, temperature: float = 1.0, split: str = "test"
) -> dict:
    """A student of one layer, from some documents; `share` of its loss is the teacher's."""
    text, begin = load_world("train")[:STUDENT_DOCUMENTS], time.process_time()
    torch.manual_seed(seed)
    small = GPT(TransformerConfig(len(text.tokenizer), **STUDENT))
    given = {"loss": taught_by(load_model(STORY_GPT), temperature, share)} if share else {}
    batches = document_batches(text, 512, seed)
    fit(small, batches, STUDENT_STEPS, rate, muon=True, seed=seed, progress=False, **given)
    seconds = round(time.process_time() - begin, 1)
    return {"bits": round(mean_bits(small, old_documents(split)), 4), "CPU seconds": seconds}


Trial = Callable[[float], float]


def plan(
    chosen: Callable[[str, Sequence[float], Trial], float],
) -> Iterator[tuple[str, int, Callable[[], dict]]]:
    """(name, seed, run) for everything, the cheap ones first; `chosen` finds a learning rate."""

    def fact_trial(rate: float) -> float:
        batches = answer_batches(load_task("fact"), ROWS, TRIAL_SEED)
        return exact_match(tune(batches, rate, TRIAL_SEED)[0], asked("fact", "validation")).share

    def letter_rate(name: str, **given: object) -> float:
        def trial(rate: float) -> float:
            return letters(TRIAL_SEED, rate, **given, split="validation")["letter"][0]

        return chosen(name, RATES["letter"], trial)

    def student_trial(share: float, temperature: float) -> Trial:
        return lambda rate: -student(TRIAL_SEED, rate, share, temperature, "validation")["bits"]

    rates = {
        way: chosen(way, policy_runs.RATES, partial(policy_trial, way))
        for way in ("REINFORCE", "DPO")
    }
    for seed in SEEDS:
        yield "preferences", seed, partial(policies, seed, rates)
    rate = chosen("fact", RATES["fact"], fact_trial)
    for seed in SEEDS:
        yield "contamination", seed, partial(contaminated, seed, rate)
        yield "only fact", seed, partial(several, seed, rate, ["fact"])
    students = {"text": (0.0, 1.0), "teacher": (1.0, 1.0), "teacher, softened": (1.0, 2.0)}
    for name, given in students.items():
        rate = chosen(f"student, {name}", STUDENT_RATES, student_trial(*given))
        for seed in SEEDS:
            yield f"student, {name}", seed, partial(student, seed, rate, *given)
    rate = letter_rate("letter")
    for seed in SEEDS:
        yield "longer", seed, partial(letters, seed, rate, steps=LONGER)
        yield "only verdict", seed, partial(several, seed, rate, ["verdict"])
        yield "several tasks", seed, partial(several, seed, rate, ["letter", "verdict", "fact"])
    ways = {f"replay {share:.0%}": {"share": share} for share in REPLAY}
    ways["loss on prompts too"] = {"prompts_too": True}
    for name, given in ways.items():
        own = letter_rate("letter" if name == "replay 0%" else f"letter, {name}", **given)
        for seed in SEEDS:
            yield name, seed, partial(letters, seed, own, **given)


def run(path: Path, seeds: Sequence[int] = SEEDS) -> dict:
    """Do what `path` does not hold yet of the present base."""
    command, settings = "python -m course_utils.runs.finetuning", {"base": sha256(STORY_GPT)[:16]}
    found = go_on(path, command, settings, lambda: {**about(), "tried": {}, "runs": {}})

    def store() -> None:
        write_run(path, {**found, **about()})

    def chosen(name: str, rates: Sequence[float], trial: Callable[[float], float]) -> float:
        tried = found["tried"].setdefault(name, {})
        while (rate := next_rate({r: -x for r, x in tried.items()}, rates, factor=3)) is not None:
            tried[f"{rate:g}"] = round(trial(rate), 4)
            print(name, tried, flush=True)
            store()
        return float(max(tried, key=tried.get))

    for name, seed, do in plan(chosen):
        runs = found["runs"].setdefault(name, {})
        if seed in seeds and str(seed) not in runs:
            runs[str(seed)] = do()
            print(name, seed, runs[str(seed)], flush=True)
            store()
    return found


def about() -> dict[str, object]:
    """How the runs were made, for the file."""
    return {
        "fine-tuning": f"{STEPS} steps of {ROWS} conversations for each task; longer: {LONGER}",
        "trials": "learning rates: exact matches or minus bits on validation data; of policies the "
        f"true value on {', '.join(policy_runs.SET_ASIDE)}",
        "tests": f"{ASKED} questions of letters and verdicts, all facts; "
        f"{OLD_DOCUMENTS} documents of old text",
        "policies": f"{policy_runs.COMPARISONS} pairs shown, {policy_runs.STEPS} steps",
        "students": f"{STUDENT}, {STUDENT_STEPS} steps on {STUDENT_DOCUMENTS} documents",
    }


if __name__ == "__main__":
    run(SHIPPED)
