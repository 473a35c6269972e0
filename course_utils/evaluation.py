"""How good is a model? Bits, intervals over documents, and the two ladders.

Every language model of the course is scored by `log2_probabilities`, whatever it is made of.
"""

import datetime
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from course_utils.files import DATASETS, intact, write_text

RUNS = DATASETS / "runs"


@dataclass(frozen=True)
class Score:
    """A mean with its 95 % interval over documents, in bits per unit of text."""

    bits: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.bits:.3f} bits (95 % interval {self.low:.3f} to {self.high:.3f})"


@dataclass(frozen=True)
class Rung:
    """One model on one ladder: "world" (bits per token) or a real text (bits per character)."""

    ladder: str
    model: str
    week: str  # notebook that builds the model, for example "1.3"
    bits: float
    low: float  # 95 % interval over documents
    high: float
    live: bool = False  # computed in the notebook at hand, not read from datasets/runs


def document_bits(log2_probabilities: np.ndarray, documents: Sequence[np.ndarray]) -> np.ndarray:
    """Total bits of each document, (D,), from the log2-probabilities of all tokens, (N,).

    Raises:
        ValueError: if the numbers of tokens differ, or a document is empty.

    >>> document_bits(np.array([-1.0, -2.0, -0.5]), [np.array([5, 2]), np.array([2])]).tolist()
    [3.0, 0.5]
    """
    lengths = [len(document) for document in documents]
    if sum(lengths) != len(log2_probabilities):
        raise ValueError(
            f"{len(log2_probabilities)} log-probabilities for {sum(lengths)} tokens; "
            "score the same documents that you pass here"
        )
    if min(lengths, default=0) < 1:
        raise ValueError("no documents, or an empty one; each has at least its <end>")
    if np.isnan(log2_probabilities).any():
        raise ValueError("a log-probability is nan: the model's numbers grew without bound")
    return -np.add.reduceat(log2_probabilities, np.cumsum([0, *lengths[:-1]]))


def score(bits: np.ndarray, units: np.ndarray, resamples: int = 1000, seed: int = 0) -> Score:
    """Bits per unit over all documents, with a 95 % bootstrap interval over documents.

    Documents, not tokens, are drawn again with replacement: the tokens of one document depend
    on each other (Efron and Tibshirani 1993, chapter 13).

    Args:
        bits: (D,) bits of each document; may be a difference of two models' bits.
        units: (D,) tokens or characters of each document.
        resamples: number of bootstrap samples.
        seed: of the drawing.

    Raises:
        ValueError: for fewer than two documents, or lengths that differ.
    """
    if len(bits) != len(units) or len(bits) < 2:
        raise ValueError(
            f"{len(bits)} document bits and {len(units)} lengths; an interval over documents "
            "needs the same number of both, and at least two documents"
        )
    if np.min(units) <= 0:
        raise ValueError(f"a document has {np.min(units)} units; each needs at least 1")
    if np.isnan(bits).any() or resamples < 1:
        raise ValueError(f"{resamples} resamples of bits {bits!r:.60}; draw once, and no nan")
    mean = float(np.sum(bits) / np.sum(units))
    if not np.isfinite(mean):  # some token had probability 0: there is nothing to draw again
        return Score(mean, mean, mean)
    draws = np.random.default_rng(seed).multinomial(
        len(bits), np.full(len(bits), 1 / len(bits)), size=resamples
    )  # (resamples, D): how often each document is drawn
    low, high = np.quantile(draws @ bits / (draws @ units), [0.025, 0.975])
    return Score(mean, float(low), float(high))


DISTANCES = (1, 5, 10, 20, 40, 80, 256)  # borders of the groups of `bits_by_distance`


