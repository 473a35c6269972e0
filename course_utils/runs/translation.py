"""The command behind the shipped translation runs: with and without attention, at equal cost.

    python -m course_utils.runs.translation made      sentences of the parallel grammar
    python -m course_utils.runs.translation real      cmn_eng, sentence pairs that people wrote

It writes datasets/runs/translation_made.json or translation_real.json. All kinds of model compete
at equal cost, see `translation_contest`; the test pairs are translated once by each final model.
"""

import argparse
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.beam_search import beam_search
from course_utils.downloads import download
from course_utils.evaluation import RUNS
from course_utils.models.ibm import IBMModel1
from course_utils.parallel.corpus import SPLITS, load_pairs
from course_utils.parallel.joining import Pair
from course_utils.runs.neural_rungs import Budget
from course_utils.runs.translation_contest import (
    BUDGET,
    About,
    compete,
    held_out_loss,
    write_contest,
)
from course_utils.texts.translation import (
    Ids,
    Translator,
    WordIds,
    attention_weights,
    continuations,
    translate,
)
from course_utils.tokenizers import UNK, split_words
from course_utils.translation_scores import (
    alignment_error_rate,
    corpus_bleu,
    diagonal_links,
    exact_match,
    strongest_links,
)

KINDS = ("none", "multiplicative", "additive")
REAL_KINDS = KINDS[:2]
RATES = (2e-3, 6e-3, 1.8e-2, 5.4e-2)  # one trial each, for every kind
BEAMS = ((1, 0.0), (2, 0.0), (4, 0.0), (10, 0.0), (4, 1.0), (10, 1.0))
SEARCHED = 60  # test sentences that are searched with every beam

Sentences = Sequence[tuple[Sequence[str], Sequence[str]]]  # Chinese, English


def made_pairs() -> dict[str, tuple[Pair, ...]]:
    """The pairs of the grammar by split."""
    return {split: load_pairs(split) for split in SPLITS}


def sentences(pairs: Sequence[Pair]) -> Sentences:
    """Their words alone."""
    return [(pair.chinese, pair.english) for pair in pairs]


def encoded(
    texts: Mapping[str, Sentences], source: WordIds, target: WordIds
) -> dict[str, list[Ids]]:
    """Ids of the words of both sides, by split."""
    return {
        split: [(source.encode(chinese), target.encode(english)) for chinese, english in pairs]
        for split, pairs in texts.items()
    }


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


def run_made(budget: Budget) -> About:
    """All runs on the pairs of the grammar."""
    splits, beams = made_pairs(), []
    source = WordIds(pair.chinese for pair in splits["train"])
    target = WordIds(pair.english for pair in splits["train"])
    ids = encoded({split: sentences(pairs) for split, pairs in splits.items()}, source, target)

    def look(model: Translator, about: About) -> About:
        kind, seen = about["attention"], tested(model, target, splits, ids)
        if kind != "none":
            seen["error_rate"] = aligned(model, splits["test"], ids["test"])
        if about["seed"] == 0 and kind != "additive":
            found = searched(model, ids["test"][:SEARCHED], target)
            beams.extend({"attention": kind, **one} for one in found)
        return seen

    sizes = (len(source), len(target))
    found = compete(dict.fromkeys(KINDS, RATES), ids, sizes, budget, look)
    ibm = IBMModel1(ids["train"], *sizes, rounds=10)
    alone = {
        "diagonal": error_rate(
            [diagonal_links(len(p.chinese), len(p.english)) for p in splits["test"]], splits["test"]
        ),
        "ibm1": error_rate([ibm.align(*one) for one in ids["test"]], splits["test"]),
    }
    return {**found, "beams": beams, "error_rate": alone}


OWN = (  # sentences of ours that a model of cmn_eng should be able to translate
    ("我喜欢喝茶。", "i like to drink tea."),
    ("他昨天没有来。", "he did not come yesterday."),
    ("你会说中文吗？", "can you speak chinese?"),
    ("她正在厨房里做饭。", "she is cooking in the kitchen."),
    ("如果明天下雨，我们就待在家里。", "if it rains tomorrow, we will stay at home."),
    ("老板把那封信放在桌子上了。", "the boss put that letter on the table."),
)


def run_real(budget: Budget) -> About:
    """All runs on cmn_eng."""
    splits, beams, own = real_pairs(), [], []
    source = WordIds((chinese for chinese, _ in splits["train"]), at_least=3)
    target = WordIds((english for _, english in splits["train"]), at_least=3)
    ids = encoded(splits, source, target)
    references = [english for _, english in splits["test"]]

    def look(model: Translator, about: About) -> About:
        outputs = translate(model, [chinese for chinese, _ in ids["test"]])
        hypotheses = [target.decode(one) for one in outputs]
        if about["seed"] == 0:
            kind, asked = about["attention"], [source.encode(list(chinese)) for chinese, _ in OWN]
            said = [" ".join(target.decode(one)) for one in translate(model, asked, 30)]
            own.extend(
                {"attention": kind, "chinese": chinese, "meant": meant, "said": english}
                for (chinese, meant), english in zip(OWN, said, strict=True)
            )
            if kind != "none":
                beams.extend(searched(model, ids["test"][:SEARCHED], target))
        return {
            "test": scores(hypotheses, references),
            "by_words": by_group(hypotheses, references, [*map(words_group, references)]),
            "validation_loss": held_out_loss(model, ids["validation"]),
        }

    sizes = (len(source), len(target))
    found = compete(dict.fromkeys(REAL_KINDS, RATES), ids, sizes, budget, look)
    text = {
        "pairs": {split: len(pairs) for split, pairs in splits.items()},
        "vocabulary": {"chinese": sizes[0], "english": sizes[1]},
        "unknown": float(np.mean([token == UNK for _, one in ids["test"] for token in one])),
    }
    return {"text": text, **found, "beams": beams, "own": own}


def main(
    arguments: Sequence[str] | None = None, folder: Path = RUNS, budget: Budget = BUDGET
) -> None:
    """Make one of the two files."""
    parser = argparse.ArgumentParser(description="Write datasets/runs/translation_*.json.")
    parser.add_argument("text", choices=("made", "real"))
    text = parser.parse_args(arguments).text
    command = f"python -m course_utils.runs.translation {text}"
    contest = {"made": run_made, "real": run_real}[text]
    write_contest(folder / f"translation_{text}.json", command, budget, lambda: contest(budget))


if __name__ == "__main__":
    main()
