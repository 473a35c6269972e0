"""The values that the lines of valid_calls.py are made of, and the modules that they name.

What stands in capitals is a value that a call may only read; a function, such as `gpt()`, makes a
fresh one, which a call may change.
"""

# ruff: noqa: F401 - the lines name the modules

import random
from pathlib import Path

import numpy as np
import torch
from attention_model import SmallModel
from torch import nn

from course_utils import (
    beam_search,
    curriculum,
    data,
    distillation,
    evaluation,
    fast_generation,
    generation,
    low_rank,
    masking,
    plots,
    preferences,
    scaling,
    segmentation,
    streaming,
    subwords,
    tokenizers,
    training,
    translation_scores,
)
from course_utils.models import (
    adapters,
    attention,
    autograd,
    checkpoints,
    cooccurrence,
    ibm,
    looking,
    lora,
    nf4,
    ngram,
    nnlm,
    optimizers,
    prompt_tuning,
    published,
    rnn,
    scalar,
    seq2seq,
    since_2017,
    smoothing,
    stored,
    transformer,
    word2vec,
    word_vectors,
)
from course_utils.models.attention import Past
from course_utils.models.autograd import Tensor
from course_utils.models.scalar import Scalar
from course_utils.parallel import corpus
from course_utils.story_world import documents
from course_utils.texts import (
    couplets,
    dialects,
    names,
    opinions,
    primer,
    prompt_tasks,
    review_sentences,
    reviews,
    tasks,
    translation,
    vocabulary,
)
from course_utils.widgets import attention as attention_widget
from course_utils.widgets import (
    attention_models,
    attention_record,
    beam_tree,
    embeddings,
    graph,
    memory,
    merges,
    next_token,
    rank,
)

V = 40
SIZES = transformer.TransformerConfig(V, context=8, width=8, heads=2, layers=1)
IDS = [20, 21, 2]
ROWS = torch.tensor([[1, 20, 21], [1, 22, 23]])
TARGETS = torch.tensor([[20, 21, 2], [22, 23, 2]])
BATCH = (ROWS, TARGETS)
DOCUMENTS = [np.array([20, 21, 22, 2]), np.array([20, 22, 21, 2])]
P = np.array([0.5, 0.25, 0.25])
LOG_P = torch.tensor([[0.5, 0.25, 0.25], [0.2, 0.3, 0.5]]).log()
COUNTS = ngram.count_ngrams(DOCUMENTS, 2, V)
EVIDENCE = ngram.evidence_for(COUNTS, DOCUMENTS)
LEVEL = COUNTS.levels[1]
BYTES = tokenizers.ByteTokenizer()
WORD_IDS = tokenizers.WordTokenizer(["cat", "dog"])
SUBWORDS = subwords.BytePairTokenizer([(113, 116)])
SQUARE = np.array([[2.0, 1.0, 0.0], [1.0, 2.0, 1.0], [0.0, 1.0, 2.0]])
MATRIX = torch.tensor([[3.0, 1.0, 0.0], [0.0, 1.0, 2.0]])
PACKED = nf4.pack(MATRIX)
VECTORS = word_vectors.WordVectors(("king", "queen", "man", "woman"), np.eye(4, 3) + 0.1)
PAIRS = [([17, 18], [16, 17]), ([17], [16])]
LEARNED = translation.WordIds([["a", "cat"], ["a", "dog"]])
LAW = scaling.ScalingLaw(1.0, 100.0, 0.5, 400.0, 0.5)
RUNS = [1e4, 2e4, 4e4, 8e4, 1e5, 2e5]
LOSSES = [3.0, 2.8, 2.5, 2.4, 2.3, 2.2]
TASK = tasks.load_task("fact", "test", 3)
WORLD = data.load_world("test")[:60]
REVIEWS = reviews.load_reviews(WORLD)
SENTENCES = review_sentences.sentences(WORLD)
GRAY = SmallModel().run("the old cat", frozenset(), 1.0)
EXAMPLE = Path(training.__file__)
SMALL_WORDS = word2vec.Word2VecConfig(size=4, window=1, negatives=2, epochs=1)


def seeded(model_class, *sizes):
    torch.manual_seed(0)
    return model_class(*sizes).eval()


def gpt() -> transformer.GPT:
    return seeded(transformer.GPT, SIZES)


def world_gpt() -> transformer.GPT:
    sizes = transformer.TransformerConfig(len(WORLD.tokenizer), 64, 8, 2, 1)
    return seeded(transformer.GPT, sizes)


def bert() -> transformer.BERT:
    return seeded(transformer.BERT, SIZES)


def encoder_decoder() -> transformer.EncoderDecoder:
    return seeded(transformer.EncoderDecoder, SIZES)


def step_by_step() -> translation.StepByStep:
    return translation.StepByStep(encoder_decoder())


def recurrent() -> rnn.RecurrentLM:
    return seeded(rnn.RecurrentLM, rnn.RecurrentConfig(V, "gru", width=8))


def lstm() -> rnn.RecurrentLM:
    return seeded(rnn.RecurrentLM, rnn.RecurrentConfig(len(BYTES), "lstm", width=8))


def neural() -> nnlm.NNLM:
    return seeded(nnlm.NNLM, nnlm.NNLMConfig(V, n=3, m=4, h=8))


def translator() -> seq2seq.Seq2Seq:
    return seeded(seq2seq.Seq2Seq, seq2seq.Seq2SeqConfig(20, 30, width=8))


def adapted() -> transformer.GPT:
    model = gpt()
    lora.add_lora(model, 2, 4.0, "query")
    return model


def four_bits() -> transformer.GPT:
    model = gpt()
    nf4.quantize(model)
    return model


def soft_prompt() -> prompt_tuning.SoftPrompt:
    return prompt_tuning.SoftPrompt(gpt(), 2, [20, 21])


def linear() -> nn.Linear:
    return seeded(nn.Linear, 4, 3)


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def numbers() -> np.random.Generator:
    return np.random.default_rng(0)


def bigrams() -> ngram.NGramModel:
    return ngram.NGramModel(COUNTS, smoothing.add_k)


def likely(prefixes) -> np.ndarray:
    return np.log(np.full((len(prefixes), V), 1 / V))


def batches():
    return training.document_batches(DOCUMENTS, 16)


def tables() -> word2vec.WordTables:
    return word2vec.WordTables(np.full((3, 4), 0.1, np.float32), np.ones((3, 4), np.float32))


def x(*shape: int) -> torch.Tensor:
    return torch.linspace(-1, 1, int(np.prod(shape))).view(shape)


def cells(name: str) -> nn.Module:
    return seeded(rnn.CELLS[name], 4, 3)
