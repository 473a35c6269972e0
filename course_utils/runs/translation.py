"""The command behind the shipped translation runs: with and without attention, at equal cost.

    python -m course_utils.runs.translation made      sentences of the parallel grammar
    python -m course_utils.runs.translation real      cmn_eng, sentence pairs that people wrote

It writes datasets/runs/translation_made.json or translation_real.json. All kinds of model get
the same number of learning-rate trials and the same CPU seconds, turned into steps beforehand by
timing them in turn; learning rates are chosen by the loss on validation pairs; the test pairs are
translated once by each final model.
"""

import argparse
import itertools
import time
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from course_utils.beam_search import beam_search
from course_utils.downloads import download
from course_utils.evaluation import RUNS, made, write_run
from course_utils.models.ibm import IBMModel1
from course_utils.models.seq2seq import Seq2Seq, Seq2SeqConfig
from course_utils.models.transformer import EncoderDecoder, TransformerConfig
from course_utils.parallel.corpus import load_pairs
from course_utils.parallel.joining import Pair
from course_utils.texts.translation import (
    Ids,
    StepByStep,
    Translator,
    WordIds,
    attention_weights,
    continuations,
    make_batch,
    pair_batches,
    translate,
    translation_loss,
)
from course_utils.tokenizers import split_words
from course_utils.training import fit
from course_utils.translation_scores import (
    alignment_error_rate,
    corpus_bleu,
    diagonal_links,
    exact_match,
    strongest_links,
)

KINDS = ("none", "multiplicative", "additive")
RATES = (2e-3, 6e-3, 1.8e-2, 5.4e-2)  # one trial each, for every kind
TRIAL_SECONDS, SECONDS, SEEDS = 15, 45, (0, 1, 2)
WIDTH, TOKENS = 96, 500  # of the models; cells of a batch
BEAMS = ((1, 0.0), (2, 0.0), (4, 0.0), (10, 0.0), (4, 1.0), (10, 1.0))
SEARCHED = 60  # test sentences that are searched with every beam

Sentences = Sequence[tuple[Sequence[str], Sequence[str]]]


def real_pairs() -> dict[str, list[tuple[list[str], list[str]]]]:
    """cmn_eng by split: Chinese as characters, English as words; no sentence is in two splits."""
    splits: dict[str, list] = {"train": [], "validation": [], "test": []}
    for line in download("cmn_eng").read_text(encoding="utf-8").split("\n"):
        english, _, chinese = line.strip("\ufeff\r").partition("\t")
        if chinese:
            place = zlib.crc32(english.lower().encode("utf-8")) % 30
            split = {0: "validation", 1: "test"}.get(place, "train")
            splits[split].append((list(chinese.strip()), split_words(english.lower())))
    known = {"".join(chinese) for chinese, _ in splits["train"]}
    for split in ("validation", "test"):
        splits[split] = [pair for pair in splits[split] if "".join(pair[0]) not in known]
    return splits


def build(kind: str, sizes: tuple[int, int]) -> Translator:
    """A model with fresh weights; the Transformer's one table holds the words of both languages."""
    if kind.startswith("transformer"):
        return StepByStep(EncoderDecoder(TransformerConfig(sizes[1], width=WIDTH, layers=2)))
    return Seq2Seq(Seq2SeqConfig(*sizes, WIDTH, kind))


def steps_per_second(
    train: Sequence[Ids], sizes: tuple[int, int], kinds: Sequence[str] = KINDS
) -> dict[str, float]:
    """Training steps in one CPU second, for each kind of model, timed in turn."""
    models = {kind: build(kind, sizes) for kind in kinds}
    batches = pair_batches(train, TOKENS)
    spent = dict.fromkeys(kinds, 0.0)
    for turn in range(5):
        for kind, model in models.items():
            some = [*itertools.islice(batches, 20)]
            begin = time.process_time()
            fit(model, some, 20, 1e-3, loss=translation_loss, muon="Muon" in kind, progress=False)
            spent[kind] += (time.process_time() - begin) * (turn > 0)  # the first one warms up
    return {kind: 80 / seconds for kind, seconds in spent.items()}


def train_model(
    kind: str, train: Sequence[Ids], sizes: tuple[int, int], rate: float, steps: int, seed: int
) -> tuple[Translator, dict[str, Any]]:
    """One model, and what its training cost."""
    torch.manual_seed(seed)
    model = build(kind, sizes)
    begin = time.process_time()
    history = fit(
        model,
        pair_batches(train, TOKENS, seed),
        steps,
        rate,
        loss=translation_loss,
        muon="Muon" in kind,
        weight_decay=0.01,
        seed=seed,
        progress=False,
    )
    about = {
        "attention": kind,
        "learning_rate": rate,
        "seed": seed,
        "steps": steps,
        "cpu_seconds": round(time.process_time() - begin, 1),
        "parameters": sum(part.numel() for part in model.parameters()),
        "losses": [round(float(np.mean(some)), 4) for some in np.array_split(history.losses, 40)],
    }
    return model, about


