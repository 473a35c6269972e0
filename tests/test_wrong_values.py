"""Wrong types, shapes and sizes: one error that names what it met, and no silent nonsense."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import data, evaluation, generation, scaling
from course_utils.distillation import distillation_loss
from course_utils.fast_generation import fast_distribution
from course_utils.models import attention, ngram, rnn
from course_utils.models.cooccurrence import train_glove
from course_utils.models.lora import add_lora, load_lora, lora_state
from course_utils.models.nf4 import pack
from course_utils.models.seq2seq import Seq2SeqConfig
from course_utils.models.transformer import BERT, GPT, TransformerConfig
from course_utils.models.word2vec import Word2VecConfig
from course_utils.models.word_vectors import WordVectors
from course_utils.segmentation import backward_matching
from course_utils.streaming import stream_batches
from course_utils.subwords import BytePairTokenizer
from course_utils.texts import names
from course_utils.tokenizers import ByteTokenizer, WordTokenizer
from course_utils.training import document_batches, fit, log2_probabilities, pad_documents

SIZES = TransformerConfig(50, context=8, width=16, heads=2, layers=1)
DOCUMENTS = [np.array([20, 21, 2]), np.array([20, 22, 2])]
WORDS, PIECES = WordTokenizer(["cat", "dog"]), BytePairTokenizer([])
HALVES = np.array([0.5, 0.5])
LOGITS, TARGETS = torch.ones(1, 1, 2), torch.tensor([[1]])


def model() -> GPT:
    torch.manual_seed(0)
    return GPT(SIZES)


def frozen() -> GPT:
    return model().requires_grad_(False)


def batches(*documents):
    return document_batches([np.array(one) for one in documents] or DOCUMENTS, 16)


def adapter(**parts) -> dict:
    changed = model()
    add_lora(changed, 2, 4, "query")
    return {**lora_state(changed), **{f"blocks.0.attention.query.{n}": x for n, x in parts.items()}}


WRONG = {
    "the width is 3; turning": lambda: attention.rotate(torch.ones(2, 3)),
    "a width of 8 can't be split into 3": lambda: attention.MultiHeadAttention(8, 3),
    "type NoneType; pass a text": lambda: WORDS.encode(None),
    "type bytes; pass a text": lambda: ByteTokenizer().encode(b"cat"),
    "Id 9999 is not one of the 274": lambda: WORDS.decode([20, 9999]),
    "Id -5 is not": lambda: WORDS.decode([-5]),
    "Id 272 is not": lambda: PIECES.decode([272]),
    "share is nan": lambda: generation.nucleus(HALVES, float("nan")),
    "temperature is -1": lambda: generation.apply_temperature(HALVES, -1),
    "or an empty one": lambda: evaluation.document_bits(HALVES, [HALVES, []]),
    "no documents, or": lambda: evaluation.document_bits(np.array([]), []),
    "a document has 0 units": lambda: evaluation.score(HALVES, np.array([0, 1])),
    "must be a row of whole numbers": lambda: ngram.count_ngrams([HALVES], 1, 30),
    "a document is 'cat'": lambda: ngram.count_ngrams(["cat"], 1, 30),
    "a document is 20": lambda: ngram.count_ngrams([20, 21], 1, 30),
    "token ids run from 2 to 22": lambda: ngram.count_ngrams(DOCUMENTS, 1, 10),
    "2 words and vectors of shape": lambda: WordVectors(("a", "b"), np.eye(3)),
    "a word is given twice": lambda: WordVectors(("a", "a"), np.eye(2)),
    "window is 0": lambda: Word2VecConfig(window=0),
    "rate is nan": lambda: Word2VecConfig(rate=float("nan")),
    "counts are a square": lambda: train_glove(np.ones((2, 3))),
    "width is 16.0": lambda: TransformerConfig(50, width=16.0),
    "vocabulary_size is '50'": lambda: TransformerConfig("50"),
    "layers is '2'": lambda: rnn.RecurrentConfig(50, layers="2"),
    "0 documents, 1 rows": lambda: next(stream_batches([], 1, 1)),
    "2 documents, 0 rows": lambda: next(stream_batches(DOCUMENTS, 0, 1)),
    "width is 0; each direction": lambda: Seq2SeqConfig(20, 30, width=0),
    "0 and 30 ids": lambda: Seq2SeqConfig(0, 30),
    "has to hold finite": lambda: pack(torch.tensor([[float("nan"), 1.0]])),
    "temperature 0, share 1": lambda: distillation_loss(LOGITS, LOGITS, TARGETS, 0),
    "0 targets": lambda: distillation_loss(LOGITS, LOGITS, TARGETS - 101),
    "compute is -1": lambda: scaling.compute_optimal(scaling.ScalingLaw(1, 1, 1, 1, 1), -1),
    "1 sizes, 5 amounts": lambda: scaling.fit_scaling_law([1], [1] * 5, [1] * 5),
    "cannot be interpreted as an integer": lambda: data.load_world("test")[1.5],
    "2 true labels, 1 predicted": lambda: names.f1(HALVES, HALVES[:1]),
    "reads a GPT, not a BERT": lambda: fast_distribution(BERT(SIZES)),
    "ids run from -3 to 1": lambda: fast_distribution(model())([-3]),
    "rank is 2.5": lambda: add_lora(model(), 2.5, 4),
    "the adapter changes 16": lambda: load_lora(model(), adapter(B=torch.ones(16, 3))),
    "alpha is nan": lambda: load_lora(model(), adapter(alpha=torch.tensor(float("nan")))),
    "or holds no token ids": lambda: pad_documents([HALVES]),
    "one that is empty": lambda: pad_documents([DOCUMENTS[0], DOCUMENTS[0][:0]]),
    "no documents": lambda: log2_probabilities(model(), []),
    "context is 1": lambda: log2_probabilities(model(), DOCUMENTS, context=1),
    "does not know all ids up to 70": lambda: fit(model(), batches([70, 2]), 1, 1e-3),
    "all weights are frozen": lambda: fit(frozen(), batches(), 1, 1e-3),
    "every is 0": lambda: fit(model(), batches(), 1, 1e-3, every=0),
}


@pytest.mark.parametrize("said", WRONG)
def test_a_wrong_value_is_named(said):
    with pytest.raises((TypeError, ValueError)) as raised:
        WRONG[said]()
    assert said in str(raised.value)


def test_a_dictionary_of_nothing_ends():
    assert backward_matching("abc", {""}) == ["a", "b", "c"]


def test_an_adapter_that_does_not_fit_leaves_the_old_one():
    changed = model()
    add_lora(changed, 2, 4, "query")
    before = lora_state(changed)
    with pytest.raises(ValueError):
        load_lora(changed, adapter(alpha=torch.tensor(-1.0)))
    assert all(torch.equal(value, before[name]) for name, value in lora_state(changed).items())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-3, 300), max_size=12))
def test_ids_are_text_or_refused(ids):
    for tokenizer in (WORDS, PIECES, ByteTokenizer()):
        if all(0 <= index < len(tokenizer) for index in ids):
            assert isinstance(tokenizer.decode(ids), str)
        else:
            with pytest.raises(ValueError, match=r"^Id -?\d+ is not one of the"):
                tokenizer.decode(ids)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_encoded_or_refused(text):
    for tokenizer in (WORDS, PIECES, ByteTokenizer()):
        try:
            ids = tokenizer.encode(text)
        except ValueError as error:
            assert "half of a surrogate pair" in str(error)
        else:
            assert all(0 <= index < len(tokenizer) for index in ids)
            assert tokenizer is WORDS or tokenizer.decode(ids) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(any), st.floats(0, 50))
def test_a_distribution_stays_one(weights, temperature):
    p = np.array(weights) / np.sum(weights)
    for changed in (
        generation.apply_temperature(p, temperature),
        generation.nucleus(p, 0.9),
        generation.top_k(p, 3),
    ):
        assert changed.min() >= 0 and changed.sum() == pytest.approx(1)
