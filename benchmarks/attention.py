"""The attention layer beside that of `transformers` and PyTorch's nn.MultiheadAttention.

    python benchmarks/attention.py

A forward and a backward pass of causal self-attention with the same weights; all give the same
outputs: that is checked first. Ours computes every score and weight where they can be looked at.
"""

import argparse
import functools
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn

from benchmarks.side_by_side import Curve, Row, Work, cost_curve, main, race
from course_utils.models.attention import MultiHeadAttention, causal_mask


def step(model: nn.Module, attend: Callable[[Tensor], Tensor], x: Tensor) -> None:
    """A forward and a backward pass."""
    model.zero_grad()
    attend(x).square().mean().backward()


def ours_on(layer: MultiHeadAttention, x: Tensor) -> Tensor:
    """The course's layer."""
    return layer(x, mask=causal_mask(x.shape[1]))


def by_transformers(layer: MultiHeadAttention, kind: str, T: int) -> tuple[nn.Module, Callable]:
    """GPT-2's attention with our weights; `kind` is "eager" or "sdpa"."""
    from transformers import GPT2Config
    from transformers.models.gpt2.modeling_gpt2 import GPT2Attention

    width = layer.query.in_features
    config = GPT2Config(
        n_embd=width, n_head=layer.heads, attn_pdrop=0.0, resid_pdrop=0.0, n_positions=T
    )
    config._attn_implementation = kind
    theirs = GPT2Attention(config, layer_idx=0)
    parts = (layer.query, layer.key, layer.value)
    with torch.no_grad():
        theirs.c_attn.weight.copy_(torch.cat([part.weight for part in parts]).T)
        theirs.c_attn.bias.copy_(torch.cat([part.bias for part in parts]))
        theirs.c_proj.weight.copy_(layer.output.weight.T)
        theirs.c_proj.bias.copy_(layer.output.bias)
    hidden = torch.where(causal_mask(T), 0.0, -torch.inf)[None, None]
    mask = hidden if kind == "eager" else None  # sdpa is causal of itself
    return theirs, lambda x: theirs(x, attention_mask=mask)[0]


def by_torch(layer: MultiHeadAttention, T: int) -> tuple[nn.Module, Callable]:
    """nn.MultiheadAttention with our weights."""
    theirs = nn.MultiheadAttention(layer.query.in_features, layer.heads, batch_first=True)
    parts = (layer.query, layer.key, layer.value)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.cat([part.weight for part in parts]))
        theirs.in_proj_bias.copy_(torch.cat([part.bias for part in parts]))
        theirs.out_proj.weight.copy_(layer.output.weight)
        theirs.out_proj.bias.copy_(layer.output.bias)
    mask = ~causal_mask(T)

    def attend(x: Tensor) -> Tensor:
        return theirs(x, x, x, need_weights=False, attn_mask=mask, is_causal=True)[0]

    return theirs, attend


def ready(B: int | None, T: int | None, n: int) -> tuple[nn.Module, Tensor]:
    """A layer and inputs of n rows or n positions, whichever is None."""
    torch.manual_seed(0)
    return MultiHeadAttention(128, 4), torch.randn(B or n, T or n, 128)


def run(given: tuple[nn.Module, Tensor]) -> None:
    """Three passes, for a cost curve."""
    layer, x = given
    for _ in range(3):
        step(layer, functools.partial(ours_on, layer), x)


def measure(options: argparse.Namespace) -> Iterator[Row | Curve]:
    """A short and a long context; then time and memory by length and by batch."""
    sizes = ((2, 8, 16, 2),) if options.quick else ((12, 64, 128, 4), (4, 256, 256, 8))
    for B, T, C, H in sizes:
        torch.manual_seed(0)
        layer, x = MultiHeadAttention(C, H), torch.randn(B, T, C)
        attend = functools.partial(ours_on, layer)
        ours = Work(functools.partial(step, layer, attend, x), B * T)
        others = {
            "tf., eager": by_transformers(layer, "eager", T),
            "tf., sdpa": by_transformers(layer, "sdpa", T),
            "nn.Multihead…": by_torch(layer, T),
        }
        peers = {}
        for name, (model, function) in others.items():
            assert torch.allclose(attend(x), function(x), atol=1e-5), f"{name}: other outputs"
            peers[name] = Work(functools.partial(step, model, function, x), B * T)
        what = f"forward + backward, B {B}, T {T}, C {C}, H {H}"
        yield from race(what, ours, peers, unit="tokens/s", rounds=options.rounds)
    lengths, batches = ((8, 16), (1, 2)) if options.quick else ((64, 128, 256, 512), (2, 8, 32))
    yield cost_curve(
        "forward + backward, B = 2", "T", lengths, functools.partial(ready, 2, None), run
    )
    yield cost_curve(
        "forward + backward, T = 128", "B", batches, functools.partial(ready, None, 128), run
    )


if __name__ == "__main__":
    main("attention", __doc__, measure)
