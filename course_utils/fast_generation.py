"""Writing one text without reading it anew for each token: the keys and values are kept.

`cached_distribution` asks the model itself. `fast_distribution` is its forward pass for a single
token in NumPy: each weight is used once then, so most of the time goes into calling, and PyTorch
spends some microseconds on every module and operation, NumPy less. The same numbers come out in
less than half the time. For many rows at once, or on a GPU, the model itself is faster.
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.models.attention import Past
from course_utils.models.ids import whole
from course_utils.models.transformer import GPT
from course_utils.tokenizers import START

Step = Callable[[np.ndarray, int], np.ndarray]  # the stream (C,) and a place -> the stream


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
        read = []  # stopped in the next line, it reads the next text as a whole
        logits = model(new, past)[0, -1]  # (V,)
        read = tokens
        return logits.double().softmax(-1).cpu().numpy()

    return distribution


def _array(weights: Tensor) -> np.ndarray:
    """The same memory as an array: what the model learns later is in it."""
    return weights.detach().numpy()


def _linear(layer: nn.Linear) -> Callable[[np.ndarray], np.ndarray]:
    """(C_in,) -> (C_out,)."""
    weight, bias = _array(layer.weight), _array(layer.bias)
    return lambda x: weight @ x + bias


def _norm(layer: nn.LayerNorm) -> Callable[[np.ndarray], np.ndarray]:
    """(C,) -> (C,)."""
    weight, bias, eps = _array(layer.weight), _array(layer.bias), layer.eps

    def norm(x: np.ndarray) -> np.ndarray:
        centered = x - x.sum() / len(x)
        return centered * (weight / np.sqrt(centered @ centered / len(x) + eps)) + bias

    return norm


def _gelu(x: np.ndarray) -> np.ndarray:
    """GELU by tanh, as in the GPT."""
    return 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x**3)))


def _block(block: nn.Module, context: int) -> Step:
    """One block, with the keys and values of all places before."""
    attention, forward = block.attention, block.feed_forward
    query, key, value = map(_linear, (attention.query, attention.key, attention.value))
    output, widen, narrow = map(_linear, (attention.output, forward.widen, forward.output))
    before_attention, before_forward = map(_norm, (block.attention_norm, block.feed_forward_norm))
    heads = attention.heads
    D = attention.query.out_features // heads
    keys = np.zeros((heads, context, D), np.float32)
    values = np.zeros((heads, context, D), np.float32)
    scale = np.float32(D**-0.5)
    angles = np.arange(context)[:, None] * 10_000.0 ** (-np.arange(0, D, 2) / D)  # (T, D / 2)
    turns = np.exp(1j * angles).astype(np.complex64)

    def place(x: np.ndarray, at: int) -> np.ndarray:
        """Heads, turned where the model turns pairs of columns: (C,) -> (H, D)."""
        x = x.reshape(heads, D)
        return (x.view(np.complex64) * turns[at]).view(np.float32) if attention.rotary else x

    def step(x: np.ndarray, at: int) -> np.ndarray:
        normed = before_attention(x)
        keys[:, at] = place(key(normed), at)
        values[:, at] = value(normed).reshape(heads, D)
        asked = place(query(normed), at)[:, :, None] * scale  # (H, D, 1)
        scores = keys[:, : at + 1] @ asked  # (H, S, 1)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        mixed = weights.transpose(0, 2, 1) @ values[:, : at + 1]  # (H, 1, D)
        x = x + output(mixed.reshape(-1))
        return x + narrow(_gelu(widen(before_forward(x))))

    return step


def _check(model: GPT) -> None:
    """Refuse what this forward pass would leave out."""
    if not isinstance(model, GPT):
        raise TypeError(f"fast_distribution reads a GPT, not a {type(model).__name__}")
    for name, module in model.named_modules():
        if module._forward_hooks or module._forward_pre_hooks:
            raise ValueError(f"{name} is being looked at; fast_distribution has no such points")
        odd = not isinstance(module, nn.Linear) and hasattr(module, "in_features")
        kinds = {(weights.device.type, weights.dtype) for weights in module.parameters(False)}
        if odd or kinds - {("cpu", torch.float32)}:
            raise ValueError(
                f"{name} is {type(module).__name__}; fast_distribution reads plain layers of "
                "float32 on the processor: merge LoRA and remove it first, or use "
                "cached_distribution"
            )


def fast_distribution(model: GPT) -> Callable[[Sequence[int]], np.ndarray]:
    """`cached_distribution`, for one text, in less time.

    The keys and values of what was read are kept. A text that does not go on from the last one is
    read anew, token by token, and so is the end of one that is longer than the model's context.

    Returns:
        A function from the document so far to the probabilities of the next token, (V,).

    Raises:
        ValueError: the model has hooks, LoRA or 4-bit layers, or is not on the processor.

    >>> from course_utils.models.transformer import TransformerConfig
    >>> _ = torch.manual_seed(0)
    >>> model = GPT(TransformerConfig(50, context=8, width=16, heads=2, layers=1))
    >>> fast = fast_distribution(model)
    >>> all(np.allclose(fast([40] * n), model.distribution([40] * n)) for n in range(12))
    True
    """
    _check(model)
    table, context = _array(model.token_embedding.weight), model.config.context
    places = None if model.config.rotary else _array(model.position_embedding.weight)
    steps = [_block(block, context) for block in model.blocks]
    norm = _norm(model.norm)
    read: list[int] = []

    def distribution(document: Sequence[int] = ()) -> np.ndarray:
        nonlocal read
        tokens = [START, *whole(document)][-context:]
        if not 0 <= min(tokens) <= max(tokens) < len(table):
            raise ValueError(
                f"ids run from {min(tokens)} to {max(tokens)}; this model has {len(table)}, from 0"
            )
        known = len(read)
        if not known < len(tokens) or tokens[:known] != read:
            known = 0
        read = []  # stopped from here on, it reads the next text as a whole
        for at in range(known, len(tokens)):
            x = table[tokens[at]] if places is None else table[tokens[at]] + places[at]
            for step in steps:
                x = step(x, at)
        read = tokens
        logits = (table @ norm(x)).astype(float)
        p = np.exp(logits - logits.max())
        return p / p.sum()

    return distribution
