"""Bits, intervals over documents, and the files that hold the ladders."""

import json

import numpy as np
import pytest

from course_utils.evaluation import (
    Rung,
    bits_by_distance,
    document_bits,
    load_rungs,
    perplexity,
    save_rungs,
    score,
)


def test_document_bits_by_hand():
    documents = [np.array([5, 6, 2]), np.array([2]), np.array([7, 2])]
    bits = document_bits(np.array([-1, -2, -3, -4, -0.5, -0.25]), documents)
    assert bits.tolist() == [6, 4, 0.75]
    with pytest.raises(ValueError, match="5 log-probabilities for 6 tokens"):
        document_bits(np.zeros(5), documents)


def test_interval_covers_the_truth_about_95_times_in_100():
    random = np.random.default_rng(0)
    covered = 0
    for trial in range(300):
        units = random.integers(20, 200, size=80)
        # Tokens of one document share its difficulty, so tokens are not independent.
        bits = units * random.normal(2.0, 0.5, size=80)
        result = score(bits, units, resamples=300, seed=trial)
        covered += result.low <= 2.0 <= result.high
    # 95 % of 300 is 285; outside 267 … 297 with probability below 1 in 1,000.
    assert 267 <= covered <= 297, covered


def test_score_is_a_ratio_of_totals_and_reports_infinity():
    assert score(np.array([2.0, 30.0]), np.array([2, 10])).bits == 32 / 12
    impossible = score(np.array([2.0, np.inf]), np.array([2, 10]))
    assert impossible.bits == impossible.low == impossible.high == np.inf
    with pytest.raises(ValueError, match="at least two documents"):
        score(np.array([2.0]), np.array([2]))
    assert str(score(np.array([2.0, 2.0]), np.array([2, 2]))) == (
        "1.000 bits (95 % interval 1.000 to 1.000)"
    )


def test_perplexity():
    assert perplexity(0) == 1 and perplexity(10) == 1024


def test_rungs_survive_a_round_trip(tmp_path):
    rungs = [Rung("toy", "bigram", "1.3", 2.5, 2.4, 2.6, live=True)]
    path = save_rungs(rungs, {"command": "by hand", "date": "today"}, tmp_path)
    assert load_rungs("toy", folder=tmp_path) == [Rung("toy", "bigram", "1.3", 2.5, 2.4, 2.6)]
    assert "by hand" in path.read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["ladder_toy.json"]  # no temporary file left
    with pytest.raises(FileNotFoundError, match=r"no ladder 'none'.*\['toy'\]"):
        load_rungs("none", folder=tmp_path)
    with pytest.raises(ValueError, match="one ladder and one week at a time"):
        save_rungs([*rungs, Rung("other", "x", "1.3", 1, 1, 1)], {}, tmp_path)


def test_a_later_week_joins_a_ladder_and_replaces_only_itself(tmp_path):
    first = Rung("toy", "bigram", "1.3", 2.5, 2.4, 2.6)
    later = Rung("toy", "network", "2.2", 2.2, 2.1, 2.3)
    better = Rung("toy", "network", "2.2", 2.0, 1.9, 2.1)
    save_rungs([later], {"command": "train"}, tmp_path)
    save_rungs([first], {"command": "count"}, tmp_path)
    path = save_rungs([better], {"command": "train more"}, tmp_path)
    assert load_rungs("toy", folder=tmp_path) == [first, better]
    assert load_rungs("toy", until="1.3", folder=tmp_path) == [first]
    made = json.loads(path.read_text(encoding="utf-8"))["made"]
    assert made == {"1.3": {"command": "count"}, "2.2": {"command": "train more"}}
    with pytest.raises(ValueError, match="one week at a time"):
        save_rungs([first, later], {}, tmp_path)


def test_bits_by_distance_groups_copies_and_leaves_out_the_rest():
    bits, distance = np.array([9.0, 1.0, 3.0, 6.0, 2.0]), np.array([0, 2, 4, 7, 30])
    groups = bits_by_distance(bits, distance, (1, 5, 10, 20))
    assert groups[:2] == [(1, 5, 2, 2.0), (5, 10, 1, 6.0)]
    assert groups[2][:3] == (10, 20, 0) and np.isnan(groups[2][3])
