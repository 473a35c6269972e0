"""The shipped run of recurrent networks: its task, and what the file says."""

import json

import numpy as np
import torch

from course_utils.models.rnn import RecurrentConfig, RecurrentLM
from course_utils.runs.recurrent import (
    CHOICES,
    DELAY,
    SHIPPED,
    VARIANTS,
    recall_batches,
    recall_loss,
    rounded,
)


def test_only_the_first_token_tells_the_answer():
    tokens, first = next(recall_batches(seed=3))
    assert tokens.shape == (32, DELAY + 1) and torch.equal(tokens[:, 0], first)
    assert first.max() < CHOICES <= tokens[:, 1:].min()
    assert len(set(first.tolist())) == CHOICES
    again, other = next(recall_batches(seed=3)), next(recall_batches(seed=4))
    assert torch.equal(again[0], tokens) and not torch.equal(other[0], tokens)


def test_the_loss_is_that_of_the_last_output():
    torch.manual_seed(0)
    model = RecurrentLM(RecurrentConfig(2 * CHOICES, width=8))
    tokens, first = next(recall_batches(seed=0))
    log_p = model(tokens)[:, -1].log_softmax(-1)
    expected = -log_p[torch.arange(32), first].mean()
    torch.testing.assert_close(recall_loss(model, (tokens, first)), expected)


def test_the_file_holds_four_variants_with_three_seeds():
    recall = json.loads(SHIPPED.read_text(encoding="utf-8"))["recall"]
    assert list(recall["variants"]) == list(VARIANTS)
    for found in recall["variants"].values():
        assert len(found["seeds"]) == 3 and found["rate"] in dict(found["trials"])
        for run in found["seeds"]:
            assert len(run["before"]) == len(run["after"]) == DELAY + 1
            assert 0 <= run["accuracy"] <= 1 and np.isfinite(run["loss"])


def test_four_digits():
    assert rounded({"a": [1.23456, (2, "x")]}) == {"a": [1.235, [2, "x"]]}
