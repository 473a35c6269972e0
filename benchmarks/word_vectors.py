"""Word vectors of every method on one text, with gensim beside ours, written as a shipped run.

    python benchmarks/word_vectors.py letters
    python benchmarks/word_vectors.py tiny_shakespeare

It writes datasets/runs/embeddings_NAME.json. Every method reads the same words, and word2vec reads
them for the same number of epochs, ours and gensim's. Methods with a learning rate get the same
trials of it with the first seed; the best is kept and run with three seeds. Without gensim (in the
extra "test") only our own methods are run.
"""

import argparse
import contextlib
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from course_utils.downloads import download
from course_utils.evaluation import RUNS, made, write_run
from course_utils.models.cooccurrence import (
    cooccurrence,
    ppmi,
    train_glove,
    truncated_svd,
)
from course_utils.models.word2vec import Word2VecConfig, train_word2vec
from course_utils.models.word_vectors import (
    WordVectors,
    analogy_accuracy,
    analogy_questions,
    spearman,
)
from course_utils.texts.primer import SHARE_OF_WOMEN
from course_utils.texts.vocabulary import (
    NumberedTexts,
    load_judgments,
    load_letters,
    number_words,
    planted_relations,
)

RATES, SEEDS = (0.00625, 0.0125, 0.025, 0.05, 0.1, 0.2, 0.4), (0, 1, 2)
SIZE = 50  # numbers in a vector
GLOVE_EPOCHS = 50  # over the table of pairs, not over the text
SETTINGS = {"letters": (10, 4, RATES), "tiny_shakespeare": (20, 5, RATES[1:-1])}  # epochs, window
Train = Callable[[float, int], np.ndarray]  # rate, seed -> vectors (V, C)


def methods(texts: NumberedTexts, epochs: int, window: int) -> dict[str, Train]:
    """Name of each method -> how to train it."""
    size = len(texts.words)
    counts = cooccurrence(texts.documents, size, window)
    by_distance = cooccurrence(texts.documents, size, window, by_distance=True)
    sentences = [[texts.words[i] for i in document] for document in texts.documents]

    def ours(rate: float, seed: int, cbow: bool) -> np.ndarray:
        config = Word2VecConfig(SIZE, window, epochs=epochs, rate=rate, cbow=cbow, seed=seed)
        return train_word2vec(texts.documents, size, config).inputs

    def gensim(rate: float, seed: int, cbow: bool) -> np.ndarray:
        from gensim.models import Word2Vec

        model = Word2Vec(
            sentences=sentences,
            vector_size=SIZE,
            window=window,
            epochs=epochs,
            alpha=rate,
            seed=seed + 1,
            sg=int(not cbow),
            negative=Word2VecConfig.negatives,
            sample=Word2VecConfig.subsample,
            ns_exponent=Word2VecConfig.noise_power,
            min_count=1,
            workers=1,
        )
        return np.array([model.wv[word] for word in texts.words])

    found: dict[str, Train] = {
        "PPMI": lambda rate, seed: ppmi(counts),
        "PPMI + SVD": lambda rate, seed: truncated_svd(ppmi(counts), SIZE),
        "GloVe": lambda rate, seed: train_glove(by_distance, SIZE, GLOVE_EPOCHS, rate, seed),
        "CBOW": lambda rate, seed: ours(rate, seed, cbow=True),
        "skip-gram": lambda rate, seed: ours(rate, seed, cbow=False),
    }
    if importlib.util.find_spec("gensim"):
        found["CBOW, gensim"] = lambda rate, seed: gensim(rate, seed, cbow=True)
        found["skip-gram, gensim"] = lambda rate, seed: gensim(rate, seed, cbow=False)
    return found


def on_letters(vectors: WordVectors) -> dict[str, float]:
    """Planted analogies by relation and their mean; the planted prejudice."""
    asked = {name: analogy_questions(pairs) for name, pairs in planted_relations().items()}
    scores = {name: analogy_accuracy(vectors, questions) for name, questions in asked.items()}
    along = vectors.along(vectors.axis("he", "she"), list(SHARE_OF_WOMEN))
    prejudice = spearman(along, np.array(list(SHARE_OF_WOMEN.values())))
    return {**scores, "score": float(np.mean(list(scores.values()))), "prejudice": prejudice}


