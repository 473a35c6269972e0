"""Equal budgets for neural models: trials, seeds, and what a ladder tells about them."""

import json

import numpy as np
import pytest

from course_utils.data import Corpus
from course_utils.evaluation import RUNS, document_bits
from course_utils.models.nnlm import NNLM, NNLMConfig
from course_utils.runs.neural_contenders import NEURAL_WEEKS, contenders
from course_utils.runs.neural_rungs import Budget, Contender, contend, mean_rung
from course_utils.tokenizers import END, ByteTokenizer


@pytest.fixture
def corpus() -> Corpus:
    """Documents in which each byte is followed by the next one: a bigram knows all of it."""
    documents = [[20 + (i + k) % 7 for k in range(12)] + [END] for i in range(40)]
    starts = np.arange(41) * 13
    tokens = np.array(documents, dtype=np.int32).ravel()
    return Corpus(tokens, starts, ByteTokenizer(), np.full(40, 12))


def small(V: int) -> NNLM:
    return NNLM(NNLMConfig(V, n=2, m=4, h=8))


def test_the_best_trial_is_trained_again_from_every_seed(corpus):
    contender = Contender("small", small, (1e-6, 0.03), tokens_per_batch=64)
    contest = contend(contender, corpus, corpus, Budget(0.5, 0.3, seeds=(0, 1)))
    assert contest.learning_rate == 0.03 and contest.trials[0.03] < contest.trials[1e-6] - 1
    assert len(contest.models) == 2 and not (contest.models[0].C == contest.models[1].C).all()
    assert all(0.1 < seconds < 2.5 for seconds in contest.seconds), contest.seconds
    assert contest.how()["seeds"] == [0, 1] and contest.how()["steps"] == contest.steps
    json.dumps(contest.how())


def test_rung_is_the_mean_over_seeds(corpus):
    log2 = [np.full(len(corpus.tokens), -1.0), np.full(len(corpus.tokens), -2.0)]
    units = np.diff(corpus.starts)
    rung = mean_rung("toy", "2.2", "small", log2, corpus, units)
    assert (rung.bits, rung.low, rung.high) == (1.5, 1.5, 1.5)
    assert document_bits(log2[0], corpus).sum() == units.sum()


@pytest.mark.parametrize("week", NEURAL_WEEKS)
@pytest.mark.parametrize("real", [False, True])
def test_every_contender_of_a_week_has_three_trials(week, real):
    for contender in contenders(week, real):
        assert len(contender.learning_rates) == 3
    with pytest.raises(ValueError, match="no neural models in week '0\\.1'"):
        contenders("0.1", real)


@pytest.mark.parametrize("ladder", ["world", "tiny_shakespeare"])
def test_shipped_neural_rungs_tell_how_they_were_made(ladder):
    shipped = json.loads((RUNS / f"ladder_{ladder}.json").read_text(encoding="utf-8"))
    budgets = {made["budget"] for week, made in shipped["made"].items() if week in NEURAL_WEEKS}
    assert len(budgets) <= 1, "neural models of one ladder had different budgets"
    for week, made in shipped["made"].items():
        for model in made.get("models", {}).values():
            if "learning rate" not in model:
                continue  # a mixture
            trials = model["learning rates tried: validation bits per token"]
            best = min(trials, key=trials.get)
            assert float(best) == model["learning rate"]
            rates = sorted(map(float, trials))
            assert rates[0] < float(best) < rates[-1], f"{week}: the best rate is at the edge"
            assert len(model["seeds"]) == len(model["test bits of each seed"]) == 3