@torch.inference_mode()
def held_out_loss(model: Translator, pairs: Sequence[Ids]) -> float:
    """Mean loss of a target token in nats."""
    batches = [make_batch(pairs[first : first + 50]) for first in range(0, len(pairs), 50)]
    counts = [int((targets >= 0).sum()) for _, _, targets in batches]
    losses = [translation_loss(model, batch).item() for batch in batches]
    return float(np.average(losses, weights=counts))


def learning_rate_trials(
    kinds: Sequence[str],
    ids: dict[str, list[Ids]],
    sizes: tuple[int, int],
    speed: dict[str, float],
    rates: Sequence[float] = RATES,
) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """Equally many short trainings for each kind, and the rate with the lowest held-out loss."""
    trials, chosen = [], {}
    for kind in kinds:
        for rate in rates:
            steps = int(speed[kind] * TRIAL_SECONDS)
            model, about = train_model(kind, ids["train"], sizes, rate, steps, 0)
            about["validation_loss"] = held_out_loss(model, ids["validation"])
            trials.append({key: value for key, value in about.items() if key != "losses"})
            print(trials[-1], flush=True)
        of_kind = [trial for trial in trials if trial["attention"] == kind]
        chosen[kind] = min(of_kind, key=lambda trial: trial["validation_loss"])["learning_rate"]
    return trials, chosen


def scores(hypotheses: list[list[str]], references: list[Sequence[str]]) -> dict[str, Any]:
    """Exact match, BLEU, and the words written for each word of the reference."""
    return {
        "sentences": len(references),
        "exact": exact_match(hypotheses, references),
        "bleu": corpus_bleu(hypotheses, references),
        "length": sum(map(len, hypotheses)) / sum(map(len, references)),
    }


def by_group(
    hypotheses: list[list[str]], references: list[Sequence[str]], groups: Sequence[Any]
) -> list[dict[str, Any]]:
    """`scores` of the sentences of each group."""
    found = []
    for group in sorted(set(groups)):
        chosen = [place for place, one in enumerate(groups) if one == group]
        part = scores([hypotheses[i] for i in chosen], [references[i] for i in chosen])
        found.append({"group": group, **part})
    return found


def words_group(words: Sequence[str]) -> str:
    """The class of a sentence by its length in words, such as "09-12"."""
    bounds = (1, 9, 13, 19, 27, 41, 61)
    place = sum(len(words) >= bound for bound in bounds)
    return f"{bounds[place - 1]:02}-{bounds[place] - 1:02}" if place < len(bounds) else "61+"


def aligned(model: Translator, pairs: Sequence[Pair], ids: Sequence[Ids]) -> dict[str, float]:
    """Alignment error rate of the strongest weights, also with the rows moved by one word."""
    rates = {}
    weights = [attention_weights(model, *one) for one in ids]
    for shift in (-1, 0, 1):
        moved = [{(s, t + shift) for s, t in strongest_links(one)} for one in weights]
        inside = [
            {(s, t) for s, t in links if 0 <= t < len(pair.english)}
            for links, pair in zip(moved, pairs, strict=True)
        ]
        rates[str(shift)] = error_rate(inside, pairs)
    return rates


def error_rate(links: Sequence[set[tuple[int, int]]], pairs: Sequence[Pair]) -> float:
    """Alignment error rate over many sentences."""
    every = [
        {(number, *link) for number, one in enumerate(part) for link in one}
        for part in (links, [pair.sure for pair in pairs], [pair.possible for pair in pairs])
    ]
    return alignment_error_rate(*every)


def searched(model: Translator, pairs: Sequence[Ids], target: WordIds) -> list[dict[str, Any]]:
    """Scores and mean log-probability of a sentence for several beams."""
    found = []
    for width, power in BEAMS:
        best = [
            beam_search(continuations(model, source), width, 80, power)[0] for source, _ in pairs
        ]
        hypotheses = [target.decode(one.text()) for one in best]
        references = [target.decode(one) for _, one in pairs]
        found.append(
            {
                "width": width,
                "length_power": power,
                "log_probability": float(np.mean([one.log_probability for one in best])),
                **scores(hypotheses, references),
            }
        )
    return found


def tested(
    model: Translator, target: WordIds, splits: dict[str, Sequence[Pair]], ids: dict[str, list[Ids]]
) -> dict[str, Any]:
    """Scores of the test sentences, and of these and the long ones by clauses and by words."""
    pairs, number = [*splits["test"], *splits["long"]], len(splits["test"])
    outputs = translate(model, [source for source, _ in [*ids["test"], *ids["long"]]])
    hypotheses = [target.decode(one) for one in outputs]
    references = [pair.english for pair in pairs]
    return {
        "test": scores(hypotheses[:number], references[:number]),
        "by_clauses": by_group(hypotheses, references, [pair.clauses for pair in pairs]),
        "by_words": by_group(hypotheses, references, [*map(words_group, references)]),
    }