def on_judgments(
    vectors: WordVectors, judgments: Sequence[tuple[str, str, float]]
) -> dict[str, float]:
    """Correlation with people's judgments, the number of pairs, and a 95 % bootstrap interval."""
    cosines = np.array([vectors.cosine(a, b) for a, b, _ in judgments])
    people, random, drawn = np.array([j for *_, j in judgments]), np.random.default_rng(0), []
    for _ in range(1000):
        again = random.integers(0, len(people), len(people))
        drawn.append(spearman(cosines[again], people[again]))
    low, high = map(float, np.quantile(drawn, [0.025, 0.975]))
    return {"score": spearman(cosines, people), "pairs": len(people), "low": low, "high": high}


def compare(
    texts: NumberedTexts,
    score: Callable[[WordVectors], dict],
    epochs: int,
    window: int,
    rates: Sequence[float],
) -> dict[str, dict]:
    """Method -> its rate, the trials of it, processor seconds, and the scores of three seeds."""
    results = {}
    for name, train in methods(texts, epochs, window).items():
        begin, trials = time.process_time(), {}
        counted = name.startswith("PPMI")
        for rate in (0.0,) if counted else rates:
            with contextlib.suppress(FloatingPointError):  # too large: the vectors went to infinity
                trials[rate] = score(WordVectors(texts.words, train(rate, SEEDS[0])))
        seconds = (time.process_time() - begin) / len(trials)
        best = max(trials, key=lambda rate: trials[rate]["score"])
        others = [] if counted else SEEDS[1:]
        seeds = [score(WordVectors(texts.words, train(best, seed))) for seed in others]
        results[name] = {
            "rate": best,
            "trials": {str(rate): scores["score"] for rate, scores in trials.items()},
            "seconds": round(seconds, 1),
            "seeds": [trials[best], *seeds],
        }
        print(f"{name:20} rate {best:<6} {seconds:6.1f} s  {trials[best]['score']:.3f}", flush=True)
    return results


def ends_of_the_axis(texts: NumberedTexts, epochs: int, window: int, rate: float) -> dict:
    """The frequent words that lie farthest along he → she, and a few neighbors."""
    config = Word2VecConfig(SIZE, window, epochs=epochs, rate=rate)
    tables = train_word2vec(texts.documents, len(texts.words), config)
    vectors = WordVectors(texts.words, tables.inputs)
    often = [word for word, count in zip(texts.words, texts.counts, strict=True) if count >= 50]
    order = np.argsort(vectors.along(vectors.axis("he", "she"), often))
    neighbors = {w: [o for o, _ in vectors.nearest(w, 6)] for w in ("king", "night", "daughter")}
    return {
        "neighbors": neighbors,
        "he": [often[i] for i in order[:15]],
        "she": [often[i] for i in order[::-1][:15]],
    }


def main() -> None:
    """Compare all methods on one text and write what came out."""
    parser = argparse.ArgumentParser(description="Write datasets/runs/embeddings_NAME.json.")
    parser.add_argument("name", choices=list(SETTINGS))
    name = parser.parse_args().name
    epochs, window, rates = SETTINGS[name]
    content: dict[str, object] = {
        **made(f"python benchmarks/word_vectors.py {name}"),
        "seeds": SEEDS,
        "epochs": epochs,
        "window": window,
        "size": SIZE,
    }
    if name == "letters":
        texts = number_words(load_letters())
        content["methods"] = compare(texts, on_letters, epochs, window, rates)
    else:
        judgments = load_judgments(download("wordsim353"))
        plays = download("tiny_shakespeare").read_text(encoding="utf-8")
        texts = number_words(plays.split("\n\n"))  # one speech, one document
        known = [j for j in judgments if j[0] in texts.words and j[1] in texts.words]
        results = compare(texts, lambda v: on_judgments(v, known), epochs, window, rates)
        content["judgments"] = len(judgments)
        content["examples"] = ends_of_the_axis(texts, epochs, window, results["skip-gram"]["rate"])
        content["methods"] = results
    content |= {"words": int(texts.counts.sum()), "vocabulary": len(texts.words)}
    path = RUNS / f"embeddings_{name}.json"
    write_run(path, content)
    print("wrote", path)


if __name__ == "__main__":
    main()
