"""The task BERT learns from: some tokens of a text are hidden, and asked for."""

import math
from collections.abc import Iterable, Iterator

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.evaluation import Score, score
from course_utils.models.transformer import BERT
from course_utils.tokenizers import FIRST_BYTE, MASK
from course_utils.training import IGNORED, Batch, pad_documents

SHARE = 0.15  # of the tokens are asked for, as Devlin et al. chose


def bert_inputs(
    tokens: Tensor, chosen: Tensor, fate: Tensor, others: Tensor
) -> tuple[Tensor, Tensor]:
    """What BERT reads and what it is asked, given the draws.

    The exercise of notebooks/week5_1_pretraining.ipynb, section 3.

    Args:
        tokens: (B, T) ids.
        chosen: (B, T) booleans, which tokens are asked for.
        fate: (B, T), below 0.8 a mask, below 0.9 the token itself, else the one of `others`.
        others: (B, T) ids.

    Returns:
        inputs (B, T) and targets (B, T), which are `IGNORED` but for the chosen tokens.

    >>> tokens, chosen = torch.tensor([[300, 301]]), torch.tensor([[True, False]])
    >>> inputs, targets = bert_inputs(tokens, chosen, torch.tensor([[0.85, 0.1]]), tokens + 9)
    >>> inputs.tolist(), targets.tolist()
    ([[300, 301]], [[300, -100]])
    """
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.9), others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)


def mask_tokens(
    tokens: Tensor, vocabulary_size: int, generator: torch.Generator, share: float = SHARE
) -> tuple[Tensor, Tensor]:
    """Built in notebooks/week5_1_pretraining.ipynb, section 3.

    Hide tokens as BERT does (Devlin et al. 2019, section 3.1, "masked LM"): of the chosen ones,
    80 % become <mask>, 10 % a random token, 10 % stay as they are. Reserved tokens are never
    chosen.

    Args:
        tokens: (B, T) ids.
        vocabulary_size: V.
        generator: of the drawing.
        share: of the tokens that are chosen.

    Returns:
        inputs (B, T) and targets (B, T), which are `IGNORED` but for the chosen tokens.

    >>> inputs, targets = mask_tokens(
    ...     torch.tensor([[300, 301, 302, 303]]), 400, torch.Generator().manual_seed(0), 1.0)
    >>> inputs.shape == targets.shape, targets.tolist()
    (True, [[300, 301, 302, 303]])
    """
    chosen = (torch.rand(tokens.shape, generator=generator) < share) & (tokens >= FIRST_BYTE)
    fate = torch.rand(tokens.shape, generator=generator)
    others = torch.randint(FIRST_BYTE, vocabulary_size, tokens.shape, generator=generator)
    return bert_inputs(tokens, chosen, fate, others)


def masked_batches(
    batches: Iterable[Batch], vocabulary_size: int, seed: int = 0
) -> Iterator[Batch]:
    """Batches for BERT from those for GPT: the same texts, with tokens hidden anew each time.

    Raises:
        ValueError: a batch holds reserved tokens only, of which none can be hidden.
    """
    generator = torch.Generator().manual_seed(seed)
    for tokens, _ in batches:
        inputs, targets = mask_tokens(tokens, vocabulary_size, generator)
        if (targets == IGNORED).all():  # a few tokens, of which none was chosen: ask for all
            inputs, targets = mask_tokens(tokens, vocabulary_size, generator, share=1.0)
        if (targets == IGNORED).all():
            raise ValueError(
                f"a batch of shape {tuple(tokens.shape)} holds reserved tokens only, of which "
                "none can be hidden; give documents with words"
            )
        yield inputs, targets


@torch.inference_mode()
def hidden_bits(model: BERT, documents: Iterable[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Bits and number of hidden tokens of each document, the same hidden whenever it is asked.

    Returns:
        two arrays (D,), without the documents of which nothing was hidden.

    Raises:
        ValueError: of all the documents, nothing was hidden.
    """
    generator, bits, counts = torch.Generator().manual_seed(0), [], []
    device = model.token_embedding.weight.device
    for document in documents:
        tokens, _ = pad_documents([document])
        inputs, targets = mask_tokens(tokens, model.config.vocabulary_size, generator)
        asked = targets != IGNORED  # (1, T)
        logits = model(inputs.to(device)).cpu()[asked].double()  # (hidden tokens, V)
        nats = nn.functional.cross_entropy(logits, targets[asked], reduction="sum").item()
        counts.append(int(asked.sum()))
        bits.append(nats / math.log(2))
    some = np.array(counts) > 0  # a very short document may hide nothing
    if not some.any():
        raise ValueError(f"nothing is hidden in {len(counts)} documents; give more or longer ones")
    return np.array(bits)[some], np.array(counts)[some]


def masked_bits(model: BERT, documents: Iterable[np.ndarray]) -> Score:
    """Bits for each hidden token, with an interval over documents; see `hidden_bits`.

    Raises:
        ValueError: fewer than two documents of which something is hidden.
    """
    return score(*hidden_bits(model, documents))
