"""Writing with a Transformer that remembers: the key–value cache."""

from collections.abc import Callable, Sequence

import numpy as np
import torch

from course_utils.models.attention import Past
from course_utils.models.transformer import GPT
from course_utils.tokenizers import START


def cached_distribution(model: GPT) -> Callable[[Sequence[int]], np.ndarray]:
    """Built in notebooks/week5_1_pretraining.ipynb, section 5.

    `model.distribution`, for a text that grows: only the tokens that are new since the last call
    are read, as keys and values of the others are kept (Shazeer 2019, section 2.4). A text that
    does not go on from the last one is read as a whole, and so is the end of one that is longer
    than the model's context, for what is kept would still know the tokens that fell out.

    Returns:
        A function from the document so far to the probabilities of the next token, (V,).

    >>> from course_utils.models.transformer import TransformerConfig
    >>> _ = torch.manual_seed(0)
    >>> model = GPT(TransformerConfig(50, context=8, width=16, heads=2, layers=1))
    >>> cached = cached_distribution(model)
    >>> all(np.allclose(cached([40] * n), model.distribution([40] * n)) for n in range(12))
    True
    """
    read: list[int] = []
    past: list[Past] = []

    @torch.inference_mode()
    def distribution(context: Sequence[int] = ()) -> np.ndarray:
        nonlocal read, past
        tokens = [START, *map(int, context)][-model.config.context :]
        known = len(read)
        if not 0 < known < len(tokens) or tokens[:known] != read:
            known, past = 0, [Past() for _ in model.blocks]
        new = torch.tensor([tokens[known:]], device=model.token_embedding.weight.device)
        logits = model(new, past)[0, -1]  # (V,)
        read = tokens
        return logits.double().softmax(-1).cpu().numpy()

    return distribution