def bits_by_distance(
    bits: np.ndarray, distance: np.ndarray, borders: Sequence[int] = DISTANCES
) -> list[tuple[int, int, int, float]]:
    """What a model pays for a copied token, by how far back it has to remember.

    Args:
        bits: (N,) of each token.
        distance: (N,) tokens back to the last mention, 0 for what is no copy: Corpus.distance.
        borders: a group goes from one border to before the next.

    Returns:
        For each group (from, to before, how many tokens, their mean bits; nan where none are).

    >>> bits_by_distance(np.array([9.0, 1.0, 3.0, 6.0]), np.array([0, 2, 4, 7]), (1, 5, 10))
    [(1, 5, 2, 2.0), (5, 10, 1, 6.0)]
    """
    if np.shape(bits) != np.shape(distance) or np.isnan(bits).any():
        raise ValueError(
            f"bits of shape {np.shape(bits)}, distances of {np.shape(distance)}; give one number "
            "of each for a token, and no nan"
        )
    groups = []
    for low, high in pairwise(borders):
        chosen = bits[(low <= distance) & (distance < high)]
        groups.append((low, high, len(chosen), float(np.mean(chosen)) if len(chosen) else np.nan))
    return groups


def perplexity(bits_per_token: float) -> float:
    """2 to the power of the bits per token: the size of an equally hard fair choice.

    >>> perplexity(3.0)
    8.0
    """
    return 2.0**bits_per_token


def load_rungs(ladder: str, until: str | None = None, folder: Path = RUNS) -> list[Rung]:
    """The shipped rungs of a ladder, in the order in which the course builds the models.

    Args:
        ladder: "world" or the name of a text.
        until: the last week to load, such as "1.3"; None for all.
        folder: of the shipped runs.

    Raises:
        FileNotFoundError: if no run of that ladder is shipped.
    """
    path = folder / f"ladder_{ladder}.json"
    if not path.exists():
        known = sorted(p.stem.removeprefix("ladder_") for p in folder.glob("ladder_*.json"))
        raise FileNotFoundError(f"no ladder {ladder!r} in {folder}; there are: {known}")
    rungs = [Rung(**rung) for rung in read_run(path)["rungs"]]
    return [rung for rung in rungs if until is None or rung.week <= str(until)]


def save_rungs(rungs: Sequence[Rung], how: Mapping[str, object], folder: Path = RUNS) -> Path:
    """Write one week's rungs of one ladder, with `how` they were made (command, date, machine …).

    The file keeps the rungs of every other week; those of the same week are replaced.

    Raises:
        ValueError: for rungs of two ladders or two weeks.
    """
    if len({(rung.ladder, rung.week) for rung in rungs}) != 1:
        found = sorted({f"{rung.ladder}, {rung.week}" for rung in rungs})
        raise ValueError(f"rungs of {found}; save one ladder and one week at a time")
    ladder, week = rungs[0].ladder, rungs[0].week
    path = folder / f"ladder_{ladder}.json"
    shipped = read_run(path) if path.exists() else {"made": {}, "rungs": []}
    weeks = {**shipped["made"], week: dict(how)}
    others = [rung for rung in shipped["rungs"] if rung["week"] != week]
    every = others + [{**asdict(rung), "live": False} for rung in rungs]
    write_run(
        path,
        {
            "unit": "bits per token" if ladder == "world" else "bits per character",
            "made": {week: weeks[week] for week in sorted(weeks)},
            "rungs": sorted(every, key=lambda rung: rung["week"]),  # stable within a week
        },
    )
    return path


def made(command: str) -> dict[str, str]:
    """Command, date and machine of a run, for its file.

    >>> list(made("python -m course_utils.runs.ladders"))
    ['command', 'date', 'machine']
    """
    machine = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    return {"command": command, "date": datetime.date.today().isoformat(), "machine": machine}


def write_run(path: Path, run: Mapping[str, object]) -> None:
    """Write a shipped run as JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, json.dumps(run, indent=1, ensure_ascii=False) + "\n")


def read_run(path: Path) -> dict:
    """What `write_run` wrote; {} where nothing is.

    Raises:
        ValueError: the file is damaged.
    """
    if not path.exists():
        return {}
    try:
        return dict(json.loads(intact(path).read_text(encoding="utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError, TypeError) as error:
        raise ValueError(f"{path} is damaged ({error}); to make it anew, delete it") from None
