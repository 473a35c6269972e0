"""Copies first: which targets are copies, and how many of the others are asked for when."""

import itertools

import pytest
import torch

from course_utils.curriculum import (
    ALL_AFTER,
    AT_FIRST,
    copies_first,
    find_copies,
    frequent_tokens,
    share_of_others,
)
from course_utils.data import load_world
from course_utils.training import IGNORED, document_batches, pad_documents


def test_a_copy_stands_before_in_the_row_and_is_not_frequent():
    frequent = torch.zeros(40, dtype=torch.bool)
    frequent[30] = True
    inputs, targets = pad_documents(
        [torch.tensor([31, 30, 32, 31, 30, 2]), torch.tensor([32, 32, 2])]
    )
    found = find_copies(inputs, targets, frequent)
    slow = torch.zeros_like(found)
    for row, column in itertools.product(range(2), range(6)):
        target = int(targets[row, column])
        before = inputs[row, : column + 1].tolist()
        slow[row, column] = target != IGNORED and target in before and not frequent[target]
    assert torch.equal(found, slow)
    assert found.nonzero().tolist() == [[0, 3], [1, 1]]


def test_most_copied_names_of_the_world_are_found():
    """The generator knows which words are copies; the curriculum only sees words that return."""
    world = load_world("validation")[:200]
    frequent = frequent_tokens(load_world("train").tokens, len(world.tokenizer))
    found = []
    for document in world:
        found.extend(find_copies(*pad_documents([document]), frequent)[0].tolist())
    found = torch.tensor(found)
    copies = torch.from_numpy(world.role == 2)
    assert found[copies].float().mean() > 0.9
    assert found[~copies].float().mean() < 0.1


def test_the_share_grows_to_all():
    steps = 1000
    shares = [share_of_others(step, steps) for step in range(steps)]
    assert shares[0] == AT_FIRST and shares == sorted(shares)
    assert all(share == 1 for share in shares[int(ALL_AFTER * steps) :])
    assert shares[int(ALL_AFTER * steps / 2)] == pytest.approx((1 + AT_FIRST) / 2, abs=0.01)


def test_batches_keep_their_inputs_and_all_copies():
    world = load_world("train")[:300]
    frequent = frequent_tokens(world.tokens, len(world.tokenizer))
    steps = 40
    plain = document_batches(world, 512, seed=3)
    fewer = copies_first(document_batches(world, 512, seed=3), frequent, steps, seed=3)
    again = copies_first(document_batches(world, 512, seed=3), frequent, steps, seed=3)
    asked, all_targets = [], []
    for _ in range(steps):
        (inputs, targets), (same, kept), (_, twice) = next(plain), next(fewer), next(again)
        assert torch.equal(inputs, same) and torch.equal(kept, twice)
        assert torch.equal(kept[kept != IGNORED], targets[kept != IGNORED])
        copies = find_copies(inputs, targets, frequent)
        assert torch.equal(kept[copies], targets[copies])
        asked.append(int(((kept != IGNORED) & ~copies).sum()))
        all_targets.append(int(((targets != IGNORED) & ~copies).sum()))
    assert sum(asked[:4]) < 0.2 * sum(all_targets[:4])
    assert asked[-10:] == all_targets[-10:]


def test_a_batch_without_copies_is_asked_whole():
    batch = pad_documents([torch.tensor([31, 32, 2])])
    frequent = torch.zeros(40, dtype=torch.bool)
    (_, targets), *_ = copies_first([batch], frequent, steps=10**9)
    assert (targets != IGNORED).any()
