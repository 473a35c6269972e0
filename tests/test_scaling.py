"""Scaling laws are found again in made-up runs; the command goes on where it stopped."""

import json

import numpy as np
import pytest

from course_utils.runs import scaling as scaling_runs
from course_utils.runs.scaling import Plan, quality_variants, shuffled
from course_utils.scaling import ScalingLaw, compute_optimal, fit_scaling_law, leave_one_out
from course_utils.tokenizers import END

TRUE = ScalingLaw(E=1.16, A=300.0, alpha=0.45, B=900.0, beta=0.55)
SIZES = [(n, d) for n in (5e4, 1.2e5, 3e5, 8e5) for d in (1e5, 3e5, 1e6, 2e6)]


def runs(noise: float = 0.0) -> tuple[list[float], list[float], list[float]]:
    random = np.random.default_rng(0)
    losses = [TRUE.loss(*size) * np.exp(noise * random.standard_normal()) for size in SIZES]
    return [n for n, _ in SIZES], [d for _, d in SIZES], losses


def test_exact_runs_give_back_every_number_of_the_law():
    law = fit_scaling_law(*runs())
    assert pytest.approx(TRUE.E, abs=0.01) == law.E
    assert law.alpha == pytest.approx(TRUE.alpha, abs=0.01)
    assert law.beta == pytest.approx(TRUE.beta, abs=0.01)
    assert law.loss(2e6, 1e7) == pytest.approx(TRUE.loss(2e6, 1e7), rel=0.005)


def test_noisy_runs_give_a_floor_near_the_true_one_and_leaving_one_out_moves_it():
    N, D, L = runs(noise=0.003)
    law, others = fit_scaling_law(N, D, L), leave_one_out(N, D, L)
    assert 0.9 < law.E < 1.4
    assert len(others) == len(L)
    floors = [other.E for other in others]
    assert min(floors) < law.E < max(floors)


def test_a_given_floor_stays_and_a_wrong_one_fits_worse():
    right, wrong = (fit_scaling_law(*runs(), floor=E) for E in (TRUE.E, 0.5))
    assert right.E == TRUE.E and wrong.E == 0.5
    assert right.error < wrong.error


def test_one_outlier_moves_the_fit_little():
    N, D, L = runs()
    L[5] *= 1.3
    assert pytest.approx(TRUE.E, abs=0.1) == fit_scaling_law(N, D, L).E


def test_too_few_runs_and_impossible_losses_are_refused():
    with pytest.raises(ValueError, match="4 runs cannot fix 5 numbers"):
        fit_scaling_law(*(values[:4] for values in runs()))
    with pytest.raises(ValueError, match="positive"):
        fit_scaling_law([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [3, 2, 1, 0, -1])


def test_the_best_split_beats_its_neighbors():
    compute = 6 * 3e5 * 1e6
    N, D = compute_optimal(TRUE, compute)
    assert pytest.approx(compute) == 6 * N * D
    for factor in (0.8, 1.25):
        assert TRUE.loss(N, D) < TRUE.loss(N * factor, D / factor)


# ---- The command ----


def test_shuffling_keeps_the_words_and_the_end():
    document = np.array([*range(300, 340), END])
    noise = shuffled(document, 0)
    assert noise[-1] == END and sorted(noise) == sorted(document)
    assert not np.array_equal(noise, document)
    assert np.array_equal(noise, shuffled(document, 0))


def test_variants_read_the_same_number_of_tokens_but_the_last():
    documents = [np.array([300 + i, 301, END]) for i in range(10)]
    read = [epochs * sum(map(len, some)) for some, epochs in quality_variants(documents).values()]
    assert read == [30, 30, 30, 15]


def test_the_command_writes_after_each_run_and_goes_on(tmp_path, monkeypatch):
    plan = Plan(
        widths=(8,), documents=(6, 12), learning_rates=(0.01,), layers=1, test_documents=4,
        validation_documents=4, quality_width=8, quality_documents=8, quality_seeds=(0,),
    )  # fmt: skip
    path, real = tmp_path / "scaling.json", scaling_runs.train_gpt
    trained = []

    def breaks_off(*arguments, **named):
        trained.append(arguments)
        if len(trained) == 3:
            raise KeyboardInterrupt
        return real(*arguments, **named)

    monkeypatch.setattr(scaling_runs, "train_gpt", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        scaling_runs.run(plan, path)
    assert len(json.loads(path.read_text(encoding="utf-8"))["runs"]) == 1
    found = scaling_runs.run(plan, path)
    assert len(trained) == 3 + 1 + 4  # the broken one again, then the four variants
    assert [row["documents"] for row in found["runs"]] == [6, 12]
    assert len(found["quality"]) == 4
    assert all(np.isfinite(row["bits"]) for row in found["runs"] + found["quality"])
    assert json.loads(path.read_text(encoding="utf-8")) == found