def run_made() -> dict[str, Any]:
    """All runs on the pairs of the grammar."""
    splits = {split: load_pairs(split) for split in ("train", "validation", "test", "long")}
    source = WordIds(pair.chinese for pair in splits["train"])
    target = WordIds(pair.english for pair in splits["train"])
    ids = {
        split: [(source.encode(pair.chinese), target.encode(pair.english)) for pair in pairs]
        for split, pairs in splits.items()
    }
    sizes = (len(source), len(target))
    speed = steps_per_second(ids["train"], sizes)
    trials, chosen = learning_rate_trials(KINDS, ids, sizes, speed)
    runs, beams, steps = [], [], {kind: int(speed[kind] * SECONDS) for kind in KINDS}
    for seed, kind in itertools.product(SEEDS, KINDS):
        model, about = train_model(kind, ids["train"], sizes, chosen[kind], steps[kind], seed)
        about |= tested(model, target, splits, ids)
        if kind != "none":
            about["error_rate"] = aligned(model, splits["test"], ids["test"])
        if seed == 0 and kind != "additive":
            found = searched(model, ids["test"][:SEARCHED], target)
            beams += [{"attention": kind, **one} for one in found]
        runs.append(about)
        print({key: value for key, value in about.items() if key != "losses"}, flush=True)
    ibm = IBMModel1(ids["train"], *sizes, rounds=10)
    alone = {
        "diagonal": error_rate(
            [diagonal_links(len(p.chinese), len(p.english)) for p in splits["test"]], splits["test"]
        ),
        "ibm1": error_rate([ibm.align(*one) for one in ids["test"]], splits["test"]),
    }
    return {"trials": trials, "runs": runs, "beams": beams, "error_rate": alone}


OWN = (  # sentences of ours that a model of cmn_eng should be able to translate
    ("我喜欢喝茶。", "i like to drink tea."),
    ("他昨天没有来。", "he did not come yesterday."),
    ("你会说中文吗？", "can you speak chinese?"),
    ("她正在厨房里做饭。", "she is cooking in the kitchen."),
    ("如果明天下雨，我们就待在家里。", "if it rains tomorrow, we will stay at home."),
    ("老板把那封信放在桌子上了。", "the boss put that letter on the table."),
)


def run_real() -> dict[str, Any]:
    """All runs on cmn_eng."""
    splits = real_pairs()
    source = WordIds((chinese for chinese, _ in splits["train"]), at_least=3)
    target = WordIds((english for _, english in splits["train"]), at_least=3)
    ids = {
        split: [(source.encode(chinese), target.encode(english)) for chinese, english in pairs]
        for split, pairs in splits.items()
    }
    sizes, runs, beams, own = (len(source), len(target)), [], [], []
    speed = steps_per_second(ids["train"], sizes)
    kinds = ("none", "multiplicative")
    trials, rates = learning_rate_trials(kinds, ids, sizes, speed)
    references = [english for _, english in splits["test"]]
    for seed, kind in itertools.product(SEEDS, kinds):
        steps = int(speed[kind] * SECONDS)
        model, about = train_model(kind, ids["train"], sizes, rates[kind], steps, seed)
        hypotheses = [
            target.decode(one) for one in translate(model, [source for source, _ in ids["test"]])
        ]
        about["test"] = scores(hypotheses, references)
        about["by_words"] = by_group(hypotheses, references, [*map(words_group, references)])
        about["validation_loss"] = held_out_loss(model, ids["validation"])
        if seed == 0:
            sentences = [source.encode(list(chinese)) for chinese, _ in OWN]
            said = [" ".join(target.decode(one)) for one in translate(model, sentences, 30)]
            own += [
                {"attention": kind, "chinese": chinese, "meant": meant, "said": english}
                for (chinese, meant), english in zip(OWN, said, strict=True)
            ]
            if kind != "none":
                beams = searched(model, ids["test"][:SEARCHED], target)
        runs.append(about)
        print({key: value for key, value in about.items() if key != "losses"}, flush=True)
    about = {
        "pairs": {split: len(pairs) for split, pairs in splits.items()},
        "vocabulary": {"chinese": sizes[0], "english": sizes[1]},
        "unknown": float(np.mean([token == 7 for _, one in ids["test"] for token in one])),
    }
    return {"text": about, "trials": trials, "runs": runs, "beams": beams, "own": own}


def main() -> None:
    """Make one of the two files."""
    parser = argparse.ArgumentParser(description="Write datasets/runs/translation_*.json.")
    parser.add_argument("text", choices=("made", "real"))
    text = parser.parse_args().text
    begin, results = time.process_time(), run_made() if text == "made" else run_real()
    how = {
        **made(f"python -m course_utils.runs.translation {text}"),
        "cpu_seconds": {"each_trial": TRIAL_SECONDS, "each_run": SECONDS},
        "all_cpu_seconds": round(time.process_time() - begin),
        "width": WIDTH,
    }
    path = RUNS / f"translation_{text}.json"
    write_run(path, {**how, **results})
    print("wrote", path)


if __name__ == "__main__":
    main()
