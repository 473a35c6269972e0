"""What is hidden from BERT: how much, of what, and what is asked."""

import itertools

import numpy as np
import pytest
import torch

from course_utils.masking import hidden_bits, mask_tokens, masked_batches, masked_bits
from course_utils.models.transformer import BERT, TransformerConfig
from course_utils.tokenizers import FIRST_BYTE, MASK, PAD, START
from course_utils.training import IGNORED, pad_documents

V = 2000


def hidden(share: float = 0.15):
    generator = torch.Generator().manual_seed(0)
    tokens = torch.randint(FIRST_BYTE, V, (200, 100), generator=generator)
    tokens[:, 0], tokens[:, 90:] = START, PAD
    return tokens, *mask_tokens(tokens, V, generator, share)


def test_shares_are_those_of_the_paper():
    tokens, inputs, targets = hidden()
    asked = targets != IGNORED
    assert abs(asked[:, 1:90].float().mean() - 0.15) < 0.01
    masked, kept = inputs[asked] == MASK, inputs[asked] == tokens[asked]
    assert abs(masked.float().mean() - 0.8) < 0.02
    assert abs(kept.float().mean() - 0.1) < 0.02
    other = inputs[asked][~masked & ~kept]
    assert abs(len(other) / asked.sum() - 0.1) < 0.02
    assert other.min() >= FIRST_BYTE and other.max() < V and len(other.unique()) > 100


def test_only_the_chosen_tokens_change_and_are_asked():
    tokens, inputs, targets = hidden()
    asked = targets != IGNORED
    assert (inputs[~asked] == tokens[~asked]).all()
    assert (targets[asked] == tokens[asked]).all()


def test_reserved_tokens_are_never_chosen():
    tokens, inputs, targets = hidden(share=1.0)
    reserved = tokens < FIRST_BYTE
    assert (targets[reserved] == IGNORED).all() and (inputs[reserved] == tokens[reserved]).all()
    assert (targets[~reserved] == tokens[~reserved]).all()


def test_an_epoch_hides_other_tokens():
    batch = pad_documents([torch.arange(300, 340).numpy()])
    first, second = itertools.islice(masked_batches(itertools.repeat(batch), V), 2)
    assert not torch.equal(first[1], second[1])
    again = next(masked_batches(itertools.repeat(batch), V))
    assert torch.equal(first[1], again[1]) and torch.equal(first[0], again[0])


def test_every_batch_asks_something():
    """Of one word, nothing is hidden six times in seven: the loss would be no number."""
    batch = pad_documents([np.array([300, 301])])  # <start> and one word are read
    for inputs, targets in itertools.islice(masked_batches(itertools.repeat(batch), V), 50):
        assert inputs.shape == targets.shape == (1, 2)
        assert targets.tolist() == [[IGNORED, 300]]
    empty = pad_documents([np.array([2])])
    with pytest.raises(ValueError, match=r"shape \(1, 1\) holds reserved tokens only"):
        next(masked_batches(itertools.repeat(empty), V))


def test_bits_of_one_document_need_no_interval():
    torch.manual_seed(0)
    model = BERT(TransformerConfig(V, context=64, width=16, heads=2, layers=1)).eval()
    documents = [np.arange(300, 340), np.arange(400, 430), np.array([2])]
    bits, counts = hidden_bits(model, documents)
    assert len(bits) == len(counts) == 2 and counts.min() > 0  # of the third, nothing is hidden
    assert masked_bits(model, documents).bits == pytest.approx(bits.sum() / counts.sum())
    assert hidden_bits(model, documents[:1])[0] == pytest.approx(bits[:1])
    with pytest.raises(ValueError, match="nothing is hidden in 1 documents"):
        hidden_bits(model, documents[2:])
